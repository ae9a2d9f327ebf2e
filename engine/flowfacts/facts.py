"""What is certain and what is possible when a case arrives at an element."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.flowfacts.chart import Chart, Element, Flow, Key
from engine.flowfacts.net import Net, Role, name_of
from engine.flowfacts.order import Order, beside, bits, order_of
from engine.flowfacts.solving import Certain, Effects, Possible, promises, solve

F = TypeVar("F", bound=Hashable)
Giving = Callable[[Element], Iterable[F]]


def nothing(_element: Element | Flow) -> tuple[()]:
    """Give nothing."""
    return ()


@dataclass(frozen=True)
class Client(Generic[F]):
    """What a rule wants to know about each element.

    `gives` happens when the element is finished, in a loop at each turn (so perhaps never);
    `gives_inside` when a turn begins, to its inside alone; `gives_in_all` when all turns are over;
    `gives_on` when a flow is taken. With `keeps_inside`, what happens in one instance of a
    multi-instance activity is not possible outside it (as with variables, not with letters).
    """

    gives: Giving[F]
    takes_away: Giving[F] = nothing
    gives_inside: Giving[F] = nothing
    gives_in_all: Giving[F] = nothing
    gives_on: Callable[[Flow], Iterable[F]] = nothing
    at_start: frozenset[F] = frozenset()
    keeps_inside: bool = False


class Facts(Generic[F]):
    """The answers; what no case can reach is not `reached`, and everything is certain there."""

    def __init__(self, net: Net, client: Client[F]) -> None:
        """Solve the equations for one rule."""
        self.net = net
        self._bits: dict[F, int] = {}
        self._ask(client)
        self._certain: list[int | None] = [None] * len(net.points)
        self._possible: list[int | None] = [None] * len(net.points)
        if net.scopes:
            line = order_of(net, net.scopes[-1], net.orders).line
            start = self._number(client.at_start)
            promised = promises(net, self._effects, net.orders)
            self._certain = solve(net, line, start, Certain(net, self._effects, promised))
            self._possible = solve(net, line, start, Possible(net, self._effects))
        self._facts: Sequence[F] = tuple(self._bits)

    def reached(self, key: Key) -> bool:
        """Tell whether a case can come to an element at all."""
        return any(self._possible[point] is not None for point in self.net.arrivals(key))

    def certain(self, key: Key, role: Role | None = None) -> frozenset[F]:
        """Give what has happened on every way to an element, whoever has called its process.

        With a role: not on arrival, but where the work of a loop begins (`Role.WORK`).
        """
        found = -1
        for point in self._points(key, role):
            value = self._certain[point]
            found &= -1 if value is None else value
        return self._read(found)

    def certain_after(self, key: Key, role: Role | None = None) -> frozenset[F]:
        """Give what has happened on every way once an element (or one turn of it) is finished."""
        moments = self.net.moments.get(key, {})
        last = moments.get(Role.DONE) or moments.get(Role.WORK)
        found = -1
        for point in (last if role is None else moments.get(role)) or ():
            value = self._certain[point]
            found &= -1 if value is None else self._effects.after(point, value)
        return self._read(found)

    def possible(self, key: Key, role: Role | None = None) -> frozenset[F]:
        """Give what can have happened on some way to an element, or beside it."""
        found = 0
        for point in self._points(key, role):
            found |= self._possible[point] or 0
        return self._read(found)

    def certain_on_each_call(self, key: Key) -> Mapping[tuple[Key, ...], frozenset[F]]:
        """Give the certain facts apart for each chain of calls that leads to an element."""
        return {
            self.net.points[point].calls: self._read(value)
            for point in self.net.arrivals(key)
            if (value := self._certain[point]) is not None
        }

    def given_beside(self, fact: F) -> set[int]:
        """List the points beside which another branch may give a fact."""
        bit = 1 << self._bits[fact] if fact in self._bits else 0
        return {point for point, given in enumerate(self._effects.given_beside) if given & bit}

    def _is_inside(self, point: int) -> bool:
        """Tell whether what a point gives is for one instance or turn alone."""
        return self.net.points[point].shut or (
            self.net.points[point].role is Role.AT and self._effects.gives[point] > 0
        )

    def _points(self, key: Key, role: Role | None) -> Iterable[int]:
        if role is None:
            return self.net.arrivals(key)
        return self.net.moments.get(key, {}).get(role, ())

    def _read(self, value: int) -> frozenset[F]:
        if value < 0:
            return frozenset(self._facts)
        return frozenset(self._facts[place] for place in bits(value))

    def _number(self, facts: Iterable[F]) -> int:
        total = 0
        for fact in facts:
            total |= 1 << self._bits.setdefault(fact, len(self._bits))
        return total

    def _ask(self, client: Client[F]) -> None:
        count = len(self.net.points)
        self._effects = effects = Effects([0] * count, [0] * count)
        for key, moments in self.net.moments.items():
            element = self.net.chart.elements.get(key)
            if element is None:
                continue  # the end of a process
            loops = element.node.loop is not None
            asked = {
                Role.AT: self._number(client.gives_inside(element)) if loops else 0,
                Role.WORK: self._number(client.gives(element)),
                Role.DONE: self._number(client.gives_in_all(element)) if loops else 0,
            }
            taken = self._number(client.takes_away(element))
            for role, points in moments.items():
                for point in points:
                    effects.gives[point] = asked.get(role, 0)
                    effects.takes[point] = taken if role is Role.WORK else 0
        effects.keeps_inside = client.keeps_inside
        effects.on_flows = {
            name_of(flow): given
            for flow in self.net.chart.flows
            if (given := self._number(client.gives_on(flow)))
        }
        orders: dict[int, Order] = self.net.orders
        seen = [
            0 if client.keeps_inside and self._is_inside(point) else given
            for point, given in enumerate(effects.gives)
        ]
        effects.given_beside = beside(self.net, seen, orders)
        effects.taken_beside = (
            beside(self.net, effects.takes, orders) if any(effects.takes) else [0] * count
        )


@dataclass(frozen=True)
class Whole:
    """A chart and its net, or the reason why there is no net."""

    chart: Chart
    net: Net
    refused: str = ""
