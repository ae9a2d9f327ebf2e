"""Scope after scope, from the inside out: what lies inside an activity is judged before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.soundness.build import Inside, World, draw, leaks
from engine.soundness.explore import MOST_STATES, Explored
from engine.soundness.findings import Judged, Remark, Rule
from engine.soundness.net import Run
from engine.soundness.reduce import reduce
from engine.soundness.rules import RULES, deadlock
from engine.soundness.scopes import Event, Scope, ScopeKey, Spot


@dataclass(frozen=True)
class Said:
    """A remark, the scope it concerns and the rule it comes from."""

    scope: Scope
    rule: Rule
    remark: Remark


@dataclass
class Judge:
    """Judges the scopes of a definition, each once."""

    scopes: Mapping[ScopeKey, Scope]
    most: int = MOST_STATES  # of one scope
    left: int = MOST_STATES * 2  # of all together
    insides: dict[ScopeKey, Inside] = field(default_factory=dict)
    judged: dict[ScopeKey, Judged] = field(default_factory=dict)
    remarks: dict[ScopeKey, list[Said]] = field(default_factory=dict)

    def all_of(self, root: ScopeKey) -> list[Said]:
        """Judge a process and all it calls."""
        self.judge(root)
        found = [said for remarks in self.remarks.values() for said in remarks]
        escaping = {event for event in self.insides[root].raises if event[0] == "error"}
        for key, remark in self.thrown_in(root, escaping):
            found.append(Said(self.scopes[key], deadlock.RULE, remark))
        return found

    def judge(self, key: ScopeKey) -> None:
        """Judge a scope, after those inside it."""
        if key in self.insides or key not in self.scopes:
            return
        scope = self.scopes[key]
        self.insides[key] = Inside()  # of a process that calls itself, which is refused
        for spot in scope.spots.values():
            if spot.inside is not None:
                self.judge(spot.inside)
        world = World(self.insides, self.thrown_elsewhere(key))
        judged, said = self.whole(scope, world)
        self.judged[key] = judged
        for spot in scope.spots.values():
            if spot.inside is not None and spot.inside[0] == key[0] and spot.inside != key:
                said += self.lead_to(judged, spot)
        self.remarks[key] = said
        self.insides[key] = self.seen_from_outside(judged, bool(said))

    def thrown_elsewhere(self, key: ScopeKey) -> frozenset[Event]:
        """List what other scopes throw."""
        return frozenset(e for k, scope in self.scopes.items() if k != key for e in scope.thrown())

    def whole(self, scope: Scope, world: World) -> tuple[Judged, list[Said]]:
        """Judge a scope, and by itself what events beside its main course lead to."""
        beside = {one.id: scope.reached(one.id) for one in scope.asides if stands_alone(scope, one)}
        kept = scope.reached(scope.start, set(beside)) if beside else set(scope.spots)
        main = scope.part(scope.start, kept) if beside else scope
        net = draw(main, world)
        reduce(net)
        judged = Judged(main, world, Explored(net, max(1, min(self.most, self.left))))
        self.left -= len(judged.explored.states)
        said = [Said(scope, rule, remark) for rule in RULES for remark in rule.look(judged)]
        for name, names in beside.items():
            _, more = self.whole(scope.part(name, names), world)
            before = judged.run_through(scope.spots[name].host)
            said += [prefixed(one, scope, before) for one in more]
        return judged, said

    def lead_to(self, judged: Judged, spot: Spot) -> list[Said]:
        """Take over what was said of an embedded sub-process, with the run that leads to it."""
        key = spot.inside or ("", "")
        before = judged.run_through(spot.id)
        return [prefixed(one, one.scope, before) for one in self.remarks.pop(key, [])]

    def seen_from_outside(self, judged: Judged, faulty: bool) -> Inside:  # noqa: FBT001 - one flag
        """Sum a scope up; what is wrong inside is not held against what is around it."""
        explored = judged.explored
        inner = [self.insides.get(s.inside) for s in judged.scope.spots.values() if s.inside]
        people = any(spot.is_for_people for spot in judged.scope.spots.values())
        return Inside(
            ends=explored.ends_normally or faulty or not explored.complete,
            quick=explored.ends_at_once,
            waits=explored.waits,
            people=people or any(one is not None and one.people for one in inner),
            raises=leaks(judged.scope, judged.world),
        )

    def thrown_in(self, key: ScopeKey, escaping: set[Event]) -> Iterator[tuple[ScopeKey, Remark]]:
        """Find where errors are thrown that nobody handles."""
        judged = self.judged.get(key)
        if judged is None or not escaping:
            return
        for remark in deadlock.uncaught(judged):
            if remark.spot.event in escaping:
                yield key, remark
        for spot in judged.scope.spots.values():
            if spot.inside is not None:
                caught = {one.event for one in judged.scope.edges[spot.id]}
                through = {e for e in escaping if e not in caught and (e[0], "") not in caught}
                yield from self.thrown_in(spot.inside, through)


def stands_alone(scope: Scope, event: Spot) -> bool:
    """Tell whether what an event leads to never comes back into the main course."""
    names = scope.reached(event.id)
    if names & scope.main or any(scope.spots[name].terminates for name in names):
        return False
    for name in names:
        gate = scope.spots[name].tag in {"parallelGateway", "inclusiveGateway"}
        if gate and not names.issuperset(scope.before(name)):
            return False
    inside, outside = scope.part(event.id, names), set(scope.spots) - names
    rest = scope.part(scope.start, outside)
    return not (inside.thrown() & rest.caught() or rest.thrown() & inside.caught())


def prefixed(said: Said, scope: Scope, before: Run) -> Said:
    """Say the same with a run that begins earlier."""
    remark = said.remark
    path = before + remark.path if remark.path else ()
    return Said(scope, said.rule, Remark(remark.spot, remark.severity, remark.message, path))
