"""Where each word of a letter comes from: the template itself, or a value that it prints.

The template is written once more with every printed expression between marks that no text has;
what stands outside the marks is fixed wording. The letter itself is never written this way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import nodes
from typing_extensions import override

from engine.documents.language import ClosedEnvironment, Named, printable
from engine.documents.template import LetterTemplate, letter_context, write_body
from engine.documents.words import words_of

_BEGIN, _THEN, _END = "\ufdd0", "\ufdd1", "\ufdd2"  # non-characters: no text may have them
_UNMARKED: Final = str.maketrans("", "", _BEGIN + _THEN + _END)
_TRACED: Final = "traced"
_COUNTER: Final = "loop"
Chain = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a paragraph; `path` names the value they print, or is empty if fixed."""

    words: str
    path: str = ""


Paragraph = tuple[Passage, ...]


def trace_letter(template: LetterTemplate, values: Mapping[str, object]) -> tuple[Paragraph, ...]:
    """Divide a letter into passages by where they come from, paragraph by paragraph.

    Raises what `render_html` raises for the same values.
    """
    context = letter_context(template, values)
    environment = _environment(tuple(template.sources.items()))
    return tuple(_paragraphs(words_of(write_body(environment, context))))


@lru_cache(maxsize=64)
def _environment(sources: tuple[tuple[str, str], ...]) -> "TracingEnvironment":
    return TracingEnvironment(dict(sources))


class TracingEnvironment(ClosedEnvironment):
    """Writes letters as the closed environment does, with marks round what is filled in."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Add the mark to the filters; no source can name it, for none is checked with it."""
        super().__init__(sources)
        self.filters[_TRACED] = _marked

    @override
    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _mark(tree, {})
        return tree


def _mark(node: nodes.Node, bound: Mapping[str, Chain]) -> None:
    """Put the mark on every expression that is printed; a loop variable is an entry of its list."""
    if isinstance(node, nodes.Output):
        node.nodes = [_with_mark(piece, bound) for piece in node.nodes]
        return
    inner = dict(bound)
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        inner[node.target.name] = next(_chains(node.iter, bound), (node.target.name,))
    for child in node.iter_child_nodes():
        _mark(child, inner)


def _with_mark(piece: nodes.Expr, bound: Mapping[str, Chain]) -> nodes.Expr:
    chain = next(_chains(piece, bound), None)
    if isinstance(piece, nodes.TemplateData) or chain is None:
        return piece
    root, *rest = _spelled(piece)
    arguments: list[nodes.Expr] = [
        nodes.Const(".".join(chain)),
        nodes.Name(root, "load"),
        nodes.Const(".".join(rest)),
    ]
    return nodes.Filter(piece, _TRACED, arguments, [], None, None, lineno=piece.lineno)


def _chains(node: nodes.Node, bound: Mapping[str, Chain]) -> Iterator[Chain]:
    """Give the dotted name an expression prints, first of all the one on its left."""
    spelled = _spelled(node)
    if spelled and spelled[0] != _COUNTER:
        yield bound.get(spelled[0], spelled[:1]) + spelled[1:]


def _spelled(node: nodes.Node) -> Chain:
    """Spell the name at the bottom of an expression as it is written."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        below = _spelled(node.node)
        return (*below, node.attr) if below else ()
    return next(filter(None, (_spelled(child) for child in node.iter_child_nodes())), ())


def _marked(value: object, path: str, root: object, rest: str) -> str:
    """Write a value between marks; what knows its place among the values names itself."""
    words = str(printable(value)).translate(_UNMARKED)
    if isinstance(root, Named) and root.path:
        path = ".".join(filter(None, (root.path, rest)))
    return f"{_BEGIN}{path}{_THEN}{words}{_END}"


def _paragraphs(words: str) -> Iterator[Paragraph]:
    """Read the marks; a value of several lines goes on in the next paragraph."""
    path = ""
    for line in words.splitlines():
        passages: list[Passage] = []
        for piece in line.replace(_END, _END + _BEGIN).split(_BEGIN):
            before, then, after = piece.partition(_THEN)
            path, text = (before, after) if then else (path, before)
            shown = text.removesuffix(_END)
            if shown.strip():
                passages.append(Passage(shown, path))
            if text.endswith(_END):
                path = ""
        if passages:
            yield tuple(passages)
