// The drawing board of one diagram: canvas, panel, draft and findings.
import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import Search from "bpmn-js/lib/features/search";
import Minimap from "diagram-js-minimap";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import { differences } from "./process/differences.js";
import { showFindings } from "./process/findings.js";
import { whatRuns } from "./process/offered.js";
import { showPanel } from "./process/panel.js";
import { keepSaved } from "./process/saving.js";
import { bindTools, fit, goTo } from "./process/tools.js";
import { inChinese } from "./process/words.js";

const board = document.querySelector("[data-board]"), editable = "editable" in board.dataset, source = board.querySelector("[data-xml]");
const KEPT = /^unknown attribute/; // is written back as it was read
const Board = editable ? Modeler : NavigatedViewer;
const modeler = new Board({
  container: board.querySelector("[data-canvas]"),
  additionalModules: [inChinese, Minimap, editable ? whatRuns : Search],
  moddleExtensions: { camunda },
  minimap: { open: true },
});
const findings = showFindings(modeler, board, (id) => goTo(modeler, id));
const saving = editable ? keepSaved(modeler, board, { saved, behind }) : null;
const choices = { ...JSON.parse(board.dataset.choices) };
showPanel(modeler, board.querySelector("[data-panel]"), { choices, editable, problemsOf: findings.of });
bindTools(modeler, board, { save: saving?.now, open: takeIn, fileName: `${board.dataset.name}.bpmn` });
if (await open(source.value)) {
  fit(modeler);
  goTo(modeler, decodeURIComponent(location.hash.slice(1)));
}
findings.refresh();

// Open a text; what was open stays when it cannot be read.
async function open(xml) {
  try {
    const { warnings: all } = await modeler.importXML(xml), warnings = all.filter((one) => !KEPT.test(one.message));
    tell(warnings.length ? `有${warnings.length}处内容不能识别，暂存后可能丢失：${warnings[0].message}` : "");
    return true;
  } catch (error) {
    tell(`流程图不能打开：${error.message}`);
    return false;
  }
}

// A file of another editor takes the place of what is drawn.
async function takeIn(file) {
  const most = Number(board.dataset.most);
  if (file.size > most) { tell(`文件超过 ${most / 1e6} 兆字节，没有导入。`); return; }
  const { xml: before } = await modeler.saveXML({ format: true }), text = await file.text();
  if (!(await open(text))) {
    const why = board.querySelector("[data-told]").textContent;
    await modeler.importXML(before);
    tell(`${file.name} 没有导入，画面不变。${why}`);
    return;
  }
  fit(modeler);
  saving.changed();
}

function saved({ changed }) {
  board.querySelector("[data-draft]").hidden = !changed;
  findings.refresh();
}

// Another has changed this diagram: both are kept until somebody has looked.
async function behind(news) {
  const box = board.querySelector("[data-behind]"), list = box.querySelector("ul"), { xml } = await modeler.saveXML({ format: true });
  box.querySelector("[data-why]").textContent = news.message;
  list.replaceChildren(...differences(xml, news.theirs).map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  box.querySelector("[data-mine]").onclick = () => { box.hidden = true; saving.settle(news, true); };
  box.querySelector("[data-theirs]").onclick = async () => {
    if (!(await open(news.theirs))) return;
    box.hidden = true;
    fit(modeler);
    saving.settle(news, false);
    findings.refresh();
  };
  box.hidden = false;
  box.focus();
}

function tell(words) {
  const place = board.querySelector("[data-told]");
  place.textContent = words;
  place.hidden = !words;
}
