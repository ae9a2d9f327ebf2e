"""The equations agree with all runs of random diagrams, and with the engine itself."""

import random
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.bpmn.definition import read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from engine.flowfacts import Client, Facts, path_avoiding, read_package
from tests.bpmn.playing import CALENDAR, MORNING
from tests.bpmn.rich_diagrams import RichDiagram
from tests.bpmn.token_game import Diagram
from tests.flowfacts.game import AllRuns


def facts_of(text: bytes):
    package = read_package(read_definition({"p.bpmn": text}, {}, "P"))
    return package, Facts(package.net, Client(lambda one: [one.id]))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000))
def test_certain_and_possible_are_what_all_runs_have_in_common_and_together(seed):
    diagram = Diagram(seed)
    assume(len(diagram.kinds) <= 22)
    runs = AllRuns(diagram)
    assume(runs.complete)
    package, facts = facts_of(diagram.xml())
    for name in diagram.kinds:
        key = ("P", name)
        assert facts.certain(key) == runs.always[name], name
        assert facts.possible(key) == runs.ever[name], name
        for other in diagram.kinds:
            run = path_avoiding(package.net, None, key, [("P", other)])
            assert (run is None) == (other in runs.always[name]), (name, other)
            assert run is None or ("P", other) not in run[:-1]


def acts(case: Instance, world: World):
    """List what may happen now."""
    yield from ((case.finish, one.key, None, world) for one in case.steps())
    due = (one for one in case.timers(world) if one.due and one.due <= world.at)
    yield from ((case.fire, one.key, world) for one in due)
    yield from ((case.send, "moved", None, world, one.key) for one in case.messages())


def wrong_about(passed, facts: Facts, history: set[str]) -> str:
    """Say what was believed falsely when a token came somewhere."""
    key = ("P", passed.node_id)
    join = passed.node_id.startswith("j")  # entered by one token, left by all together
    if passed.what not in ("left" if join else "entered", "fired"):
        return ""
    false = facts.certain(key) - history | history - facts.possible(key)
    return f"{passed.node_id}: {false}" if false else ""


def play(seed: int) -> str:
    """Play a rich diagram on the engine; say where the facts are wrong, or nothing."""
    diagram, chance = RichDiagram(seed), random.Random(seed)
    definition = read_definition({"p.bpmn": diagram.text}, {}, "P")
    facts = Facts(read_package(definition).net, Client(lambda one: [one.id]))
    at, history = MORNING, set()
    flags = {name: chance.random() < 0.5 for name in diagram.flags}
    case = Instance.start(definition, flags, World(at, CALENDAR))
    for _ in range(60):
        for passed in case.drain():
            wrong = wrong_about(passed, facts, history)
            if wrong:
                return f"seed {seed}, {wrong}"
            history |= {passed.node_id} if passed.what == "left" else set()
        at += timedelta(hours=chance.choice((0, 1, 30, 200)))
        case.variables.update({name: chance.random() < 0.4 for name in diagram.flags})
        possible = list(acts(case, World(at, CALENDAR)))
        if possible:
            act, *arguments = chance.choice(possible)
            act(*arguments)
    return ""


def test_what_is_certain_has_happened_and_what_has_happened_is_possible_on_the_engine():
    assert [wrong for wrong in map(play, range(400)) if wrong] == []
