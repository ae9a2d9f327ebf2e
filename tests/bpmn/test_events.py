"""Messages, signals, errors, escalations, conditions and ends."""

import pytest

from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    boundary,
    catch,
    chain,
    document,
    end,
    extensions,
    flow,
    gateway,
    inner,
    inputs,
    message,
    node,
    properties,
    start,
    throw,
    user,
)


def with_boundary(inside: str, declared: str = "", *, interrupting: bool = True) -> Play:
    return Play(
        document(
            start()
            + user("u")
            + boundary("b", "u", inside, interrupting=interrupting)
            + user("late")
            + end()
            + end("e2")
            + chain("s", "u", "e")
            + chain("b", "late", "e2"),
            declared,
        )
    )


def test_a_message_interrupts_the_task_and_its_payload_is_kept():
    play = with_boundary(message(), MESSAGE)
    found = play.case.messages()
    assert [(m.name, m.node.id, m.interrupting) for m in found] == [("withdrawn", "b", True)]
    assert play.send("withdrawn", {"on": "2026-03-02"}) == 1
    assert play.open == ["late"]
    assert play.case.variables == {"b": {"on": "2026-03-02"}}
    assert play.case.messages() == ()


def test_a_message_nobody_waits_for_changes_nothing():
    play = with_boundary(message(), MESSAGE)
    before = play.case.state()
    assert play.send("unheard of", {"x": 1}) == 0
    assert play.case.state() == before


def test_a_message_that_does_not_interrupt_can_come_again():
    play = with_boundary(message(), MESSAGE, interrupting=False)
    assert [play.send("withdrawn"), play.send("withdrawn")] == [1, 1]
    assert play.open == ["late", "late", "u"]
    assert play.do("u").send("withdrawn") == 0
    assert play.do("late").do("late").done


def test_a_message_can_be_for_one_of_several():
    text = document(
        start()
        + gateway("parallel", "g")
        + node("receiveTask", "r1", "", 'messageRef="M"')
        + node("receiveTask", "r2", "", 'messageRef="M"')
        + end()
        + chain("s", "g", "r1", "e")
        + chain("g", "r2", "e"),
        MESSAGE,
    )
    play = Play(text)
    key = next(m.key for m in play.case.messages() if m.node.id == "r2")
    assert play.case.send("withdrawn", {"n": 2}, play.world, key) == 1
    play.sleep()
    assert [m.node.id for m in play.case.messages()] == ["r1"]
    assert play.send("withdrawn", {"n": 1}) == 1
    assert play.case.variables == {"r2": {"n": 2}, "r1": {"n": 1}}
    assert play.done


@pytest.mark.parametrize("thrower", ["throw", "end"])
def test_a_message_thrown_in_one_branch_reaches_another(thrower):
    carried = extensions(inputs(days="n + 1")) + message()
    last = throw("t", carried) + end("e2") if thrower == "throw" else end("t", carried)
    text = document(
        start()
        + gateway("parallel", "g")
        + catch("c", extensions(properties(resultVariable="moved")) + message())
        + user("a")
        + last
        + user("z")
        + end()
        + chain("s", "g", "c", "z", "e")
        + chain("g", "a", "t")
        + (chain("t", "e2") if thrower == "throw" else ""),
        MESSAGE,
    )
    play = Play(text, variables={"n": 1}).do("a")
    assert play.open == ["z"]
    assert play.case.variables["moved"] == {"days": 2}
    assert play.do("z").done


def test_a_catch_beside_a_throw_is_in_place_before_it_is_thrown():
    text = document(
        start()
        + gateway("parallel", "g")
        + catch("c", message())
        + throw("t", message())
        + user("z")
        + end()
        + chain("s", "g", "t", "e")
        + chain("g", "c", "z", "e"),
        MESSAGE,
    )
    assert Play(text).open == ["z"]


def test_a_signal_reaches_everyone_in_the_instance():
    signal = '<bpmn:signalEventDefinition signalRef="S"/>'
    text = document(
        start()
        + gateway("parallel", "g")
        + catch("c", signal)
        + user("a")
        + throw("t", signal)
        + user("z")
        + user("w")
        + boundary("b", "w", signal)
        + user("late")
        + end()
        + chain("s", "g", "c", "z", "e")
        + chain("g", "a", "t", "e")
        + chain("g", "w", "e")
        + chain("b", "late", "e"),
        '<bpmn:signal id="S" name="stop"/>',
    )
    assert Play(text).do("a").open == ["late", "z"]


def scope_with(inside_end: str, catcher: str, declared: str, *, interrupting: bool = True) -> Play:
    sub = node(
        "subProcess",
        "sp",
        start("ss") + user("in") + end("se", inside_end) + chain("ss", "in", "se"),
    )
    return Play(
        document(
            start()
            + sub
            + boundary("b", "sp", catcher, interrupting=interrupting)
            + user("fix")
            + user("normal")
            + end()
            + end("e2")
            + chain("s", "sp", "normal", "e")
            + chain("b", "fix", "e2"),
            declared,
        )
    )


ERROR = '<bpmn:error id="E" name="lost" errorCode="42"/><bpmn:error id="F" name="f" errorCode="7"/>'


