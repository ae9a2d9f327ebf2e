"""What has certainly happened in law when a case arrives somewhere, seen through conditions.

A drawing alone says too little: “if the reply was posted, go on to the archive” leads past the
posting on paper, but never in fact. So beside each fact F stands, for every answer X that some
condition tests for being there, “if X then F”; where a flow is taken only if X is there, F follows.
That is assumed of all such flows at first and taken back where it does not hold.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.feel.propositions import Known, Says, known_after, propositions_of
from engine.flowfacts import Chart, Client, Element, Facts, Flow, Key, Net
from engine.lawful.marks import variables_of

Fact = tuple[str, ...]
MOST_ROUNDS = 10


@dataclass(frozen=True)
class Doing:
    """What steps do, undo, and what a flow shows to have happened.

    Conditions are followed for the `principal` facts only.
    """

    principal: frozenset[str]
    gives: Callable[[Element], Iterable[str]]
    takes: Callable[[Element], Iterable[str]]
    shows: Callable[[Known], Iterable[str]]


def known_on(chart: Chart, flow: Flow) -> Known:
    """Say what is known once a flow is taken."""
    if not flow.condition and not flow.default:
        return frozenset()
    others = chart.outgoing.get(flow.source, ()) if flow.default else ()
    return known_after(flow.condition, (one.condition for one in others if one.condition))


def given(known: Known, there: bool) -> frozenset[str]:  # noqa: FBT001  (there or not is the question)
    """Name the answers that are known to be there, or known not to be."""
    return frozenset(
        says.variable for says, true in known if says == Says(says.variable) and true is not there
    )


class Course:
    """The certain and the possible facts at every step."""

    def __init__(self, chart: Chart, net: Net, doing: Doing) -> None:
        """Solve the equations again and again until all that is assumed holds."""
        self.chart, self.net = chart, net
        elements = chart.elements.items()
        known = self.known = {flow: known_on(chart, flow) for flow in chart.flows}
        self.gives = {key: frozenset(doing.gives(one)) for key, one in elements}
        self.takes = {key: frozenset(doing.takes(one)) for key, one in elements}
        self.shows = {flow: frozenset(doing.shows(said)) for flow, said in known.items()}
        self.names = doing.principal
        self.tested = {
            says.path
            for flow in chart.flows
            for says in propositions_of(flow.condition)
            if says == Says(says.variable)
        }
        self.there = {f: given(said, there=True) & self.tested for f, said in known.items()}
        self.missing = {f: given(said, there=False) & self.tested for f, said in known.items()}
        self.sets = {key: variables_of(one) & self.tested for key, one in elements}
        self.follows = {flow: self.names for flow in chart.flows if self.there[flow]}
        self.unharmed = {key: self.names - self.takes[key] for key, _ in elements if self.sets[key]}
        self.absent = self.not_yet_answered()
        self.facts = self.settled()

    def not_yet_answered(self) -> Facts[str]:
        """Work out which answers are certainly not there yet."""
        return Facts(
            self.net,
            Client(
                gives=lambda _: (),
                takes_away=lambda one: self.sets[one.key],
                gives_on=lambda flow: self.missing[flow],
                at_start=frozenset(self.tested),
            ),
        )

    def settled(self) -> Facts[Fact]:
        """Take assumptions back until none is wrong."""
        for _ in range(MOST_ROUNDS):
            facts = self.solved()
            if not self.taken_back(facts):
                return facts
        self.follows, self.unharmed = {}, {}
        return self.solved()

    def solved(self) -> Facts[Fact]:
        """Solve once."""
        every = [("if", answer, name) for answer in self.tested for name in self.names]
        return Facts(
            self.net,
            Client(
                gives=lambda one: self.given_by(one.key),
                takes_away=lambda one: self.taken_by(one.key),
                gives_on=self.given_on,
                at_start=frozenset(every),
            ),
        )

    def given_by(self, key: Key) -> Iterator[Fact]:
        """Say what a step gives."""
        for name in self.gives[key]:
            yield (name,)
            if name in self.names:
                yield from (("if", answer, name) for answer in self.tested)
        yield from (("set", answer) for answer in self.sets[key])

    def taken_by(self, key: Key) -> Iterator[Fact]:
        """Say what a step takes away: once X is answered, “if X then F” needs F."""
        for name in self.takes[key]:
            yield (name,)
            absent = self.absent.certain(key)
            yield from (("if", answer, name) for answer in self.tested - absent)
        if self.sets[key]:
            for name in self.names - self.gives[key] - self.unharmed.get(key, frozenset()):
                yield from (("if", answer, name) for answer in self.sets[key])

    def given_on(self, flow: Flow) -> Iterator[Fact]:
        """Say what a flow shows."""
        for name in self.shown_by(flow):
            yield (name,)
            yield from (("if", answer, name) for answer in self.tested)
        for answer in self.missing[flow]:
            yield from (("if", answer, name) for name in self.names)
        yield from (("set", answer) for answer in self.there[flow])

    def shown_by(self, flow: Flow) -> frozenset[str]:
        """Name the facts that are certain once a flow is taken."""
        return self.shows[flow] | self.follows.get(flow, frozenset())

    def taken_back(self, facts: Facts[Fact]) -> bool:
        """Drop what was assumed wrongly; say whether there was any."""
        before = (self.follows, self.unharmed)
        self.follows = {flow: self.following(flow, facts) for flow in self.follows}
        self.unharmed = {
            key: names & {fact[0] for fact in facts.certain(key) if len(fact) == 1}
            for key, names in self.unharmed.items()
        }
        return before != (self.follows, self.unharmed)

    def following(self, flow: Flow, facts: Facts[Fact]) -> frozenset[str]:
        """Name what does follow from an answer's being there."""
        certain = facts.certain_after(flow.source)
        found = {
            name
            for name in self.follows[flow]
            if (name,) in certain
            or any(("if", answer, name) in certain for answer in self.there[flow])
        }
        return frozenset(found)

    def certain(self, key: Key) -> frozenset[str]:
        """Name what has certainly happened on arrival."""
        return frozenset(fact[0] for fact in self.facts.certain(key) if len(fact) == 1)

    def possible(self, key: Key) -> frozenset[str]:
        """Name what can have happened on arrival."""
        return frozenset(fact[0] for fact in self.facts.possible(key) if len(fact) == 1)

    def closed(self, name: str) -> list[Flow]:
        """List the flows that nobody takes before a fact has happened."""
        return [flow for flow in self.chart.flows if name in self.shown_by(flow)]

    def never_after(self, key: Key) -> list[Flow]:
        """List the flows that nobody takes any more once a step is done."""
        there = {fact[1] for fact in self.facts.certain_after(key) if fact[0] == "set"}
        return [flow for flow, missing in self.missing.items() if missing & there]

    @cached_property
    def passed(self) -> Facts[Key]:
        """Tell which steps have been done."""
        return Facts(self.net, Client(lambda one: [one.key]))
