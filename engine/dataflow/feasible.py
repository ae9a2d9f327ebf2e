"""Whether a way can really be gone, given what its gateways ask.

A case that was told that a step has not been done is not told a moment later that it has.
Only gateways that ask plainly `step = null` or `step != null` are understood; that is how a
diagram asks whether a step was done. What a parallel branch may set meanwhile is taken for set.
"""

from collections import deque
from collections.abc import Callable, Mapping

from engine.feel import FeelSyntaxError
from engine.feel.syntax import parse
from engine.feel.trees import Node, chain_of, subs, tree_of
from engine.flowfacts import Flow, Net
from engine.flowfacts.net import Arc, name_of

Asked = tuple[frozenset[str], frozenset[str]]
"""What must be set where a flow is taken, and what must not."""

MOST_STATES = 20_000


def null_test(text: str) -> tuple[str, bool] | None:
    """Read `step = null` (unset: True) or `step != null` (unset: False)."""
    try:
        return _test(parse(text, "expression", frozenset()))
    except (FeelSyntaxError, RecursionError):
        return None


def _test(node: Node) -> tuple[str, bool] | None:
    while node.data == "expression":
        node = subs(node)[0]
    if node.data != "compare" or str(node.children[1]) not in {"=", "!="}:
        return None
    left, right = tree_of(node.children[0]), tree_of(node.children[2])
    chain = chain_of(left)
    if chain is None or len(chain) > 1 or right.data != "null":
        return None
    return chain[0], str(node.children[1]) == "="


def tests_of(ways: tuple[Flow, ...]) -> dict[str, Asked]:
    """Say of the ways out of an exclusive gateway what each tells about steps done or not."""
    found: dict[str, Asked] = {}
    is_set: set[str] = set()
    unset: set[str] = set()
    for flow in sorted(ways, key=lambda one: one.default):
        test = null_test(flow.condition) if flow.condition and not flow.default else None
        own = (
            {test[0]} if test and not test[1] else set(),
            {test[0]} if test and test[1] else set(),
        )
        found[name_of(flow)] = (frozenset(is_set | own[0]), frozenset(unset | own[1]))
        if test:
            (is_set if test[1] else unset).add(test[0])
    return found


class Feasible:
    """A search that remembers which of the tested steps have been done."""

    def __init__(self, net: Net, sets: Mapping[int, frozenset[str]]) -> None:
        """Take what finishing each point sets."""
        self.net = net
        self.tests: dict[str, Asked] = {}
        for key, ways in net.chart.outgoing.items():
            if net.chart.elements[key].tag == "exclusiveGateway":
                self.tests |= tests_of(ways)
        self.tracked = frozenset(n for one in self.tests.values() for part in one for n in part)
        self.sets = {point: names & self.tracked for point, names in sets.items()}

    def reaches(
        self, goals: set[int], stops: Callable[[Arc], bool], beside: Mapping[str, set[int]]
    ) -> bool:
        """Tell whether a goal is reached by arcs that do not stop."""
        first = (self.net.scopes[-1].entry, frozenset[str]())
        seen, todo = {first}, deque([first])
        while todo and len(seen) < MOST_STATES:
            point, done = todo.popleft()
            if point in goals:
                return True
            for arc in self.net.out[point]:
                if stops(arc) or not self.passes(arc, done, beside):
                    continue
                more = done if arc.early else done | self.sets.get(point, frozenset())
                state = (arc.target, more)
                if state not in seen:
                    seen.add(state)
                    todo.append(state)
        return bool(todo)

    def passes(self, arc: Arc, done: frozenset[str], beside: Mapping[str, set[int]]) -> bool:
        """Tell whether a flow can be taken after what was done."""
        needed, missing = self.tests.get(arc.flow, (frozenset(), frozenset()))
        elsewhere = {name for name in needed | missing if arc.source in beside.get(name, ())}
        return needed - elsewhere <= done and not (missing - elsewhere) & done
