"""Choices, parallel and inclusive gateways, also inside rework loops."""

import pytest

from tests.bpmn.playing import Play
from tests.bpmn.writing import chain, document, end, flow, gateway, start, user

CHOICE = document(
    start()
    + gateway("exclusive", "g", "d")
    + "".join(user(name) for name in "abc")
    + end()
    + chain("s", "g")
    + flow("g", "a", "x > 1")
    + flow("g", "b", "x > 0")
    + flow("g", "c", name="d")
    + "".join(flow(name, "e") for name in "abc")
)


@pytest.mark.parametrize(("x", "taken"), [(5, ["a"]), (1, ["b"]), (0, ["c"]), (None, ["c"])])
def test_a_choice_takes_the_first_true_way_else_the_default(x, taken):
    assert Play(CHOICE, variables={"x": x}).open == taken


def test_a_missing_variable_in_a_condition_is_null_and_null_is_no():
    assert Play(CHOICE).open == ["c"]


PARALLEL = document(
    start()
    + gateway("parallel", "g")
    + gateway("parallel", "j")
    + gateway("exclusive", "x", "d")
    + "".join(user(name) for name in "abz")
    + end()
    + chain("s", "g", "a", "j", "z", "x")
    + chain("g", "b", "j")
    + flow("x", "g", "z.again")
    + flow("x", "e", name="d")
)


def test_a_parallel_block_in_a_rework_loop_joins_in_whatever_order_branches_end():
    play = Play(PARALLEL)
    for order in ("ab", "ba", "ab", "ba"):
        assert play.open == ["a", "b"]
        play.do(order[0])
        assert play.open == [order[1]]
        play.do(order[1])
        assert play.open == ["z"]
        play.do("z", {"again": True})
    play.do("a").do("b").do("z", {"again": False})
    assert play.done


def test_a_branch_that_loops_back_does_not_let_the_join_fire():
    play = Play(
        document(
            start()
            + gateway("parallel", "g")
            + gateway("parallel", "j")
            + gateway("exclusive", "x", "d")
            + "".join(user(name) for name in "abz")
            + end()
            + chain("s", "g", "a", "x")
            + flow("x", "a", "a.again")
            + flow("x", "j", name="d")
            + chain("g", "b", "j", "z", "e")
        )
    )
    play.do("a", {"again": True}).do("a", {"again": True}).do("b")
    assert play.open == ["a"]
    assert play.do("a", {"again": False}).open == ["z"]


def test_two_flows_from_one_gateway_straight_into_a_join_are_two_tokens():
    text = document(
        start()
        + gateway("parallel", "g")
        + gateway("parallel", "j")
        + user("z")
        + end()
        + chain("s", "g", "j", "z", "e")
        + flow("g", "j")
    )
    play = Play(text)
    assert play.open == ["z"]
    assert play.do("z").done


INCLUSIVE = document(
    start()
    + gateway("inclusive", "g", "d")
    + gateway("inclusive", "j")
    + gateway("exclusive", "x", "out")
    + "".join(user(name) for name in ("a", "b", "b2", "c", "z"))
    + end()
    + chain("s", "g")
    + flow("g", "a", "x > 0")
    + flow("g", "b", "x > 1")
    + flow("g", "c", name="d")
    + chain("a", "j")
    + chain("b", "b2", "j")
    + chain("c", "j", "z", "x")
    + flow("x", "g", "z.again")
    + flow("x", "e", name="out")
)


@pytest.mark.parametrize(("x", "opened"), [(2, ["a", "b"]), (1, ["a"]), (0, ["c"])])
def test_an_inclusive_split_takes_every_true_way_else_the_default(x, opened):
    assert Play(INCLUSIVE, variables={"x": x}).open == opened


def test_an_inclusive_join_waits_for_whoever_can_still_come_in_every_pass():
    play = Play(INCLUSIVE, variables={"x": 2})
    for again in (True, True, False):
        assert play.open == ["a", "b"]
        assert play.do("a").open == ["b"]
        assert play.do("b").open == ["b2"]
        assert play.do("b2").open == ["z"]
        play.do("z", {"again": again})
    assert play.done


def test_the_order_of_ways_is_that_of_the_file_not_of_the_drawing():
    drawn = CHOICE.replace(
        b"</bpmn:definitions>",
        b'<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        b'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="P">'
        b'<bpmndi:BPMNShape bpmnElement="a"><dc:Bounds x="0" y="900" width="1" height="1"/>'
        b'</bpmndi:BPMNShape><bpmndi:BPMNShape bpmnElement="b"><dc:Bounds x="0" y="0" width="1" '
        b'height="1"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
        b"</bpmn:definitions>",
    )
    assert Play(drawn, variables={"x": 5}).open == ["a"]


def test_a_join_that_nobody_can_complete_is_shown_as_an_incident():
    text = document(
        start()
        + gateway("exclusive", "x", "d")
        + gateway("parallel", "j")
        + user("a")
        + user("b")
        + user("z")
        + end()
        + chain("s", "x")
        + flow("x", "a", "true")
        + flow("x", "b", name="d")
        + chain("a", "j", "z", "e")
        + chain("b", "j")
    )
    play = Play(text).do("a")
    assert "等不到其余分支" in play.faults["j"]
    play.case.move(play.case.incidents()[0].key, "z", play.world)
    play.sleep()
    assert play.open == ["z"]
    assert play.do("z").done
