"""Cases of random diagrams: never a surprise, the same after being saved, always to an end."""

import random
from datetime import timedelta

import pytest

from engine.bpmn.definition import read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from tests.bpmn.playing import CALENDAR, MORNING
from tests.bpmn.rich_diagrams import RichDiagram

DIAGRAMS, PARTS, WILD, PATIENCE = 1_000, 4, 25, 400


def acts(case: Instance, world: World) -> list[tuple[str, str]]:
    """List what may happen now."""
    found = [("step", step.key) for step in case.steps()]
    found += [("timer", one.key) for one in case.timers(world) if one.due and one.due <= world.at]
    found += [("message", one.key) for one in case.messages()]
    return found


def act(case: Instance, what: tuple[str, str], world: World) -> None:
    """Let it happen."""
    kind, key = what
    if kind == "step":
        case.finish(key, {"done": key}, world)
    elif kind == "timer":
        assert case.fire(key, world)
    else:
        assert case.send("moved", {"by": key}, world, key) == 1


def play(seed: int) -> str:
    """Play a case twice, once saved at every step; say what is wrong, or nothing."""
    diagram, chance = RichDiagram(seed), random.Random(seed)
    definition = read_definition({"p.bpmn": diagram.text}, {}, "P")
    at, flags = MORNING, {name: chance.random() < 0.5 for name in diagram.flags}
    kept = Instance.start(definition, flags, World(at, CALENDAR))
    cold = Instance.start(definition, flags, World(at, CALENDAR))
    for number in range(PATIENCE):
        cold = Instance.load(definition, cold.state())
        if cold.state() != kept.state():
            return f"seed {seed}, act {number}: not the same after being saved"
        if kept.incidents():
            return f"seed {seed}, act {number}: {kept.incidents()}"
        if kept.completed:
            return "" if kept.active_nodes() == {} else f"seed {seed}: open nodes at the end"
        at += timedelta(hours=chance.choice((0, 1, 30, 200)))
        world = World(at, CALENDAR)
        wild = number < WILD
        flags = {name: wild and chance.random() < 0.4 for name in diagram.flags}
        possible = acts(kept, world)
        if not wild:  # to the end: work first, then what is due, then what may be told
            possible = possible[:1]
        if not possible:
            continue  # only time can help
        chosen = chance.choice(possible)
        for case in (kept, cold):
            case.variables.update(flags)
            act(case, chosen, world)
    return f"seed {seed}: no end; open {kept.active_nodes()}"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_case_of_any_diagram_goes_on_after_being_saved_and_comes_to_an_end(part):
    share = range(part * DIAGRAMS // PARTS, (part + 1) * DIAGRAMS // PARTS)
    assert [wrong for wrong in map(play, share) if wrong] == []
