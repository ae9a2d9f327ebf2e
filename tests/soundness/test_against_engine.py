"""What the checker says comes true when the product's own engine runs the diagram."""

import random
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.bpmn.definition import read_definition
from engine.bpmn.failures import Finding
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from engine.bpmn.settling import NEVER_JOINS, RUNS_FOR_EVER
from engine.soundness import check_soundness
from tests.bpmn.playing import CALENDAR, MORNING
from tests.bpmn.rich_diagrams import RichDiagram
from tests.bpmn.test_random_cases import act, acts
from tests.soundness.following import (
    WORLD,
    NotSimultaneous,
    anyhow,
    definition_of,
    follow,
    play_at_random,
)
from tests.soundness.sketches import Sketch, spoilt, wild

UNHURRIED = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
GRAVE = {"deadlock", "no_way_to_finish", "endless_automatic_loop", "not_explored"}
ANY = st.one_of(wild(), st.builds(spoilt, st.integers(0, 100_000), st.integers(0, 2)))


def faults(case: Instance) -> dict[str, str]:
    return {one.node.id: one.message for one in case.incidents()}


@UNHURRIED
@given(ANY, st.integers(0, 1000))
def test_a_diagram_without_findings_always_comes_to_an_end(sketch: Sketch, seed: int):
    assume("e" in sketch.reached("s"))
    definition = definition_of(sketch)
    assume(not GRAVE & {one.rule for one in check_soundness(definition)})
    begun = Instance.start(definition, anyhow(sketch, random.Random(seed)), WORLD)
    case = play_at_random(sketch, begun, seed)
    assert (case.completed, faults(case)) == (True, {})


@UNHURRIED
@given(ANY)
def test_each_finding_is_reached_by_following_its_path(sketch: Sketch):
    assume("e" in sketch.reached("s"))
    findings = check_soundness(definition_of(sketch))
    assume(findings)
    for one in findings:
        try:
            comes_true(sketch, one)
        except NotSimultaneous:
            continue


def comes_true(sketch: Sketch, one: Finding) -> None:
    if one.rule in {"dead_step", "not_explored"}:
        return
    if one.rule in {"endless_automatic_loop", "deadlock"} and one.severity == "warning":
        return  # it says itself that the data may not allow it
    case = follow(sketch, one)
    if one.rule == "deadlock":
        assert not case.completed
        assert faults(case).get(one.element) == NEVER_JOINS
    elif one.rule == "no_way_to_finish":
        assert not play_at_random(sketch, case, 1, 60).completed
    elif one.rule == "done_twice":
        assert sum(step.node.id == one.element for step in case.steps()) > 1
    elif one.rule == "endless_automatic_loop":
        assert RUNS_FOR_EVER in faults(case).values()


@pytest.mark.parametrize("part", range(4))
def test_diagrams_of_everything_that_come_to_an_end_are_not_accused(part: int):
    """The cases of these diagrams are played to their end in tests/bpmn/test_random_cases.py."""
    for seed in range(part, 200, 4):
        definition = read_definition({"p.bpmn": RichDiagram(seed).text}, {}, "P")
        assert {one.rule for one in check_soundness(definition)} <= {"dead_step"}, seed


def confused(seed: int) -> tuple[RichDiagram, bytes]:
    """Draw a diagram of everything, with some joins and merges of another kind."""
    diagram, chance = RichDiagram(seed), random.Random(seed)
    kinds = ["parallelGateway", "inclusiveGateway", "exclusiveGateway"]
    text = diagram.text.decode()
    for one in re.findall(rf'<bpmn:(?:{"|".join(kinds)}) id="[jm]\d+" ></bpmn:\w+>', text):
        if chance.random() < 0.3:
            name, kind = one.split('"')[1], chance.choice(kinds)
            text = text.replace(one, f'<bpmn:{kind} id="{name}" ></bpmn:{kind}>')
    return diagram, text.encode()


def play_out(diagram: RichDiagram, text: bytes, seed: int) -> Instance:
    """Let anything happen for a while, then work the case off."""
    chance, at = random.Random(seed), MORNING
    definition = read_definition({"p.bpmn": text}, {}, "P")
    flags = {name: chance.random() < 0.5 for name in diagram.flags}
    case = Instance.start(definition, flags, World(at, CALENDAR))
    for number in range(400):
        at += timedelta(hours=chance.choice((0, 1, 30, 200)))
        wild_time = number < 25
        flags = {name: wild_time and chance.random() < 0.4 for name in diagram.flags}
        possible = acts(case, World(at, CALENDAR))
        if case.completed or case.incidents():
            return case
        case.variables.update(flags)
        for chosen in possible[: None if wild_time else 1]:
            if not wild_time or chance.random() < 1 / len(possible):
                act(case, chosen, World(at, CALENDAR))
                break
    return case


@pytest.mark.parametrize("part", range(4))
def test_diagrams_of_everything_with_confused_joins_are_judged_as_they_run(part: int):
    for seed in range(part, 240, 4):
        diagram, text = confused(seed)
        findings = check_soundness(read_definition({"p.bpmn": text}, {}, "P"))
        if not GRAVE & {one.rule for one in findings}:
            case = play_out(diagram, text, seed)
            assert (case.completed, faults(case)) == (True, {}), seed
