"""Multi-instance and repeated activities: tasks, sub-processes and called processes."""

import pytest

from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    boundary,
    chain,
    document,
    each,
    end,
    extensions,
    inner,
    inputs,
    message,
    node,
    properties,
    start,
    timer,
    user,
)

COLLECT = extensions(properties(outputCollection="answers"))
YIELD = extensions(properties(outputCollection="answers", outputElement="loopCounter * 10"))


def looped(body: str) -> bytes:
    return document(start() + body + user("z") + end() + chain("s", "u", "z", "e"))


CALLED = document(
    start("q_start") + user("q") + end("q_end") + chain("q_start", "q", "q_end"), process="Q"
)
CALL = node("callActivity", "u", YIELD + each("people", "who"), 'calledElement="Q"')


def test_each_element_has_its_step_and_results_stand_in_the_order_of_the_input():
    play = Play(looped(user("u", COLLECT + each("people", "who"))), variables={"people": [*"abc"]})
    steps = play.case.steps()
    assert [step.local for step in steps] == [
        {"loopCounter": n, "who": w} for n, w in enumerate("abc", 1)
    ]
    for step in reversed(steps):
        play.case.finish(step.key, {"said": step.local["who"] * 2}, play.world)
        play.sleep()
    assert play.case.variables["answers"] == [{"said": "aa"}, {"said": "bb"}, {"said": "cc"}]
    assert "u" not in play.case.variables
    assert play.do("z").done


def test_one_after_the_other_only_one_is_open():
    body = user("u", COLLECT + each("people", "who", sequential=True))
    play = Play(looped(body), variables={"people": [*"abc"]})
    for who in "abc":
        assert [step.local["who"] for step in play.case.steps()] == [who]
        play.do("u", who)
    assert play.case.variables["answers"] == ["a", "b", "c"]
    assert play.open == ["z"]


@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize("people", [None, []])
@pytest.mark.parametrize("kind", ["task", "scope", "call"])
def test_nobody_is_passed_over(kind, people, sequential):
    over = each("people", "who", sequential=sequential)
    bodies = {
        "task": user("u", COLLECT + over),
        "scope": inner("u", "in", before=YIELD, after=over),
        "call": node("callActivity", "u", YIELD + over, 'calledElement="Q"'),
    }
    play = Play(looped(bodies[kind]), CALLED, variables={"people": people})
    assert play.open == ["z"]
    assert play.case.variables["answers"] == []


@pytest.mark.parametrize(
    ("body", "step"),
    [(inner("u", "in", before=YIELD, after=each("people", "who")), "in"), (CALL, "q")],
)
def test_each_element_has_its_own_sub_process(body, step):
    play = Play(looped(body), CALLED, variables={"people": [*"ab"]})
    assert [s.local["who"] for s in play.case.steps()] == ["a", "b"]
    play.do(step).do(step)
    assert play.case.variables["answers"] == [10, 20]
    assert play.do("z").done


def test_results_inside_a_loop_are_its_own_and_are_seen_by_its_next_steps():
    body = node(
        "subProcess",
        "u",
        extensions(properties(outputCollection="all", outputElement="{who: who, got: ask.got}"))
        + start("us")
        + user("ask")
        + user("tell", extensions(inputs(text='who + ":" + ask.got')))
        + end("ue")
        + chain("us", "ask", "tell", "ue")
        + each("people", "who"),
    )
    play = Play(looped(body), variables={"people": [*"ab"]})
    for step in play.case.steps():
        play.case.finish(step.key, {"got": step.local["who"].upper()}, play.world)
        play.sleep()
    texts = [play.case.inputs(step.key, play.world)["text"] for step in play.case.steps()]
    assert texts == ["a:A", "b:B"]
    play.do("tell").do("tell")
    assert play.case.variables == {
        "people": ["a", "b"],
        "all": [{"who": "a", "got": "A"}, {"who": "b", "got": "B"}],
    }


def test_loops_inside_loops_see_both_elements():
    inside = user("ask", extensions(properties(outputCollection="got")) + each("who.kids", "kid"))
    body = node(
        "subProcess",
        "u",
        extensions(properties(outputCollection="all", outputElement="got"))
        + start("us")
        + inside
        + end("ue")
        + chain("us", "ask", "ue")
        + each("people", "who", sequential=True),
    )
    people = [{"kids": ["x", "y"]}, {"kids": []}, {"kids": ["z"]}]
    play = Play(looped(body), variables={"people": people})
    while play.open == ["ask"] * len(play.open):
        step = play.case.steps()[-1]
        assert step.local["kid"] in step.local["who"]["kids"]
        play.case.finish(step.key, step.local["kid"], play.world)
        play.sleep()
    assert play.case.variables["all"] == [["x", "y"], [], ["z"]]


