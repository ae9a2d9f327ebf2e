// How a field of the panel is read from an element and written back: as the package writes it, and so that it can be undone.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

export function penFor(modeler, element) {
  const modeling = modeler.get("modeling", false), factory = modeler.get("bpmnFactory", false), own = getBusinessObject(element);
  const write = (holder, values) => modeling.updateModdleProperties(element, holder, values);

  function made(type, values, parent) {
    const one = factory.create(type, values);
    one.$parent = parent;
    return one;
  }

  function attribute(name, holder = own) {
    return { get: () => holder.get(name) ?? "", set: (text) => write(holder, { [name]: text.trim() || undefined }) };
  }

  // The name, and whatever else the drawing shows.
  function shown(name) {
    return { get: () => own.get(name) ?? "", set: (text) => modeling.updateProperties(element, { [name]: text || undefined }) };
  }

  function documentation() {
    const first = () => own.documentation?.[0];
    return {
      get: () => first()?.text ?? "",
      set: (text) => {
        if (text.trim() && first()) write(first(), { text });
        else write(own, { documentation: text.trim() ? [made("bpmn:Documentation", { text }, own)] : [] });
      },
    };
  }

  // An expression that stands in an element of its own.
  function expression(slot, holder = own) {
    return {
      get: () => holder[slot]?.body ?? "",
      set: (text) => {
        if (text.trim() && holder[slot]) write(holder[slot], { body: text });
        else write(holder, { [slot]: text.trim() ? made("bpmn:FormalExpression", { body: text }, holder) : undefined });
      },
    };
  }

  const holderOf = (type) => own.extensionElements?.get("values").find((one) => is(one, type));

  // The children of one extension element, rewritten as a whole; nothing empty is left behind.
  function rewrite(type, slot, children) {
    const found = holderOf(type), around = own.extensionElements, rest = (around?.get("values") ?? []).filter((one) => one !== found);
    if (found && (children.length || found.outputParameters?.length)) return write(found, { [slot]: children.map((one) => Object.assign(one, { $parent: found })) });
    if (found) return rest.length ? write(around, { values: rest }) : write(own, { extensionElements: undefined });
    if (!children.length) return undefined;
    const fresh = made(type, { [slot]: children }, around);
    for (const one of children) one.$parent = fresh;
    const values = slot === "inputParameters" ? [fresh, ...rest] : [...rest, fresh];
    if (around) return write(around, { values });
    const extensions = made("bpmn:ExtensionElements", { values }, own);
    fresh.$parent = extensions;
    return write(own, { extensionElements: extensions });
  }

  function property(name) {
    const all = () => holderOf("camunda:Properties")?.values ?? [];
    return {
      get: () => all().find((one) => one.name === name)?.value ?? "",
      set: (text) => {
        const value = text.trim(), others = all(), fresh = value ? factory.create("camunda:Property", { name, value }) : null;
        const known = others.some((one) => one.name === name);
        const kept = others.map((one) => (one.name === name ? fresh : one)).filter(Boolean);
        rewrite("camunda:Properties", "values", known || !fresh ? kept : [...kept, fresh]);
      },
    };
  }

  function inputs() {
    const all = () => holderOf("camunda:InputOutput")?.inputParameters ?? [];
    return {
      get: () => all().map((one) => [one.name ?? "", one.definition ? null : one.value ?? ""]),
      set: (rows) => {
        const before = all();
        rewrite("camunda:InputOutput", "inputParameters", rows.map(([name, value], index) => {
          const old = before[index];
          const same = old && (old.name ?? "") === name && (value === null || (old.value ?? "") === value);
          return same ? old : factory.create("camunda:InputParameter", { name, value: value ?? undefined, definition: value === null ? old?.definition : undefined });
        }));
      },
    };
  }

  // A message, signal, error or escalation, known by its name and declared once for the whole file.
  function reference(kind, holder) {
    const slot = `${kind.toLowerCase()}Ref`, type = `bpmn:${kind}`, definitions = modeler.getDefinitions();
    const declared = () => definitions.rootElements.filter((one) => one.$type === type);
    return {
      get: () => holder[slot]?.name ?? "",
      names: () => declared().map((one) => one.name).filter(Boolean),
      set: (text) => {
        const name = text.trim();
        let found = declared().find((one) => one.name === name);
        if (name && !found) {
          found = made(type, { name }, definitions);
          write(definitions, { rootElements: [...definitions.rootElements, found] });
        }
        write(holder, { [slot]: name ? found : undefined });
      },
    };
  }

  const isDefault = {
    get: () => getBusinessObject(element.source).default === own,
    set: (on) => modeling.updateProperties(element.source, { default: on ? own : undefined }),
  };

  return { own, attribute, shown, documentation, expression, property, inputs, reference, isDefault, write, made };
}
