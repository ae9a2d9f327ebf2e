"""The chart as tokens walk it: a net of points, one copy of a called process for each caller.

A plain element is one point. What has an inside has two: where a token arrives, and where it
comes out; a loop has a third, where all its turns are over. Arcs say how one comes from point to
point: `early` arcs leave before the element has done its work (a boundary event interrupts it).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from engine.flowfacts.chart import Chart, Element, Flow, Key

MOST_POINTS = 20_000
"""Above it a package calls itself in too many ways to be followed one by one."""


class TooIntricate(Exception):
    """The calls of a package branch out beyond what can be followed."""


class Role(Enum):
    """Which moment of an element a point is."""

    AT = "at"  # arrived; nothing done yet
    WORK = "work"  # finishing it does what it does
    DONE = "done"  # all turns of a loop are over
    EXIT = "exit"  # all tokens of a scope have ended


class Meeting(Enum):
    """What must have arrived for a point to be reached."""

    ANY = "any"
    ALL = "all"  # a parallel join
    SOME = "some"  # an inclusive join, or the end of a scope: whatever was under way


@dataclass(frozen=True)
class Arc:
    """A way from one point to another."""

    source: int
    target: int
    early: bool = False
    beside: bool = False  # the source goes on all the same
    again: bool = False  # a flow that leads back into a parallel join
    final: bool = False  # it ends the scope, whatever else is under way
    flow: str = ""  # the sequence flow it is, by process and id
    leaves: bool = False  # it comes out of one instance of several


@dataclass
class Point:
    """One moment of one element, on one chain of calls."""

    index: int
    key: Key
    role: Role
    calls: tuple[Key, ...]
    meeting: Meeting = Meeting.ANY
    splits: bool = False  # all ways out are taken
    shut: bool = False  # inside one instance of several


@dataclass
class Scope:
    """One running of a process or sub-process: its points are low ≤ index < high."""

    low: int
    high: int = 0
    entry: int = -1
    exit: int = -1
    repeated: bool = False  # several at the same time


@dataclass
class Net:
    """All points and arcs."""

    chart: Chart
    points: list[Point] = field(default_factory=list)
    into: list[list[Arc]] = field(default_factory=list)
    out: list[list[Arc]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    moments: dict[Key, dict[Role, list[int]]] = field(default_factory=dict)
    forks: list[tuple[Scope, tuple[int, ...]]] = field(default_factory=list)
    orders: dict[int, Any] = field(default_factory=dict)  # see engine.flowfacts.order

    def arrivals(self, key: Key) -> list[int]:
        """List the points at which tokens arrive at an element, one for each chain of calls.

        Of a process: where all its tokens have ended.
        """
        at = self.moments.get(key, {})
        return at.get(Role.AT) or at.get(Role.WORK) or at.get(Role.EXIT) or []

    def add(self, key: Key, role: Role, calls: tuple[Key, ...]) -> int:
        """Add a point."""
        index = len(self.points)
        if index >= MOST_POINTS:
            raise TooIntricate
        self.points.append(Point(index, key, role, calls))
        self.into.append([])
        self.out.append([])
        self.moments.setdefault(key, {}).setdefault(role, []).append(index)
        return index

    def link(self, arc: Arc) -> None:
        """Add an arc."""
        self.into[arc.target].append(arc)
        self.out[arc.source].append(arc)


def name_of(flow: Flow) -> str:
    """Name a flow so that no other has the same name."""
    return f"{flow.source[0]}/{flow.id}"


def build_net(chart: Chart) -> Net:
    """Walk from the root process through all calls; TooIntricate when there is no end of them."""
    net = Net(chart)
    _Builder(net).scope((chart.root, chart.root), ())
    return net


class _Builder:
    """Lays out scope after scope."""

    def __init__(self, net: Net) -> None:
        self.net, self.chart = net, net.chart
        self.open: list[Key] = []

    def scope(self, key: Key, calls: tuple[Key, ...]) -> Scope:
        """Lay out a process or sub-process with all inside it."""
        net = self.net
        scope = Scope(len(net.points))
        scope.exit = net.add(key, Role.EXIT, calls)
        net.points[scope.exit].meeting = Meeting.SOME
        ends: dict[Key, tuple[int, int]] = {}
        for element in self.chart.members.get(key, ()):
            ends[element.key] = self.element(element, calls)
            if element.tag == "startEvent":
                scope.entry = ends[element.key][0]
        scope.high = len(net.points)
        net.scopes.append(scope)
        for name, (first, last) in ends.items():
            self.ways(self.chart.elements[name], last, scope, ends)
            self.boundaries(name, first, last, scope, ends)
        for name in ends:
            self.meeting(name, scope, ends)
        return scope

    def element(self, element: Element, calls: tuple[Key, ...]) -> tuple[int, int]:
        """Lay out one element; give its first and its last point."""
        net, inside, loop = self.net, element.inside, element.node.loop
        if inside is None and loop is None:
            only = net.add(element.key, Role.WORK, calls)
            return only, only
        first = net.add(element.key, Role.AT, calls)
        entry = exits = -1
        if inside is not None:
            if inside in self.open:
                raise TooIntricate
            self.open.append(inside)
            scope = self.scope(inside, (*calls, element.key))
            self.open.pop()
            scope.repeated = bool(loop and loop.multiple and not loop.sequential)
            entry, exits = scope.entry, scope.exit
        work = net.add(element.key, Role.WORK, calls)
        net.link(Arc(first, work if entry < 0 else entry))
        if exits >= 0:
            net.link(Arc(exits, work))
        if loop is None:
            return first, work
        done = net.add(element.key, Role.DONE, calls)
        for point in net.points[first + 1 : done] if loop.multiple else ():
            point.shut = True
        net.link(Arc(work, done, leaves=loop.multiple))
        net.link(Arc(work, work if entry < 0 else entry))
        if loop.multiple or loop.test_before:
            net.link(Arc(first, done, early=True))
        return first, done

    def ways(
        self, element: Element, last: int, scope: Scope, ends: dict[Key, tuple[int, int]]
    ) -> None:
        """Connect an element to what follows it."""
        flows = self.chart.outgoing.get(element.key, ())
        point = self.net.points[last]
        point.splits = element.tag == "parallelGateway" and len(flows) > 1
        for flow in flows:
            if flow.target in ends:
                self.net.link(Arc(last, ends[flow.target][0], flow=name_of(flow)))
        if element.tag == "endEvent" and element.event != "errorEventDefinition":
            final = element.event == "terminateEventDefinition"
            self.net.link(Arc(last, scope.exit, final=final))
        if element.tag in {"parallelGateway", "inclusiveGateway"}:
            # an inclusive gateway takes its default only when it takes nothing else
            branches = tuple(ends[f.target][0] for f in flows if f.target in ends and not f.default)
            if len(branches) > 1:
                self.net.forks.append((scope, branches))

    def boundaries(
        self, host: Key, first: int, last: int, scope: Scope, ends: dict[Key, tuple[int, int]]
    ) -> None:
        """Connect an activity to the events at its edge."""
        event_host = self.chart.elements[host].node
        for event in self.chart.boundaries.get(host, ()):
            if event.key not in ends:
                continue
            target, beside = ends[event.key][0], not event.node.interrupting
            if event.event in {"errorEventDefinition", "escalationEventDefinition"}:
                for source in self.throwers(event, first, last):
                    self.net.link(Arc(source, target, early=True, beside=beside))
            else:
                several = bool(event_host.loop and event_host.loop.multiple)
                for source in range(first, last if last > first else first + 1):
                    leaves = several and source > first
                    self.net.link(Arc(source, target, early=True, beside=beside, leaves=leaves))
            if beside:
                self.net.forks.append((scope, (first, target)))

    def throwers(self, event: Element, first: int, last: int) -> Iterator[int]:
        """Find the points inside an activity that throw what the event takes."""
        for point in self.net.points[first:last]:
            thrower = self.chart.elements.get(point.key)
            if (
                point.role is Role.WORK
                and thrower is not None
                and thrower.tag in {"endEvent", "intermediateThrowEvent"}
                and thrower.event == event.event
                and event.code in {None, thrower.code}
            ):
                yield point.index

    def meeting(self, name: Key, scope: Scope, ends: dict[Key, tuple[int, int]]) -> None:
        """Say what an element with several ways in waits for, as the engine does."""
        tag, point = self.chart.elements[name].tag, ends[name][0]
        arcs = self.net.into[point]
        if len(arcs) > 1 and tag == "inclusiveGateway":
            self.net.points[point].meeting = Meeting.SOME
        elif len(arcs) > 1 and tag == "parallelGateway":
            self.net.points[point].meeting = Meeting.ALL
            forward = self.forward(scope.entry, point)
            arcs[:] = [arc if arc.source in forward else replace(arc, again=True) for arc in arcs]

    def forward(self, entry: int, join: int) -> set[int]:
        """Find what is reached from the start of the scope without passing a join."""
        seen, todo = {join}, [entry] if entry >= 0 else []
        while todo:
            point = todo.pop()
            if point not in seen:
                seen.add(point)
                todo.extend(arc.target for arc in self.net.out[point])
        return seen - {join}
