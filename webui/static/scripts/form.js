// A task's form: conditional questions and list rows come fresh from the server, drafts save themselves.
const PAUSE = 4000; // milliseconds without typing before a draft is saved

for (const form of document.querySelectorAll("form[data-form]")) enhance(form);

function enhance(form) {
  const state = form.closest("[data-task]")?.querySelector("[data-saved]");
  const asked = new AbortController();
  let timer, latest = 0, composing = false;

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=_add], button[name=_remove]");
    if (!button || !form.dataset.refresh) return;
    event.preventDefault();
    refresh(button);
  });
  form.addEventListener("change", (event) => {
    if (event.target.closest("[data-refresh]") && form.dataset.refresh) refresh(null);
  });
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; });
  form.addEventListener("input", later);
  form.addEventListener("submit", () => { clearTimeout(timer); asked.abort(); });

  async function refresh(button) {
    const turn = ++latest, body = typed(button);
    const sent = answers();
    form.dataset.refreshing = "";
    const answer = await post(form.dataset.refresh, body);
    const text = answer?.ok ? await answer.text().catch(() => "") : "";
    if (composing) await new Promise((done) => form.addEventListener("compositionend", done, { once: true }));
    if (turn !== latest) return;
    delete form.dataset.refreshing;
    if (!text) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = text;
    const fields = fresh.content.querySelector("[data-fields]");
    keepTyping(fields, sent);
    swap(form.querySelector("[data-fields]"), fields, button);
    later();
  }

  // What is sent while the form is being filled in: everything but the files, which go with the form itself, and its key, which is for handing it in.
  function typed(button) {
    const body = new FormData();
    for (const [name, value] of new FormData(form, button ?? undefined)) if (typeof value === "string" && name !== "once") body.append(name, value);
    return body;
  }

  // What every question says now, by name.
  function answers() {
    const said = new Map();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") said.set(name, [...(said.get(name) ?? []), value]);
    return said;
  }

  // An answer given while the server was being asked is newer than the server's.
  function keepTyping(fresh, sent) {
    const now = answers();
    for (const name of new Set([...now.keys(), ...sent.keys()])) {
      const live = now.get(name) ?? [];
      if (String(live) === String(sent.get(name) ?? [])) continue;
      for (const it of fresh.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["radio", "checkbox"].includes(it.type)) it.checked = live.includes(it.value);
        else if (live.length && it.type !== "file") it.value = live[0];
      }
    }
  }

  function swap(old, fresh, button) {
    const focused = document.activeElement, name = focused?.name, value = focused?.value;
    const marked = focused?.selectionStart == null ? null : [focused.selectionStart, focused.selectionEnd, focused.selectionDirection];
    for (const input of old.querySelectorAll("input[type=file]")) {
      const moved = after(button, input.name);
      const there = moved && fresh.querySelector(`input[type=file][name="${CSS.escape(moved)}"]`);
      if (!there) continue;
      there.replaceWith(input);
      input.name = moved;
      input.id = there.id;
    }
    old.replaceWith(fresh);
    const added = button?.name === "_add" && fresh.querySelector(`[data-list="${CSS.escape(button.value)}"] > [data-item]:last-of-type`);
    const same = added ? added.querySelector("input, select, textarea")
      : name ? [...fresh.querySelectorAll(`[name="${CSS.escape(name)}"]`)].find((it) => !["radio", "checkbox"].includes(it.type) || it.value === value) : null;
    same?.focus();
    if (marked && same?.selectionStart != null && !added) same.setSelectionRange(...marked); // the cursor stays where it was
  }

  // What a field is called once a row of its list is gone: the rows below move up, each with its file.
  function after(button, name) {
    if (button?.name !== "_remove") return name;
    const cut = button.value.lastIndexOf(".") + 1, list = button.value.slice(0, cut), gone = Number(button.value.slice(cut));
    const [row, ...rest] = name.startsWith(list) ? name.slice(cut).split(".") : [];
    if (!rest.length || Number(row) < gone) return name;
    return Number(row) === gone ? null : `${list}${row - 1}.${rest.join(".")}`;
  }

  function later() {
    if (!form.dataset.draft) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  async function save() {
    const body = typed();
    const answer = await post(form.dataset.draft, body);
    if (!state || !answer) return;
    const told = await answer.json().catch(() => null);
    state.textContent = answer.ok ? `${told.saved_at} 已自动暂存` : (told?.message ?? "未能自动暂存，请尽快提交或复制所填内容");
    state.classList.toggle("warn", !answer.ok);
  }

  async function post(address, body) {
    try {
      return await fetch(address, { method: "POST", body, signal: asked.signal,
        headers: { "X-CSRF": document.body.dataset.csrf, "X-Fragment": "1" } });
    } catch (error) {
      if (error.name !== "AbortError" && state) { state.textContent = "网络中断，暂未保存"; state.classList.add("warn"); }
      return null;
    }
  }
}

// One press is enough; a second would only be answered with the first one's result.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.elements.namedItem("once")) return; // what only hands out a file may be asked for again
  setTimeout(() => { for (const button of event.target.querySelectorAll("button:not([type=button])")) button.disabled = true; }, 0);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("form button:disabled:not([hidden])")) button.disabled = false;
});
