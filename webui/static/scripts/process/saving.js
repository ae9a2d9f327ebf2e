// What is drawn goes to the draft after a pause; what cannot be kept is said, and nothing is taken off the canvas.
const PAUSE = 1200; // milliseconds without a change
const AGAIN = 5000; // before the next attempt when the server cannot be reached

// `behind` is told when another has changed this very diagram; `saved` after every save.
export function keepSaved(modeler, board, { saved, behind }) {
  const state = board.querySelector("[data-state]"), { version, base, hash } = board.dataset;
  const known = { version, base, hash };
  let timer, dirty = false, running = false, stopped = false;

  modeler.on("commandStack.changed", () => changed());
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  return { changed, now, take, settle };

  function changed() {
    dirty = true;
    say(stopped ? state.textContent : "有未暂存的修改", stopped);
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(now, PAUSE);
  }

  async function now() {
    clearTimeout(timer);
    if (running || stopped || !dirty) return;
    running = true;
    dirty = false;
    say("正在暂存…");
    const { xml } = await modeler.saveXML({ format: true });
    const answer = await send(xml).catch(() => null);
    running = false;
    await told(answer);
    if (dirty && !stopped && answer) timer = setTimeout(now, PAUSE);
  }

  function send(xml) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ xml, version: known.version, base: known.base })) body.append(name, value);
    return fetch(board.dataset.board, { method: "POST", body, headers: { "X-CSRF": document.body.dataset.csrf, "X-Fragment": "1" } });
  }

  async function told(answer) {
    if (!answer || answer.status >= 500) {
      dirty = true;
      say("没有连上服务器，修改仍在本页，稍后自动重试", true);
      timer = setTimeout(now, AGAIN);
      return;
    }
    const news = await answer.json().catch(() => ({}));
    if (answer.ok) {
      take(news);
      say(news.changed ? `已暂存 ${news.saved}` : "与发布的一致");
      saved(news);
      return;
    }
    dirty = true;
    if (news.hash === known.hash && news.hash) { // another changed other files of the draft: nothing of theirs is overwritten
      take(news);
      timer = setTimeout(now, 0);
      return;
    }
    stopped = news.theirs !== undefined;
    say(stopped ? "没有暂存，请先核对他人的改动" : news.message ?? "暂存没有成功，修改仍在本页", true);
    if (stopped) behind(news);
  }

  function take(news) { for (const name of Object.keys(known)) known[name] = news[name]; }

  // Go on after both texts were looked at: with one's own, or with theirs.
  function settle(news, mine) {
    take(news);
    stopped = false;
    dirty = mine;
    if (mine) now();
    else say(`已采用他人的内容 ${news.saved}`);
  }

  function say(words, wrong = false) {
    state.textContent = words;
    state.classList.toggle("bad", wrong);
  }
}
