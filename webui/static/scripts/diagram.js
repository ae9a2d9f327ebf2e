// Where a case stands in its diagram. The same is said in words beside it; this is a mouse tool.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const MARKERS = ["done", "active", "overdue", "failed"];

for (const place of document.querySelectorAll("[data-diagram]")) {
  draw(place).catch(() => say(place, "流程图暂时无法读取，请刷新页面重试。"));
}

async function draw(place) {
  const answer = await fetch(place.dataset.diagram, { headers: { Accept: "application/json" } });
  if (!answer.ok) return say(place, "流程图暂时无法读取。");
  const { xml, markers, notes } = await answer.json();
  place.textContent = "";
  const viewer = new NavigatedViewer({ container: place });
  try {
    await viewer.importXML(xml);
  } catch {
    return say(place, "流程图无法显示，请在办理记录中查看进展。");
  }
  const canvas = viewer.get("canvas"), registry = viewer.get("elementRegistry"), overlays = viewer.get("overlays");
  for (const [id, kind] of Object.entries(markers)) {
    if (isStep(registry.get(id)) && MARKERS.includes(kind)) canvas.addMarker(id, `st-${kind}`);
  }
  for (const [id, words] of Object.entries(notes ?? {})) {
    if (!registry.get(id)) continue;
    const flag = document.createElement("span");
    flag.className = "bp-flag";
    flag.textContent = words;
    overlays.add(id, { position: { top: -30, left: 4 }, html: flag, scale: { min: 0.9, max: 1.1 } });
  }
  show(canvas, registry, markers, place);
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => button.dataset.zoom === "fit" ? canvas.zoom("fit-viewport", "auto") : viewer.get("zoomScroll").stepZoom(Number(button.dataset.zoom)));
  }
}

function show(canvas, registry, markers, place) {
  const current = Object.keys(markers).filter((id) => markers[id] !== "done").map((id) => registry.get(id)).filter(isStep);
  canvas.zoom("fit-viewport", "auto");
  const box = canvas.viewbox(), ratio = place.clientHeight / place.clientWidth, readable = 1150;
  if (!current.length || box.width <= readable) return;
  const x = current[0].x + current[0].width / 2, y = current[0].y + current[0].height / 2;
  canvas.viewbox({ x: x - readable / 2, y: y - (readable * ratio) / 2, width: readable, height: readable * ratio });
}

// An opened sub-process is a frame around steps, not a step.
function isStep(shape) { return shape && (shape.type !== "bpmn:SubProcess" || shape.collapsed); }

function say(place, words) { place.textContent = words; place.classList.add("mut", "pad"); }
