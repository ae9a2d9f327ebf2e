// The bench of one letter: an editor over each field, a trial after every pause, the sample as a form.
import { editorOver, goToLine, insertInto, markLines, rewrite } from "./editor.js";
import { drawSample } from "./sample.js";
import { filterWords } from "./words.js";

const PAUSE = 400; // milliseconds without typing before a trial
const NAMES = { "letter.html": "source", "sample.json": "sample" };
const form = document.querySelector("form[data-template]");
const field = (name) => form.elements.namedItem(name);
const saved = new Map(Object.values(NAMES).map((name) => [name, field(name).value]));
const editors = new Map();
let filling = false;
// ---- the editors: the field stays what is sent; without scripts it is what is edited
for (const area of form.querySelectorAll("textarea[data-language]")) {
  editors.set(area.name, editorOver(area, { typed, save: () => form.querySelector("[data-save]")?.click() }));
}

function typed(area, text) {
  area.value = text;
  if (area.name === "sample" && !filling) showSample();
  later();
}

// The sample, question by question; what it cannot show is edited as JSON.
function showSample() {
  drawSample(form.querySelector("[data-sample-form]"), field("sample"), (text) => {
    filling = true;
    rewrite(editors.get("sample"), text);
    filling = false;
  });
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
  if (name === "form") showSample();
}

// ---- names that may be filled in
filterWords(form);
form.addEventListener("click", (event) => {
  const word = event.target.closest("[data-insert]");
  const place = event.target.closest("[data-line]");
  if (word) insert(word.dataset.insert);
  if (place) { event.preventDefault(); goTo(NAMES[place.dataset.file], Number(place.dataset.line)); }
});

function insert(text) {
  show("source");
  insertInto(editors.get("source"), text);
}

function goTo(name, line) {
  show(name);
  goToLine(editors.get(name), line);
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
    markLines(editors.get(name), [...found.querySelectorAll(`[data-file="${file}"]`)].map((link) => ({ line: Number(link.dataset.line), message: link.nextElementSibling.textContent })));
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

mark();
const line = /^#L(\d+)$/.exec(location.hash);
if (line) goTo("source", Number(line[1]));
tryNow();
