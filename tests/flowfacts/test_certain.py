"""What is certain and what is possible, on diagrams small enough to be judged by eye."""

import time

from engine.flowfacts import Client, Facts, path_avoiding
from tests.bpmn.rich_diagrams import DECLARED, RichDiagram
from tests.bpmn.writing import (
    MESSAGE,
    boundary,
    catch,
    chain,
    document,
    each,
    end,
    flow,
    gateway,
    inner,
    message,
    node,
    start,
    throw,
    timer,
    user,
)
from tests.flowfacts.reading import Asked

ERROR = '<bpmn:error id="X" name="x" errorCode="1"/><bpmn:error id="Y" name="y" errorCode="2"/>'
FAILS = '<bpmn:errorEventDefinition errorRef="X"/>'
TERMINATES = "<bpmn:terminateEventDefinition/>"
REMINDER = timer("timeDuration", "P1D")


def people(names: str) -> str:
    return "".join(map(user, names))


def drawn(body: str, declared: str = "", **more) -> Asked:
    return Asked(document(start("S") + end("E") + body, declared), **more)


def calling(name: str, process: str = "Q") -> str:
    return node("callActivity", name, "", f'calledElement="{process}"')


def called(*steps: str, process: str = "Q") -> bytes:
    body = start("QS") + end("QE") + people("".join(steps)) + chain("QS", *steps, "QE")
    return document(body, process=process)


def test_what_came_before_is_certain():
    asked = drawn(people("ab") + chain("S", "a", "b", "E"))
    assert asked.certain("a") == "S"
    assert asked.certain("E") == asked.possible("E") == "Sab"
    assert asked.after("b") == "Sab"


def test_of_two_ways_neither_is_certain_and_both_are_possible():
    ways = flow("x", "a", "c") + flow("x", "b", name="d") + chain("a", "m") + chain("b", "m", "E")
    both = gateway("exclusive", "x", "d") + gateway("exclusive", "m")
    asked = drawn(people("ab") + both + chain("S", "x") + ways)
    assert asked.certain("E") == "Smx"
    assert asked.possible("E") == "Sabmx"


def test_a_parallel_join_has_seen_all_branches_and_a_branch_only_its_own():
    both = gateway("parallel", "f") + gateway("parallel", "j") + chain("S", "f", "a", "j")
    asked = drawn(people("ab") + both + chain("f", "b", "j", "E"))
    assert asked.certain("j") == "Sabf"
    assert asked.certain("a") == "Sf"
    assert asked.possible("a") == "Sbf"


def test_an_inclusive_join_after_a_parallel_split_has_seen_all_branches():
    both = gateway("parallel", "f") + gateway("inclusive", "j") + chain("S", "f", "a", "j")
    asked = drawn(people("ab") + both + chain("f", "b", "j", "E"))
    assert asked.certain("j") == "Sabf"


def test_an_inclusive_join_after_a_choice_has_seen_what_its_branches_share():
    ways = flow("f", "a", "c") + flow("f", "b", name="d") + chain("a", "j") + chain("b", "j", "E")
    both = gateway("inclusive", "f", "d") + gateway("inclusive", "j")
    asked = drawn(people("ab") + both + chain("S", "f") + ways)
    assert asked.certain("j") == "Sf"
    assert asked.possible("j") == "Sabf"


def test_a_loop_back_takes_nothing_from_what_is_certain():
    nodes = gateway("exclusive", "m") + gateway("exclusive", "x", "d") + people("ab")
    ways = chain("S", "m", "a", "x") + flow("x", "b", "c") + chain("b", "m")
    asked = drawn(nodes + ways + flow("x", "E", name="d"))
    assert asked.certain("a") == "Sm"
    assert asked.possible("a") == "Sabmx"
    assert asked.certain("E") == "Samx"


def test_an_interrupted_activity_has_not_been_finished():
    body = people("ab") + boundary("w", "a", message()) + chain("S", "a", "E") + chain("w", "b")
    asked = drawn(body + end("F") + chain("b", "F"), MESSAGE)
    assert asked.certain("b") == asked.possible("b") == "Sw"


def test_what_is_interrupted_may_have_done_part_of_its_work():
    body = inner("p", "a", "b") + user("c") + boundary("w", "p", message()) + chain("S", "p", "E")
    asked = drawn(body + end("F") + chain("w", "c", "F"), MESSAGE)
    assert asked.certain("c") == "Sw"
    assert asked.possible("c") == "Sabw"  # b was done when the end was interrupted
    assert asked.certain("E") == "Sabp"


