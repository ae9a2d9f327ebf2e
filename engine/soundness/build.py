"""Draw the net of a scope: what each element does with a token, as the engine runs it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.bpmn.model import NodeKind
from engine.soundness.net import Gate, Hub, Last, Load, Net, Trigger, Way
from engine.soundness.scopes import (
    COMES_FROM_OUTSIDE,
    WAITING,
    Event,
    Scope,
    ScopeKey,
    Spot,
    throws,
)

RAISED = "\0raised"
"""The hub at which a scope ends by an error it does not catch."""

GATES = {"parallelGateway": Gate.ALL, "inclusiveGateway": Gate.SOME}


@dataclass(frozen=True)
class Inside:
    """What the inside of an activity can do, seen from around it."""

    ends: bool = True
    quick: bool = False  # it can end without a wait
    waits: bool = True
    people: bool = False
    raises: frozenset[Event] = frozenset()


@dataclass(frozen=True)
class World:
    """What a scope has to know of the rest of the definition."""

    insides: Mapping[ScopeKey, Inside]
    thrown_elsewhere: Collection[Event]


def draw(scope: Scope, world: World) -> Net:
    """Draw the net of a scope."""
    return _Drawer(scope, world).net()


class _Drawer:
    def __init__(self, scope: Scope, world: World) -> None:
        self.scope = scope
        self.world = world
        self.here = scope.thrown() & scope.caught()
        self.ways: dict[str, Way] = {}
        self.hubs: dict[str, Hub] = {}

    def net(self) -> Net:
        """Draw hubs and ways."""
        for spot in self.scope.spots.values():
            self.hubs[spot.id] = self.hub(spot)
        for spot in self.scope.spots.values():
            self.flows_of(spot)
            self.edges_of(spot)
        return Net(self.scope.start, self.hubs, self.ways)

    def hub(self, spot: Spot) -> Hub:
        """Draw one element."""
        last = Last.NO
        if spot.kind is NodeKind.END:
            last = Last.TERMINATE if spot.terminates else Last.END
            if spot.event is not None and spot.event[0] == "error":
                last = Last.RAISE
        spoken = spot.event if throws(spot) and spot.event in self.here else None
        return Hub(spot.id, GATES.get(spot.tag, Gate.ONE), self.load(spot), last, spoken)

    def load(self, spot: Spot) -> Load:
        """Tell how an element is passed."""
        quick, waits, people = True, False, spot.is_for_people
        if spot.inside is not None:
            inside = self.inside(spot)
            quick, waits, people = inside.quick, inside.waits, inside.people
            waits = waits or not (inside.ends or quick)
        elif self.is_waited_at(spot):
            quick, waits = False, True
        quick = quick or spot.skippable
        here = (spot.id,)
        return Load(
            here if quick else None,
            here if waits else None,
            (),
            frozenset(here),
            here if people else (),
        )

    def is_waited_at(self, spot: Spot) -> bool:
        """Tell whether a token rests at an element that has no inside."""
        if spot.tag == "eventBasedGateway" or spot.kind in WAITING:
            return not self.is_raced_to(spot)
        return spot.tag == "intermediateCatchEvent" and not self.is_raced_to(spot)

    def is_raced_to(self, spot: Spot) -> bool:
        """Tell whether an event-based gateway does the waiting for it."""
        before = [self.scope.spots[flow.source] for flow in self.scope.incoming[spot.id]]
        return any(one.tag == "eventBasedGateway" for one in before)

    def inside(self, spot: Spot) -> Inside:
        """Look up the inside of an activity."""
        return self.world.insides.get(spot.inside or ("", ""), Inside())

    def flows_of(self, spot: Spot) -> None:
        """Draw the flows out of an element."""
        for flow in self.scope.outgoing[spot.id]:
            target = self.scope.spots[flow.target]
            trigger, catches = Trigger.GO, None
            if spot.tag == "eventBasedGateway":
                trigger, catches = self.caught(target)
            elif spot.event is not None and not throws(spot) and self.is_waited_at(spot):
                trigger, catches = self.caught(spot)
                if trigger is Trigger.EVENT and catches is None:
                    trigger = Trigger.GO
            elif spot.inside is not None and not (self.inside(spot).ends or spot.skippable):
                trigger = Trigger.NEVER
            self.ways[flow.id] = Way(
                flow.id,
                spot.id,
                flow.target,
                spot.id,
                Load((flow.id,)),
                trigger,
                catches,
                waited_for=target.tag != "parallelGateway" or self.scope.is_waited_for(flow),
                default=flow.default,
            )

    def caught(self, spot: Spot) -> tuple[Trigger, Event | None]:
        """Tell what opens the way of something waited for."""
        event = spot.event or ("", "")
        outside = event[0] in COMES_FROM_OUTSIDE or event in self.world.thrown_elsewhere
        trigger = Trigger.EVENT if outside else Trigger.NEVER
        return trigger, event if event in self.here else None

    def edges_of(self, spot: Spot) -> None:
        """Draw the events at the edge of an activity, and the errors that get past them."""
        events = self.scope.edges[spot.id]
        raised = self.inside(spot).raises if spot.inside is not None else frozenset()
        exact = {one.event for one in events}
        caught: set[Event] = set()
        for one in events:
            event = one.event or ("", "")
            mine = {r for r in raised if event == r or (event == (r[0], "") and r not in exact)}
            caught |= mine
            trigger, catches = self.caught(one)
            if event[0] in {"error", "escalation"}:
                trigger = Trigger.RAISED if mine else Trigger.NEVER
            way = Way(f"{one.id}@", spot.id, one.id, spot.id, Load(()), trigger, catches)
            way.aside = not one.interrupting
            self.ways[way.id] = way
        if any(kind == "error" for kind, _ in raised - caught):
            self.hubs.setdefault(RAISED, Hub(RAISED, Gate.ONE, Load(()), Last.RAISE))
            name = f"{spot.id}!"
            self.ways[name] = Way(name, spot.id, RAISED, spot.id, Load(()), Trigger.RAISED)


def leaks(scope: Scope, world: World) -> frozenset[Event]:
    """Find the errors and escalations that leave a scope: its own, and those let through."""
    found = {e for e in scope.thrown() if e[0] in {"error", "escalation"}}
    for spot in scope.spots.values():
        if spot.inside is not None:
            raised = world.insides.get(spot.inside, Inside()).raises
            events = {one.event for one in scope.edges[spot.id]}
            found |= {r for r in raised if r not in events and (r[0], "") not in events}
    return frozenset(found)
