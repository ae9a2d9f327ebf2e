"""Timers: as every tool writes them, by the moment the caller names, each exactly once."""

from datetime import date, datetime, timedelta

import pytest

from engine.bpmn.failures import StepGone
from engine.bpmn.timing import (
    SHANGHAI,
    Period,
    moment_of,
    parse_cycle,
    parse_duration,
    parse_moment,
)
from tests.bpmn.playing import MORNING, Play
from tests.bpmn.writing import boundary, catch, chain, document, end, gateway, start, timer, user


def waits(kind: str, text: str) -> bytes:
    body = start() + catch("t", timer(kind, text)) + user("u") + end() + chain("s", "t", "u", "e")
    return document(body)


def reminder(kind: str, text: str, *, interrupting: bool) -> bytes:
    return document(
        start()
        + user("u")
        + boundary("b", "u", timer(kind, text), interrupting=interrupting)
        + user("late")
        + end()
        + end("e2")
        + chain("s", "u", "e")
        + chain("b", "late", "e2")
    )


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "PT5M", MORNING + timedelta(minutes=5)),
        ("timeDuration", "P15D", MORNING + timedelta(days=15)),
        ("timeDuration", "P1M", datetime(2026, 4, 2, 9, tzinfo=SHANGHAI)),
        ("timeDuration", '"PT5M"', MORNING + timedelta(minutes=5)),
        ("timeDuration", 'duration("P2D")', MORNING + timedelta(days=2)),
        ("timeDuration", 'duration("P1M")', datetime(2026, 4, 2, 9, tzinfo=SHANGHAI)),
        ("timeDate", "2026-03-09", datetime(2026, 3, 9, tzinfo=SHANGHAI)),
        ("timeDate", "2026-03-09T12:00:00", datetime(2026, 3, 9, 12, tzinfo=SHANGHAI)),
        ("timeDate", "2026-03-09T12:00:00Z", datetime(2026, 3, 9, 20, tzinfo=SHANGHAI)),
        ("timeDate", "2026-W11-1", datetime(2026, 3, 9, tzinfo=SHANGHAI)),
        ("timeDate", "clock.reply_due", datetime(2026, 3, 30, tzinfo=SHANGHAI)),
        ("timeDate", 'date("2026-03-09")', datetime(2026, 3, 9, tzinfo=SHANGHAI)),
        ("timeDate", "clock.nothing", None),
    ],
)
def test_a_timer_is_due_when_its_text_says(kind, text, due):
    facts = {"clock": {"reply_due": date(2026, 3, 30)}}
    assert Play(waits(kind, text), facts=facts).due("t") == due


def test_a_date_follows_the_facts_and_null_is_not_due():
    play = Play(waits("timeDate", "clock.due"), facts={"clock": {"due": date(2026, 3, 9)}})
    play.later(days=3)
    play.facts["clock"] = {"due": date(2026, 3, 20)}
    play.later(days=7)
    assert play.due("t") == datetime(2026, 3, 20, tzinfo=SHANGHAI)
    assert not play.fire("t")
    play.facts["clock"] = {"due": None}
    assert play.due("t") is None
    assert not play.fire("t")
    play.facts["clock"] = {"due": date(2026, 3, 12)}
    assert play.fire("t")
    assert play.open == ["u"]


def test_a_duration_is_fixed_when_the_timer_begins_to_wait():
    play = Play(waits("timeDuration", "length"), variables={"length": "P2D"})
    play.case.variables["length"] = "P9D"
    assert play.later(days=1).due("t") == MORNING + timedelta(days=2)


def test_a_timer_fires_exactly_once():
    play = Play(waits("timeDuration", "PT5M"))
    key = play.case.timers(play.world)[0].key
    assert not play.case.fire(key, play.world)
    assert play.later(minutes=5).fire("t")
    assert play.waiting == []
    with pytest.raises(StepGone):
        play.case.fire(key, play.world)


def test_an_interrupting_timer_ends_the_task():
    play = Play(reminder("timeDuration", "P1D", interrupting=True)).later(days=1)
    assert play.fire("b")
    assert play.open == ["late"]
    assert ("u", "skipped") in play.passed
    assert play.do("late").done


def test_a_reminder_leaves_the_task_and_is_gone_with_it():
    play = Play(reminder("timeDuration", "P1D", interrupting=False)).later(days=1)
    assert play.fire("b")
    assert play.open == ["late", "u"]
    assert play.waiting == []
    assert play.do("u").do("late").done
    assert Play(reminder("timeDuration", "P1D", interrupting=False)).do("u").done


