"""The saved state: small, exact, bounded, and readable for ever."""

from pathlib import Path

import pytest

from engine.bpmn.definition import read_definition
from engine.bpmn.failures import StateDoesNotFit, StateNotReadable, StateTooLarge
from engine.bpmn.instance import Instance
from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    boundary,
    catch,
    chain,
    document,
    each,
    end,
    extensions,
    flow,
    gateway,
    inner,
    message,
    properties,
    start,
    timer,
    user,
)

SAVED = Path(__file__).parent / "saved"
LOOP = document(
    start()
    + user("u")
    + gateway("exclusive", "g", "d")
    + end()
    + chain("s", "u", "g")
    + flow("g", "u", "u.again")
    + flow("g", "e", name="d")
)
EVERYTHING = document(
    start()
    + gateway("parallel", "split")
    + user("a")
    + boundary("remind", "a", timer("timeCycle", "R5/P1D"), interrupting=False)
    + inner(
        "each",
        "ask",
        before=extensions(properties(outputCollection="all", outputElement="ask")),
        after=each("people", "who", sequential=True),
    )
    + boundary("withdrawn", "each", message())
    + gateway("eventBased", "wait")
    + catch("moved", message())
    + catch("due", timer("timeDate", "clock.due"))
    + gateway("parallel", "join")
    + user("z")
    + end()
    + end("e2")
    + chain("s", "split", "a", "join", "z", "e")
    + chain("split", "each", "join")
    + chain("split", "wait", "moved", "join")
    + chain("wait", "due", "e2")
    + chain("remind", "e2")
    + chain("withdrawn", "e2"),
    MESSAGE,
)


def script(play: Play):
    """Play the case of EVERYTHING; stop after each act."""
    yield
    for act in (
        lambda: play.do("ask", {"n": 1}),
        lambda: play.later(days=1).fire("remind"),
        lambda: play.do("a", "done"),
        lambda: play.do("ask", {"n": 2}),
        lambda: play.send("withdrawn", {"why": "moved"}),
        lambda: play.do("z", "end"),
    ):
        act()
        yield


def test_an_instance_killed_at_any_moment_goes_on_as_if_nothing_had_happened():
    untouched = Play(EVERYTHING, variables={"people": ["x", "y"]})
    untouched.sleep = lambda: None  # this one is never saved
    killed = Play(EVERYTHING, variables={"people": ["x", "y"]})
    for _ in zip(script(untouched), script(killed), strict=True):
        assert killed.case.state() == untouched.case.state()
    assert killed.done
    assert untouched.done
    assert killed.case.variables["all"] == [{"n": 1}, {"n": 2}]


def test_ten_thousand_passes_weigh_no_more_than_ten():
    play = Play(LOOP)
    sizes, keys = set(), []
    for number in range(10_000):
        if number % 1000 == 0:
            play.sleep()
        key = play.case.steps()[0].key
        play.case.finish(key, {"again": True}, play.world)
        play.case.drain()
        keys.append(int(key))
        if number in {10, 100, 1_000, 9_999}:
            sizes.add(len(play.case.state()))
    assert keys == sorted(set(keys))
    assert max(sizes) - min(sizes) <= 8  # the counter of keys grows by some bytes
    assert max(sizes) < 90
    assert play.do("u", {"again": False}).done


def test_the_state_does_not_hold_the_diagram():
    play = Play(EVERYTHING, variables={"people": ["x", "y"]})
    assert len(play.case.state()) < 500


@pytest.mark.parametrize(
    ("saved", "reason"),
    [
        (b"", "版本"),
        (b"\x01", "版本"),
        (b"\x63\x00\x90", "版本 99"),
        (b"\x01\x00\xc1", "损坏"),
        (b"\x01\x01abcdef", "损坏"),
    ],
)
def test_what_is_no_state_of_ours_is_refused_in_plain_words(saved, reason):
    definition = read_definition({"l.bpmn": LOOP}, {}, "P")
    with pytest.raises(StateNotReadable, match=reason):
        Instance.load(definition, saved)


def test_a_state_on_a_diagram_without_its_nodes_is_refused():
    play = Play(LOOP)
    other = document(start() + user("v") + end() + chain("s", "v", "e"))
    with pytest.raises(StateDoesNotFit, match="u"):
        Instance.load(read_definition({"o.bpmn": other}, {}, "P"), play.case.state())


def test_a_state_fits_a_changed_diagram_that_has_the_nodes_it_stands_on():
    play = Play(LOOP)
    changed = (
        LOOP.replace(b'targetRef="e"', b'targetRef="new"')
        .replace(b'<bpmn:endEvent id="e" >', b'<bpmn:userTask id="new"/><bpmn:endEvent id="e">')
        .replace(b"</bpmn:process>", flow("new", "e", name="n").encode() + b"</bpmn:process>")
    )
    moved = Instance.load(read_definition({"c.bpmn": changed}, {}, "P"), play.case.state())
    moved.finish(moved.steps()[0].key, {"again": False}, play.world)
    assert [step.node.id for step in moved.steps()] == ["new"]


def test_a_case_that_holds_too_much_is_refused():
    play = Play(LOOP)
    play.case.variables["scan"] = "x" * 4_100_000
    with pytest.raises(StateTooLarge):
        play.case.state()


def test_a_large_case_is_compressed():
    play = Play(LOOP, variables={"text": "政府信息公开申请" * 5_000})
    assert len(play.case.state()) < 2_000
    play.sleep()
    assert play.case.variables["text"].startswith("政府信息")


@pytest.mark.parametrize("saved", sorted(SAVED.glob("*.bin")), ids=lambda path: path.stem)
def test_what_an_earlier_release_saved_is_read_and_goes_on(saved):
    play = Play(saved.with_suffix(".bpmn").read_bytes(), variables={"people": ["x", "y"]})
    definition = play.definition()
    case = Instance.load(definition, saved.read_bytes())
    assert case.state()[0] == 1
    assert Instance.load(definition, case.state()).state() == case.state()
    play.case = case
    while play.open:
        play.do(play.open[0], "on")
    play.send("withdrawn", {"why": "end"})
    while play.open:
        play.do(play.open[0], "on")
    assert play.done


def test_there_are_saved_states_of_every_kind_of_token():
    assert len(list(SAVED.glob("*.bin"))) >= 3
