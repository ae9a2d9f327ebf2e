"""All states that cases can reach in a net, within bounds, and what follows from them."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

from engine.soundness.game import AT, ENDED, IN, ON, RAISED, Game, Move, State
from engine.soundness.net import Net, Run

MOST_STATES = 2_500
"""States of one scope that are looked at; ordinary procedures have a few dozen."""

MOVES_OF_A_STATE = 8
"""How many moves a state has on average, at most."""


class Explored:
    """The states of one net, each with a shortest run to it."""

    def __init__(self, net: Net, most: int = MOST_STATES) -> None:
        """Play all games, the shortest first."""
        self.net = net
        self.game = Game(net)
        self.numbers: dict[State, int] = {}
        self.states: list[State] = []
        self.parents: list[tuple[int, Move] | None] = []
        self.moves: list[list[tuple[Move, int]]] = []
        self.piled_up: set[int] = set()  # too many tokens in one place: not followed further
        self.cut_short = False
        self.tried = 0
        self.exact = 0  # states up to here are exact; in those after it, piles are made smaller
        self._play(most)

    def _play(self, most: int) -> None:
        self._follow([self._number(self.game.first(), None)], most)
        self.exact = len(self.states)
        piled = sorted(self.piled_up) if not self.cut_short else ()
        for number in piled:  # with fewer tokens it is not harder to come to an end
            self._follow(self._fewer(number), most)

    def _follow(self, begun: Iterable[int], most: int) -> None:
        todo = deque(begun)
        while todo:
            number = todo.popleft()
            if number >= most or self.tried > most * MOVES_OF_A_STATE:
                self.cut_short = True
                self.piled_up.update((number, *todo))
                return
            for move in self.game.moves(self.states[number]):
                known = len(self.states)
                after = self._number(move.state, (number, move))
                self.moves[number].append((move, after))
                self.tried += 1
                if after == known:
                    todo.extend(self._further(after))

    def _further(self, number: int) -> list[int]:
        if not self.game.too_many(self.states[number]):
            return [number]
        self.piled_up.add(number)
        return self._fewer(number) if self.exact else []

    def _fewer(self, number: int) -> list[int]:
        known = len(self.states)
        move = Move((), self.game.fewer(self.states[number]))
        after = self._number(move.state, (number, move))
        self.moves[number].append((move, after))
        return [after] if after == known else []

    def _number(self, state: State, parent: tuple[int, Move] | None) -> int:
        if state not in self.numbers:
            self.numbers[state] = len(self.states)
            self.states.append(state)
            self.parents.append(parent)
            self.moves.append([])
        return self.numbers[state]

    @property
    def complete(self) -> bool:
        """Tell whether every state was looked at."""
        return not (self.piled_up or self.cut_short or self.game.narrowed)

    def run_to(self, number: int) -> Run:
        """Give a shortest run from the start to a state."""
        parts: list[Run] = []
        step = self.parents[number]
        while step is not None:
            parts.append(step[1].run)
            step = self.parents[step[0]]
        return tuple(name for part in reversed(parts) for name in part)

    def all_moves(self) -> Iterator[tuple[int, Move, int]]:
        """List every move, with the state before and the state after."""
        for number, moves in enumerate(self.moves):
            for move, after in moves:
                yield number, move, after

    @cached_property
    def ends(self) -> set[int]:
        """The states in which the scope has ended."""
        return {self.numbers[one] for one in (ENDED, RAISED) if one in self.numbers}

    @cached_property
    def stuck(self) -> list[int]:
        """The states from which nothing can happen, though the scope has not ended."""
        return [
            number
            for number, moves in enumerate(self.moves)
            if not moves and number not in self.ends and number not in self.piled_up
        ]

    @cached_property
    def lost(self) -> list[int]:
        """The states that move for ever: neither an end nor a standstill can be reached."""
        if self.game.narrowed:
            return []  # what was not tried may be the way out
        unknown = self.piled_up if self.cut_short else ()
        hopeful = self.before({*self.ends, *self.stuck, *unknown})
        return [number for number in range(self.exact) if number not in hopeful]

    def before(self, goals: Iterable[int]) -> set[int]:
        """Find the states from which a goal can be reached."""
        came: dict[int, list[int]] = {}
        for number, _, after in self.all_moves():
            came.setdefault(after, []).append(number)
        seen: set[int] = set()
        todo = list(goals)
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                todo += came.get(number, ())
        return seen

    @cached_property
    def passed(self) -> frozenset[str]:
        """The elements that some case reaches."""
        found: set[str] = set()
        for _, move, _ in self.all_moves():
            found.update(*(self.net.ways[way].load.members for way in move.ways))
            if move.hub:
                found |= self.net.hubs[move.hub].load.members
        for state in self.states:
            found.update(*(self.net.hubs[t[1]].load.members for t in state if t[0] == AT))
        return frozenset(found)

    @cached_property
    def ends_normally(self) -> bool:
        """Tell whether the scope can end other than by an error."""
        return ENDED in self.numbers

    @cached_property
    def ends_at_once(self) -> bool:
        """Tell whether the scope can end without anybody being waited for."""
        seen: set[int] = set()
        todo = [0]
        while todo:
            number = todo.pop()
            if number in seen or waiting(self.states[number]):
                continue
            seen.add(number)
            todo += [after for _, after in self.moves[number]]
        return not seen.isdisjoint({self.numbers.get(ENDED, -1)})

    @cached_property
    def waits(self) -> bool:
        """Tell whether somebody can be waited for."""
        return any(map(waiting, self.states))

    def run_through(self, element: str) -> Run:
        """Give a shortest run that reaches an element; nothing if no case does."""
        for number, move, _ in self.all_moves():
            loads = [self.net.ways[way].load for way in move.ways]
            loads += [self.net.hubs[move.hub].load] if move.hub else []
            for load in loads:
                if element in load.members:
                    run = self.run_to(number) + move.run + (load.rest if load.until else ())
                    return run[: run.index(element) + 1] if element in run else ()
        return ()


def waiting(state: State) -> bool:
    """Tell whether somebody is waited for in a state."""
    return any(token[0] in {IN, ON} for token in state)