def test_a_reminder_runs_beside_its_activity_and_delays_nothing():
    body = people("abc") + boundary("r", "a", message(), interrupting=False) + chain("S", "a", "b")
    asked = drawn(body + end("F") + chain("r", "c", "F") + chain("b", "E"), MESSAGE)
    assert asked.certain("b") == "Sa"
    assert asked.possible("b") == "FSacr"
    assert asked.possible("c") == "EFSabcr"  # it may come more than once
    assert asked.certain("E") == "Sab"


def test_an_error_boundary_knows_what_was_done_before_its_own_error():
    body = start("s") + people("ab") + gateway("exclusive", "x", "d") + end("n") + end("o", FAILS)
    body += end("q", FAILS.replace("X", "Y")) + chain("s", "a", "x") + flow("x", "b", "c1")
    body += chain("b", "o") + flow("x", "q", "c2") + flow("x", "n", name="d")
    handled = boundary("w", "p", FAILS) + user("c") + end("F") + chain("w", "c", "F")
    handled += boundary("v", "p", FAILS.replace("X", "Y")) + user("g") + end("G")
    asked = drawn(
        node("subProcess", "p", body) + handled + chain("v", "g", "G") + chain("S", "p", "E"), ERROR
    )
    assert asked.certain("c") == "Sabswx"
    assert asked.certain("g") == "Sasvx"
    assert asked.certain("E") == "Sanpsx"


def test_a_sub_process_ends_when_all_its_branches_have_ended():
    body = start("s") + people("ab") + gateway("parallel", "f") + end("n") + end("o")
    body += chain("s", "f", "a", "n") + chain("f", "b", "o")
    asked = drawn(node("subProcess", "p", body) + chain("S", "p", "E"))
    assert asked.certain("E") == "Sabfnops"


def test_a_branch_that_ends_everything_leaves_the_others_uncertain():
    body = start("s") + people("ab") + gateway("parallel", "f") + end("n") + end("o", TERMINATES)
    body += chain("s", "f", "a", "n") + chain("f", "b", "o")
    asked = drawn(node("subProcess", "p", body) + chain("S", "p", "E"))
    assert asked.certain("E") == "Sbfops"
    assert asked.possible("E") == "Sabfnops"


def test_each_caller_gets_back_its_own_facts():
    nodes = gateway("exclusive", "x", "d") + gateway("exclusive", "m") + people("abc")
    ways = chain("S", "x") + flow("x", "a", "c") + flow("x", "b", name="d")
    body = nodes + ways + calling("p") + calling("q") + chain("a", "p", "c", "m") + chain("b", "q")
    asked = Asked(document(start("S") + end("E") + body + chain("q", "m", "E")), called("k", "l"))
    assert asked.certain("c") == "Saklpx"
    assert asked.certain("l") == "Skx"
    assert asked.possible("l") == "Sabkx"
    each_call = asked.facts.certain_on_each_call(("Q", "l"))
    assert sorted("".join(sorted(f for f in one if len(f) == 1)) for one in each_call.values()) == [
        "Sakx",
        "Sbkx",
    ]
    assert asked.certain("E") == "Sklmx"


def test_instances_may_be_none_at_all_and_may_be_several():
    many = node("userTask", "a", each("items", "item"))
    asked = drawn(many + user("b") + chain("S", "a", "b", "E"))
    assert asked.certain("b") == "S"
    assert asked.possible("b") == "Sa"
    assert asked.possible("a") == "S"


def test_several_instances_run_beside_one_another():
    body = start("s") + people("ab") + end("n") + chain("s", "a", "b", "n") + each("items", "item")
    asked = drawn(node("subProcess", "p", body) + chain("S", "p", "E"))
    assert asked.certain("a") == "Ss"
    assert asked.possible("a") == "Sabnps"
    assert asked.certain("E") == "S"


def test_a_repeated_activity_is_done_at_least_once_unless_asked_before():
    again = "<bpmn:standardLoopCharacteristics loopMaximum='3' {}/>"
    once = drawn(node("userTask", "a", again.format("")) + chain("S", "a", "E"))
    never = drawn(node("userTask", "a", again.format("testBefore='true'")) + chain("S", "a", "E"))
    assert once.certain("E") == "Sa"
    assert never.certain("E") == "S"


def test_a_race_has_one_winner():
    nodes = gateway("eventBased", "g") + catch("t", message()) + catch("u", REMINDER)
    asked = drawn(
        nodes + gateway("exclusive", "m") + chain("S", "g", "t", "m", "E") + chain("g", "u", "m"),
        MESSAGE,
    )
    assert asked.certain("E") == "Sgm"
    assert asked.possible("E") == "Sgmtu"


