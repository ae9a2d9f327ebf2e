"""What is known once some conditions are known to hold or not: FEEL as plain propositions.

`X != null and …` says that X has been answered; the default way out of a gateway says that no
other condition held. All values of the propositions are tried; of too many nothing is concluded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from lark import Token, Tree

from engine.feel.builtins import BUILTINS
from engine.feel.refusals import FeelSyntaxError
from engine.feel.syntax import parse
from engine.feel.trees import chain_of, literal_of

MOST_PROPOSITIONS = 10
_SPACED = frozenset(name for name in BUILTINS if " " in name)

Node = Tree[Token]


@dataclass(frozen=True)
class Says:
    """A proposition: that what `path` names is `value`, or else just a text."""

    path: str
    value: object = None
    text: str = ""

    @property
    def variable(self) -> str:
        """Name the variable it is about."""
        return self.path.partition(".")[0]


Known = frozenset[tuple[Says, bool]]
Model = dict[Says, bool]


def known_after(condition: str, others: Iterable[str]) -> Known:
    """Say what holds when a condition holds (none: always) and these others do not."""
    return _known(condition, tuple(others))


def propositions_of(condition: str) -> frozenset[Says]:
    """List what a condition is made of."""
    tree = _tree(condition)
    return frozenset() if tree is None else frozenset(_propositions(tree))


@lru_cache(maxsize=2048)
def _known(condition: str, others: tuple[str, ...]) -> Known:
    trees = [tree for tree in map(_tree, (condition, *others)) if tree is not None]
    own, rest = (trees[:1], trees[1:]) if condition else ([], trees)
    says = {one for tree in trees for one in _propositions(tree)}
    if not says or len(says) > MOST_PROPOSITIONS:
        return frozenset()
    models = [
        model
        for model in _models(sorted(says, key=repr))
        if all(_holds(tree, model) for tree in own)
        and not any(_holds(tree, model) for tree in rest)
    ]
    if not models:
        return frozenset()
    first = models[0].items()
    found = {one for one in first if all(model[one[0]] is one[1] for model in models)}
    answered = {
        (Says(one.variable), False)
        for one, true in found
        if true and one.value is not None and one.variable
    }
    return frozenset(found | answered)


@lru_cache(maxsize=2048)
def _tree(text: str) -> Node | None:
    try:
        tree = parse(text.strip().removeprefix("="), "expression", _SPACED) if text else None
    except (FeelSyntaxError, RecursionError):
        return None
    return _inner(tree) if tree is not None and tree.data == "expression" else tree


def _inner(tree: Node) -> Node | None:
    child = tree.children[0]
    return child if isinstance(child, Tree) else None


def _models(says: list[Says]) -> Iterator[Model]:
    """Try all values that go together: one path has one value, and null is a value."""
    for values in product((True, False), repeat=len(says)):
        model = dict(zip(says, values, strict=True))
        true = [one for one in says if model[one] and one.path]
        nulls = {one.path for one in true if one.value is None}
        paths = [one.path for one in true]
        of_null = any(one.value is not None and one.variable in nulls for one in true)
        if len(paths) == len(set(paths)) and not of_null:
            yield model


def _propositions(tree: Node) -> Iterator[Says]:
    negated = _negated(tree)
    if tree.data in {"and_", "or_"}:
        for part in tree.children:
            if isinstance(part, Tree):
                yield from _propositions(part)
    elif negated is not None:
        yield from _propositions(negated)
    else:
        yield from _atoms(tree)[0]


def _holds(tree: Node, model: Model) -> bool:
    parts = [part for part in tree.children if isinstance(part, Tree)]
    if tree.data == "and_":
        return all(_holds(part, model) for part in parts)
    if tree.data == "or_":
        return any(_holds(part, model) for part in parts)
    negated = _negated(tree)
    if negated is not None:
        return not _holds(negated, model)
    atoms, equal = _atoms(tree)
    return any(model[one] for one in atoms) is equal


def _negated(tree: Node) -> Node | None:
    """Give what `not(…)` denies."""
    parts = tree.children
    if tree.data == "negated_whole":
        return next((part for part in parts if isinstance(part, Tree)), None)
    named = tree.data == "call" and len(parts) == len(("not", "what")) and parts[0] == "not"
    return parts[1] if named and isinstance(parts[1], Tree) else None


def _atoms(tree: Node) -> tuple[list[Says], bool]:
    """Read a comparison as propositions of which one holds, or none does."""
    parts = [part for part in tree.children if isinstance(part, Tree)]
    chain = chain_of(parts[0]) if parts and parts[0].data in {"variable", "path"} else None
    if chain is not None and tree.data == "is_in":
        values = [_literal(part) for part in parts[1:]]
        if all(values):
            return [Says(".".join(chain), value[0]) for value in values if value], True
    if chain is not None and tree.data == "compare" and str(tree.children[1]) in {"=", "!="}:
        value = _literal(parts[1])
        if value:
            return [Says(".".join(chain), value[0])], str(tree.children[1]) == "="
    return [Says("", text=_text(tree))], True


def _literal(tree: Node) -> tuple[object] | None:
    """Read a literal; None if it is something else."""
    if tree.data == "null":
        return (None,)
    if tree.data in {"string", "number", "true", "false"}:
        return (literal_of(tree),)
    return None


def _text(tree: Node) -> str:
    inner = (_text(part) if isinstance(part, Tree) else str(part) for part in tree.children)
    return f"{tree.data}({' '.join(inner)})"
