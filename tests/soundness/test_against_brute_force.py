"""The checker says of random diagrams what playing every game by hand says."""

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from engine.bpmn.definition import read_definition
from engine.soundness import check_soundness
from tests.soundness.brute_force import BruteForce, TooMany
from tests.soundness.sketches import Sketch, spoilt, wild

UNHURRIED = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def agrees(sketch: Sketch) -> None:
    """Compare the findings with the states; diagrams in which tokens pile up are left out."""
    try:
        by_hand = BruteForce(sketch)
    except TooMany:
        reject()
    definition = read_definition({"p.bpmn": sketch.xml()}, {}, "P")
    found: dict[str, set[str]] = {}
    for one in check_soundness(definition):
        found.setdefault(one.rule, set()).add(one.element)
    if "not_explored" in found:
        assert any(max(state) > 1 for state in by_hand.after), sketch.flows  # tokens pile up
        return
    stuck_at = {n for n in sketch.kinds for state in by_hand.stuck if by_hand.tokens_at(state, n)}
    assert bool(found.get("deadlock")) == bool(stuck_at)
    assert found.get("deadlock", set()) <= stuck_at
    assert bool(found.get("no_way_to_finish")) == bool(by_hand.lost)
    assert bool(found.get("done_twice")) == bool(by_hand.twice)
    assert found.get("done_twice", set()) <= by_hand.twice
    never = sketch.kinds.keys() - by_hand.passed
    assert found.get("dead_step", set()) <= never
    assert bool(found.get("dead_step")) == bool(never) or stuck_at


@UNHURRIED
@given(wild())
def test_of_diagrams_drawn_without_any_order(sketch: Sketch):
    assume("e" in sketch.reached("s"))
    agrees(sketch)


@pytest.mark.parametrize("faults", [0, 1, 2])
@settings(UNHURRIED, max_examples=80)
@given(seed=st.integers(0, 100_000))
def test_of_well_built_diagrams_in_which_a_gateway_was_confused(faults: int, seed: int):
    agrees(spoilt(seed, faults))
