"""Each rule with a diagram it accuses and one, nearly the same, that it does not."""

import time

import pytest

from engine.bpmn.definition import read_definition
from engine.soundness import RULES, check_soundness
from tests.bpmn.writing import (
    MESSAGE,
    action,
    boundary,
    catch,
    chain,
    document,
    each,
    end,
    flow,
    gateway,
    message,
    node,
    start,
    throw,
    timer,
    user,
)

ERROR = '<bpmn:error id="X" name="x" errorCode="1"/>'
SIGNAL = '<bpmn:signal id="S" name="moved"/>'
FAILS = '<bpmn:errorEventDefinition errorRef="X"/>'
STOPS = "<bpmn:terminateEventDefinition/>"
CALLS = '<bpmn:signalEventDefinition signalRef="S"/>'


def found(body: str, declared: str = ""):
    return check_soundness(read_definition({"p.bpmn": document(body, declared)}, {}, "P"))


def rules(body: str, declared: str = "") -> set[tuple[str, str, str]]:
    return {(one.rule, one.severity, one.element) for one in found(body, declared)}


def block(split: str, join: str, *after: str, default: str = "") -> str:
    """Draw two branches of one person each between two gateways."""
    body = start() + end() + gateway(split, "g", default) + gateway(join, "j")
    body += user("a") + user("b") + "".join(user(step) for step in after)
    guard = "" if split == "parallel" else "x"
    ways = flow("g", "a", name=default or "w") + flow("g", "b", guard)
    return body + chain("s", "g") + ways + chain("a", "j") + chain("b", "j", *after, "e")


def rework(*inside: str, drawn: str = "", out: str = "e") -> str:
    """Draw a loop back from a choice to a merge."""
    body = start() + end() + gateway("exclusive", "m") + gateway("exclusive", "x", "out") + drawn
    return (
        body + chain("s", "m", *inside, "x") + flow("x", out, name="out") + flow("x", "m", "back")
    )


def guarded(inside: str, ends: str, *, interrupting: bool = True, event: str = FAILS) -> str:
    """Draw a sub-process with an event at its edge that leads to a person."""
    inner = start("si") + inside + user("u") + end("ei", ends) + chain("si", "u", "ei")
    body = start() + end() + node("subProcess", "sp", inner) + user("h") + end("eh")
    body += boundary("b", "sp", event, interrupting=interrupting)
    return body + chain("s", "sp", "e") + chain("b", "h", "eh")


def test_a_parallel_join_waits_in_vain_for_the_way_not_chosen():
    accused = found(block("exclusive", "parallel", default="d"))
    assert {(one.rule, one.severity, one.element) for one in accused} == {
        ("deadlock", "error", "j")
    }
    (one,) = accused
    assert one.layer == "sound"
    assert one.path[:3] == ("s", one.path[1], "g")
    assert one.path[-1] == "j"
    assert "“j”要等所有分支到齐" in one.message
    assert rules(block("parallel", "parallel")) == set()
    assert rules(block("exclusive", "exclusive", default="d")) == set()
    assert rules(block("inclusive", "inclusive", default="d")) == set()


def test_an_inclusive_split_joined_in_parallel_is_a_standstill():
    assert rules(block("inclusive", "parallel", default="d")) == {("deadlock", "error", "j")}


def test_a_parallel_split_may_be_joined_by_an_inclusive_gateway():
    assert rules(block("parallel", "inclusive")) == set()


def test_a_standstill_that_needs_one_condition_both_ways_is_only_a_warning():
    def twice(second: str) -> str:
        body = start() + end() + gateway("parallel", "g") + gateway("parallel", "j")
        body += user("a") + user("b") + end("away") + gateway("exclusive", "x", "dx")
        body += gateway("exclusive", "y", "dy") + user("c") + end("gone")
        body += chain("s", "g", "x") + flow("g", "y")
        body += flow("x", "a", "urgent") + flow("x", "away", name="dx")
        body += flow("y", "b", second) + flow("y", "gone", name="dy")
        return body.replace(user("c"), "") + chain("a", "j") + chain("b", "j", "e")

    assert rules(twice("urgent")) == {("deadlock", "warning", "j")}
    assert rules(twice("other")) == {("deadlock", "error", "j")}


