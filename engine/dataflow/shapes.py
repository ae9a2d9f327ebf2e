"""Which fields an answer has: read from forms, and from the lists an expression makes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Optional

from engine.feel import FeelSyntaxError
from engine.feel.builtins import BUILTINS
from engine.feel.syntax import parse
from engine.feel.trees import Node, chain_of, name_of, sub, subs
from engine.forms import Component, Form, Kind
from engine.forms.document import CHOICES, CONTAINERS, MANY

_NAMES = frozenset(name for name in BUILTINS if " " in name)
_ALWAYS = MANY | CONTAINERS | {Kind.CHECKBOX, Kind.EXPRESSION}


@dataclass(frozen=True)
class Shape:
    """The fields of an answer (or of each row of a list), and those that may stay empty."""

    fields: Mapping[str, Optional["Shape"]] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()


Lookup = Mapping[str, Sequence[Shape | None]]
"""The shapes a variable may have; None where nothing is known."""


def shape_of(form: Form) -> Shape:
    """Read the fields of a form's answers."""
    return _shape(form.components)


def _shape(components: Iterable[Component]) -> Shape:
    level = [one for one in _level(components) if one.key is not None]
    blank = {str(one.key) for one in level if _may_be_blank(one)}
    return Shape({str(one.key): _inside(one) for one in level}, frozenset(blank))


def _level(components: Iterable[Component]) -> Iterator[Component]:
    for one in components:
        if one.kind is Kind.GROUP and one.key is None:
            yield from _level(one.children)
        else:
            yield one


def _inside(component: Component) -> Shape | None:
    if component.kind in CONTAINERS:
        return _shape(component.children)
    if component.kind in CHOICES and component.stores_option:
        return Shape({"id": None, "name": None})
    return None


def _may_be_blank(component: Component) -> bool:
    """Tell whether a person may leave it empty; what is asked only sometimes counts as asked."""
    filled = {"valid", "default", "follows"} & component.properties.keys()
    prepared = component.document.get("defaultValue") not in (None, "")
    return not (component.required or component.kind in _ALWAYS or filled or prepared)


def without_field(path: str, shapes: Sequence[Shape | None]) -> str:
    """Give the first name of a path that no answer has; nothing if it may be there."""
    name, _, rest = path.partition(".")
    if not name or not shapes or any(shape is None for shape in shapes):
        return ""
    known = [shape for shape in shapes if shape is not None and name in shape.fields]
    if not known:
        return name
    deeper = without_field(rest, [shape.fields[name] for shape in known]) if rest else ""
    return f"{name}.{deeper}" if deeper else ""


def may_be_blank(path: str, shapes: Sequence[Shape | None], *, by_all: bool) -> bool:
    """Tell whether a field may be empty: left so or, if not asked `by_all`, not asked by some."""
    name, _, rest = path.partition(".")
    if not name or not shapes or any(shape is None for shape in shapes):
        return False
    found = [shape for shape in shapes if shape is not None and name in shape.fields]
    if any(name in shape.blank for shape in found) or (not by_all and len(found) < len(shapes)):
        return True
    deeper = [shape.fields[name] for shape in found]
    return bool(rest) and may_be_blank(rest, deeper, by_all=by_all)


def item_shape(text: str, known: Lookup) -> Shape | None:
    """Say what the elements of a collection, or the value of an expression, look like."""
    try:
        return _made(_tree(text), known)
    except (FeelSyntaxError, RecursionError):
        return None


@lru_cache(maxsize=2048)
def _tree(text: str) -> Node:
    return parse(text, "expression", _NAMES)


def _made(node: Node, known: Lookup) -> Shape | None:
    made: Shape | None = None
    match node.data:
        case "expression" | "filter":
            made = _made(sub(node, 0), known)
        case "variable" | "path":
            chain = chain_of(node)
            made = None if chain is None else _at(chain, known)
        case "if_then_else":
            made = _common([_made(child, known) for child in subs(node)[1:]])
        case "list":
            made = _common([_made(child, known) for child in subs(node)])
        case "context":
            made = Shape({name_of(e.children[0]): _made(sub(e, 1), known) for e in subs(node)})
        case _:
            pass
    return made


def _at(chain: Sequence[str], known: Lookup) -> Shape | None:
    shapes = list(known.get(chain[0], ()))
    for name in chain[1:]:
        shapes = [shape.fields.get(name) if shape else None for shape in shapes]
    return _common(shapes)


def _common(shapes: Sequence[Shape | None]) -> Shape | None:
    """Put together what any of several shapes has; nothing is known if one is not."""
    if not shapes or any(shape is None for shape in shapes):
        return None
    fields = {name: inner for shape in shapes if shape for name, inner in shape.fields.items()}
    blank = frozenset(name for shape in shapes if shape for name in shape.blank)
    return Shape(fields, blank)
