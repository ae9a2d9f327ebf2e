"""What the checker says comes true when the product's own engine runs the diagram."""

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.bpmn.definition import read_definition
from engine.bpmn.failures import Finding
from engine.bpmn.instance import Instance
from engine.bpmn.settling import NEVER_JOINS, RUNS_FOR_EVER
from engine.soundness import check_soundness
from tests.bpmn.rich_diagrams import RichDiagram
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
    max_examples=100,
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
    if one.rule == "endless_automatic_loop" and one.severity == "warning":
        return
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