@pytest.mark.parametrize("catcher", ['errorRef="E"', ""])
def test_an_error_ends_the_sub_process_and_is_caught_by_code_or_by_all(catcher):
    thrown = '<bpmn:errorEventDefinition errorRef="E"/>'
    play = scope_with(thrown, f"<bpmn:errorEventDefinition {catcher}/>", ERROR).do("in")
    assert play.open == ["fix"]
    assert play.do("fix").done


def test_an_error_nobody_catches_is_an_incident():
    thrown = '<bpmn:errorEventDefinition errorRef="E"/>'
    play = scope_with(thrown, '<bpmn:errorEventDefinition errorRef="F"/>', ERROR).do("in")
    assert "42" in play.faults["se"]


@pytest.mark.parametrize(("interrupting", "opened"), [(False, ["fix", "normal"]), (True, ["fix"])])
def test_an_escalation_is_heard_outside_the_sub_process(interrupting, opened):
    raised = '<bpmn:escalationEventDefinition escalationRef="X"/>'
    declared = '<bpmn:escalation id="X" name="late" escalationCode="L"/>'
    assert scope_with(raised, raised, declared, interrupting=interrupting).do("in").open == opened


def test_an_escalation_nobody_hears_is_no_fault():
    raised = '<bpmn:escalationEventDefinition escalationRef="X"/>'
    other = '<bpmn:escalationEventDefinition escalationRef="Y"/>'
    declared = '<bpmn:escalation id="X" name="x" escalationCode="X"/>'
    declared += '<bpmn:escalation id="Y" name="y" escalationCode="Y"/>'
    assert scope_with(raised, other, declared).do("in").open == ["normal"]


def test_a_terminate_end_ends_everything_in_its_scope():
    text = document(
        start()
        + gateway("parallel", "g")
        + user("a")
        + user("b")
        + boundary("t", "b", message())
        + end("e", "<bpmn:terminateEventDefinition/>")
        + end("e2")
        + chain("s", "g", "a", "e")
        + chain("g", "b", "e2")
        + chain("t", "e2"),
        MESSAGE,
    )
    play = Play(text).do("a")
    assert play.done
    assert (play.open, play.case.messages(), play.case.active_nodes()) == ([], (), {})


def test_a_terminate_end_inside_a_sub_process_ends_only_that():
    sub = node(
        "subProcess",
        "sp",
        start("ss")
        + gateway("parallel", "g")
        + user("a")
        + user("b")
        + end("se", "<bpmn:terminateEventDefinition/>")
        + end("se2")
        + chain("ss", "g", "a", "se")
        + chain("g", "b", "se2"),
    )
    text = document(
        start()
        + gateway("parallel", "h")
        + sub
        + user("z")
        + user("other")
        + end()
        + chain("s", "h", "sp", "z", "e")
        + chain("h", "other", "e")
    )
    play = Play(text).do("a")
    assert play.open == ["other", "z"]
    assert play.do("z").do("other").done


def test_a_condition_is_looked_at_whenever_something_has_happened():
    condition = (
        "<bpmn:conditionalEventDefinition><bpmn:condition>u.x &gt; 3</bpmn:condition>"
        "</bpmn:conditionalEventDefinition>"
    )
    text = document(
        start()
        + gateway("parallel", "g")
        + catch("c", condition)
        + user("u")
        + user("z")
        + end()
        + chain("s", "g", "c", "z", "e")
        + chain("g", "u", "e")
    )
    assert Play(text).do("u", {"x": 9}).open == ["z"]
    assert Play(text).do("u", {"x": 1}).open == []
    waiting = Play(text).do("u", {"x": 1})
    waiting.case.variables["u"] = {"x": 4}
    waiting.case.settle(waiting.world)
    waiting.sleep()
    assert waiting.open == ["z"]


def test_an_intermediate_throw_without_event_is_a_milestone():
    text = document(start() + throw("m") + user("u") + end() + chain("s", "m", "u", "e"))
    play = Play(text)
    assert play.open == ["u"]
    assert ("m", "left") in play.passed


def test_an_instance_ends_only_when_every_branch_has():
    text = document(
        start()
        + gateway("parallel", "g")
        + user("a")
        + catch("c", message())
        + end()
        + end("e2")
        + chain("s", "g", "a", "e")
        + chain("g", "c", "e2"),
        MESSAGE,
    )
    play = Play(text).do("a")
    assert not play.done
    play.send("withdrawn")
    assert play.done


def test_withdrawal_at_any_time_interrupts_the_whole_handling():
    handling = inner("handling", "review", "search")
    text = document(
        start()
        + handling
        + boundary("withdrawal", "handling", message())
        + user("confirm")
        + user("archive")
        + end()
        + chain("s", "handling", "archive", "e")
        + chain("withdrawal", "confirm")
        + flow("confirm", "archive"),
        MESSAGE,
    )
    play = Play(text).do("review")
    assert play.case.active_nodes() == {"handling": 1, "search": 1}
    play.send("withdrawn", {"on": "today"})
    assert play.open == ["confirm"]
    assert ("search", "skipped") in play.passed
    assert ("handling", "skipped") in play.passed
    assert play.do("confirm").do("archive").done
