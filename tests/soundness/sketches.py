"""Random diagrams of people and gateways, structured or not, and ways to play them by hand."""

import random
from collections import defaultdict

from hypothesis import strategies as st

from tests.bpmn.token_game import Diagram
from tests.bpmn.writing import document, end, flow, gateway, start, user

TAGS = {"xor": "exclusive", "and": "parallel", "or": "inclusive"}
KINDS = ("user", "xor", "and", "or")


class Sketch:
    """A diagram as elements of a kind, and flows between them; of each choice the first is else."""

    def __init__(self, kinds: dict[str, str], flows: list[tuple[str, str]]) -> None:
        self.kinds = kinds
        self.flows = flows
        self.out: dict[str, list[int]] = defaultdict(list)
        self.into: dict[str, list[int]] = defaultdict(list)
        for number, (source, target) in enumerate(flows):
            self.out[source].append(number)
            self.into[target].append(number)

    def __repr__(self) -> str:
        return f"Sketch({self.kinds}, {self.flows})"

    def chooses(self, name: str) -> bool:
        return self.kinds[name] in {"xor", "or"} and len(self.out[name]) > 1

    def condition(self, number: int) -> str:
        source = self.flows[number][0]
        return f"f{number}" if self.chooses(source) and number != self.out[source][0] else ""

    def xml(self) -> bytes:
        body = ""
        for name, kind in self.kinds.items():
            if kind in TAGS:
                default = f"f{self.out[name][0]}" if self.chooses(name) else ""
                body += gateway(TAGS[kind], name, default)
            else:
                body += {"user": user, "start": start, "end": end}[kind](name)
        for number, (source, target) in enumerate(self.flows):
            body += flow(source, target, self.condition(number), f"f{number}")
        return document(body)

    def reached(self, first: str, without: str = "") -> set[str]:
        seen: set[str] = set()
        todo = [first]
        while todo:
            name = todo.pop()
            if name not in seen and name != without:
                seen.add(name)
                todo.extend(self.flows[number][1] for number in self.out[name])
        return seen


@st.composite
def wild(draw: st.DrawFn) -> Sketch:
    """Connect a few elements at random."""
    kinds = dict(enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=7))))
    names = {number: f"{kind}{number}" for number, kind in kinds.items()} | {-1: "e"}
    flows = [("s", names[0])]
    for number, kind in kinds.items():
        most = 1 if kind == "user" else 3
        targets = st.lists(st.sampled_from([*names]), min_size=1, max_size=most, unique=True)
        flows += [(names[number], names[target]) for target in draw(targets)]
    every = {names[number]: kind for number, kind in kinds.items()}
    seen = Sketch(every, flows).reached("s")
    kept = {name: kind for name, kind in every.items() if name in seen}
    kept |= {"s": "start", "e": "end"}
    return Sketch(kept, [one for one in flows if one[0] in seen])


def spoilt(seed: int, faults: int) -> Sketch:
    """Take a sound diagram and change some of its gateways."""
    diagram, chance = Diagram(seed), random.Random(seed)
    kinds = {name: "xor" if kind == "merge" else kind for name, kind in diagram.kinds.items()}
    gates = [name for name, kind in kinds.items() if kind in TAGS]
    for name in chance.sample(gates, min(faults, len(gates))):
        kinds[name] = chance.choice([*TAGS])
    return Sketch(kinds, [(source, target) for source, target, _ in diagram.flows])
