// Reading a draft: its pages as pictures, passages marked by selecting them, remarks kept without leaving the page.
import { lettersAllowed } from "./keys.js";

const place = document.querySelector("[data-proof]");
const chip = document.createElement("button");
chip.type = "button";
chip.className = "btn pri sm chip";
chip.textContent = "批注所选文字";
chip.hidden = true;
document.body.append(chip);
let chosen = null;

draw();

// The pages come after the page: printing them takes a moment. What is shown stays until the new ones are there.
async function draw() {
  if (!place) return;
  const answer = await fetch(place.dataset.proof, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (answer?.ok) {
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    place.replaceChildren(fresh.content);
  }
  else if (!place.querySelector("img")) place.querySelector("p").append("（版式暂时不能显示，可先按段查看文字）");
  place.removeAttribute("aria-busy");
}

// How many characters of the letter stand before a point, spaces not counted.
function before(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  return Number(piece.dataset.at) + solid(range.toString()).length;
}

function solid(words) { return words.replace(/\s+/g, ""); }

function choose() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const inside = range && !range.collapsed && range.commonAncestorContainer.parentElement?.closest("[data-text]") && document.querySelector("[data-new]");
  const words = inside ? picked(range) : "";
  chosen = words ? { words, near: before(range.startContainer, range.startOffset) ?? 0 } : null;
  chip.hidden = !chosen;
  if (!chosen) return;
  const box = range.getBoundingClientRect();
  chip.style.left = `${Math.max(8, Math.min(innerWidth - 130, box.left + box.width / 2 - 55))}px`;
  chip.style.top = `${Math.max(8, box.top - 40)}px`;
}

// The words of the letter that are selected, without paragraph numbers and buttons between them.
function picked(range) {
  const pieces = [...document.querySelectorAll("[data-text] [data-at]")].filter((piece) => range.intersectsNode(piece));
  return pieces.map((piece) => {
    const part = document.createRange();
    part.selectNodeContents(piece);
    if (piece.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (piece.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    return part.toString();
  }).join("").trim();
}

function take({ words, near }) {
  const form = document.querySelector("[data-new]");
  if (!form) return;
  form.elements.quote.value = words;
  form.elements.near.value = near;
  chip.hidden = true;
  form.scrollIntoView({ block: "nearest" });
  form.elements.words.focus();
}

document.addEventListener("selectionchange", choose);
addEventListener("scroll", () => { chip.hidden = true; }, { capture: true, passive: true });
chip.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
chip.addEventListener("click", () => chosen && take(chosen));

document.addEventListener("click", (event) => {
  const there = event.target.closest("a[href^='#at-']");
  const mark = there && document.querySelector(`[data-mark="${there.hash.slice(4)}"]`);
  if (mark) {
    event.preventDefault();
    mark.scrollIntoView({ block: "center" });
  }
  const whole = event.target.closest("[data-paragraph]");
  if (!whole) return;
  event.preventDefault();
  const piece = whole.parentElement.querySelector("[data-at]");
  take({ words: piece.textContent, near: Number(piece.dataset.at) });
});

document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event)) return;
  const key = event.key.toLowerCase();
  if (key === "c" && document.querySelector("[data-new]")) take(chosen ?? { words: "", near: 0 });
  else if (key === "n") document.querySelector("[data-next]")?.click();
  else if (key === "f") document.querySelector("#judgement :is(input, select, textarea):not([type=hidden])")?.focus();
  else return;
  event.preventDefault();
});

// A remark is kept without leaving the page: what is typed in other forms stays as it is.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-remark]");
  if (!form) return;
  event.preventDefault();
  const told = form.querySelector("[data-told]"), body = new FormData(form, event.submitter);
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-CSRF": document.body.dataset.csrf, "X-Fragment": "1" } });
    if (!answer.ok) { told.textContent = (await answer.json().catch(() => null))?.message ?? "未能保存，请稍后再试；填写的内容没有丢失。"; return; }
    renew(await answer.text(), form);
  } catch { told.textContent = "网络中断，未能保存；填写的内容没有丢失，请稍后再提交。"; } finally {
    for (const button of buttons) button.disabled = false;
  }
});

function renew(page, kept) {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const typed = new Map([...document.querySelectorAll("[data-live] textarea")].map((it) => [it.id, it.value]));
  const own = new Set([...kept.querySelectorAll("textarea")].map((it) => it.id));
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
    if (now) old.replaceWith(now); else old.remove();
  }
  for (const [id, words] of typed) {
    const field = document.getElementById(id);
    if (field && !own.has(id)) field.value = words;
  }
  draw();
}
