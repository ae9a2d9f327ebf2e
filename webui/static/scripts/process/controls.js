// One control for every kind of question: plain, labelled elements; what is typed is taken over after a pause.
const PAUSE = 400; // milliseconds without typing
let number = 0;

// `refresh` shows what is written now, unless somebody is typing there.
export function controlOf(field, { editable }) {
  return (KINDS[field.kind] ?? typed)(field, editable && !field.fixed, `pd-${field.key}`);
}

function typed(field, able, id) {
  const long = ["area", "feel"].includes(field.kind), input = made(long ? "textarea" : "input", { id, className: "in", value: field.get(), readOnly: !able, spellcheck: false });
  if (field.kind === "feel" || field.mono || field.key === "id") input.classList.add("mono");
  if (long) grow(input, field.kind === "area" ? 3 : 1);
  if (field.kind === "suggest") input.setAttribute("list", `${id}-list`);
  const wrong = made("p", { className: "pd-bad", hidden: true });
  onTyped(input, (text) => {
    const problem = field.wrong?.(text) ?? "";
    wrong.textContent = problem;
    wrong.hidden = !problem;
    input.setAttribute("aria-invalid", Boolean(problem));
    if (!problem && text !== field.get()) field.set(text);
  });
  const list = field.kind === "suggest" ? options("datalist", { id: `${id}-list` }, field.names.map((name) => [name, name])) : "";
  const refresh = () => { if (document.activeElement !== input) { input.value = field.get(); if (long) input.dispatchEvent(new Event("grow")); } };
  return { node: labelled(field, input, list, wrong), refresh };
}

function onTyped(input, take) {
  let timer;
  const now = () => { clearTimeout(timer); take(input.value); };
  input.addEventListener("input", (event) => { clearTimeout(timer); if (!event.isComposing) timer = setTimeout(now, PAUSE); });
  input.addEventListener("compositionend", () => { timer = setTimeout(now, PAUSE); });
  input.addEventListener("change", now);
}

function grow(area, rows) {
  const fit = () => { area.rows = Math.min(12, Math.max(rows, Math.ceil(area.value.length / (rows > 1 ? 19 : 32)), area.value.split("\n").length)); };
  for (const told of ["input", "grow"]) area.addEventListener(told, fit);
  fit();
}

function select(field, able, id) {
  const input = made("select", { id, className: "in", disabled: !able });
  const refresh = () => {
    const now = String(field.get()), known = Object.entries(field.options);
    const list = known.map(([value, words]) => [value, field.code || words === value ? `${value}${words === value ? "" : `　${words}`}` : words]);
    if (field.empty) list.unshift(["", field.empty]);
    if (!list.some(([value]) => value === now)) list.push([now, `${now}（不存在）`]);
    input.replaceChildren(...list.map(([value, words]) => made("option", { value, textContent: words })));
    input.value = now;
  };
  refresh();
  input.addEventListener("change", () => field.set(input.value));
  return { node: labelled(field, input), refresh };
}

function check(field, able, id) {
  const input = made("input", { id, type: "checkbox", checked: field.get(), disabled: !able }), node = made("label", { className: "chk" });
  input.addEventListener("change", () => field.set(input.checked));
  node.append(input, made("span", { textContent: field.label }));
  return { node, refresh: () => { input.checked = field.get(); } };
}

// Several of a few: the order in which they are written is kept.
function roles(field, able, id) {
  const chosen = () => field.get().split(/[\s,，、]+/).filter(Boolean);
  const names = () => ({ ...field.options, ...Object.fromEntries(chosen().filter((one) => !(one in field.options)).map((one) => [one, `${one}（不存在）`])) });
  const box = made("fieldset", { className: "pd-field pd-roles" });
  const refresh = () => {
    for (const input of box.querySelectorAll("input")) input.checked = chosen().includes(input.value);
  };
  box.append(made("legend", { textContent: field.label }), ...Object.entries(names()).map(([value, words]) => {
    const input = made("input", { id: `${id}-${value}`, type: "checkbox", value, disabled: !able }), line = made("label", { className: "chk" });
    input.addEventListener("change", () => field.set((input.checked ? [...chosen(), value] : chosen().filter((one) => one !== value)).join(field.joint)));
    line.append(input, made("span", { textContent: words }));
    return line;
  }));
  refresh();
  return { node: box, refresh };
}

