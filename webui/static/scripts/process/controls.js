// One control for every kind of question: plain, labelled elements; what is typed is taken over after a pause.
import { pairs, steps } from "./lists.js";
import { grow, labelled, made, onTyped, options } from "./parts.js";

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

const KINDS = { select, check, roles, steps, pairs };