def test_a_signal_that_nobody_sends_is_waited_for_for_ever():
    waits = start() + catch("c", CALLS) + end() + chain("s", "c", "e")
    assert rules(waits, SIGNAL) == {("deadlock", "error", "c")}
    sent = start() + gateway("parallel", "g") + catch("c", CALLS) + end() + throw("t", CALLS)
    sent += end("z") + chain("s", "g", "c", "e") + chain("g", "t", "z")
    assert rules(sent, SIGNAL) == set()


def test_a_message_may_always_come():
    waits = start() + catch("c", message()) + end() + chain("s", "c", "e")
    assert rules(waits, MESSAGE) == set()


def test_an_error_that_nobody_handles_stops_the_case():
    alone = start() + user("u") + end("e", FAILS) + chain("s", "u", "e")
    assert rules(alone, ERROR) == {("deadlock", "error", "e")}
    unguarded = guarded("", FAILS, event=timer("timeDuration", "P1D"))
    assert ("deadlock", "error", "ei") in rules(unguarded, ERROR)
    assert ("deadlock", "error", "ei") not in rules(guarded("", FAILS), ERROR)


def test_a_rework_loop_without_a_way_out_never_finishes():
    around = user("u") + user("v") + chain("v", "u")
    body = start() + end() + gateway("exclusive", "x", "d") + around
    accused = (
        body + chain("s", "x") + flow("x", "e", name="d") + flow("x", "u", "y") + chain("u", "v")
    )
    assert rules(accused) == {("no_way_to_finish", "error", "u")}
    assert rules(rework("u", drawn=user("u"))) == set()


def test_a_loop_in_which_nobody_is_waited_for_runs_on():
    assert rules(rework()) == {("endless_automatic_loop", "error", "m")}
    assert rules(rework("u", drawn=user("u"))) == set()
    assert rules(rework("c", drawn=catch("c", timer("timeDuration", "P1D")))) == set()


def test_a_loop_of_actions_may_come_to_an_end_by_itself():
    (one,) = found(rework("a", drawn=action("a")))
    assert (one.rule, one.severity) == ("endless_automatic_loop", "warning")
    assert one.path[0] == "s"
    assert one.path.count("m") == 2


def test_the_path_of_an_endless_loop_behind_a_person_goes_once_around():
    body = start() + user("u") + end() + gateway("exclusive", "x", "d")
    body += chain("s", "u", "x") + flow("x", "e", name="d") + flow("x", "x", "again", "f")
    (one,) = found(body)
    assert (one.rule, one.path[-3:]) == ("endless_automatic_loop", ("x", "f", "x"))


def test_an_event_whose_error_is_never_thrown_leads_nowhere():
    assert rules(guarded("", ""), ERROR) == {("dead_step", "warning", "b")}
    assert rules(guarded("", "", event=timer("timeDuration", "P1D"))) == set()


def test_what_follows_an_activity_that_always_fails_is_never_reached():
    assert rules(guarded("", FAILS), ERROR) == {("dead_step", "warning", "e")}


def test_parallel_branches_merged_by_a_choice_do_the_next_step_twice():
    (one,) = found(block("parallel", "exclusive", "c"))
    assert (one.rule, one.severity, one.element) == ("done_twice", "warning", "c")
    assert one.path.count("c") == 2
    assert rules(block("parallel", "parallel", "c")) == set()
    assert rules(block("parallel", "exclusive")) == set()  # nothing follows but the end


def test_a_reminder_may_come_as_often_as_it_likes():
    reminder = boundary("b", "u", message(), interrupting=False)
    body = rework("u", drawn=user("u") + reminder + user("r") + end("z") + chain("b", "r", "z"))
    assert rules(body, MESSAGE) == set()


def test_a_reminder_that_flows_back_into_the_main_course_doubles_it():
    body = start() + user("u") + user("v") + end() + chain("s", "u", "v", "e")
    late = timer("timeDuration", "P1D")
    accused = body + boundary("b", "u", late, interrupting=False) + chain("b", "v")
    assert rules(accused) == {("done_twice", "warning", "v")}
    assert rules(body + boundary("b", "u", late) + chain("b", "v")) == set()


