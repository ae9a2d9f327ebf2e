// What the controls of the panel are made of.
const PAUSE = 400; // milliseconds without typing
let number = 0;

// Take over at once what is being typed.
export function takeTyped() {
  if (document.activeElement.matches(".pd-panel input:not([type]), .pd-panel textarea")) document.activeElement.dispatchEvent(new Event("change"));
}

export function labelled(field, input, ...more) {
  const box = made("div", { className: "pd-field" }), label = made("label", { htmlFor: input.id, textContent: field.label });
  box.append(label, input, ...more);
  if (field.hint) {
    const hint = made("p", { className: "hint", id: `pd-hint-${++number}`, textContent: field.hint });
    input.setAttribute("aria-describedby", hint.id);
    box.append(hint);
  }
  return box;
}

export function options(tag, given, list) {
  const box = made(tag, given);
  box.append(...list.map(([value, words]) => made("option", { value, textContent: words })));
  return box;
}

export function made(tag, given) { return Object.assign(document.createElement(tag), given); }

export function onTyped(input, take) {
  let timer;
  const now = () => { clearTimeout(timer); take(input.value); };
  input.addEventListener("input", (event) => { clearTimeout(timer); if (!event.isComposing) timer = setTimeout(now, PAUSE); });
  input.addEventListener("compositionend", () => { timer = setTimeout(now, PAUSE); });
  input.addEventListener("change", now);
}

export function grow(area, rows) {
  const fit = () => { area.rows = Math.min(12, Math.max(rows, Math.ceil(area.value.length / (rows > 1 ? 19 : 32)), area.value.split("\n").length)); };
  for (const told of ["input", "grow"]) area.addEventListener(told, fit);
  fit();
}
