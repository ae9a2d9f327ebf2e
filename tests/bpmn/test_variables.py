"""One dictionary of variables for the whole instance; values are replaced, never merged."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.bpmn.instance import Instance
from engine.bpmn.timing import SHANGHAI
from engine.feel import DaysTime, Range, YearsMonths, compile_expression
from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    action,
    chain,
    document,
    end,
    extensions,
    gateway,
    inner,
    inputs,
    node,
    properties,
    start,
    user,
)

BRANCHES = document(
    start()
    + gateway("parallel", "g")
    + gateway("parallel", "j")
    + user("a")
    + user("b", extensions(properties(resultVariable="shared")))
    + inner("c", "c1")
    + user("z")
    + end()
    + chain("s", "g", "a", "j", "z", "e")
    + chain("g", "b", "j")
    + chain("g", "c", "j")
)


def test_what_branches_store_is_never_lost():
    play = Play(BRANCHES, variables={"before": 1})
    play.do("b", [1]).do("c1", {"deep": {"x": [1]}}).do("a", "A").do("z")
    assert play.case.variables == {
        "before": 1,
        "shared": [1],
        "c1": {"deep": {"x": [1]}},
        "a": "A",
    }


def test_a_list_is_replaced_not_merged():
    text = document(start() + user("u") + user("v") + end() + chain("s", "u", "v", "e"))
    play = Play(text, variables={"u": {"documents": ["a", "b", "c"], "kept": 1}})
    play.do("u", {"documents": ["b"]})
    assert play.case.variables["u"] == {"documents": ["b"]}


def test_a_branch_sees_at_once_what_another_has_stored():
    text = document(
        start()
        + gateway("parallel", "g")
        + gateway("parallel", "j")
        + user("a")
        + user("b", extensions(inputs(seen="a.x")))
        + end()
        + chain("s", "g", "a", "j", "e")
        + chain("g", "b", "j")
    )
    play = Play(text)
    assert play.case.inputs(play.key("b"), play.world) == {"seen": None}
    play.do("a", {"x": 1})
    assert play.case.inputs(play.key("b"), play.world) == {"seen": 1}


def test_an_action_waits_like_a_person_and_has_inputs():
    more = inputs(days="n * 2", made="today", letter='"P01"')
    text = document(start() + action("act", "letter.issue", more) + end() + chain("s", "act", "e"))
    play = Play(text, variables={"n": 4}, facts={"today": date(2026, 3, 2)})
    (step,) = play.case.steps()
    assert (step.node.kind, step.node.properties["action"]) == ("action", "letter.issue")
    assert play.case.inputs(step.key, play.world) == {
        "days": 8,
        "made": date(2026, 3, 2),
        "letter": "P01",
    }
    assert play.do("act", {"number": 12}).case.variables["act"] == {"number": 12}
    assert play.done


def test_variables_hide_facts_and_an_expression_may_be_asked_at_a_step():
    text = document(start() + user("u") + end() + chain("s", "u", "e"))
    play = Play(text, variables={"x": 1}, facts={"x": 2, "y": 3})
    value = play.case.evaluate(play.key("u"), compile_expression("x + y"), play.world)
    assert value == 4


def test_nothing_is_stored_for_a_step_without_result():
    text = document(start() + user("u") + end() + chain("s", "u", "e"))
    assert Play(text).do("u").case.variables == {}


VALUES = {
    "none": None,
    "flag": True,
    "number": 7,
    "long": 10**33,
    "below": -(10**33),
    "money": Decimal("12.30"),
    "ratio": 0.5,
    "text": "补正通知",
    "day": date(2026, 3, 2),
    "moment": datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI),
    "elsewhere": datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
    "clock": time(8, 30),
    "months": YearsMonths(14),
    "span": DaysTime(timedelta(days=3, seconds=5, microseconds=7)),
    "range": Range(date(2026, 1, 1), None, start_included=True, end_included=False),
    "list": [1, [date(2026, 1, 1)], {"a": Decimal(1)}],
    "empty": {},
}


@pytest.mark.parametrize("name", VALUES)
def test_every_kind_of_value_survives_being_saved(name):
    text = document(start() + user("u") + end() + chain("s", "u", "e"))
    play = Play(text, variables={"v": VALUES[name], "again": {"in": [VALUES[name]]}})
    assert play.case.variables == {"v": VALUES[name], "again": {"in": [VALUES[name]]}}
    assert type(play.case.variables["v"]) is type(VALUES[name])


def test_what_no_case_can_hold_is_a_programmers_error():
    text = document(start() + user("u") + end() + chain("s", "u", "e"))
    play = Play(text)
    play.case.variables["x"] = object()
    with pytest.raises(TypeError, match="cannot hold"):
        play.case.state()


def test_a_called_process_shares_the_variables():
    called = document(
        start("qs")
        + user("q", extensions(inputs(seen="before")))
        + end("qe")
        + chain("qs", "q", "qe"),
        process="Q",
    )
    call = node("callActivity", "ca", "", 'calledElement="Q"')
    text = document(start() + call + user("z") + end() + chain("s", "ca", "z", "e"))
    play = Play(text, called, variables={"before": 5})
    assert play.case.inputs(play.key("q"), play.world) == {"seen": 5}
    assert play.case.active_nodes() == {"ca": 1, "q": 1}
    play.do("q", "done")
    assert play.case.variables == {"before": 5, "q": "done"}
    assert isinstance(play.case, Instance)
    assert play.do("z").done