def test_a_terminate_end_cuts_off_the_work_of_a_parallel_branch():
    def ended(how: str, step: str) -> str:
        body = start() + gateway("parallel", "g") + user("a") + step + end("e", how) + end("z")
        return body + chain("s", "g", "a", "e") + chain("g", "b", "z")

    (one,) = found(ended(STOPS, user("b")))
    assert (one.rule, one.severity, one.element) == ("left_over", "warning", "e")
    assert "“b”可能还在办理" in one.message
    assert one.path[-1] == "e"
    assert rules(ended("", user("b"))) == set()
    assert rules(ended(STOPS, catch("b", timer("timeDuration", "P1D")))) == set()


def test_what_a_message_asked_for_meanwhile_may_end_with_the_case():
    def ended(waits: str) -> str:
        body = start() + gateway("parallel", "g") + user("a") + end("e", STOPS)
        body += waits + user("b") + end("z")
        return body + chain("s", "g", "a", "e") + chain("g", "m", "b", "z")

    assert rules(ended(catch("m", message())), MESSAGE) == set()
    accused = {("left_over", "warning", "e")}
    assert rules(ended(catch("m", timer("timeDuration", "P1D")))) == accused
    asked_first = start() + catch("m", message()) + gateway("parallel", "g") + user("a") + user("b")
    asked_first += end("e", STOPS) + end("z")
    asked_first += chain("s", "m", "g", "a", "e") + chain("g", "b", "z")
    assert rules(asked_first, MESSAGE) == accused


def test_the_run_into_a_sub_process_begins_at_the_start_of_the_process():
    inner = (
        block("exclusive", "parallel", default="d").replace('"s"', '"si"').replace('"e"', '"ei"')
    )
    body = (
        start() + user("u") + node("subProcess", "sp", inner) + end() + chain("s", "u", "sp", "e")
    )
    (one,) = found(body)
    assert (one.rule, one.element) == ("deadlock", "j")
    assert one.path[0] == "s"
    assert one.path[-1] == "j"
    assert {"u", "sp", "si"} <= set(one.path)


def test_instances_for_each_of_a_collection_are_one_step():
    many = node("userTask", "u", each("[1,2]"))
    assert rules(start() + many + end() + chain("s", "u", "e")) == set()


def test_what_could_not_be_looked_at_wholly_is_said():
    body = block("exclusive", "parallel", default="d")
    definition = read_definition({"p.bpmn": document(body)}, {}, "P")
    assert [one.rule for one in check_soundness(definition, most_states=2)] == ["not_explored"]


def crosswise(width: int) -> str:
    """Draw parallel branches that each wait for a neighbour, and may each leave a person out."""
    body = start() + end() + gateway("parallel", "g") + gateway("parallel", "z") + chain("s", "g")
    for n in range(width):
        body += (
            gateway("exclusive", f"x{n}", f"d{n}") + user(f"u{n}") + gateway("exclusive", f"m{n}")
        )
        body += gateway("parallel", f"f{n}") + gateway("parallel", f"j{n}") + flow("g", f"x{n}")
        body += flow(f"x{n}", f"u{n}", "c") + flow(f"x{n}", f"m{n}", name=f"d{n}")
        body += chain(f"u{n}", f"m{n}", f"f{n}", f"j{n}", "z") + chain(
            f"f{n}", f"j{(n + 1) % width}"
        )
    return body + chain("z", "e")


def test_branches_that_wait_for_one_another_are_judged_while_they_are_few():
    assert rules(crosswise(3)) == set()


def test_a_tangle_is_given_up_in_time_and_accused_of_nothing():
    begun = time.process_time()
    assert {one.rule for one in found(crosswise(30))} == {"not_explored"}
    assert time.process_time() - begun < 5  # some tenths of a second, on a machine at rest


def test_the_check_never_raises():
    definition = read_definition({"p.bpmn": document(block("parallel", "parallel"))}, {}, "P")
    object.__setattr__(definition, "files", {"P": b"<"})
    (one,) = check_soundness(definition)
    assert (one.rule, one.severity) == ("not_explored", "warning")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_says_why_it_matters_and_what_to_change(rule):
    assert "改法：" in rule.help
    assert len(rule.help) > 80
