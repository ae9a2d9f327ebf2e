// The bench of one letter: an editor with colours over each field, a trial after every pause, the sample as a form.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { jinja } from "@codemirror/lang-jinja";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const PAUSE = 400; // milliseconds without typing before a trial
const NAMES = { "letter.html": "source", "sample.json": "sample" };
const form = document.querySelector("form[data-template]");
const field = (name) => form.elements.namedItem(name);
const saved = new Map(Object.values(NAMES).map((name) => [name, field(name).value]));
const editors = new Map();
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "#5a43a3", fontWeight: "600" },
  { tag: [tags.variableName, tags.propertyName], color: "#1c4e94" },
  { tag: [tags.string, tags.attributeValue], color: "#1b6b47" },
  { tag: [tags.tagName, tags.angleBracket], color: "#8a5100" },
  { tag: [tags.attributeName, tags.number, tags.bool, tags.null], color: "#8a1a13" },
  { tag: [tags.comment], color: "#5a6675", fontStyle: "italic" },
  { tag: [tags.brace, tags.separator], color: "#5a43a3" },
]);
const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13.5px", backgroundColor: "#fff", color: "#16202e" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Cascadia Mono', Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.75" },
  ".cm-gutters": { backgroundColor: "#f8f9fb", color: "#5a6675", borderRight: "1px solid #e4e8ee" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#eef4fb" },
});

// ---- the editors: the field stays what is sent; without scripts it is what is edited
for (const area of form.querySelectorAll("textarea[data-language]")) {
  const host = document.createElement("div");
  host.className = "tp-code";
  const root = host.attachShadow({ mode: "open" }); // where the editor's own styles need no <style> in the page
  area.after(host);
  area.hidden = true;
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({ doc: area.value, extensions: [
      lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), bracketMatching(),
      EditorView.lineWrapping, syntaxHighlighting(colours), look,
      area.dataset.language === "json" ? json() : jinja({ base: html({ autoCloseTags: false }) }),
      EditorState.readOnly.of(area.readOnly),
      EditorView.contentAttributes.of({ "aria-label": area.labels[0]?.textContent ?? area.name, spellcheck: "false" }),
      keymap.of([{ key: "Mod-s", run: () => { form.querySelector("[data-save]")?.click(); return true; } },
        { key: "Escape", run: (view) => { view.contentDOM.blur(); return true; } }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => { if (update.docChanged) typed(area, update.state.doc.toString()); }),
    ] }),
  });
  host.addEventListener("keydown", (event) => event.stopPropagation()); // letters here are letters
  editors.set(area.name, view);
}

function typed(area, text) {
  area.value = text;
  if (area.name === "sample" && !filling) drawSample();
  later();
}

function write(name, text) {
  const view = editors.get(name);
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

// ---- tabs
const bar = form.querySelector("[data-tabs]");
bar.hidden = false;
bar.addEventListener("click", (event) => { const tab = event.target.closest("[data-tab]"); if (tab) show(tab.dataset.tab); });
show("source");

function show(name) {
  for (const tab of bar.querySelectorAll("[data-tab]")) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", on);
    tab.setAttribute("aria-pressed", on);
  }
  for (const pane of form.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== name;
  if (name === "form") drawSample();
}

// ---- names that may be filled in
form.querySelector("[data-filter]").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const group of form.querySelectorAll(".tp-words details")) {
    let any = false;
    for (const word of group.querySelectorAll(".word")) {
      const hit = !wanted || word.textContent.toLowerCase().includes(wanted);
      word.closest("li").hidden = !hit;
      any ||= hit;
    }
    group.hidden = !any;
    if (wanted && any) group.open = true;
  }
});
form.addEventListener("click", (event) => {
  const word = event.target.closest("[data-insert]");
  const place = event.target.closest("[data-line]");
  if (word) insert(word.dataset.insert);
  if (place) { event.preventDefault(); goTo(NAMES[place.dataset.file], Number(place.dataset.line)); }
});

function insert(text) {
  show("source");
  const view = editors.get("source");
  view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
  view.focus();
}

function goTo(name, line) {
  show(name);
  const view = editors.get(name);
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
  view.focus();
}

// ---- trials: one at a time, the newest text last
const state = form.querySelector("[data-state]"), unsaved = form.querySelector("[data-unsaved]");
const sheets = form.querySelector(".tp-pages"), found = form.querySelector(".tp-findings [data-findings]");
let timer, running = false, again = false;

function later() {
  unsaved.textContent = changed() ? "有未保存的修改" : "";
  clearTimeout(timer);
  timer = setTimeout(tryNow, PAUSE);
}

function changed() {
  return "refused" in form.dataset || [...saved].some(([name, text]) => field(name).value !== text);
}

async function tryNow() {
  clearTimeout(timer);
  if (running) { again = true; return; }
  if (tooLong()) return;
  running = true;
  state.textContent = "正在试排……";
  const began = performance.now();
  const answer = await send().catch(() => null);
  running = false;
  if (again) { again = false; tryNow(); return; }
  if (answer === null) { state.textContent = "没有连上服务器，稍后自动重试"; timer = setTimeout(tryNow, 5000); return; }
  if (!answer.ok) { state.textContent = (await answer.json().catch(() => ({}))).message ?? "试排没有成功"; return; }
  take(await answer.text(), Math.round(performance.now() - began));
}

