"""From the tree of an expression to closures, and to the names it reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from lark import Token, Tree

from engine.feel import arithmetic, closures, loops
from engine.feel.builtins import BUILTINS
from engine.feel.calls import by_name, by_position, call
from engine.feel.closures import Closure, Test
from engine.feel.literals import number_of, text_of, value_at
from engine.feel.refusals import FeelSyntaxError, Position
from engine.feel.types import instance_of

MAX_NODES: Final = 200
MAX_DEPTH: Final = 64
INPUT: Final = "?"
_TODAY: Final = frozenset({"today", "now"})  # facts of the host: no expression asks the clock itself

Node = Tree[Token]


@dataclass
class _Frame:
    """Names bound by a loop, filter or context; `by_item` if an item may bind others too."""

    bound: set[str]
    by_item: bool = False
    used: set[str] = field(default_factory=set)

    @property
    def outer(self) -> frozenset[str]:
        return frozenset(self.used - self.bound)


class Compiler:
    """One pass over one tree; afterwards `names`, `paths` and `item_names` are complete."""

    def __init__(self, *, unary: bool) -> None:
        """Begin; `?` may be read in unary tests only."""
        self.unary = unary
        self.names: set[str] = set()
        self.paths: set[str] = set()
        self.item_names: set[str] = set()
        self.nodes = 0
        self.depth = 0
        self.frames: list[_Frame] = []

    # -- the walk ---------------------------------------------------------------------------

    def value(self, node: Node) -> Closure:
        """Compile one expression."""
        self._count(node)
        self.depth += 1
        closure = _RULES[node.data](self, node)
        self.depth -= 1
        return closure

    def _count(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FeelSyntaxError(_place(node), f"表达式超过{MAX_NODES}个成分，请拆分。")
        if self.depth >= MAX_DEPTH:
            raise FeelSyntaxError(_place(node), f"表达式嵌套超过{MAX_DEPTH}层，请拆分。")

    @contextmanager
    def _frame(self, frame: _Frame) -> Iterator[_Frame]:
        self.frames.append(frame)
        yield frame
        self.frames.pop()

    def _see(self, chain: list[str]) -> None:
        """Note that a name is read: bound within, perhaps an entry of an item, or free."""
        name = chain[0]
        by_item = False
        for frame in reversed(self.frames):
            frame.used.add(name)
            if name in frame.bound:
                return
            by_item = by_item or frame.by_item
        if name == INPUT:
            return
        if by_item:
            self.item_names.add(name)
        else:
            self.names.add(name)
            self.paths.add(".".join(chain))

    # -- names --------------------------------------------------------------------------------

    def variable(self, node: Node) -> Closure:
        """`corrected`, `` `a name` ``, `?`."""
        name = _name(node.children[0])
        if name == INPUT and not self.unary:
            raise FeelSyntaxError(_place(node), "“?”只能在决策表的输入单元格中使用。")
        self._see([name])
        return closures.variable(name)

    def path(self, node: Node) -> Closure:
        """`reply.code`."""
        chain = _chain(node)
        if chain is None or chain[0] == INPUT:
            return closures.path(self.value(_sub(node, 0)), _name(node.children[1]))
        self.nodes += len(chain) - 1
        self._see(chain)
        closure = closures.variable(chain[0])
        for name in chain[1:]:
            closure = closures.path(closure, name)
        return closure

    # -- literals -----------------------------------------------------------------------------

    def literal(self, node: Node) -> Closure:
        """A number, text, truth value, null or `@"2026-01-01"`."""
        return closures.constant(_literal(node))

    def list_(self, node: Node) -> Closure:
        """`[a, b]`."""
        return closures.listed([self.value(child) for child in _subs(node)])

    def context(self, node: Node) -> Closure:
        """`{a: 1, b: a + 1}`."""
        entries: dict[str, Closure] = {}
        with self._frame(_Frame(set())) as frame:
            for entry in _subs(node):
                name = _name(entry.children[0])
                if name in entries:
                    raise FeelSyntaxError(_place(entry), f"“{name}”重复。")
                entries[name] = self.value(_sub(entry, 1))
                frame.bound.add(name)
        # a name read before the entry of that name is made comes from outside
        return closures.context(list(entries.items()), frozenset(frame.used))

    def range_(self, node: Node) -> Closure:
        """`[1..5]`, `(1..5)`, `]1..5[`."""
        start, end = (self.value(child) for child in _subs(node))
        included = (node.children[0] == "[", node.children[-1] == "]")
        return closures.limits(start, end, included)

    # -- deciding -----------------------------------------------------------------------------

    def if_(self, node: Node) -> Closure:
        """`if a then b else c`."""
        condition, yes, no = (self.value(child) for child in _subs(node))
        return closures.choice(condition, yes, no)

    def and_(self, node: Node) -> Closure:
        """`a and b`."""
        return closures.conjunction([self.value(child) for child in _subs(node)])

    def or_(self, node: Node) -> Closure:
        """`a or b`."""
        return closures.disjunction([self.value(child) for child in _subs(node)])

    def compare(self, node: Node) -> Closure:
        """`a = b`, `a < b`."""
        left, symbol, right = node.children
        known = _literal(_tree(right)) if _tree(right).data in _LITERALS else None
        return closures.comparison(
            str(symbol), self.value(_tree(left)), self.value(_tree(right)), known
        )

    def between(self, node: Node) -> Closure:
        """`a between b and c`."""
        subject, start, end = (self.value(child) for child in _subs(node))
        return closures.between(subject, start, end)

    def is_in(self, node: Node) -> Closure:
        """`a in [1..5]`, `a in ("x", "y")`, `a in (> 5, < 3)`."""
        subject, *tests = _subs(node)
        closure = self.value(subject)
        return closures.tested(closure, closures.any_test([self.test(test) for test in tests]))

    def instance_of(self, node: Node) -> Closure:
        """`a instance of number`."""
        return instance_of(self.value(_sub(node, 0)), str(node.children[1]))

    # -- computing ----------------------------------------------------------------------------

    def arithmetic(self, node: Node) -> Closure:
        """`a + b`."""
        left, symbol, right = node.children
        return closures.binary(
            arithmetic.operator(str(symbol)), self.value(_tree(left)), self.value(_tree(right))
        )

    def negate(self, node: Node) -> Closure:
        """`-a`; of a number, a literal."""
        inner = _sub(node, 1)
        value = self.value(inner)
        if inner.data == "number":
            return closures.constant(arithmetic.negated(_literal(inner)))
        return lambda scope, run: arithmetic.negated(value(scope, run))

    def call(self, node: Node) -> Closure:
        """`count(xs)`, `date(year: 2026, month: 1, day: 1)`."""
        name = _name(node.children[0])
        arguments = [_tree(child) for child in node.children[1:]]
        if name == "not" and len(arguments) == 1 and arguments[0].data != "named":
            return closures.negation(self.value(arguments[0]))
        if name in _TODAY and not arguments:
            self._see([name])
            return closures.variable(name)
        builtin = BUILTINS.get(name)
        if builtin is None:
            raise FeelSyntaxError(_place(node), f"没有名为“{name}”的函数。")
        if arguments and arguments[0].data == "named":
            fitting = by_name(
                builtin, {str(each.children[0]): self.value(_sub(each, 1)) for each in arguments}
            )
        else:
            fitting = by_position(builtin, [self.value(each) for each in arguments])
        if not fitting:
            wanted = " 或 ".join(builtin.signatures)
            raise FeelSyntaxError(_place(node), f"函数“{name}”的参数不符，应为 {wanted}。")
        return call(fitting)

    # -- once per item --------------------------------------------------------------------------

    def for_(self, node: Node) -> Closure:
        """`for x in xs return …`."""
        turns, body = self._loop(node)
        return loops.for_return(turns, body)

    def some(self, node: Node) -> Closure:
        """`some x in xs satisfies …`."""
        turns, body = self._loop(node)
        return loops.quantified(turns, body, decisive=True)

    def every(self, node: Node) -> Closure:
        """`every x in xs satisfies …`."""
        turns, body = self._loop(node)
        return loops.quantified(turns, body, decisive=False)

    def _loop(self, node: Node) -> tuple[list[loops.Turn], loops.Body]:
        turns = []
        iterators, body = _subs(node)
        with self._frame(_Frame(set())) as frame:
            for iterator in _subs(iterators):
                name = _name(iterator.children[0])
                ends = [self.value(child) for child in _subs(iterator)]
                turns.append(loops.Turn(name, *ends))
                frame.bound.add(name)
            return turns, self._body(body, frame)

    def _body(self, node: Node, frame: _Frame) -> loops.Body:
        before = self.nodes
        value = self.value(node)
        return loops.Body(value, frozenset(frame.used), 1 + self.nodes - before)

    def filter_(self, node: Node) -> Closure:
        """`xs[2]`, `xs[item > 3]`, `holdings[year = 2026]`."""
        base, condition = _subs(node)
        closure = self.value(base)
        index = _index(condition)
        if index is not None:
            return loops.element(closure, index)
        with self._frame(_Frame({"item"}, by_item=True)) as frame:
            body = self._body(condition, frame)
        return loops.filtered(closure, body)

    # -- unary tests ------------------------------------------------------------------------------

    def tests(self, node: Node) -> Test:
        """Compile the whole of a cell."""
        if node.data == "any_value":
            return lambda _value, _scope, _run: True
        tests = [self.test(child) for child in _subs(node)]
        return closures.no_test(tests) if node.data == "none_of" else closures.any_test(tests)

    def test(self, node: Node) -> Test:
        """Compile one of several tests."""
        if node.data == "op_test":
            self._count(node)
            return closures.compared_test(str(node.children[0]), self.value(_sub(node, 1)))
        if any(token.type == "INPUT" for token in node.scan_values(_is_token)):
            return closures.question_test(self.value(node))
        return closures.matching_test(self.value(node), literal=node.data in _LITERALS)


def _is_token(child: object) -> bool:
    return isinstance(child, Token)


def _tree(child: Node | Token) -> Node:
    if isinstance(child, Token):
        raise TypeError(f"a tree was expected, not {child!r}")
    return child


def _sub(node: Node, index: int) -> Node:
    return _tree(node.children[index])


def _subs(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Tree)]


def _place(node: Node) -> Position:
    return Position(node.meta.line, node.meta.column)


def _name(child: Node | Token) -> str:
    text = str(child)
    if text.startswith('"'):
        return text_of(child)
    return text.strip("`")


def _chain(node: Node) -> list[str] | None:
    """Give the names of `a.b.c`; None if it does not begin with a name."""
    names: list[str] = []
    while node.data == "path":
        names.append(_name(node.children[1]))
        node = _sub(node, 0)
    if node.data != "variable":
        return None
    return [_name(node.children[0]), *reversed(names)]


def _literal(node: Node) -> object:
    return _LITERALS[node.data](node)


def _index(node: Node) -> int | None:
    """Read a position that is written as a number."""
    sign = 1
    if node.data == "negate":
        sign, node = -1, _sub(node, 1)
    value = _literal(node) if node.data == "number" else None
    return sign * value if isinstance(value, int) else None


_LITERALS: Final[dict[str, Callable[[Node], object]]] = {
    "number": lambda node: number_of(node.children[0], _place(node)),
    "string": lambda node: text_of(node.children[0]),
    "at_string": lambda node: value_at(str(node.children[0]), _place(node)),
    "true": lambda _node: True,
    "false": lambda _node: False,
    "null": lambda _node: None,
}
_RULES: Final[dict[str, Callable[[Compiler, Node], Closure]]] = {
    **dict.fromkeys(_LITERALS, Compiler.literal),
    "expression": lambda compiler, node: compiler.value(_sub(node, 0)),
    "variable": Compiler.variable,
    "path": Compiler.path,
    "list": Compiler.list_,
    "context": Compiler.context,
    "range": Compiler.range_,
    "if_then_else": Compiler.if_,
    "and_": Compiler.and_,
    "or_": Compiler.or_,
    "compare": Compiler.compare,
    "between": Compiler.between,
    "is_in": Compiler.is_in,
    "instance_of": Compiler.instance_of,
    "arithmetic": Compiler.arithmetic,
    "negate": Compiler.negate,
    "call": Compiler.call,
    "for_return": Compiler.for_,
    "some_satisfies": Compiler.some,
    "every_satisfies": Compiler.every,
    "filter": Compiler.filter_,
}
