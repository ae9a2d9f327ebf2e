"""From the tree of an expression to closures, and to the names it reads."""

from collections.abc import Callable
from typing import Final

from engine.feel import arithmetic, closures, loops
from engine.feel.builtins import BUILTINS
from engine.feel.calls import by_name, by_position, call
from engine.feel.closures import Closure, Test
from engine.feel.names import INPUT, Frame, NamesRead
from engine.feel.refusals import FeelSyntaxError
from engine.feel.trees import (
    LITERALS,
    Node,
    chain_of,
    index_of,
    is_token,
    literal_of,
    name_of,
    place_of,
    sub,
    subs,
    tree_of,
)
from engine.feel.types import instance_of

MAX_NODES: Final = 200
MAX_DEPTH: Final = 64
_TODAY: Final = frozenset(
    {"today", "now"}
)  # facts of the host: no expression asks the clock itself


class Compiler:
    """One pass over one tree; afterwards `names` tells what it reads."""

    def __init__(self, *, unary: bool) -> None:
        """Begin; `?` may be read in unary tests only."""
        self.unary = unary
        self.names = NamesRead()
        self.nodes = 0
        self.depth = 0

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
            raise FeelSyntaxError(place_of(node), f"表达式超过{MAX_NODES}个成分，请拆分。")
        if self.depth >= MAX_DEPTH:
            raise FeelSyntaxError(place_of(node), f"表达式嵌套超过{MAX_DEPTH}层，请拆分。")

    # -- names --------------------------------------------------------------------------------

    def variable(self, node: Node) -> Closure:
        """`corrected`, `` `a name` ``, `?`."""
        name = name_of(node.children[0])
        if name == INPUT and not self.unary:
            raise FeelSyntaxError(place_of(node), "“?”只能在决策表的输入单元格中使用。")
        self.names.see([name])
        return closures.variable(name)

    def path(self, node: Node) -> Closure:
        """`reply.code`."""
        chain = chain_of(node)
        if chain is None or chain[0] == INPUT:
            return closures.path(self.value(sub(node, 0)), name_of(node.children[1]))
        self.nodes += len(chain) - 1
        self.names.see(chain)
        closure = closures.variable(chain[0])
        for name in chain[1:]:
            closure = closures.path(closure, name)
        return closure

    # -- literals -----------------------------------------------------------------------------

    def literal(self, node: Node) -> Closure:
        """A number, text, truth value, null or `@"2026-01-01"`."""
        return closures.constant(literal_of(node))

    def list_(self, node: Node) -> Closure:
        """`[a, b]`."""
        return closures.listed([self.value(child) for child in subs(node)])

    def context(self, node: Node) -> Closure:
        """`{a: 1, b: a + 1}`."""
        entries: dict[str, Closure] = {}
        with self.names.within(Frame(set())) as frame:
            for entry in subs(node):
                name = name_of(entry.children[0])
                if name in entries:
                    raise FeelSyntaxError(place_of(entry), f"“{name}”重复。")
                entries[name] = self.value(sub(entry, 1))
                frame.bound.add(name)
        # a name read before the entry of that name is made comes from outside
        return closures.context(list(entries.items()), frozenset(frame.used))

    def range_(self, node: Node) -> Closure:
        """`[1..5]`, `(1..5)`, `]1..5[`."""
        start, end = (self.value(child) for child in subs(node))
        included = (node.children[0] == "[", node.children[-1] == "]")
        return closures.limits(start, end, included)

    # -- deciding -----------------------------------------------------------------------------

    def if_(self, node: Node) -> Closure:
        """`if a then b else c`."""
        condition, yes, no = (self.value(child) for child in subs(node))
        return closures.choice(condition, yes, no)

    def and_(self, node: Node) -> Closure:
        """`a and b`."""
        return closures.conjunction([self.value(child) for child in subs(node)])

    def or_(self, node: Node) -> Closure:
        """`a or b`."""
        return closures.disjunction([self.value(child) for child in subs(node)])

    def compare(self, node: Node) -> Closure:
        """`a = b`, `a < b`."""
        left, symbol, right = node.children
        known = literal_of(tree_of(right)) if tree_of(right).data in LITERALS else None
        return closures.comparison(
            str(symbol), self.value(tree_of(left)), self.value(tree_of(right)), known
        )

    def between(self, node: Node) -> Closure:
        """`a between b and c`."""
        subject, start, end = (self.value(child) for child in subs(node))
        return closures.between(subject, start, end)

    def is_in(self, node: Node) -> Closure:
        """`a in [1..5]`, `a in ("x", "y")`, `a in (> 5, < 3)`."""
        subject, *tests = subs(node)
        closure = self.value(subject)
        return closures.tested(closure, closures.any_test([self.test(test) for test in tests]))

    def instance_of(self, node: Node) -> Closure:
        """`a instance of number`."""
        return instance_of(self.value(sub(node, 0)), str(node.children[1]))

    def negated_whole(self, node: Node) -> Closure:
        """`not(a)` as the whole expression, which the tokens tell from other calls."""
        inner = subs(node)[0]
        return closures.negation(self.value(sub(inner, 1) if inner.data == "named" else inner))

    # -- computing ----------------------------------------------------------------------------

    def arithmetic(self, node: Node) -> Closure:
        """`a + b`."""
        left, symbol, right = node.children
        return closures.binary(
            arithmetic.operator(str(symbol)), self.value(tree_of(left)), self.value(tree_of(right))
        )

    def negate(self, node: Node) -> Closure:
        """`-a`; of a number, a literal."""
        inner = sub(node, 1)
        value = self.value(inner)
        if inner.data == "number":
            return closures.constant(arithmetic.negated(literal_of(inner)))
        return lambda scope, run: arithmetic.negated(value(scope, run))

    def call(self, node: Node) -> Closure:
        """`count(xs)`, `date(year: 2026, month: 1, day: 1)`."""
        name = name_of(node.children[0])
        arguments = [tree_of(child) for child in node.children[1:]]
        if name == "not" and len(arguments) == 1 and arguments[0].data != "named":
            return closures.negation(self.value(arguments[0]))
        if name in _TODAY and not arguments:
            self.names.see([name])
            return closures.variable(name)
        builtin = BUILTINS.get(name)
        if builtin is None:
            raise FeelSyntaxError(place_of(node), f"没有名为“{name}”的函数。")
        if arguments and arguments[0].data == "named":
            fitting = by_name(
                builtin, {str(each.children[0]): self.value(sub(each, 1)) for each in arguments}
            )
        else:
            fitting = by_position(builtin, [self.value(each) for each in arguments])
        if not fitting:
            wanted = " 或 ".join(builtin.signatures)
            raise FeelSyntaxError(place_of(node), f"函数“{name}”的参数不符，应为 {wanted}。")
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
        iterators, body = subs(node)
        with self.names.within(Frame(set())) as frame:
            for iterator in subs(iterators):
                name = name_of(iterator.children[0])
                ends = [self.value(child) for child in subs(iterator)]
                turns.append(loops.Turn(name, *ends))
                frame.bound.add(name)
            return turns, self._body(body, frame)

    def _body(self, node: Node, frame: Frame) -> loops.Body:
        before = self.nodes
        value = self.value(node)
        return loops.Body(value, frozenset(frame.used), 1 + self.nodes - before)

    def filter_(self, node: Node) -> Closure:
        """`xs[2]`, `xs[item > 3]`, `holdings[year = 2026]`."""
        base, condition = subs(node)
        closure = self.value(base)
        index = index_of(condition)
        if index is not None:
            return loops.element(closure, index)
        with self.names.within(Frame({"item"}, by_item=True)) as frame:
            body = self._body(condition, frame)
        return loops.filtered(closure, body)

    # -- unary tests ------------------------------------------------------------------------------

    def tests(self, node: Node) -> Test:
        """Compile the whole of a cell."""
        if node.data == "any_value":
            return lambda _value, _scope, _run: True
        tests = [self.test(child) for child in subs(node)]
        return closures.no_test(tests) if node.data == "none_of" else closures.any_test(tests)

    def test(self, node: Node) -> Test:
        """Compile one of several tests."""
        if node.data == "op_test":
            self._count(node)
            return closures.compared_test(str(node.children[0]), self.value(sub(node, 1)))
        if any(token.type == "INPUT" for token in node.scan_values(is_token)):
            return closures.question_test(self.value(node))
        return closures.matching_test(self.value(node), literal=node.data in LITERALS)


_RULES: Final[dict[str, Callable[[Compiler, Node], Closure]]] = {
    **dict.fromkeys(LITERALS, Compiler.literal),
    "expression": lambda compiler, node: compiler.value(sub(node, 0)),
    "negated_whole": Compiler.negated_whole,
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