function send() {
  const body = new FormData();
  for (const name of ["source", "sample", "letter_form"]) if (field(name)) body.append(name, field(name).value);
  return fetch(form.dataset.trial, { method: "POST", body, headers: { "X-CSRF": document.body.dataset.csrf, "X-Fragment": "1" } });
}

function take(text, took) {
  const fresh = document.createElement("template");
  fresh.innerHTML = text;
  const [findings, pages] = ["[data-findings]", "[data-sheets]"].map((each) => fresh.content.querySelector(each));
  if (!findings || !pages) return;
  found.replaceChildren(...findings.childNodes);
  form.querySelector("[data-number]").textContent = findings.dataset.count;
  form.classList.toggle("wrong", Number(findings.dataset.count) > 0);
  const some = Number(pages.dataset.count);
  if (some) { const top = sheets.scrollTop; sheets.replaceChildren(...pages.childNodes); sheets.scrollTop = top; }
  sheets.classList.toggle("stale", !some);
  state.textContent = some ? `${some} 面，${(took / 1000).toFixed(2)} 秒` : (pages.textContent.trim() || "有错误，仍显示上一次的样稿");
  mark();
}

function mark() {
  for (const [file, name] of Object.entries(NAMES)) {
    const view = editors.get(name), doc = view.state.doc;
    const places = [...found.querySelectorAll(`[data-file="${file}"]`)].map((link) => {
      const line = doc.line(Math.min(Math.max(Number(link.dataset.line), 1), doc.lines));
      return { from: line.from, to: line.to, severity: "error", message: link.nextElementSibling.textContent };
    });
    view.dispatch(setDiagnostics(view.state, places));
  }
}

function tooLong() {
  const most = Number(form.dataset.most);
  const name = Object.values(NAMES).find((each) => field(each).value.length > most);
  if (name) state.textContent = `${name === "source" ? "正文" : "样例"}有 ${field(name).value.length} 个字符，超过 ${most} 个字符的上限，不能试排和保存`;
  return Boolean(name);
}

form.querySelector("[data-try]").addEventListener("click", (event) => { event.preventDefault(); tryNow(); });
field("letter_form")?.addEventListener("change", tryNow);
form.addEventListener("submit", (event) => {
  if (tooLong()) { event.preventDefault(); return; }
  leaving = true;
});
let leaving = false;
window.addEventListener("beforeunload", (event) => { if (changed() && !leaving) event.preventDefault(); });

// ---- the sample, question by question; what it cannot show is edited as JSON
let filling = false;

function drawSample() {
  const place = form.querySelector("[data-sample-form]");
  if (place.closest("[data-pane]").hidden) return;
  let sample;
  try { sample = JSON.parse(field("sample").value); } catch { place.replaceChildren(said("p", "样例不是有效的 JSON，请在“样例（JSON）”中改正。")); return; }
  const labels = JSON.parse(place.dataset.labels);
  place.replaceChildren(...Object.entries(sample ?? {}).map(([part, value]) => group(part, value, [part])).filter(Boolean));

  function group(title, value, path) {
    if (value === null || typeof value !== "object" || !Object.keys(value).length) return null;
    const box = document.createElement("fieldset");
    box.append(said("legend", labels[title] ?? WORDS[title] ?? title));
    for (const [key, inner] of Object.entries(value)) box.append(...[one(key, inner, [...path, key])].filter(Boolean));
    return box;
  }

  function one(key, value, path) {
    const name = path.filter((step) => !/^\d+$/.test(step)).join(".");
    if (value !== null && typeof value === "object") return group(/^\d+$/.test(key) ? `第 ${Number(key) + 1} 项` : name, value, path);
    const row = document.createElement("label");
    const label = /^\d+$/.test(key) ? `第 ${Number(key) + 1} 项` : labels[name] ?? name;
    const input = document.createElement(String(value ?? "").length > 40 ? "textarea" : "input");
    input.className = "in";
    input.value = value ?? "";
    input.readOnly = field("sample").readOnly;
    if (/^\d{4}-\d\d-\d\d$/.test(String(value))) input.type = "date";
    input.addEventListener("input", () => fill(path, value, input.value));
    row.append(said("span", label), input);
    return row;
  }
}

const WORDS = { letter: "文书", agency: "机关", applicant: "申请人", case: "案件", notice: "本文书专有", reply: "答复", remedy: "救济途径" };

function fill(path, before, text) {
  const sample = JSON.parse(field("sample").value);
  const last = path.at(-1);
  const inside = path.slice(0, -1).reduce((value, step) => value[step], sample);
  const number = typeof before === "number" && /^-?\d{1,12}$/.test(text);
  inside[last] = text === "" ? null : number ? Number(text) : text;
  filling = true;
  write("sample", JSON.stringify(sample, null, 2) + "\n");
  filling = false;
}

function said(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

mark();
const line = /^#L(\d+)$/.exec(location.hash);
if (line) goTo("source", Number(line[1]));
tryNow();
