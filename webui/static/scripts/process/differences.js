// What differs between two states of a diagram, element by element: for whoever must choose between them.
const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

export function differences(mine, theirs) {
  const [ours, others] = [elementsOf(mine), elementsOf(theirs)], lines = [];
  for (const [id, one] of others) if (!ours.has(id)) lines.push(`“${one.name}”只在他人的内容中`);
  for (const [id, one] of ours) {
    const other = others.get(id);
    if (!other) lines.push(`“${one.name}”只在您的内容中`);
    else if (other.text !== one.text) lines.push(`“${one.name}”两边写得不同`);
  }
  return lines.length ? lines : ["只有画法（位置、连线走向）不同"];
}

// What every element with an id says itself, without those inside it.
function elementsOf(text) {
  const found = new Map(), whole = new DOMParser().parseFromString(text, "application/xml");
  const named = (id) => whole.getElementById(id)?.getAttribute("name") || id;
  for (const element of whole.getElementsByTagNameNS(BPMN, "*")) {
    if (element.id) found.set(element.id, { name: element.getAttribute("name") || (element.hasAttribute("sourceRef") ? `${named(element.getAttribute("sourceRef"))} → ${named(element.getAttribute("targetRef"))}` : element.id), text: said(element) });
  }
  return found;
}

function said(element) {
  const own = [...element.attributes].map((one) => `${one.name}=${one.value}`).sort();
  const inside = [...element.children].filter((one) => !one.id && !["incoming", "outgoing"].includes(one.localName)).map(said);
  return [element.localName, ...own, ...inside, ...(element.children.length ? [] : [element.textContent.trim()])].join("\n");
}
