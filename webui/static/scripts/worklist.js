// The worklist without a mouse: J and K move, Enter opens, X selects, A claims.
import { lettersAllowed } from "./keys.js";

const rows = [...document.querySelectorAll("tr[data-row]")];
const all = document.querySelector("[data-select-all]");
const bar = document.querySelector("[data-selection]");
let here = -1;

function go(to) {
  if (!rows.length) return;
  rows[here]?.classList.remove("at");
  here = Math.max(0, Math.min(rows.length - 1, to));
  rows[here].classList.add("at");
  const link = rows[here].querySelector(".ti a");
  link.focus({ preventScroll: true });
  rows[here].scrollIntoView({ block: "nearest" });
}

function count() {
  const chosen = document.querySelectorAll("tr[data-row] input[type=checkbox]:checked").length;
  if (!bar) return;
  bar.hidden = chosen === 0;
  bar.querySelector("[data-count]").textContent = chosen;
}

for (const [index, row] of rows.entries()) row.addEventListener("focusin", () => {
  rows[here]?.classList.remove("at"); here = index; row.classList.add("at");
});
document.addEventListener("change", (event) => {
  if (event.target === all) for (const row of rows) row.querySelector("input[type=checkbox]").checked = all.checked;
  count();
});
document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event)) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(here + 1);
  else if (key === "k") go(here - 1);
  else if (here < 0) return;
  else if (key === "x") { const box = rows[here].querySelector("input[type=checkbox]"); box.checked = !box.checked; count(); }
  else if (key === "a") rows[here].querySelector("button[data-claim]")?.click();
  else return;
  event.preventDefault();
});
count();
