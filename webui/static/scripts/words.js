// The names a letter may fill in: those are shown that contain what is typed.
export function filterWords(form) {
  form.querySelector("[data-filter]").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const group of form.querySelectorAll(".tp-words details")) {
      let any = false;
      for (const word of group.querySelectorAll(".word")) {
        const hit = !wanted || word.textContent.toLowerCase().includes(wanted);
        word.closest("li").hidden = !hit;
        any ||= hit;
      }
      group.hidden = !any;
      if (wanted && any) group.open = true;
    }
  });
}
