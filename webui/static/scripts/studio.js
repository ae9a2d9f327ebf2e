// The letter beside its form: drawn anew after a pause in typing; the newest answers win, the last good picture stays.
const PAUSE = 250; // milliseconds without typing
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

for (const pane of document.querySelectorAll("[data-studio]")) accompany(pane, document.getElementById("studio-form"));

function accompany(pane, form) {
  const state = pane.querySelector("[data-state]"), told = pane.querySelector("[data-told-here]"), scroll = pane.querySelector("[data-scroll]");
  const hint = told.textContent;
  let timer, asked = new AbortController(), turn = 0, chosen = "";

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  new MutationObserver(later).observe(form, { childList: true, subtree: true });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.matches("[data-look], .pick-letter")) { clearTimeout(timer); asked.abort(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.submitter.value) chosen = event.submitter.value;
    look();
  }, { capture: true });
  pane.addEventListener("pointerover", (event) => tell(event.target.closest(".src")));
  pane.addEventListener("focusin", (event) => tell(event.target.closest(".src")));
  pane.addEventListener("click", (event) => ask(event.target.closest(".src")));
  pane.addEventListener("keydown", walk);
  look();

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  async function look() {
    clearTimeout(timer);
    const mine = ++turn;
    asked.abort();
    asked = new AbortController();
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.append("_letter", chosen);
    state.textContent = "正在更新…";
    const fresh = await fetched(body, asked.signal);
    if (mine !== turn) return;
    if (typeof fresh === "string") { state.textContent = fresh; pane.classList.add("stale"); return; }
    await Promise.all([...fresh.querySelectorAll("image")].map(decoded));
    if (mine === turn) show(fresh);
  }

  async function fetched(body, signal) {
    try {
      const answer = await fetch(pane.dataset.studio, { method: "POST", body, signal, headers: { "X-CSRF": document.body.dataset.csrf, "X-Fragment": "1" } });
      const text = await answer.text();
      const made = document.createElement("template");
      made.innerHTML = text;
      return (answer.ok && made.content.querySelector("[data-pages]")) || "暂时不能预览，填写的内容不受影响";
    } catch (error) {
      return error.name === "AbortError" ? "" : "网络中断，暂时不能预览";
    }
  }

  // Pages are shown when their pictures are ready, so that nothing flickers and the place is kept.
  function decoded(image) {
    const picture = new Image();
    picture.src = image.getAttribute("href");
    return picture.decode().catch(() => {});
  }

  function show(fresh) {
    const old = scroll.querySelector("[data-pages]"), good = fresh.querySelector("svg.sheet-page");
    const top = scroll.scrollTop, focused = focusedIn(old);
    scroll.querySelector("[data-problems]")?.remove();
    pane.classList.toggle("stale", !good);
    if (good || !old.querySelector("svg.sheet-page")) {
      old.replaceWith(fresh);
      for (const first of fresh.querySelectorAll("svg.sheet-page")) first.querySelector(".src")?.setAttribute("tabindex", "0");
      if (focused >= 0) fresh.querySelectorAll(".src")[focused]?.focus({ preventScroll: true });
    } else {
      const problems = fresh.querySelector("[data-problems]");
      if (problems) old.prepend(problems);
    }
    scroll.scrollTop = top;
    state.textContent = good ? `共 ${fresh.querySelectorAll("svg.sheet-page").length} 面` : "下面是上一次能够生成的样子";
    if (!good && !old.querySelector("svg.sheet-page")) state.textContent = "";
  }

  function focusedIn(pages) { return [...pages.querySelectorAll(".src")].indexOf(document.activeElement); }

  function tell(mark) {
    if (mark) told.textContent = mark.dataset.told;
    else if (!pane.contains(document.activeElement)) told.textContent = hint;
  }

  // From a sentence that was filled in, back to its question.
  function ask(mark) {
    const key = mark?.dataset.question;
    if (!key) return;
    const name = CSS.escape(key);
    const field = form.querySelector(`[name="${name}"]:not([type=hidden])`) ?? form.querySelector(`[name^="${name}."]:not([type=hidden]), [name*=".${name}"]:not([type=hidden])`);
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  }

  function walk(event) {
    const here = event.target.closest(".src"), step = STEPS[event.key];
    if (!here) return;
    if (event.key === "Enter") { event.preventDefault(); ask(here); return; }
    if (!step) return;
    event.preventDefault();
    const marks = [...pane.querySelectorAll(".src")], next = marks[marks.indexOf(here) + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }
}
