// The sample of a letter as a form: one question for every value of its JSON.
const WORDS = { letter: "文书", agency: "机关", applicant: "申请人", case: "案件", notice: "本文书专有", reply: "答复", remedy: "救济途径" };

// Draw the questions into `place`; `write` takes the whole sample anew when an answer changes.
export function drawSample(place, field, write) {
  if (place.closest("[data-pane]").hidden) return;
  let sample;
  try { sample = JSON.parse(field.value); } catch { place.replaceChildren(said("p", "样例不是有效的 JSON，请在“样例（JSON）”中改正。")); return; }
  const labels = JSON.parse(place.dataset.labels);
  place.replaceChildren(...Object.entries(sample ?? {}).map(([part, value]) => group(part, value, [part])).filter(Boolean));

  function group(title, value, path) {
    if (value === null || typeof value !== "object" || !Object.keys(value).length) return null;
    const box = document.createElement("fieldset");
    box.append(said("legend", labels[title] ?? WORDS[title] ?? title));
    for (const [key, inner] of Object.entries(value)) box.append(...[one(key, inner, [...path, key])].filter(Boolean));
    return box;
  }

  function one(key, value, path) {
    const name = path.filter((step) => !/^\d+$/.test(step)).join(".");
    if (value !== null && typeof value === "object") return group(/^\d+$/.test(key) ? `第 ${Number(key) + 1} 项` : name, value, path);
    const row = document.createElement("label");
    const label = /^\d+$/.test(key) ? `第 ${Number(key) + 1} 项` : labels[name] ?? name;
    const input = document.createElement(String(value ?? "").length > 40 ? "textarea" : "input");
    input.className = "in";
    input.value = value ?? "";
    input.readOnly = field.readOnly;
    if (/^\d{4}-\d\d-\d\d$/.test(String(value))) input.type = "date";
    input.addEventListener("input", () => write(filled(field.value, path, value, input.value)));
    row.append(said("span", label), input);
    return row;
  }
}

// The sample with one answer changed.
function filled(source, path, before, text) {
  const sample = JSON.parse(source);
  const last = path.at(-1);
  const inside = path.slice(0, -1).reduce((value, step) => value[step], sample);
  const number = typeof before === "number" && /^-?\d{1,12}$/.test(text);
  inside[last] = text === "" ? null : number ? Number(text) : text;
  return JSON.stringify(sample, null, 2) + "\n";
}

function said(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}
