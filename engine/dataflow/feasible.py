"""Whether a way can really be gone, given what its gateways ask.

A case that was told that a step has not been done is not told a moment later that it has.
Gateways that ask plainly `step = null` or `step != null` are understood, for that is how a diagram
asks whether a step was done, and those that ask the same as one before. What a parallel branch may
set meanwhile is not relied on.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from engine.feel import FeelSyntaxError, compile_expression
from engine.feel.syntax import parse
from engine.feel.trees import Node, chain_of, subs, tree_of
from engine.flowfacts import Flow, Net
from engine.flowfacts.net import Arc, name_of

Asked = tuple[frozenset[str], frozenset[str]]
"""What must be set where a flow is taken, and what must not."""

MOST_STATES = 40_000
"""How far all searches of one check go together; beyond, every way is taken to be possible."""
EITHER = "exclusiveGateway"


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


@dataclass(frozen=True)
class State:
    """What is known on a way: the tested steps that were done, and what gateways have decided."""

    point: int
    done: frozenset[str] = frozenset()
    decided: frozenset[tuple[str, bool]] = frozenset()


class Feasible:
    """A search that remembers which of the tested steps have been done, and what was decided.

    A condition that stands at several gateways is decided once, as long as nothing it reads is
    set anew. The facts of the case may change at any time and are not held to.
    """

    def __init__(
        self, net: Net, sets: Mapping[int, frozenset[str]], changing: Collection[str]
    ) -> None:
        """Take what finishing each point sets, and the names that change by themselves."""
        self.net, self.sets, self.left = net, sets, MOST_STATES
        self.tests: dict[str, Asked] = {}
        self.names: dict[str, frozenset[str]] = {}
        self.decisions: dict[str, tuple[tuple[str, bool], ...]] = {}
        elements = net.chart.elements
        gates = [ways for key, ways in net.chart.outgoing.items() if elements[key].tag == EITHER]
        for ways in gates:
            self.tests |= tests_of(ways)
        self.note_repeated(gates, frozenset(changing))
        self.tested = frozenset(n for one in self.tests.values() for part in one for n in part)
        self.tracked = self.tested.union(*self.names.values())

    def note_repeated(self, gates: list[tuple[Flow, ...]], changing: frozenset[str]) -> None:
        """Find the conditions that are asked more than once."""
        asked = Counter(text for ways in gates for text in {flow.condition for flow in ways})
        for text in (text for text, count in asked.items() if text and count > 1):
            names = names_of(text)
            if names and not names & changing:
                self.names[text] = names
        for ways in gates:
            refused: list[tuple[str, bool]] = []
            for flow in sorted(ways, key=lambda one: one.default):
                known = flow.condition in self.names and not flow.default
                own = [(flow.condition, True)] if known else []
                self.decisions[name_of(flow)] = (*refused, *own)
                refused += [(flow.condition, False)] if known else []

    def reaches(
        self, goals: set[int], stops: Callable[[Arc], bool], beside: Mapping[str, set[int]]
    ) -> bool:
        """Tell whether a goal is reached by arcs that do not stop."""
        first = State(self.net.scopes[-1].entry)
        seen, todo = {first}, deque([first])
        while todo and self.left > 0:
            self.left -= 1
            state = todo.popleft()
            if state.point in goals:
                return True
            for arc in self.net.out[state.point]:
                if not stops(arc) and self.passes(arc, state, beside):
                    after = self.after(arc, state, beside)
                    if after not in seen:
                        seen.add(after)
                        todo.append(after)
        return self.left <= 0

    def passes(self, arc: Arc, state: State, beside: Mapping[str, set[int]]) -> bool:
        """Tell whether a flow can be taken after what was done."""
        if any((text, not held) in state.decided for text, held in self.asked_on(arc, beside)):
            return False
        needed, missing = self.tests.get(arc.flow, (frozenset(), frozenset()))
        elsewhere = {name for name in needed | missing if arc.source in beside.get(name, ())}
        return needed - elsewhere <= state.done and not (missing - elsewhere) & state.done

    def after(self, arc: Arc, state: State, beside: Mapping[str, set[int]]) -> State:
        """Go along an arc; what is set anew is undecided again."""
        fresh = frozenset[str]() if arc.early else self.sets.get(state.point, frozenset())
        known = {one for one in state.decided if not self.names[one[0]] & fresh}
        known |= self.asked_on(arc, beside)
        return State(arc.target, state.done | (fresh & self.tested), frozenset(known))

    def asked_on(self, arc: Arc, beside: Mapping[str, set[int]]) -> set[tuple[str, bool]]:
        """Say what a flow tells of conditions that no other branch can change meanwhile."""
        return {
            (text, held)
            for text, held in self.decisions.get(arc.flow, ())
            if not any(arc.source in beside.get(name, ()) for name in self.names[text])
        }


def names_of(text: str) -> frozenset[str]:
    """Name what a condition reads; nothing if it cannot be read."""
    try:
        return compile_expression(text).names
    except FeelSyntaxError:
        return frozenset()
