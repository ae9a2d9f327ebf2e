// Where a case stands in its diagram. The same is said in words beside it.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const MARKERS = ["done", "active", "overdue", "failed"];
const LEGIBLE = 1; // at this scale the smallest words of a diagram are 11 pixels high
const STEP = 80; // pixels, for one press of an arrow
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
const KEYS = { "+": "in", "=": "in", "-": "out", _: "out", 0: "fit", Home: "here" };

for (const place of document.querySelectorAll("[data-diagram]")) {
  draw(place).catch(() => say(place, "流程图暂时无法读取，请刷新页面重试。"));
}

async function draw(place) {
  const answer = await fetch(place.dataset.diagram, { headers: { Accept: "application/json" } });
  if (!answer.ok) return say(place, "流程图暂时无法读取。");
  const { xml, markers, done, notes, hands } = await answer.json();
  place.textContent = "";
  const viewer = new NavigatedViewer({ container: place });
  try {
    await viewer.importXML(xml);
  } catch {
    return say(place, "流程图无法显示，请在办理记录中查看进展。");
  }
  mark(viewer, markers, notes ?? {});
  for (const id of Object.keys(hands ?? {})) if (viewer.get("elementRegistry").get(id)) viewer.get("canvas").addMarker(id, "hand");
  nameColours(place.closest("section"), viewer.get("elementRegistry"), hands ?? {});
  move(place, viewer, stops(viewer.get("elementRegistry"), markers, done ?? [], notes ?? {}));
}

function mark(viewer, markers, notes) {
  const canvas = viewer.get("canvas"), registry = viewer.get("elementRegistry"), overlays = viewer.get("overlays");
  for (const [id, kind] of Object.entries(markers)) {
    const shape = registry.get(id);
    if (!isStep(shape) || !MARKERS.includes(kind)) continue;
    canvas.addMarker(id, `st-${kind}`);
    if (kind === "done") overlays.add(id, { position: { top: -10, left: shape.width - 10 }, html: flag("bp-check", "✓") });
  }
  for (const [id, words] of Object.entries(notes)) {
    if (registry.get(id)) overlays.add(id, { position: { top: -32, left: 4 }, html: flag("bp-flag", words), scale: { min: 0.9, max: 1.1 } });
  }
}

function flag(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}

// The colour of a shape's outline is the author's word for whose step it is; the legend says which.
function nameColours(section, registry, hands) {
  const legend = section?.querySelector("[data-hands]");
  if (!legend) return;
  const colours = new Map();
  for (const [id, words] of Object.entries(hands)) {
    const colour = registry.get(id)?.di.get("bioc:stroke");
    if (colour) colours.set(colour, new Set([...(colours.get(colour) ?? []), ...words.split("、")]));
  }
  for (const [colour, words] of colours) {
    const line = document.createElement("span"), swatch = document.createElement("i");
    swatch.className = "hand";
    swatch.style.borderColor = colour;
    line.append(swatch, [...words].join("、"));
    legend.append(line);
  }
  legend.hidden = !colours.size;
}

// Where to look: at what people have to do (the next at every press), else at what is going on, else at what was done last, else at the beginning.
function stops(registry, markers, done, notes) {
  const steps = (ids) => ids.map((id) => registry.get(id)).filter(isStep);
  const current = steps(Object.keys(markers).filter((id) => markers[id] !== "done")), last = steps(done).slice(-1);
  const people = current.filter((step) => step.id in notes || markers[step.id] === "failed");
  const first = registry.filter((shape) => shape.type === "bpmn:StartEvent").slice(0, 1);
  return [people, current, last, first].find((found) => found.length) ?? [];
}

function move(place, viewer, wanted) {
  const canvas = viewer.get("canvas"), zoomScroll = viewer.get("zoomScroll");
  let turn = 0;
  const acts = {
    fit: () => canvas.zoom("fit-viewport", "auto"),
    here: () => wanted.length && look(canvas, place, wanted[turn++ % wanted.length]),
    in: () => zoomScroll.stepZoom(1),
    out: () => zoomScroll.stepZoom(-1),
  };
  acts.fit();
  if (canvas.zoom() < LEGIBLE) acts.here();
  for (const button of place.closest("section")?.querySelectorAll("[data-zoom]") ?? []) {
    button.addEventListener("click", acts[button.dataset.zoom]);
  }
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key], act = acts[KEYS[event.key]];
    if (!arrow && !act) return;
    event.preventDefault();
    event.stopPropagation();
    if (arrow) canvas.scroll({ dx: arrow[0], dy: arrow[1] });
    else act();
  });
  place.addEventListener("wheel", (event) => turnWheel(event, place, zoomScroll), { capture: true, passive: false });
}

function look(canvas, place, shape) {
  const scale = Math.max(LEGIBLE, Math.min(canvas.zoom(), 1.5)), width = place.clientWidth / scale, height = place.clientHeight / scale;
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}

// On its own page the wheel zooms; in a card among other things it goes on scrolling the page.
function turnWheel(event, place, zoomScroll) {
  event.stopPropagation();
  if (!place.dataset.wheel && !event.ctrlKey) return;
  event.preventDefault();
  const box = place.getBoundingClientRect();
  zoomScroll.zoom(-Math.sign(event.deltaY), { x: event.clientX - box.left, y: event.clientY - box.top });
}

// An opened sub-process is a frame around steps, not a step.
function isStep(shape) { return shape && (shape.type !== "bpmn:SubProcess" || shape.collapsed); }

function say(place, words) { place.textContent = words; place.classList.add("mut", "pad"); }