// Several of many: what is chosen as a list, the rest to be added.
function steps(field, able, id) {
  const box = made("fieldset", { className: "pd-field pd-steps" });
  const write = (ids) => { field.set(ids.join(" ")); refresh(); };
  function refresh() {
    const chosen = field.get().split(/\s+/).filter(Boolean), list = made("ul", {});
    list.append(...chosen.map((one) => {
      const line = made("li", {}), out = made("button", { type: "button", className: "btn quiet sm", textContent: "移除", disabled: !able });
      out.setAttribute("aria-label", `移除${field.options[one] ?? one}`);
      out.addEventListener("click", () => write(chosen.filter((other) => other !== one)));
      line.append(made("span", { textContent: field.options[one] ?? `${one}（不存在）` }), out);
      return line;
    }));
    const add = options("select", { id, className: "in", disabled: !able }, [["", "添加环节…"], ...Object.entries(field.options).filter(([one]) => !chosen.includes(one))]);
    add.setAttribute("aria-label", `${field.label}：添加`);
    add.addEventListener("change", () => write([...chosen, add.value]));
    box.replaceChildren(made("legend", { textContent: field.label }), list, add);
  }
  refresh();
  return { node: box, refresh };
}

// Names with an expression each.
function pairs(field, able, id) {
  const box = made("fieldset", { className: "pd-field pd-pairs" });
  const put = (at, row) => field.set(field.get().flatMap((old, index) => (index === at ? (row ? [row] : []) : [old])));
  function refresh() {
    if (box.contains(document.activeElement) && box.querySelectorAll(".pd-pair").length === field.get().length) return;
    const add = made("button", { type: "button", className: "btn sm", textContent: "添加一项", disabled: !able });
    add.addEventListener("click", () => { field.set([...field.get(), [`value_${field.get().length + 1}`, "null"]]); refresh(); });
    box.replaceChildren(made("legend", { textContent: field.label }), ...field.get().map(row), add);
  }
  function row([name, value], at) {
    const line = made("div", { className: "pd-pair" }), key = made("input", { id: `${id}-${at}`, className: "in mono", value: name, readOnly: !able });
    const text = made("textarea", { className: "in mono", value: value ?? "（由其他编辑器写成，本页不能修改）", readOnly: !able || value === null, spellcheck: false });
    const out = made("button", { type: "button", className: "btn quiet sm", textContent: "移除", disabled: !able });
    key.setAttribute("aria-label", `第 ${at + 1} 项的名称`);
    text.setAttribute("aria-label", `${name} 的值，FEEL 表达式`);
    out.setAttribute("aria-label", `移除 ${name}`);
    grow(text, 1);
    onTyped(key, () => put(at, [key.value.trim(), field.get()[at][1]]));
    onTyped(text, () => put(at, [field.get()[at][0], text.value]));
    out.addEventListener("click", () => { put(at, null); out.blur(); refresh(); });
    line.append(key, out, text);
    return line;
  }
  refresh();
  return { node: box, refresh };
}

const KINDS = { select, check, roles, steps, pairs };

function labelled(field, input, ...more) {
  const box = made("div", { className: "pd-field" }), label = made("label", { htmlFor: input.id, textContent: field.label });
  box.append(label, input, ...more);
  if (field.hint) {
    const hint = made("p", { className: "hint", id: `pd-hint-${++number}`, textContent: field.hint });
    input.setAttribute("aria-describedby", hint.id);
    box.append(hint);
  }
  return box;
}

function options(tag, given, list) {
  const box = made(tag, given);
  box.append(...list.map(([value, words]) => made("option", { value, textContent: words })));
  return box;
}

function made(tag, given) { return Object.assign(document.createElement(tag), given); }
