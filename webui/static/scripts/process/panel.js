// The panel beside the canvas: the questions of the selected element as plain fields.
import { controlOf } from "./controls.js";
import { fieldsOf } from "./fields.js";
import { takeTyped } from "./parts.js";
import { typeName } from "./words.js";
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const PEOPLE = ["bpmn:UserTask", "bpmn:Task", "bpmn:ManualTask"];

export function showPanel(modeler, place, { choices, editable, problemsOf }) {
  const selection = modeler.get("selection"), canvas = modeler.get("canvas"), bus = modeler.get("eventBus"), registry = modeler.get("elementRegistry"), closed = new Set();
  let shown = null, drawn = "", controls = [], waiting = 0;

  for (const told of ["selection.changed", "elements.changed", "import.done", "problems.changed"]) bus.on(told, later);
  place.addEventListener("toggle", (event) => {
    const title = event.target.dataset?.group;
    if (title) closed[event.target.open ? "delete" : "add"](title);
  }, true);
  later();

  function later() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }

  function current() {
    const some = selection.get();
    if (some.length > 1) return null;
    const one = some[0] ?? canvas.getRootElement();
    return one?.type === "label" ? one.labelTarget : one;
  }

  function draw() {
    const element = current();
    if (!element || element.isImplicit) { shown = null; drawn = ""; place.replaceChildren(said("p", "mut pad", "已选中多个环节，请选择其中一个。")); return; }
    const groups = fieldsOf(modeler, element, { ...choices, steps: { ...choices.steps, ...stepsDrawn() } }), problems = problemsOf(element.id);
    const looks = JSON.stringify([element.id, typeName(getBusinessObject(element)), groups.map((one) => [one.title, one.fields.map((field) => [field.key, field.fixed, field.hint])])]);
    if (element === shown && looks === drawn) {
      place.querySelector(".pd-what h2").textContent = titleOf(element);
      place.querySelector(".pd-wrong").replaceWith(warnings(problems));
      return controls.forEach((control) => control.refresh());
    }
    const active = element === shown && place.contains(document.activeElement) ? document.activeElement : null;
    if (active) takeTyped(); // before its field is drawn anew
    shown = element;
    drawn = looks;
    controls = [];
    place.replaceChildren(head(element), warnings(problems), ...groups.map(section));
    if (!groups.length) place.append(said("p", "mut pad", "这里没有需要填写的内容。"));
    const again = active?.id && document.getElementById(active.id);
    again?.focus();
    if (again?.setSelectionRange && active.selectionStart !== null) again.setSelectionRange(active.selectionStart, active.selectionEnd);
  }

  // The steps that people do, those not yet saved included.
  function stepsDrawn() {
    const people = registry.filter((one) => PEOPLE.includes(one.type) && one.type !== "label");
    return Object.fromEntries(people.map((one) => [one.id, one.businessObject.name || one.id]));
  }

  function head(element) {
    const box = said("header", "pd-what", "");
    box.append(said("small", "mut", typeName(getBusinessObject(element))), said("h2", "", titleOf(element)));
    return box;
  }

  function warnings(problems) {
    const list = said("ul", "pd-wrong", "");
    list.hidden = !problems.length;
    list.append(...problems.map((one) => said("li", one.severity === "error" ? "bad" : "", one.message)));
    return list;
  }

  function section({ title, fields }) {
    const box = said("details", "pd-group", ""), body = said("div", "pd-fields", "");
    box.dataset.group = title;
    box.open = !closed.has(title);
    for (const field of fields) {
      const control = controlOf(field, { editable });
      controls.push(control);
      body.append(control.node);
    }
    box.append(said("summary", "", title), body);
    return box;
  }
}

function titleOf(element) {
  const own = getBusinessObject(element);
  return own.name || own.text || (own.sourceRef ? `${nameOf(own.sourceRef)} → ${nameOf(own.targetRef)}` : own.id);
}

function nameOf(own) { return own?.name || typeName(own); }

function said(tag, name, words) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = words;
  return made;
}
