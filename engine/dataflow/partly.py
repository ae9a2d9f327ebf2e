"""What an expression gives when some of its names are not set and all others are.

Nothing entered is null, and FEEL goes on with null: `a.b = "x"` is false, `a.b > 3` is null, and
`if a = null then …` was written for the case. So each expression is asked: with these names
unset, is the answer null, perhaps null, or a value all the same?
"""

from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final

from engine.feel import FeelLimitExceeded, FeelSyntaxError, Run
from engine.feel.builtins import BUILTINS
from engine.feel.closures import COMPARISONS
from engine.feel.compiler import Compiler
from engine.feel.syntax import parse
from engine.feel.trees import LITERALS, Node, chain_of, literal_of, name_of, sub, subs, tree_of


class Unknown(Enum):
    """A value that is not known: something, or perhaps nothing."""

    SOMETHING = "something"
    PERHAPS = "perhaps"


SOMETHING, PERHAPS = Unknown.SOMETHING, Unknown.PERHAPS
_NAMES: Final = frozenset(name for name in BUILTINS if " " in name)
_TOLERANT: Final = frozenset(
    {"string join", "concatenate", "get value", "is defined", "flatten", "append", "list contains"}
)
"""Functions that give a value although one of their arguments is null."""


@lru_cache(maxsize=8192)
def answer(text: str, unset: frozenset[str]) -> object:
    """Give what an expression answers when `unset` (names, or paths such as `a.b`) are null."""
    body = text.replace("=", " ", 1) if text.lstrip().startswith("=") else text
    try:
        return _Partly(unset).value(parse(body, "expression", _NAMES))
    except (FeelSyntaxError, FeelLimitExceeded, RecursionError):
        return SOMETHING  # said elsewhere


def may_be_null(text: str, unset: frozenset[str]) -> bool:
    """Tell whether an expression can be null because of these names."""
    return answer(text, unset) in (None, PERHAPS)


def cannot_hold(text: str, unset: frozenset[str]) -> bool:
    """Tell whether a condition is never true while these names are unset."""
    found = answer(text, unset)
    return found is False or found is None


class _Partly:
    """One evaluation."""

    def __init__(self, unset: frozenset[str]) -> None:
        self.unset = unset

    def value(self, node: Node) -> object:
        """Compute a tree: really where all it reads is unset, else from its parts."""
        compiler = Compiler(unary=False)
        closure = compiler.value(node)
        if all(self.is_unset(path.split(".")) for path in compiler.names.paths):
            return closure({}, Run())
        return _RULES.get(node.data, _something)(self, node)

    def is_unset(self, chain: list[str]) -> bool:
        """Tell whether a name, or something it is part of, is unset."""
        return any(".".join(chain[:count]) in self.unset for count in range(1, len(chain) + 1))

    def parts(self, node: Node) -> list[object]:
        """Compute the children."""
        return [self.value(child) for child in subs(node)]

    def named(self, node: Node) -> object:
        """Read a name or a path."""
        chain = chain_of(node)
        if chain is not None:
            return None if self.is_unset(chain) else SOMETHING
        base = self.value(sub(node, 0))
        return base if base in (None, PERHAPS) else SOMETHING

    def compare(self, node: Node) -> object:
        """Compare: with null, `=` and `!=` give an answer, the others do not."""
        left, symbol, right = node.children
        one, two = self.value(tree_of(left)), self.value(tree_of(right))
        known = not isinstance(one, Unknown) and not isinstance(two, Unknown)
        if known:
            return COMPARISONS[str(symbol)](one, two, Run())
        if str(symbol) in {"=", "!="}:
            return str(symbol) == "!=" if None in (one, two) and PERHAPS not in (one, two) else _ANY
        return _worst([one, two])

    def is_in(self, node: Node) -> object:
        """Look for null among values: it is not there; in ranges nobody knows."""
        subject, *tests = subs(node)
        found = self.value(subject)
        if found is not None:
            return found if found is PERHAPS else SOMETHING
        plain = all(test.data in LITERALS for test in tests)
        return any(literal_of(test) is None for test in tests) if plain else None

    def and_(self, node: Node) -> object:
        """One false part decides."""
        return _decided(self.parts(node), decisive=False)

    def or_(self, node: Node) -> object:
        """One true part decides."""
        return _decided(self.parts(node), decisive=True)

    def if_(self, node: Node) -> object:
        """Go the way that is gone, or both."""
        condition, yes, no = subs(node)
        found = self.value(condition)
        if isinstance(found, Unknown):
            return _either(self.value(yes), self.value(no))
        return self.value(yes if found is True else no)

    def negated(self, node: Node) -> object:
        """`not(…)`."""
        found = self.parts(node)[0]
        return (not found) if isinstance(found, bool) else found

    def call(self, node: Node) -> object:
        """Most functions of null are null."""
        name = name_of(node.children[0])
        arguments = [tree_of(child) for child in node.children[1:]]
        values = [self.value(sub(a, 1) if a.data == "named" else a) for a in arguments]
        if name == "not" and len(values) == 1:
            return (not values[0]) if isinstance(values[0], bool) else values[0]
        return SOMETHING if name in _TOLERANT else _worst(values)

    def filter_(self, node: Node) -> object:
        """A filter of null is an empty list."""
        base = self.value(sub(node, 0))
        return [] if base is None else SOMETHING

    def over(self, node: Node) -> object:
        """Go through lists: through null there is no way."""
        iterators = subs(node)[0]
        return _worst([self.value(child) for one in subs(iterators) for child in subs(one)])

    def strict(self, node: Node) -> object:
        """Compute: with null there is nothing to compute."""
        return _worst(self.parts(node))


_ANY = SOMETHING


def _something(_partly: _Partly, _node: Node) -> object:
    return SOMETHING


def _worst(values: list[object]) -> object:
    if any(value is None for value in values):
        return None
    return PERHAPS if any(value is PERHAPS for value in values) else SOMETHING


def _either(one: object, two: object) -> object:
    if not isinstance(one, Unknown) and not isinstance(two, Unknown) and one == two:
        return one
    return PERHAPS if any(each in (None, PERHAPS) for each in (one, two)) else SOMETHING


def _decided(values: list[object], *, decisive: bool) -> object:
    if any(value is decisive for value in values):
        return decisive
    if all(value is (not decisive) for value in values):
        return not decisive
    if not any(value is None or value is PERHAPS for value in values):
        return SOMETHING
    return PERHAPS if any(isinstance(value, Unknown) for value in values) else None


_RULES: Final[dict[str, Callable[[_Partly, Node], object]]] = {
    "expression": lambda partly, node: partly.value(sub(node, 0)),
    "negated_whole": _Partly.negated,
    "variable": _Partly.named,
    "path": _Partly.named,
    "compare": _Partly.compare,
    "is_in": _Partly.is_in,
    "between": _Partly.strict,
    "and_": _Partly.and_,
    "or_": _Partly.or_,
    "if_then_else": _Partly.if_,
    "arithmetic": _Partly.strict,
    "negate": _Partly.strict,
    "call": _Partly.call,
    "filter": _Partly.filter_,
    "for_return": _Partly.over,
    "some_satisfies": _Partly.over,
    "every_satisfies": _Partly.over,
}
