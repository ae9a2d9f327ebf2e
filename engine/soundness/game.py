"""The token game on a net, as engine.bpmn.settling plays it.

Whatever goes by itself goes first, one token after the other (they do not disturb each
other), what throws or ends the scope comes after it, then the inclusive joins; only then
does something happen from outside. A decision is a free choice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice

from engine.soundness.net import Gate, Hub, Last, Net, Run, Trigger, Way

Token = tuple[str, str, str]
"""Where it is (AT a hub, about to go; IN a hub, waiting; ON a way; JOIN), which, and what more."""

State = tuple[Token, ...]

AT, IN, JOIN, ON = "at", "in", "join", "on"
ENDED: State = ()
RAISED: State = (("raised", "", ""),)
MOST_TOKENS = 3
"""Tokens that wait in one place; where there are more, they pile up without end."""
MOST_GOING = 12
"""Tokens that go on by themselves at one moment."""
MOST_WAYS = 5
"""Ways out of an inclusive gateway of which every combination is tried."""
MOST_MOVES = 256
"""Moves that are tried from one state."""


@dataclass(frozen=True)
class Move:
    """One step of the game."""

    run: Run
    state: State
    ways: tuple[str, ...] = ()
    hub: str = ""
    cut_off: tuple[str, ...] = ()  # the places a terminate end has cleared


class Game:
    """The rules on one net."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.upstream: dict[tuple[str, str], frozenset[str]] = {}
        self.narrowed = False  # not every combination of an inclusive gateway was tried
        needed = [
            max(Counter(way.came_by for way in net.into_hub(hub)).values(), default=1)
            for hub in net.hubs
            if net.joins(hub)
        ]
        self.most = max([MOST_TOKENS, *needed])

    def first(self) -> State:
        """Begin with a token on the start."""
        return ((AT, self.net.start, ""),)

    def moves(self, state: State) -> list[Move]:
        """List what can happen in a state; not all of it, should it be very much."""
        found = list(islice(self.next(state), MOST_MOVES + 1))
        if len(found) > MOST_MOVES:
            self.narrowed = True
        return found[:MOST_MOVES]

    def next(self, state: State) -> Iterator[Move]:
        """List what can happen in a state: what goes by itself, else what comes from outside."""
        going = [token for token in state if token[0] == AT]
        quiet = [token for token in going if not self.speaks(self.net.hubs[token[1]])]
        if going:
            for token in quiet[:1] or dict.fromkeys(going):
                yield from self.go(state, token)
            return
        resting = True
        for hub in self.waiting_joins(state):
            for move in self.fire(state, hub):
                resting = False
                yield move
        for token in dict.fromkeys(state) if resting else ():
            yield from self.outside(state, token)

    @staticmethod
    def speaks(hub: Hub) -> bool:
        """Tell whether a hub throws, or ends the scope."""
        return hub.throws is not None or hub.last in {Last.TERMINATE, Last.RAISE}

    def go(self, state: State, token: Token) -> Iterator[Move]:
        """Let a token that is at a hub go on by itself, or begin to wait."""
        hub = self.net.hubs[token[1]]
        rest = without(state, token)
        if hub.last is not Last.NO:
            yield self.end(hub, rest)
            return
        if hub.load.until is not None:
            yield Move(hub.load.until, put(rest, (IN, hub.id, "")), hub=hub.id)
        if hub.load.quick is None:
            yield from self.leave(rest, hub, hub.load.until or (), {Trigger.RAISED})
            return
        told = self.deliver(rest, hub)
        for move in self.leave(told.state, hub, hub.load.quick, {Trigger.GO, Trigger.RAISED}):
            yield replace(move, run=move.run + told.run, ways=move.ways + told.ways)

    def end(self, hub: Hub, rest: State) -> Move:
        """Let a token end."""
        run = hub.load.shortest
        if hub.last is Last.RAISE:
            return Move(run, RAISED, hub=hub.id)
        told = self.deliver(rest, hub)
        if hub.last is Last.TERMINATE:
            places = tuple(dict.fromkeys(t[1] for t in rest if t[0] in {IN, ON}))
            return Move(run, ENDED, hub=hub.id, cut_off=places)
        return Move(run + told.run, told.state, told.ways, hub.id)

    def leave(self, rest: State, hub: Hub, run: Run, triggers: set[Trigger]) -> Iterator[Move]:
        """Send a token out of a hub."""
        ways = [w for w in self.net.out_of(hub.id) if w.trigger in triggers and not w.aside]
        for chosen in self.choices(hub, ways):
            for move in self.enter(rest, chosen, run):
                yield Move(move.run, move.state, move.ways, hub.id)

    def choices(self, hub: Hub, ways: list[Way]) -> Iterator[Sequence[Way]]:
        """List by which ways a token may leave."""
        if hub.gate is Gate.ONE or len(ways) < 2:  # noqa: PLR2004 - nothing to choose
            yield from ([way] for way in ways)
        elif hub.gate is Gate.ALL:
            yield ways
        else:
            yield from ([way] for way in ways if way.default)
            yield from self.combinations([way for way in ways if not way.default])

    def combinations(self, ways: list[Way]) -> Iterator[Sequence[Way]]:
        """List which ways of an inclusive gateway may be open together."""
        sizes: Sequence[int] = range(1, len(ways) + 1)
        if len(ways) > MOST_WAYS:
            self.narrowed, sizes = True, (1, 2, len(ways))
        return chain.from_iterable(combinations(ways, size) for size in sizes)

    def enter(self, state: State, ways: Sequence[Way], run: Run) -> Iterator[Move]:
        """Put tokens on ways: each goes through at once, or somebody is waited for on it."""
        if not ways:
            yield Move(run, state)
            return
        way, *more = ways
        for one in self.enter(state, more, ()):
            if way.load.until is not None:
                waiting = put(one.state, (ON, way.id, ""))
                yield Move(run + way.load.until + one.run, waiting, (way.id, *one.ways))
            if way.load.quick is not None:
                arrived = self.arrive(one.state, way)
                yield Move(run + way.load.quick + one.run, arrived, (way.id, *one.ways))

    def arrive(self, state: State, way: Way) -> State:
        """Bring a token to the hub at the end of its way."""
        hub = self.net.hubs[way.target]
        if not self.net.joins(hub.id) or not way.waited_for:
            return put(state, (AT, hub.id, ""))
        state = put(state, (JOIN, hub.id, way.came_by))
        if hub.gate is Gate.SOME:
            return state
        needed = Counter(w.came_by for w in self.net.into_hub(hub.id) if w.waited_for)
        have = Counter(state)
        if any(have[JOIN, hub.id, name] < count for name, count in needed.items()):
            return state
        for name in needed.elements():
            state = without(state, (JOIN, hub.id, name))
        return put(state, (AT, hub.id, ""))

    def outside(self, state: State, token: Token) -> Iterator[Move]:
        """Let something happen to a waiting token."""
        place, name, more = token
        if place == ON:
            way = self.net.ways[name]
            yield Move(way.load.rest, self.arrive(without(state, token), way), (name,))
        if place != IN:
            return
        hub = self.net.hubs[name]
        triggers = {Trigger.GO, Trigger.EVENT, Trigger.RAISED}
        yield from self.leave(without(state, token), hub, hub.load.rest, triggers)
        for way in self.net.out_of(name):
            if way.aside and way.trigger in triggers and way.id not in more.split(" "):
                yield from self.step_aside(state, token, way)

    def step_aside(self, state: State, token: Token, way: Way) -> Iterator[Move]:
        """Let an event happen that does not interrupt; once for each time of waiting."""
        told = put(without(state, token), (IN, token[1], f"{token[2]} {way.id}".strip()))
        yield from self.enter(told, [way], ())

    def deliver(self, state: State, hub: Hub) -> Move:
        """Give what is thrown to all in the scope who wait for it."""
        told = Move((), state)
        for token in state if hub.throws is not None else ():
            if token[0] != IN:
                continue
            for way in self.net.out_of(token[1]):
                if way.catches is not None and way.catches == hub.throws:
                    kept = told.state if way.aside else without(told.state, token)
                    one = next(iter(self.enter(kept, [way], ())))
                    told = Move(told.run + one.run, one.state, told.ways + one.ways)
                    break
        return told

    def waiting_joins(self, state: State) -> list[str]:
        """List the inclusive joins that hold a token."""
        held = dict.fromkeys(token[1] for token in state if token[0] == JOIN)
        return [name for name in held if self.net.hubs[name].gate is Gate.SOME]

    def fire(self, state: State, join: str) -> Iterator[Move]:
        """Let an inclusive join go on if no token elsewhere can reach an empty way."""
        here = dict.fromkeys(token for token in state if token[:2] == (JOIN, join))
        have = {token[2] for token in here}
        empty: set[str] = set()
        full: set[str] = set()
        for way in self.net.into_hub(join):
            (full if way.came_by in have else empty).update(self.ways_to(join, way))
        for token in state:
            if token[:2] != (JOIN, join):
                ways = [token[1]] if token[0] == ON else self.net.out[token[1]]
                reaches_full = token[0] == JOIN and any(way in full for way in ways)
                if any(way in empty and way not in full for way in ways) and not reaches_full:
                    return
        for token in here:
            state = without(state, token)
        yield Move((), put(state, (AT, join, "")), hub=join)

    def ways_to(self, join: str, into: Way) -> frozenset[str]:
        """Find the ways that lead to a join by one of its own, without passing it before."""
        key = (join, into.id)
        if key not in self.upstream:
            seen: set[str] = set()
            todo = [into.id]
            while todo:
                name = todo.pop()
                if name not in seen:
                    seen.add(name)
                    source = self.net.ways[name].source
                    todo += [] if source == join else self.net.into[source]
            self.upstream[key] = frozenset(seen)
        return self.upstream[key]

    def too_many(self, state: State) -> bool:
        """Tell whether tokens pile up in one place."""
        if len(state) <= self.most:
            return False
        waiting = Counter(token for token in state if token[0] != AT)
        most = max(waiting.values(), default=0)
        going = len(state) - waiting.total()
        return most > self.most or going > MOST_GOING

    def fewer(self, state: State) -> State:
        """Leave out the tokens that are too many."""
        kept = Counter(state)
        for token, count in kept.items():
            kept[token] = min(count, self.most)
        return tuple(sorted(kept.elements()))


def put(state: State, token: Token) -> State:
    """Add a token."""
    return tuple(sorted((*state, token)))


def without(state: State, token: Token) -> State:
    """Take a token out."""
    at = state.index(token)
    return state[:at] + state[at + 1 :]