def test_a_cycle_reminds_as_often_as_it_says():
    play = Play(reminder("timeCycle", "R3/P1D", interrupting=False))
    for number in (1, 2, 3):
        assert play.due("b") == MORNING + timedelta(days=number)
        assert play.later(days=1).fire("b")
        assert play.open == ["late"] * number + ["u"]
    assert play.waiting == []


def test_a_cycle_that_was_missed_catches_up_with_one_reminder():
    play = Play(reminder("timeCycle", "R/P1D", interrupting=False)).later(days=10.5)
    assert play.fire("b")
    assert play.open == ["late", "u"]
    assert play.due("b") == MORNING + timedelta(days=11)
    for _ in range(200):
        if play.waiting:
            play.later(days=1).fire("b")
    assert len(play.open) <= 101


def test_a_monthly_cycle_keeps_its_day():
    play = Play(reminder("timeCycle", "R5/2026-03-31T08:00:00/P1M", interrupting=False))
    dues = []
    for _ in range(3):
        dues.append(play.due("b").date())
        play.at = play.due("b")
        play.fire("b")
    assert dues == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_a_timer_on_a_task_done_again_begins_anew():
    text = document(
        start()
        + user("u")
        + boundary("b", "u", timer("timeDuration", "P2D"))
        + gateway("exclusive", "g", "d")
        + user("late")
        + end()
        + chain("s", "u", "g")
        + '<bpmn:sequenceFlow id="back" sourceRef="g" targetRef="u"><bpmn:conditionExpression>'
        "u.again</bpmn:conditionExpression></bpmn:sequenceFlow>"
        + '<bpmn:sequenceFlow id="d" sourceRef="g" targetRef="e"/>'
        + chain("b", "late", "e")
    )
    play = Play(text).later(days=1).do("u", {"again": True})
    assert play.due("b") == MORNING + timedelta(days=3)
    assert play.later(days=2).fire("b")
    assert play.open == ["late"]


def test_an_event_gateway_takes_the_first_event():
    text = document(
        start()
        + gateway("eventBased", "g")
        + catch("m", '<bpmn:messageEventDefinition messageRef="M"/>')
        + catch("t", timer("timeDuration", "P1D"))
        + user("a")
        + user("b")
        + end()
        + chain("s", "g", "m", "a", "e")
        + chain("g", "t", "b", "e"),
        '<bpmn:message id="M" name="clock_moved"/>',
    )
    first = Play(text)
    assert first.send("clock_moved", {"by": 3}) == 1
    assert (first.open, first.waiting) == (["a"], [])
    assert first.case.variables == {"m": {"by": 3}}
    assert first.do("a").done
    second = Play(text).later(days=1)
    assert second.fire("t")
    assert second.open == ["b"]
    assert second.send("clock_moved") == 0
    assert second.do("b").done


def test_a_timer_that_gives_no_date_is_an_incident_until_it_does():
    play = Play(waits("timeDate", "x"), variables={"x": 42})
    assert "不是日期" in play.faults["t"]
    play.case.variables["x"] = date(2026, 3, 2)
    play.case.settle(play.world)
    assert play.faults == {}
    assert play.fire("t")


def test_a_duration_that_is_null_is_an_incident_that_can_be_retried():
    play = Play(waits("timeDuration", "x"))
    assert "时长" in play.faults["t"]
    play.case.variables["x"] = "PT1H"
    play.case.retry(play.case.incidents()[0].key, play.world)
    play.sleep()
    assert play.due("t") == MORNING + timedelta(hours=1)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "1D", "P-1D", "P99Y", "P999999Y", "P1DT", "R3/PT1H", "PT1H5"]
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match=r"duration|years"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["R/PT1S", "3/PT1H", "R3", "R3/PT1H/PT1H/PT1H", "RX/PT1H"])
def test_what_is_no_cycle_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        parse_cycle(text)


def test_an_endless_cycle_is_bounded():
    assert parse_cycle("R/PT1H").times == 100
    assert parse_cycle("R999999/PT1H").times == 100


def test_the_last_day_of_january_and_a_month_is_the_last_of_february():
    last = datetime(2027, 1, 31, tzinfo=SHANGHAI)
    assert Period(1, 0).after(last).date() == date(2027, 2, 28)


def test_a_moment_without_a_zone_is_of_shanghai():
    assert parse_moment("2026-03-09").isoformat() == "2026-03-09T00:00:00+08:00"
    assert moment_of(datetime(2026, 1, 1)).isoformat() == "2026-01-01T00:00:00+08:00"  # noqa: DTZ001
