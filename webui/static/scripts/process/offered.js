// What the drawing board offers: only what a case can run; see the rules of engine/bpmn/lint_constructs.py.
const NOT_DRAWN = ["create.data-store", "create.data-object", "create.participant-expanded"];
const NOT_RUN = /script|complex|ad-hoc|transaction|event-subprocess|link|compensation|cancel|signal-(start|end)|(message|timer|conditional|error|escalation)-start|data-store|pool/;
const LATER = 500; // asked after the board's own providers

class Palette {
  constructor(palette) { palette.registerProvider(LATER, this); }

  getPaletteEntries() {
    return (entries) => without(entries, (name) => NOT_DRAWN.includes(name));
  }
}
Palette.$inject = ["palette"];

class Replacements {
  constructor(popupMenu) { popupMenu.registerProvider("bpmn-replace", LATER, this); }

  getPopupMenuEntries() {
    return (entries) => without(entries, (name) => NOT_RUN.test(name));
  }
}
Replacements.$inject = ["popupMenu"];

function without(entries, refused) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !refused(name)));
}

export const whatRuns = { __init__: ["palettesThatRun", "replacementsThatRun"], palettesThatRun: ["type", Palette], replacementsThatRun: ["type", Replacements] };
