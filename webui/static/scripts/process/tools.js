// The buttons and keys around the canvas.
import { takeTyped } from "./parts.js";

const MARGIN = { x: 110, y: 60 }; // room for the palette, in pixels
const LEGIBLE = 0.7;

// Show the whole diagram beside the palette, or its beginning when the whole would be too small to read.
export function fit(modeler, whole = false) {
  const canvas = modeler.get("canvas"), { inner, outer } = canvas.viewbox();
  if (!inner.width) return;
  const scale = Math.min(1.2, (outer.width - MARGIN.x * 1.4) / inner.width, (outer.height - MARGIN.y * 2) / inner.height), zoom = whole ? scale : Math.max(scale, LEGIBLE);
  const start = modeler.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent") ?? inner, small = zoom > scale;
  const y = small ? start.y - outer.height / zoom / 2 : inner.y - (outer.height / zoom - inner.height) / 2;
  canvas.viewbox({ x: (small ? start.x : inner.x) - MARGIN.x / zoom, y, width: outer.width / zoom, height: outer.height / zoom });
}

// Select an element and bring it into sight.
export function goTo(modeler, id) {
  const element = modeler.get("elementRegistry").get(id), canvas = modeler.get("canvas");
  if (!element) return;
  if (!element.parent) { modeler.get("selection").select([]); return; }
  if (canvas.zoom() < LEGIBLE) canvas.zoom(1);
  const { outer, scale } = canvas.viewbox(), box = element.waypoints ? { ...element.waypoints[0], width: 0, height: 0 } : element;
  canvas.viewbox({ x: box.x + box.width / 2 - outer.width / scale / 2, y: box.y + box.height / 2 - outer.height / scale / 2, width: outer.width / scale, height: outer.height / scale });
  modeler.get("selection").select(element);
}

export function bindTools(modeler, board, { save, open, fileName }) {
  const canvas = modeler.get("canvas"), stack = modeler.get("commandStack", false), zoomed = board.querySelector("[data-zoomed]"), file = board.querySelector("[data-file]");
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    find: () => { canvas.focus(); modeler.get("searchPad").toggle(); },
    in: () => modeler.get("zoomScroll").stepZoom(1),
    out: () => modeler.get("zoomScroll").stepZoom(-1),
    fit: () => fit(modeler, true),
    export: () => hand(modeler, fileName),
    import: () => file.click(),
  };
  board.addEventListener("click", (event) => acts[event.target.closest("[data-act]")?.dataset.act]?.());
  file?.addEventListener("change", async () => { if (file.files[0]) await open(file.files[0]); file.value = ""; });
  modeler.on("canvas.viewbox.changed", () => { zoomed.textContent = `${Math.round(canvas.zoom() * 100)}%`; });
  modeler.on(["commandStack.changed", "import.done"], () => {
    for (const name of ["undo", "redo"]) {
      const button = board.querySelector(`[data-act=${name}]`);
      if (button) button.disabled = !stack?.[name === "undo" ? "canUndo" : "canRedo"]();
    }
  });
  for (const told of ["input", "compositionend"]) { // the search hears of keys only, and Chinese is not typed key by key
    board.addEventListener(told, ({ target, isComposing }) => {
      if (target.matches(".djs-search-input input") && !isComposing) target.dispatchEvent(new KeyboardEvent("keyup", { key: "Process", bubbles: true }));
    });
  }
  document.addEventListener("keydown", (event) => {
    const letter = (event.ctrlKey || event.metaKey) && event.key.toLowerCase(), typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (letter === "s") { event.preventDefault(); takeTyped(); save?.(); }
    if (letter === "f" && !typing) { event.preventDefault(); event.stopPropagation(); acts.find(); }
  }, true);
}

async function hand(modeler, name) {
  const { xml } = await modeler.saveXML({ format: true });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([xml], { type: "application/xml" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