def test_enough_is_enough():
    body = user("u", COLLECT + each("people", "who", until="nrOfCompletedInstances >= 2"))
    play = Play(looped(body), variables={"people": [*"abcd"]})
    keys = [step.key for step in play.case.steps()]
    for key in (keys[3], keys[1]):
        play.case.finish(key, key, play.world)
        play.sleep()
    assert play.open == ["z"]
    assert play.case.variables["answers"] == [keys[1], keys[3]]


def test_a_number_of_instances_may_be_an_expression():
    many = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>n + 1</bpmn:loopCardinality>"
    )
    body = user("u", many + "</bpmn:multiInstanceLoopCharacteristics>")
    assert Play(looped(body), variables={"n": 2}).open == ["u"] * 3


@pytest.mark.parametrize(("value", "word"), [("abc", "列表"), ({"a": 1}, "列表"), (7, "列表")])
def test_a_collection_that_is_no_list_is_an_incident(value, word):
    play = Play(looped(user("u", each("people", "who"))), variables={"people": value})
    assert word in play.faults["u"]
    play.case.variables["people"] = ["a"]
    play.case.retry(play.case.incidents()[0].key, play.world)
    play.sleep()
    assert play.open == ["u"]


def test_more_than_five_hundred_instances_are_an_incident():
    play = Play(looped(user("u", each("people", "who"))), variables={"people": [1] * 501})
    assert "500" in play.faults["u"]


def test_an_interrupting_event_ends_all_instances():
    text = document(
        start()
        + inner("u", "in", after=each("people", "who"))
        + boundary("b", "u", message())
        + user("late")
        + end()
        + end("e2")
        + chain("s", "u", "e")
        + chain("b", "late", "e2"),
        MESSAGE,
    )
    play = Play(text, variables={"people": [*"abc"]}).do("in")
    assert len(play.case.messages()) == 1
    play.send("withdrawn")
    assert play.open == ["late"]
    assert play.do("late").done


def test_timers_inside_instances_are_their_own():
    body = node(
        "subProcess",
        "u",
        start("us")
        + user("ask")
        + boundary("t", "ask", timer("timeDate", "who.due"))
        + end("ue")
        + end("ue2")
        + chain("us", "ask", "ue")
        + chain("t", "ue2")
        + each("people", "who"),
    )
    people = [{"due": f"2026-03-{day:02}"} for day in (9, 4)]
    play = Play(looped(body), variables={"people": people})
    found = {t.due.day: t.key for t in play.case.timers(play.world)}
    assert sorted(found) == [4, 9]
    play.later(days=3)
    assert play.case.fire(found[4], play.world)
    assert not play.case.fire(found[9], play.world)
    play.sleep()
    assert [step.local["who"]["due"] for step in play.case.steps()] == ["2026-03-09"]


REPEAT = (
    '<bpmn:standardLoopCharacteristics testBefore="{}" loopMaximum="3">{}'
    "</bpmn:standardLoopCharacteristics>"
)
MORE = "<bpmn:loopCondition>u.more</bpmn:loopCondition>"


@pytest.mark.parametrize("kind", ["task", "scope"])
def test_a_repeated_activity_goes_on_as_long_as_its_condition_holds(kind):
    loop = REPEAT.format("false", MORE)
    named = extensions(properties(resultVariable="u"))
    scope = start("us") + user("in", named) + end("ue") + chain("us", "in", "ue")
    body = user("u", loop) if kind == "task" else node("subProcess", "u", scope + loop)
    name = "u" if kind == "task" else "in"
    play = Play(looped(body)).do(name, {"more": True})
    assert play.case.steps()[0].local == {"loopCounter": 2}
    assert play.do(name, {"more": False}).open == ["z"]
    assert play.case.variables["u"] == {"more": False}
    thrice = Play(looped(body))
    for _ in range(3):
        thrice.do(name, {"more": True})
    assert thrice.open == ["z"]


def test_a_condition_tested_before_can_leave_the_activity_out():
    body = user("u", REPEAT.format("true", MORE))
    assert Play(looped(body)).open == ["z"]
    assert Play(looped(body), variables={"u": {"more": True}}).open == ["u"]


def test_five_hundred_open_instances_are_no_burden():
    body = inner("u", "in", before=YIELD, after=each("people", "who"))
    play = Play(looped(body), variables={"people": list(range(500))})
    assert len(play.case.steps()) == 500
    assert len(play.case.state()) < 60_000
    key = play.case.steps()[250].key
    play.case.finish(key, None, play.world)
    assert len(play.case.steps()) == 499
