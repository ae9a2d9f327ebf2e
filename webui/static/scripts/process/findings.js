// What the checks found in the whole draft: a list under the canvas, and a mark on every element concerned.
const MARKS = { error: "pd-error", warning: "pd-warning" };

export function showFindings(modeler, board, goTo) {
  const list = board.querySelector("[data-findings]"), number = board.querySelector("[data-number]"), state = board.querySelector("[data-checked]");
  const canvas = modeler.get("canvas"), registry = modeler.get("elementRegistry"), overlays = modeler.get("overlays");
  let found = [], turn = 0;
  modeler.on("import.done", mark);
  return { refresh, of: (id) => found.filter((one) => one.here && one.element === id) };

  async function refresh() {
    const mine = ++turn;
    state.textContent = "正在检查…";
    const answer = await fetch(`${board.dataset.board}/findings`, { headers: { "X-Fragment": "1" } }).catch(() => null);
    const news = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine !== turn) return;
    if (!news) { state.textContent = "暂时不能检查，稍后暂存时再试"; return; }
    found = news;
    state.textContent = found.length ? "" : "整套流程、表单和文书未发现问题";
    number.textContent = found.length;
    board.classList.toggle("wrong", found.some((one) => one.severity === "error"));
    list.replaceChildren(...found.toSorted?.(hereFirst).map(line) ?? found.sort(hereFirst).map(line));
    mark();
  }

  function hereFirst(one, other) { return (one.severity !== "error") - (other.severity !== "error") || other.here - one.here; }

  function line(one) {
    const row = made("li", one.severity), place = one.here && registry.get(one.element) ? made("button", "pd-go", nameOf(one)) : one.href ? made("a", "pd-go", one.place) : made("span", "mut", one.place);
    if (place.localName === "button") { place.type = "button"; place.addEventListener("click", () => { goTo(one.element); draw(one.path); }); }
    if (place.localName === "a") place.href = one.href;
    row.append(made("span", `tag ${one.severity === "error" ? "r" : "a"}`, one.label), made("span", "tag o", one.layer), place, made("span", "pd-says", one.message));
    return row;
  }

  function nameOf(one) { return registry.get(one.element).businessObject.name || one.element; }

  // The way on which a case runs into it.
  function draw(path) {
    registry.forEach((element) => { if (canvas.hasMarker(element, "pd-path")) canvas.removeMarker(element, "pd-path"); });
    for (const id of path) if (registry.get(id)) canvas.addMarker(id, "pd-path");
  }

  function mark() {
    draw([]);
    overlays.remove({ type: "finding" });
    registry.forEach((element) => { for (const name of Object.values(MARKS)) if (canvas.hasMarker(element, name)) canvas.removeMarker(element, name); });
    const worst = new Map();
    for (const one of found) if (one.here && registry.get(one.element)?.parent && worst.get(one.element)?.severity !== "error") worst.set(one.element, one);
    for (const [id, one] of worst) {
      canvas.addMarker(id, MARKS[one.severity] ?? MARKS.warning);
      const flag = made("span", `pd-flag ${one.severity}`, one.severity === "error" ? "✕" : "!");
      flag.title = one.message;
      if (!registry.get(id).waypoints) overlays.add(id, "finding", { position: { top: -11, left: -11 }, html: flag });
    }
    modeler.get("eventBus").fire("problems.changed");
  }
}

function made(tag, name, words = "") {
  const one = document.createElement(tag);
  one.className = name;
  one.textContent = words;
  return one;
}
