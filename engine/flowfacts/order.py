"""What must come before or after what in a net, and what may run beside it.

Sets of points are kept as the bits of whole numbers, so that the usual equations take
milliseconds on a large diagram.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from engine.flowfacts.net import Meeting, Net, Scope


def bits(number: int) -> Iterator[int]:
    """List the places of the ones."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def reach(net: Net, scope: Scope, start: int, stop: int = -1) -> set[int]:
    """Find what may follow a point inside a scope, itself included, without passing `stop`."""
    seen: set[int] = {stop}
    todo = [start]
    while todo:
        point = todo.pop()
        if point not in seen and scope.low <= point < scope.high:
            seen.add(point)
            todo.extend(arc.target for arc in net.out[point])
    return seen - {stop}


def dominators(
    line: Sequence[int], root: int, near: Callable[[int], Iterable[int]]
) -> dict[int, int]:
    """Find for each point what lies on every way from a root to it, as bits."""
    known: dict[int, int] = {root: 1 << root}
    changed = True
    while changed:
        changed = False
        for point in line:
            common = -1
            for other in near(point):
                common &= known.get(other, -1)
            value = common | (1 << point)
            if point != root and common >= 0 and known.get(point) != value:
                known[point], changed = value, True
    return known


class Order:
    """The order of the points of one scope."""

    def __init__(self, net: Net, scope: Scope) -> None:
        """Order the points; the equations are solved when they are first needed."""
        self.net, self.scope = net, scope
        self.line = list(self.walk())

    @cached_property
    def before(self) -> dict[int, int]:
        """Give for each point what every way to it passes."""
        return dominators(self.line, self.scope.entry, self.sources)

    @cached_property
    def after(self) -> dict[int, int]:
        """Give for each point what every way from it to the end passes."""
        return dominators(self.line[::-1], self.scope.exit, self.targets)

    def walk(self) -> Iterator[int]:
        """List the points, mostly forward (reverse postorder)."""
        done: list[int] = []
        seen: set[int] = set()
        todo: list[tuple[int, bool]] = [(self.scope.entry, False)]
        while todo:
            point, leaving = todo.pop()
            if leaving:
                done.append(point)
            elif point not in seen and self.scope.low <= point < self.scope.high:
                seen.add(point)
                todo.append((point, True))
                todo.extend((arc.target, False) for arc in self.net.out[point])
        return reversed(done)

    def sources(self, point: int) -> Iterator[int]:
        """List where one comes from."""
        low, high = self.scope.low, self.scope.high
        return (arc.source for arc in self.net.into[point] if low <= arc.source < high)

    def targets(self, point: int) -> Iterator[int]:
        """List where one goes; what runs beside does not count."""
        low, high = self.scope.low, self.scope.high
        return (
            arc.target for arc in self.net.out[point] if not arc.beside and low <= arc.target < high
        )

    def joined_at(self, branches: Iterable[int]) -> int:
        """Find the nearest join that all branches come to: the end of the scope at the latest."""
        common = -1
        for branch in branches:
            common &= self.after.get(branch, 0)
        joins = [
            one
            for one in bits(max(common, 0))
            if self.net.points[one].meeting is not Meeting.ANY and one != self.scope.exit
        ]
        last = self.scope.exit
        return max(joins, key=lambda one: self.after[one].bit_count(), default=last)

    def opened_at(self, join: int) -> int:
        """Find the farthest point that lies before a join, and after which it always comes."""
        found = [
            one
            for one in bits(self.before.get(join, 0))
            if one != join and self.after.get(one, 0) >> join & 1
        ]
        return min(found, key=lambda one: self.before[one].bit_count(), default=-1)


def beside(net: Net, given: Sequence[int], orders: dict[int, Order]) -> list[int]:
    """Say for each point what may be given on branches that run at the same time."""
    found = [0] * len(net.points)
    for scope, branches in net.forks:
        if scope.entry < 0:
            continue
        stop = order_of(net, scope, orders).joined_at(branches)
        regions = [reach(net, scope, branch, stop) for branch in branches]
        _add(found, given, regions)
    for scope in net.scopes:
        if scope.repeated:
            inside = set(range(scope.low, scope.high))
            _add(found, given, [inside, inside])
    return found


def _add(found: list[int], given: Sequence[int], regions: Sequence[set[int]]) -> None:
    totals = []
    for region in regions:
        total = 0
        for point in region:
            total |= given[point]
        totals.append(total)
    for number, region in enumerate(regions):
        others = 0
        for other, total in enumerate(totals):
            others |= total if other != number else 0
        if others:
            for point in region:
                found[point] |= others


def order_of(net: Net, scope: Scope, orders: dict[int, Order]) -> Order:
    """Order a scope once."""
    if scope.low not in orders:
        orders[scope.low] = Order(net, scope)
    return orders[scope.low]
