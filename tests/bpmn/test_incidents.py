"""A step that cannot be taken becomes an incident on its element; the rest goes on."""

import pytest

from engine.bpmn.failures import StepGone, TargetNotHere
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
    node,
    properties,
    start,
    throw,
    timer,
    user,
)

CHOICE = document(
    start()
    + gateway("parallel", "p")
    + gateway("exclusive", "g", "d")
    + user("a")
    + user("b")
    + user("other")
    + end()
    + chain("s", "p", "g")
    + flow("g", "a", "x")
    + flow("g", "b", name="d")
    + chain("a", "e")
    + chain("b", "e")
    + chain("p", "other", "e")
)


def test_a_condition_that_is_neither_true_nor_false_is_an_incident_and_the_rest_goes_on():
    play = Play(CHOICE, variables={"x": "perhaps"})
    assert "真" in play.faults["g"]
    assert play.open == ["other"]
    play.do("other")
    assert not play.done
    play.case.variables["x"] = True
    play.case.retry(play.case.incidents()[0].key, play.world)
    play.sleep()
    assert (play.faults, play.open) == ({}, ["a"])
    assert play.do("a").done


def test_a_failed_step_fails_again_when_nothing_has_changed():
    play = Play(CHOICE, variables={"x": "perhaps"})
    play.case.retry(play.case.incidents()[0].key, play.world)
    play.sleep()
    assert list(play.faults) == ["g"]


def test_a_failed_step_can_be_moved_past():
    play = Play(CHOICE, variables={"x": "perhaps"})
    play.case.move(play.case.incidents()[0].key, "b", play.world)
    play.sleep()
    assert play.open == ["b", "other"]
    assert ("g", "skipped") in play.passed
    assert play.do("b").do("other").done


MOVES = document(
    start()
    + user("u")
    + boundary("b", "u", message())
    + inner("sp", "in")
    + boundary("b2", "sp", message())
    + user("z")
    + end()
    + chain("s", "u", "sp", "z", "e")
    + chain("b", "e")
    + chain("b2", "e"),
    MESSAGE,
)


def test_moving_takes_the_boundary_events_along_and_arms_those_of_the_target():
    play = Play(MOVES)
    play.case.move(play.key("u"), "sp", play.world)
    play.sleep()
    assert play.open == ["in"]
    assert [m.node.id for m in play.case.messages()] == ["b2"]
    play.case.move(play.key("in"), "in", play.world)
    play.sleep()
    assert play.do("in").do("z").done


@pytest.mark.parametrize("target", ["nowhere", "b", "s", "in", "Start", "u [child]"])
def test_what_is_no_place_to_move_to_is_refused(target):
    play = Play(MOVES)
    before = play.case.state()
    with pytest.raises(TargetNotHere):
        play.case.move(play.key("u"), target, play.world)
    assert play.case.state() == before


def test_moving_from_an_event_gateway_gives_up_all_its_events():
    text = document(
        start()
        + gateway("eventBased", "g")
        + catch("m", message())
        + catch("t", timer("timeDuration", "P1D"))
        + user("z")
        + end()
        + chain("s", "g", "m", "z", "e")
        + chain("g", "t", "z"),
        MESSAGE,
    )
    play = Play(text)
    play.case.move(play.case.timers(play.world)[0].key, "z", play.world)
    play.sleep()
    assert (play.open, play.waiting, play.case.messages()) == (["z"], [], ())


def test_a_boundary_event_itself_cannot_be_moved():
    play = Play(MOVES)
    with pytest.raises(TargetNotHere):
        play.case.move(play.case.messages()[0].key, "z", play.world)


def test_moving_one_instance_moves_the_whole_activity():
    text = document(
        start() + user("u", each("people", "who")) + user("z") + end() + chain("s", "u", "z", "e")
    )
    play = Play(text, variables={"people": [1, 2, 3]})
    play.case.move(play.key("u"), "z", play.world)
    play.sleep()
    assert play.open == ["z"]


@pytest.mark.parametrize("key", ["", "999", "x", "-1", "1", "²"])
def test_a_wrong_key_is_refused(key):
    play = Play(MOVES)
    for act in (
        lambda: play.case.finish(key, None, play.world),
        lambda: play.case.inputs(key, play.world),
        lambda: play.case.fire(key, play.world),
        lambda: play.case.retry(key, play.world),
        lambda: play.case.move(key, "z", play.world),
    ):
        with pytest.raises(StepGone):
            act()


def test_a_step_cannot_be_finished_twice():
    play = Play(MOVES)
    key = play.key("u")
    play.do("u")
    with pytest.raises(StepGone, match="已不在办理中"):
        play.case.finish(key, None, play.world)


ENDLESS = document(
    start()
    + gateway("exclusive", "x")
    + throw("t")
    + gateway("exclusive", "g", "d")
    + user("u")
    + end()
    + chain("s", "x", "t", "g")
    + flow("g", "u", "stop")
    + flow("g", "x", name="d")
    + chain("u", "e")
)


def test_a_loop_without_people_is_stopped():
    play = Play(ENDLESS)
    assert len(play.faults) == 1
    assert "ProcessRunsForever" in next(iter(play.faults.values()))
    play.case.variables["stop"] = True
    play.case.retry(play.case.incidents()[0].key, play.world)
    play.sleep()
    assert play.open == ["u"]


def test_a_loop_that_doubles_its_tokens_is_stopped():
    text = document(
        start()
        + gateway("exclusive", "x")
        + gateway("parallel", "g")
        + end()
        + chain("s", "x", "g", "x")
        + flow("g", "x")
        + flow("g", "e")
    )
    play = Play(text)
    assert 0 < len(play.case.incidents()) <= 1500


TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="http://example.test"><decision id="grounds" name="grounds"><decisionTable id="t"
 hitPolicy="UNIQUE"><input id="i"><inputExpression id="ie"><text>age</text></inputExpression>
 </input><output id="o" name="r"/>
 <rule id="r1"><inputEntry id="a1"><text>[18..65]</text></inputEntry><outputEntry id="b1">
 <text>"adult"</text></outputEntry></rule>
 <rule id="r2"><inputEntry id="a2"><text>&gt; 60</text></inputEntry><outputEntry id="b2">
 <text>"old"</text></outputEntry></rule></decisionTable></decision></definitions>"""


def decided(required: str, age: object) -> Play:
    more = extensions(properties(resultVariable="found", required=required))
    rule = node("businessRuleTask", "rule", more, 'camunda:decisionRef="grounds"')
    text = document(start() + rule + user("u") + end() + chain("s", "rule", "u", "e"))
    return Play(text, variables={"age": age}, decisions={"t.dmn": TABLE})


def test_a_decision_is_taken_in_the_engine():
    assert decided("false", 30).case.variables["found"] == "adult"
    assert decided("false", 90).case.variables["found"] == "old"


def test_a_decision_without_a_hit_is_null_or_an_incident():
    assert decided("false", 3).case.variables["found"] is None
    assert "没有一条规则适用" in decided("true", 3).faults["rule"]


def test_a_decision_that_contradicts_itself_is_an_incident():
    play = decided("false", 62)
    assert "grounds" in play.faults["rule"]
    assert play.open == []
