// Keys that work on every page. Single letters never fire inside a field, and can be switched off.
const OFF = "mingda.keys.off";
const dialog = document.getElementById("keys");
const switchOff = document.getElementById("keys-off");

export function lettersAllowed(event) {
  const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  return !field && !event.ctrlKey && !event.metaKey && !event.altKey && localStorage.getItem(OFF) !== "1";
}

if (switchOff) {
  switchOff.checked = localStorage.getItem(OFF) === "1";
  switchOff.addEventListener("change", () => localStorage.setItem(OFF, switchOff.checked ? "1" : "0"));
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const jump = document.querySelector(".kbar input");
    if (jump) { event.preventDefault(); jump.focus(); jump.select(); }
    return;
  }
  if (!lettersAllowed(event)) return;
  if (event.key === "/") {
    const find = document.querySelector(".find input[type=search]") ?? document.querySelector(".kbar input");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
  }
  if (event.key === "?" && dialog) dialog.showModal();
});

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

for (const select of document.querySelectorAll("select[data-submit]")) select.addEventListener("change", () => select.form.requestSubmit());

// An error summary takes the focus, so that it is read out first.
document.querySelector(".errors-summary")?.focus();
