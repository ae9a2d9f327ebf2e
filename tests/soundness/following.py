"""A run that the checker shows, followed with the product's own engine."""

import random

from engine.bpmn.definition import Definition, read_definition
from engine.bpmn.failures import Finding
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from tests.bpmn.playing import CALENDAR, MORNING
from tests.soundness.sketches import Sketch

WORLD = World(MORNING, CALENDAR)


class NotSimultaneous(Exception):
    """A gateway would have to decide twice, and differently, at one moment."""


def definition_of(sketch: Sketch) -> Definition:
    return read_definition({"p.bpmn": sketch.xml()}, {}, "P")


def choices(sketch: Sketch, run: tuple[str, ...], at: int) -> dict[str, object]:
    """Say how each gateway decides between one person's act and the next."""
    chosen: dict[str, list[set[int]]] = {}
    for name in run[at:]:
        number = flow_number(name)
        if number is None:
            continue
        source, _ = sketch.flows[number]
        if sketch.kinds[source] == "user" and chosen.get("", [set()])[-1]:
            break
        if sketch.chooses(source):
            visits = chosen.setdefault(source, [])
            if sketch.kinds[source] == "xor" or not visits or number in visits[-1]:
                visits.append(set())
            visits[-1].add(number)
    flags: dict[str, object] = {}
    for source in filter(sketch.chooses, sketch.kinds):
        visits = chosen.get(source, [set()])
        for number in sketch.out[source]:
            flags[sketch.condition(number) or "_"] = number in visits[0]
    return flags


def flow_number(name: str) -> int | None:
    return int(name[1:]) if name[:1] == "f" and name[1:].isdigit() else None


def is_act(sketch: Sketch, name: str) -> bool:
    number = flow_number(name)
    return number is not None and sketch.kinds[sketch.flows[number][0]] == "user"


def follow(sketch: Sketch, finding: Finding) -> Instance:
    """Do what the run says; whoever decides, decides as it says."""
    run = finding.path
    refuse_two_minds(sketch, run)
    case = Instance.start(definition_of(sketch), choices(sketch, run, 0), WORLD)
    for at, name in enumerate(run):
        if is_act(sketch, name):
            person = sketch.flows[int(name[1:])][0]
            case.variables.update(choices(sketch, run, at))
            key = next(step.key for step in case.steps() if step.node.id == person)
            case.finish(key, None, WORLD)
    return case


def refuse_two_minds(sketch: Sketch, run: tuple[str, ...]) -> None:
    """Leave out runs in which a gateway is passed twice between two acts."""
    passed: list[str] = []
    for name in run[:-1]:
        if is_act(sketch, name):
            passed = []
        elif name in sketch.kinds and sketch.chooses(name):
            if name in passed:
                raise NotSimultaneous
            passed.append(name)


def play_at_random(sketch: Sketch, case: Instance, seed: int, patience: int = 400) -> Instance:
    """Do any open step, deciding anyhow, until there is none."""
    chance = random.Random(seed)
    for _ in range(patience):
        steps = case.steps()
        if case.completed or not steps:
            return case
        case.variables.update(anyhow(sketch, chance))
        case.finish(chance.choice(steps).key, None, WORLD)
    return case


def anyhow(sketch: Sketch, chance: random.Random) -> dict[str, object]:
    numbers = range(len(sketch.flows))
    return {c: chance.random() < 0.5 for c in map(sketch.condition, numbers) if c}
