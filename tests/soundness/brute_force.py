"""The token game of a sketch, played in every order, without any of the checker's short cuts.

Tokens lie on flows; one on a flow into a person's step is the person at work.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from tests.soundness.sketches import Sketch

State = tuple[int, ...]
"""How many tokens lie on each flow."""


class TooMany(Exception):
    """There are more states than anybody would look at."""


class BruteForce:
    """All states of a sketch."""

    def __init__(self, sketch: Sketch, most_tokens: int = 2, most_states: int = 5_000) -> None:
        self.sketch = sketch
        self.passed: set[str] = {"s"}
        self.forward = {
            name: [
                number
                for number in sketch.into[name]
                if sketch.flows[number][0] in {name, *sketch.reached("s", without=name)}
            ]
            for name, kind in sketch.kinds.items()
            if kind == "and"
        }
        first = tuple(int(source == "s") for source, _ in sketch.flows)
        self.after: dict[State, list[State]] = {}
        todo = [first]
        while todo:
            state = todo.pop()
            if state in self.after:
                continue
            if max(state) > most_tokens or len(self.after) > most_states:
                raise TooMany
            self.after[state] = [*self.moves(state)]
            todo += self.after[state]

    def moves(self, state: State) -> Iterator[State]:
        for name in self.sketch.kinds:
            have = [number for number in self.sketch.into[name] if state[number]]
            for taken in self.taken(state, name, have) if have else ():
                yield from self.leave(state, name, taken)

    def taken(self, state: State, name: str, have: list[int]) -> list[list[int]]:
        """List the sets of tokens with which an element can go on."""
        kind = self.sketch.kinds[name] if len(self.sketch.into[name]) > 1 else ""
        if kind == "or":
            return [have] if self.nobody_comes(state, name, have) else []
        if kind == "and":
            forward = self.forward[name]
            complete = forward and all(state[number] for number in forward)
            back = [[number] for number in have if number not in forward]
            return back + ([forward] if complete else [])
        return [[number] for number in have]

    def leave(self, state: State, name: str, taken: list[int]) -> Iterator[State]:
        self.passed.add(name)
        out = self.sketch.out[name]
        kind = self.sketch.kinds[name]
        if kind == "xor":
            choices = [(number,) for number in out]
        elif kind == "or":
            guarded = out[1:]  # the first is the default: only when no other is open
            choices = [c for size in range(1, len(out)) for c in combinations(guarded, size)]
            choices.append((out[0],))
        else:
            choices = [tuple(out)]
        for chosen in choices:
            tokens = list(state)
            for number in taken:
                tokens[number] -= 1
            for number in chosen:
                tokens[number] += 1
            yield tuple(tokens)

    def nobody_comes(self, state: State, join: str, have: list[int]) -> bool:
        empty = self.upstream(join, [n for n in self.sketch.into[join] if n not in have])
        full = self.upstream(join, have)
        places = {self.sketch.flows[n][1] for n, count in enumerate(state) if count} - {join}
        return not any(place in empty and place not in full for place in places)

    def upstream(self, join: str, flows: list[int]) -> set[str]:
        seen: set[str] = set()
        todo = [self.sketch.flows[number][0] for number in flows]
        while todo:
            name = todo.pop()
            if name not in seen and name != join:
                seen.add(name)
                todo += [self.sketch.flows[number][0] for number in self.sketch.into[name]]
        return seen

    def tokens_at(self, state: State, name: str) -> int:
        return sum(state[number] for number in self.sketch.into[name])

    @property
    def stuck(self) -> list[State]:
        return [state for state, after in self.after.items() if not after and any(state)]

    @property
    def lost(self) -> set[State]:
        came = defaultdict(list)
        for state, after in self.after.items():
            for one in after:
                came[one].append(state)
        todo = [state for state, after in self.after.items() if not after]
        hopeful: set[State] = set()
        while todo:
            state = todo.pop()
            if state not in hopeful:
                hopeful.add(state)
                todo += came[state]
        return self.after.keys() - hopeful

    @property
    def twice(self) -> set[str]:
        people = [name for name, kind in self.sketch.kinds.items() if kind == "user"]
        return {n for n in people for state in self.after if self.tokens_at(state, n) > 1}