def test_what_is_taken_away_is_certain_no_longer_until_it_is_given_again():
    asked = drawn(
        people("abcd") + chain("S", "a", "b", "c", "d", "E"),
        gives=lambda one: ["y"] if one.id in "ac" else [],
        takes_away=lambda one: ["y"] if one.id == "b" else [],
    )
    assert [asked.certain(one) for one in "abcd"] == ["", "y", "", "y"]


def test_what_a_parallel_branch_may_take_away_is_certain_on_no_other_branch():
    both = gateway("parallel", "f") + gateway("parallel", "j") + chain("S", "a", "f", "b", "c", "j")
    asked = drawn(
        people("abcdg") + both + chain("f", "d", "j", "g", "E"),
        gives=lambda one: {"a": ["y", "z"], "d": ["y"]}.get(one.id, []),
        takes_away=lambda one: ["y"] if one.id == "b" else [],
    )
    assert asked.certain("f") == "yz"
    assert asked.certain("c") == asked.certain("d") == asked.certain("g") == "z"


def test_a_way_never_gone_is_not_reached():
    body = people("ab") + boundary("w", "p", FAILS) + inner("p", "c") + chain("S", "a", "p", "E")
    asked = drawn(body + end("F") + chain("w", "b", "F"), ERROR)
    assert not asked.facts.reached(("P", "b"))
    assert asked.facts.reached(("P", "c"))


def test_calls_that_branch_out_beyond_measure_are_refused_in_words():
    from_engine = [
        document(
            start("S") + end("E") + calling("p", f"Q{n + 1}") + calling("q", f"Q{n + 1}")
            + chain("S", "p", "q", "E"),
            process="P" if n == 0 else f"Q{n}",
        ).replace(b'id="p"', f'id="p{n}"'.encode()).replace(b'id="q"', f'id="q{n}"'.encode())
        .replace(b'Ref="p"', f'Ref="p{n}"'.encode()).replace(b'Ref="q"', f'Ref="q{n}"'.encode())
        for n in range(15)
    ]  # fmt: skip
    asked = Asked(*from_engine, called("k", process="Q15"), refused=True)
    assert "调用" in asked.package.refused
    assert not asked.facts.reached(("P", "E"))
    assert asked.path("E") is None


def test_a_large_package_is_read_and_solved_quickly():
    body, last = "", "S"
    for seed in range(40):
        (first, after), block = RichDiagram(seed).block(1)
        for written in ('id="', 'Ref="', 'default="'):
            block = block.replace(written, f"{written}n{seed}_")
        for declared in "MX":
            block = block.replace(f'Ref="n{seed}_{declared}"', f'Ref="{declared}"')
        body += block + chain(last, f"n{seed}_{first}")
        last = f"n{seed}_{after}"
    began = time.process_time()
    asked = drawn(body + chain(last, "E"), DECLARED)
    began += asked.reading
    assert len(asked.package.chart.elements) > 150
    assert time.process_time() - began < 0.3


def test_a_throw_is_a_step_like_others():
    asked = drawn(throw("t", message()) + chain("S", "t", "E"), MESSAGE)
    assert asked.certain("E") == "St"


def test_a_flow_may_give_a_fact_to_whoever_takes_it():
    nodes = gateway("exclusive", "x", "d") + gateway("exclusive", "m") + people("abc")
    ways = chain("S", "x") + flow("x", "a", "c", "yes") + flow("x", "b", name="d")
    asked = drawn(nodes + ways + chain("a", "m", "c", "E") + chain("b", "m"))
    given = Client(gives=lambda _: [], gives_on=lambda one: ["y"] if one.id == "yes" else [])
    facts = Facts(asked.package.net, given)
    assert facts.certain(("P", "a")) == {"y"}
    assert facts.certain(("P", "b")) == facts.certain(("P", "c")) == set()
    assert facts.possible(("P", "c")) == {"y"}
    closed = [one for one in asked.package.chart.flows if one.id == "yes"]
    assert path_avoiding(asked.package.net, None, ("P", "a"), (), closed) is None
    assert path_avoiding(asked.package.net, None, ("P", "c"), (), closed) is not None


def test_what_one_instance_does_may_stay_in_it():
    body = start("s") + people("ab") + end("n") + chain("s", "a", "b", "n") + each("items", "item")
    asked = drawn(node("subProcess", "p", body) + user("c") + chain("S", "p", "c", "E"))
    kept = Client(
        gives=lambda one: [one.id],
        gives_inside=lambda _: ["item"],
        gives_in_all=lambda _: ["all"],
        keeps_inside=True,
    )
    facts = Facts(asked.package.net, kept)
    assert facts.certain(("P", "b")) == {"S", "item", "s", "a"}
    assert facts.certain(("P", "c")) == facts.possible(("P", "c")) == {"S", "all"}
