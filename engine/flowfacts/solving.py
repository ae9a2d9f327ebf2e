"""The equations of what has certainly and what can have happened, solved by fixpoint.

Facts are bits. `None` is the value of a point that no token has been seen to reach.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from engine.flowfacts.net import Arc, Meeting, Net, Point
from engine.flowfacts.order import Order, order_of


@dataclass
class Effects:
    """What finishing each point gives and takes away, and what happens beside it."""

    gives: list[int]
    takes: list[int]
    given_beside: list[int] = field(default_factory=list)
    taken_beside: list[int] = field(default_factory=list)
    on_flows: dict[str, int] = field(default_factory=dict)
    keeps_inside: bool = False  # what one instance of several does stays in it

    def after(self, point: int, value: int) -> int:
        """Give the facts once a point is finished."""
        left = (value & ~self.takes[point]) | self.gives[point]
        return left & ~self.taken_beside[point]

    def along(self, arc: Arc, value: int) -> int:
        """Give the facts an arc carries."""
        found = value if arc.early else self.after(arc.source, value)
        return found | self.on_flows.get(arc.flow, 0)


def solve(
    net: Net,
    line: Sequence[int],
    start: int,
    combine: Callable[[Point, list[int | None]], int | None],
) -> list[int | None]:
    """Let facts flow from the first point of a line until nothing changes, earlier points first."""
    values: list[int | None] = [None] * len(net.points)
    place = {point: number for number, point in enumerate(line)}
    values[line[0]] = start
    todo = {place[arc.target] for arc in net.out[line[0]]}
    queue = sorted(todo)
    while queue:
        number = heappop(queue)
        todo.discard(number)
        point = line[number]
        found = combine(net.points[point], values)
        if found is None or found == values[point]:
            continue
        values[point] = found
        for arc in net.out[point]:
            after = place[arc.target]
            if after not in todo:
                todo.add(after)
                heappush(queue, after)
    return values


class Certain:
    """The equation of what has certainly happened."""

    def __init__(self, net: Net, effects: Effects, promised: dict[int, int]) -> None:
        """Take what the tokens that meet at a join promise together."""
        self.net, self.effects, self.promised = net, effects, promised

    def __call__(self, point: Point, values: list[int | None]) -> int | None:
        """Combine what the ways to a point bring."""
        arcs = self.net.into[point.index]
        if point.meeting is Meeting.ALL:
            found = self.all_of(arcs, values)
        else:
            found = self.any_of([arc for arc in arcs if not arc.final], values)
            if found is not None:
                found |= self.promised.get(point.index, 0)
            found = narrowed(found, self.any_of([arc for arc in arcs if arc.final], values))
            # a promise below nought: all runs end by a final arc
        return (
            None if found is None or found < 0 else found & ~self.effects.taken_beside[point.index]
        )

    def any_of(self, arcs: Sequence[Arc], values: list[int | None]) -> int | None:
        """Keep what all ways bring that are gone at all."""
        found: int | None = None
        for arc in arcs:
            value = values[arc.source]
            if value is not None:
                brought = self.effects.along(arc, value)
                found = brought if found is None else found & brought
        return found

    def all_of(self, arcs: Sequence[Arc], values: list[int | None]) -> int | None:
        """Put together what all ways bring, because all have been gone."""
        found = 0
        for arc in arcs:
            value = values[arc.source]
            if arc.again:
                continue
            if value is None:
                return None
            found |= self.effects.along(arc, value)
        return narrowed(found, self.any_of([arc for arc in arcs if arc.again], values))


def narrowed(found: int | None, other: int | None) -> int | None:
    """Keep what both have, of those there are."""
    if found is None or other is None:
        return other if found is None else found
    return found & other


class Possible:
    """The equation of what can have happened."""

    def __init__(self, net: Net, effects: Effects) -> None:
        """Take the effects."""
        self.net, self.effects = net, effects

    def __call__(self, point: Point, values: list[int | None]) -> int | None:
        """Add up what the ways to a point bring; what once happened has happened."""
        found: int | None = None
        for arc in self.net.into[point.index]:
            value = values[arc.source]
            if value is None or (arc.leaves and self.effects.keeps_inside):
                continue
            more = 0 if arc.early else self.effects.gives[arc.source]
            found = (found or 0) | value | more | self.effects.on_flows.get(arc.flow, 0)
        return None if found is None else found | self.effects.given_beside[point.index]


def promises(net: Net, effects: Effects, orders: dict[int, Order]) -> dict[int, int]:
    """Say of inclusive joins and ends of scopes what their tokens together have done.

    Every branch of a parallel split has happened when all have come to rest, although each of
    them alone brings only its own. So one asks forward from where they parted: what happens on
    whichever way, up to the join?
    """
    forked = {scope.low for scope, _ in net.forks}
    found: dict[int, int] = {}
    for scope in net.scopes:
        if scope.low not in forked or scope.entry < 0:
            continue
        order = order_of(net, scope, orders)
        for join in order.line:
            point = net.points[join]
            if point.meeting is not Meeting.SOME or point.calls != net.points[scope.exit].calls:
                continue
            opened = scope.entry if join == scope.exit else order.opened_at(join)
            if opened >= 0:
                found[join] = Promise(net, effects, order).between(opened, join)
    return found


class Promise:
    """What certainly happens between a point and a join, asked backward."""

    def __init__(self, net: Net, effects: Effects, order: Order) -> None:
        """Prepare the equation of one scope."""
        self.net, self.effects, self.order = net, effects, order
        self.lasting = self.stays() if any(effects.takes) else effects.gives

    def stays(self) -> list[int]:
        """Leave out what may be taken away again later."""
        later = [0] * len(self.net.points)
        changed = True
        while changed:
            changed = False
            for point in reversed(self.order.line):
                total = 0
                for target in self.order.targets(point):
                    total |= later[target] | self.effects.takes[target]
                if total != later[point]:
                    later[point], changed = total, True
        beside = self.effects.taken_beside
        pairs = zip(self.effects.gives, later, beside, strict=True)
        return [gives & ~gone & ~taken for gives, gone, taken in pairs]

    def between(self, opened: int, join: int) -> int:
        """Solve the equation: everything at first, then less, until nothing changes."""
        values = dict.fromkeys(self.order.line, -1)
        values[join] = 0
        changed = True
        while changed:
            changed = False
            for point in reversed(self.order.line):
                value = 0 if point == join else self.one(point, values)
                if value != values[point]:
                    values[point], changed = value, True
        return values[opened]

    def one(self, point: int, values: dict[int, int]) -> int:
        """Say what is certain to come from a point on."""
        late: int | None = None
        early = -1
        splits = self.net.points[point].splits
        for arc in self.net.out[point]:
            if arc.final and arc.target == self.order.scope.exit:
                return -1  # no run that ends here comes to the join
            if arc.beside or arc.target not in values:
                continue
            value = values[arc.target] | self.effects.on_flows.get(arc.flow, 0)
            if arc.early:
                early &= value
            elif late is None:
                late = value
            else:
                late = late | value if splits else late & value
        if late is None:
            return early
        return (self.lasting[point] | late) & early
