"""All runs of a small diagram, enumerated by a naive interpreter that knows nothing of nets."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.bpmn.token_game import Diagram

State = tuple[frozenset[tuple[int, int]], frozenset[str]]


class AllRuns:
    """What had happened, whenever a token arrived at a node, in whichever run."""

    def __init__(self, diagram: Diagram, limit: int = 40_000) -> None:
        self.kinds, self.flows = diagram.kinds, diagram.flows
        self.out: dict[str, list[int]] = defaultdict(list)
        self.into: dict[str, list[int]] = defaultdict(list)
        for number, (a, b, _) in enumerate(self.flows):
            self.out[a].append(number)
            self.into[b].append(number)
        self.always: dict[str, frozenset[str]] = {"s": frozenset()}
        self.ever: dict[str, frozenset[str]] = {"s": frozenset()}
        self.complete = self.walk(limit)

    def walk(self, limit: int) -> bool:
        first = (frozenset(Counter(self.out["s"]).items()), frozenset({"s"}))
        seen: set[State] = {first}
        todo = [first]
        while todo and len(seen) < limit:
            for state in self.moves(todo.pop()):
                if state not in seen:
                    seen.add(state)
                    todo.append(state)
        return not todo

    def moves(self, state: State) -> Iterator[State]:
        """A token is taken from a flow, its node done, and tokens put on the flows out."""
        tokens, history = Counter(dict(state[0])), state[1]
        for name in {self.flows[number][1] for number in tokens}:
            taken_ways = list(self.taken(name, tokens))
            for taken in taken_ways:
                self.note(name, history)
                for ways in self.ways(name):
                    left = tokens - Counter(taken) + Counter(ways)
                    yield frozenset(left.items()), history | {name}

    def note(self, name: str, history: frozenset[str]) -> None:
        self.always[name] = self.always.get(name, history) & history
        self.ever[name] = self.ever.get(name, frozenset()) | history

    def taken(self, name: str, tokens: Counter[int]) -> Iterator[list[int]]:
        here = [number for number in self.into[name] if tokens[number]]
        if self.kinds[name] not in {"and", "or"} or len(self.into[name]) == 1:
            yield from ([number] for number in here)
        elif len(here) == len(self.into[name]) or (
            self.kinds[name] == "or" and self.nobody_comes(name, here, tokens)
        ):
            yield here

    def nobody_comes(self, join: str, here: list[int], tokens: Counter[int]) -> bool:
        empty = self.upstream(join, [n for n in self.into[join] if n not in here])
        full = self.upstream(join, here)
        places = {self.flows[n][1] for n in tokens} - {join}
        return not any(place in empty and place not in full for place in places)

    def upstream(self, join: str, flows: list[int]) -> set[str]:
        seen: set[str] = set()
        todo = [self.flows[n][0] for n in flows]
        while todo:
            name = todo.pop()
            if name not in seen and name != join:
                seen.add(name)
                todo.extend(self.flows[n][0] for n in self.into[name])
        return seen

    def ways(self, name: str) -> Iterator[list[int]]:
        out, kind = self.out[name], self.kinds[name]
        if kind == "xor":
            yield from ([number] for number in out)
        elif kind == "or" and len(out) > 1:
            guarded = [number for number in out if self.flows[number][2]]
            yield [number for number in out if number not in guarded]
            for count in range(1, len(guarded) + 1):
                yield from map(list, itertools.combinations(guarded, count))
        else:
            yield out
