// An editor with colours, line numbers and marks over a text field (CodeMirror).
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { jinja } from "@codemirror/lang-jinja";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "#5a43a3", fontWeight: "600" },
  { tag: [tags.variableName, tags.propertyName], color: "#1c4e94" },
  { tag: [tags.string, tags.attributeValue], color: "#1b6b47" },
  { tag: [tags.tagName, tags.angleBracket], color: "#8a5100" },
  { tag: [tags.attributeName, tags.number, tags.bool, tags.null], color: "#8a1a13" },
  { tag: [tags.comment], color: "#5a6675", fontStyle: "italic" },
  { tag: [tags.brace, tags.separator], color: "#5a43a3" },
]);
const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13.5px", backgroundColor: "#fff", color: "#16202e" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Cascadia Mono', Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.75" },
  ".cm-gutters": { backgroundColor: "#f8f9fb", color: "#5a6675", borderRight: "1px solid #e4e8ee" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#eef4fb" },
});


// Put an editor over a field. `typed` hears of every change, `save` of Ctrl+S.
export function editorOver(area, { typed, save }) {
  const host = document.createElement("div");
  host.className = "tp-code";
  const root = host.attachShadow({ mode: "open" }); // where the editor's own styles need no <style> in the page
  area.after(host);
  area.hidden = true;
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({ doc: area.value, extensions: [
      lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), bracketMatching(),
      EditorView.lineWrapping, syntaxHighlighting(colours), look,
      area.dataset.language === "json" ? json() : jinja({ base: html({ autoCloseTags: false }) }),
      EditorState.readOnly.of(area.readOnly),
      EditorView.contentAttributes.of({ "aria-label": area.labels[0]?.textContent ?? area.name, spellcheck: "false" }),
      keymap.of([{ key: "Mod-s", run: () => { save(); return true; } },
        { key: "Escape", run: (view) => { view.contentDOM.blur(); return true; } }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => { if (update.docChanged) typed(area, update.state.doc.toString()); }),
    ] }),
  });
  host.addEventListener("keydown", (event) => event.stopPropagation()); // letters here are letters
  return view;
}

export function rewrite(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

export function insertInto(view, text) {
  view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
  view.focus();
}

export function goToLine(view, number) {
  const at = lineAt(view.state.doc, number);
  view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
  view.focus();
}

// Underline the lines that have findings; each is told in the margin.
export function markLines(view, findings) {
  view.dispatch(setDiagnostics(view.state, findings.map(({ line, message }) => {
    const at = lineAt(view.state.doc, line);
    return { from: at.from, to: at.to, severity: "error", message };
  })));
}

function lineAt(doc, number) { return doc.line(Math.min(Math.max(number, 1), doc.lines)); }
