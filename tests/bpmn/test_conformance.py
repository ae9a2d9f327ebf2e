"""The engine and the token game of BPMN agree on thousands of random diagrams."""

import random

import pytest

from engine.bpmn.definition import read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from tests.bpmn.playing import CALENDAR, MORNING
from tests.bpmn.token_game import Diagram, TokenGame

WORLD = World(MORNING, CALENDAR)
DIAGRAMS, PARTS, MOVES = 4_000, 8, 40
COLD_EVERY = 4  # one diagram of four is saved and read back on a fresh definition each time


def play(seed: int) -> str:
    """Play one diagram on both; say where they part, or nothing."""
    diagram, chance = Diagram(seed), random.Random(seed)
    text = diagram.xml()
    values = {name: chance.random() < 0.5 for name in diagram.variables}
    game = TokenGame(diagram, values)
    definition = read_definition({"p.bpmn": text}, {}, "P")
    case = Instance.start(definition, values, WORLD)
    for move in range(MOVES):
        if seed % COLD_EVERY == 0:
            fresh = read_definition({"p.bpmn": text}, {}, "P") if move % 5 == 0 else definition
            case = Instance.load(fresh, case.state())
        steps = {step.node.id: step.key for step in case.steps()}
        found = sorted(step.node.id for step in case.steps())
        if found != game.open:
            return f"seed {seed}, move {move}: engine {found}, game {game.open}"
        if not found:
            return "" if case.completed else f"seed {seed}: nothing open and not completed"
        person = chance.choice(found)
        values = {name: chance.random() < 0.35 for name in diagram.variables}
        case.variables.update(values)
        case.finish(steps[person], None, WORLD)
        game.finish(person, values)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_random_diagrams_run_as_the_token_game_says(part):
    share = range(part * DIAGRAMS // PARTS, (part + 1) * DIAGRAMS // PARTS)
    assert [wrong for wrong in map(play, share) if wrong] == []


def test_the_game_notices_a_join_that_fires_too_early():
    diagram = Diagram(0)
    diagram.kinds = {"s": "start", "a": "and", "x": "user", "y": "user", "j": "and", "z": "user"}
    diagram.flows = [("s", "a", ""), ("a", "x", ""), ("a", "y", ""), ("x", "j", "")]
    diagram.flows += [("y", "j", ""), ("j", "z", "")]
    game = TokenGame(diagram, {})
    game.finish("x", {})
    assert game.open == ["y"]
    game.finish("y", {})
    assert game.open == ["z"]
