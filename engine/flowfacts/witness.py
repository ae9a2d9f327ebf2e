"""A run that shows what is wrong: from here to there without ever doing this."""

from collections.abc import Collection
from heapq import heappop, heappush

from engine.flowfacts.chart import Flow, Key
from engine.flowfacts.net import Arc, Meeting, Net, Role, name_of
from engine.flowfacts.order import Order
from engine.flowfacts.solving import Effects, promises

Path = tuple[Key, ...]
Moment = tuple[Key, Role]
"""A loop begins (`Role.AT`), does one turn (`Role.WORK`), or is over (`Role.DONE`)."""


def path_avoiding(
    net: Net,
    start: Key | None,
    goal: Key,
    avoided: Collection[Key | Moment],
    closed: Collection[Flow] = (),
) -> Path | None:
    """Give a shortest run from an element (None: the root's start) to another.

    No avoided element is finished on it (or no avoided moment of one passed), and no closed flow
    taken; a parallel join is passed only if all its branches can be gone so. None when there is no
    such run: then one of the avoided is certain.
    """
    moments = [one if isinstance(one[1], Role) else (one, Role.WORK) for one in avoided]
    search = _Search(net, start, moments, frozenset(map(name_of, closed)))
    return search.to(set(net.arrivals(goal)))


class _Search:
    """One search, the shortest first."""

    def __init__(
        self, net: Net, start: Key | None, avoided: Collection[Moment], shut: frozenset[str]
    ) -> None:
        self.net, self.start, self.shut = net, start, shut
        self.roots = [net.scopes[-1].entry] if start is None and net.scopes else []
        if start is not None:
            moments = net.moments.get(start, {})
            self.roots = moments.get(Role.DONE) or moments.get(Role.WORK) or []
        self.blocked = {
            point for key, role in avoided for point in net.moments.get(key, {}).get(role, ())
        }
        self.promised = self.promises() if self.blocked or self.shut else set()
        self.coming = self.everywhere()
        self.steps: dict[int, int] = {}
        self.parents: dict[int, tuple[int, ...]] = {}

    def promises(self) -> set[int]:
        """Find the joins at which something avoided is certain, whichever way one takes."""
        count = len(self.net.points)
        nothing = [0] * count
        gives = [1 if point in self.blocked else 0 for point in range(count)]
        effects = Effects(gives, nothing, nothing, nothing, dict.fromkeys(self.shut, 1))
        orders: dict[int, Order] = self.net.orders
        return {join for join, value in promises(self.net, effects, orders).items() if value}

    def everywhere(self) -> set[int]:
        """Find what can be reached at all; of a join, the other ways need not be waited for."""
        seen: set[int] = set()
        todo = list(self.roots)
        while todo:
            point = todo.pop()
            if point not in seen:
                seen.add(point)
                todo.extend(arc.target for arc in self.net.out[point])
        return seen

    def to(self, goals: set[int]) -> Path | None:
        """Search until a goal is arrived at."""
        if self.start is None and not goals.isdisjoint(self.roots):
            return (self.net.points[self.roots[0]].key,)
        queue = [(0, root) for root in self.roots]
        self.steps = dict.fromkeys(self.roots, 0)
        closed: set[int] = set()
        while queue:
            steps, point = heappop(queue)
            if point in goals and steps:
                return self.read(point)
            closed.add(point)
            for target in self.ways(point):
                length = self.arrive(target, closed)
                if length is None:
                    continue
                if target in goals and target in self.roots:  # back where it began
                    return (*self.read(point), self.net.points[target].key)
                if length < self.steps.get(target, length + 1):
                    heappush(queue, (length, target))
                    self.steps[target] = length
        return None

    def ways(self, point: int) -> list[int]:
        """List where one can go without finishing what is avoided."""
        return [arc.target for arc in self.net.out[point] if self.passable(arc)]

    def passable(self, arc: Arc) -> bool:
        """Tell whether an arc may be gone."""
        return arc.flow not in self.shut and (arc.early or not self.stops(arc.source))

    def arrive(self, target: int, closed: set[int]) -> int | None:
        """Say how long it is to a point, once its condition is met; remember by which ways."""
        arcs = [arc for arc in self.net.into[target] if self.passable(arc)]
        here = [arc for arc in arcs if arc.source in closed]
        if target in self.promised and self.start is None:
            here = [arc for arc in here if arc.final]
        joins = self.net.points[target].meeting is Meeting.ALL
        if not here or (joins and target in self.steps):
            return None
        if joins:
            back = [arc.source for arc in here if arc.again]
            if not back:
                return self.all_arrive(target, closed)
            parents = [min(back, key=self.steps.__getitem__)]
        else:
            parents = [min((arc.source for arc in here), key=self.steps.__getitem__)]
        length = max(self.steps[one] for one in parents) + 1
        if length < self.steps.get(target, length + 1):
            self.parents[target] = tuple(parents)
        return length

    def all_arrive(self, target: int, closed: set[int]) -> int | None:
        """Wait for every branch that can come."""
        needed = {
            arc for arc in self.net.into[target] if not arc.again and arc.source in self.coming
        }
        if any(arc.source not in closed or not self.passable(arc) for arc in needed):
            return None
        wanted = {arc.source for arc in needed}
        self.parents[target] = tuple(sorted(wanted, key=self.steps.__getitem__))
        return sum(self.steps[one] for one in wanted) + 1

    def stops(self, point: int) -> bool:
        """Tell whether a run ends at a point because it must not be finished."""
        return point in self.blocked and (self.start is None or point not in self.roots)

    def read(self, point: int) -> Path:
        """Write the run down: the branches of a join one after the other."""
        found: dict[int, None] = {}
        begun: set[int] = set()
        todo = [(point, False)]
        while todo:
            one, leaving = todo.pop()
            if leaving:
                found.setdefault(one)
            elif one not in begun:
                begun.add(one)
                todo.append((one, True))
                todo.extend((parent, False) for parent in reversed(self.parents.get(one, ())))
        first = {
            index
            for index in found
            for moments in [self.net.moments[self.net.points[index].key]]
            if self.net.points[index].role is Role.AT
            or (self.net.points[index].role is Role.WORK and Role.AT not in moments)
            or index in self.roots
        }
        return tuple(self.net.points[index].key for index in found if index in first)
