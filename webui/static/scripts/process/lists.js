// The controls that list several things: steps to choose, names with an expression each.
import { grow, made, onTyped, options } from "./parts.js";

// Several of many: what is chosen as a list, the rest to be added.
export function steps(field, able, id) {
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
export function pairs(field, able, id) {
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
