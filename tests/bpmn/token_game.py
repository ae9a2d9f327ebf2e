"""Random block-structured diagrams, and the token game of BPMN played on them by hand.

The game knows nothing of the engine: tokens lie on flows, a person holds a token, a
parallel join takes one token of each incoming flow, an inclusive one waits as long as a
token elsewhere can reach a flow that has none.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from tests.bpmn.writing import document, end, flow, gateway, start, user

BLOCKS = ("seq", "xor", "and", "or", "loop")
TAGS = {"xor": "exclusive", "merge": "exclusive", "and": "parallel", "or": "inclusive"}


class Diagram:
    """One random diagram."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.kinds: dict[str, str] = {}
        self.flows: list[tuple[str, str, str]] = []
        self.variables: list[str] = []
        first, last = self.block(3)
        self.kinds |= {"s": "start", "e": "end"}
        self.flow("s", first)
        self.flow(last, "e")

    def add(self, kind: str) -> str:
        name = f"{kind}_{len(self.kinds)}"
        self.kinds[name] = kind
        return name

    def flow(self, source: str, target: str, condition: str = "") -> None:
        self.flows.append((source, target, condition))
        if condition:
            self.variables.append(condition)

    def block(self, depth: int) -> tuple[str, str]:
        kind = self.random.choice(BLOCKS)
        if depth == 0 or self.random.random() < 0.25:
            person = self.add("user")
            return person, person
        if kind == "seq":
            a, b = self.block(depth - 1)
            c, d = self.block(depth - 1)
            self.flow(b, c)
            return a, d
        return self.rework(depth) if kind == "loop" else self.branches(kind, depth)

    def rework(self, depth: int) -> tuple[str, str]:
        back = self.add("merge")
        a, b = self.block(depth - 1)
        choice, out = self.add("xor"), self.add("user")
        self.flow(back, a)
        self.flow(b, choice)
        self.flow(choice, back, f"again_{choice}")
        self.flow(choice, out)
        return back, out

    def branches(self, kind: str, depth: int) -> tuple[str, str]:
        split, join = self.add(kind), self.add("merge" if kind == "xor" else kind)
        for number in range(self.random.choice((2, 2, 3))):
            a, b = self.block(depth - 1)
            self.flow(split, a, f"way_{split}_{number}" if kind != "and" and number else "")
            self.flow(b, join)
        return split, join

    def xml(self) -> bytes:
        named = [(f"f{n}", *one) for n, one in enumerate(self.flows)]
        default = {a: name for name, a, _, guard in named if not guard}
        nodes = [
            {"user": user, "start": start, "end": end}[kind](name)
            if kind in {"user", "start", "end"}
            else gateway(TAGS[kind], name, default.get(name, "") if self.splits(name) else "")
            for name, kind in self.kinds.items()
        ]
        return document("".join(nodes) + "".join(flow(a, b, c, n) for n, a, b, c in named))

    def splits(self, name: str) -> bool:
        return any(a == name and guard for a, _, guard in self.flows)


class TokenGame:
    """The state of one case: tokens on flows, people at work."""

    def __init__(self, diagram: Diagram, values: Mapping[str, bool]) -> None:
        self.kinds, self.flows = diagram.kinds, diagram.flows
        self.out: dict[str, list[int]] = defaultdict(list)
        self.into: dict[str, list[int]] = defaultdict(list)
        for number, (a, b, _) in enumerate(self.flows):
            self.out[a].append(number)
            self.into[b].append(number)
        self.tokens: Counter[int] = Counter(self.out["s"])
        self.people: Counter[str] = Counter()
        self.settle(values)

    def finish(self, person: str, values: Mapping[str, bool]) -> None:
        self.people[person] -= 1
        self.tokens.update(self.out[person])
        self.settle(values)

    @property
    def open(self) -> list[str]:
        return sorted(self.people.elements())

    def settle(self, values: Mapping[str, bool]) -> None:
        while self.move(values) or self.join(values):
            pass

    def joins(self, name: str) -> bool:
        return self.kinds[name] in {"and", "or"} and len(self.into[name]) > 1

    def move(self, values: Mapping[str, bool]) -> bool:
        for number, count in self.tokens.items():
            name = self.flows[number][1]
            if count and not self.joins(name):
                self.tokens[number] -= 1
                if self.kinds[name] == "user":
                    self.people[name] += 1
                else:
                    self.tokens.update(self.ways(name, values))
                return True
        return False

    def ways(self, name: str, values: Mapping[str, bool]) -> list[int]:
        if self.kinds[name] in {"and", "merge", "end"}:
            return self.out[name]
        guarded = [n for n in self.out[name] if self.flows[n][2] and values[self.flows[n][2]]]
        if self.kinds[name] == "xor":
            guarded = guarded[:1]
        return guarded or [n for n in self.out[name] if not self.flows[n][2]]

    def join(self, values: Mapping[str, bool]) -> bool:
        for name in self.kinds:
            have = [n for n in self.into[name] if self.tokens[n]] if self.joins(name) else []
            complete = len(have) == len(self.into[name])
            if have and (complete or (self.kinds[name] == "or" and self.nobody_comes(name, have))):
                self.tokens.subtract(have)
                self.tokens.update(self.ways(name, values))
                return True
        return False

    def nobody_comes(self, name: str, have: list[int]) -> bool:
        empty = self.upstream(name, (n for n in self.into[name] if n not in have))
        full = self.upstream(name, have)
        places = {person for person, count in self.people.items() if count}
        places |= {self.flows[n][1] for n, count in self.tokens.items() if count} - {name}
        return not any(place in empty and place not in full for place in places)

    def upstream(self, join: str, flows: Iterable[int]) -> set[str]:
        seen: set[str] = set()
        todo = [self.flows[n][0] for n in flows]
        while todo:
            name = todo.pop()
            if name not in seen and name != join:
                seen.add(name)
                todo.extend(self.flows[n][0] for n in self.into[name])
        return seen
