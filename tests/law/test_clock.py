"""The statutory clock, drawn.

One character is one working day: R received, n correction asked for, C corrected,
( consultation sent, ) consultation answered, S and s secrecy referral sent and answered,
E extended by 20 days, f fee asked for, P paid, A answered, W withdrawn, . nothing happens.
"""

from datetime import date, timedelta

import pytest

from engine.law.calendar import WorkingCalendar, published_calendar
from engine.law.clock import Reading, State, read_clock
from engine.law.rules import Rules

START = date(2026, 3, 2)
EVERY_DAY_WORKS = WorkingCalendar(
    holidays=frozenset(),
    makeup_days=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(365)),
    published=frozenset({2026}),
)


def event(mark: str, day: date) -> dict[str, object]:
    drawn: dict[str, dict[str, object]] = {
        "R": {"type": "received", "channel": "in_person", "date": day},
        "n": {"type": "correction_notice", "issued": day, "delivered": day},
        "C": {"type": "correction_received", "date": day},
        "(": {"type": "third_party_consult", "party": "A", "sent": day, "delivered": day},
        ")": {"type": "consult_replied", "party": "A", "date": day},
        "S": {"type": "secrecy_referral", "sent": day},
        "s": {
            "type": "agency_consult",
            "role": "secrecy_authority",
            "party": "A",
            "sent": day,
            "delivered": day,
        },
        "E": {"type": "extension", "approved": day, "notified": day, "workdays": 20},
        "f": {"type": "fee_notice", "issued": day, "delivered": day},
        "P": {"type": "fee_paid", "date": day},
        "A": {"type": "reply", "mailed": day},
        "W": {"type": "withdrawn", "date": day},
    }
    return drawn[mark]


def read(line: str, **config: object) -> Reading:
    events = [event(mark, START + timedelta(days=n)) for n, mark in enumerate(line) if mark != "."]
    today = START + timedelta(days=len(line) - 1)
    return read_clock(events, EVERY_DAY_WORKS, Rules.from_config(config), today)


@pytest.mark.parametrize(
    ("line", "left", "state"),
    [
        ("R", 20, "running"),  # the day of receipt is day zero
        ("R....................", 0, "running"),  # the twentieth day is the last
        ("R.....................", -1, "running"),  # the next one is overdue
        ("R..n..", 17, "awaiting_correction"),  # art. 30: nothing runs while it is awaited
        ("R..n..C", 20, "running"),  # art. 30: a correction starts the period afresh
        ("R..n..C.....", 15, "running"),
        ("R........n..C..", 6, "running"),  # asked too late: nothing restarts
        ("R..(......)..", 15, "running"),  # art. 33(3): consulting does not count
        ("R..(......", 17, "suspended"),  # and while it lasts the clock stands
        ("R..(...............", 17, "running"),  # until the fifteen days are over
        ("R..(................", 16, "running"),
        ("R..S..............................", 17, "suspended"),  # a referral has no end of its own
        ("R....E.....", 30, "running"),  # art. 33(2): extended once, by 20 days
        ("R....E..E..", 30, "running"),  # and only once
        ("R....................E", -1, "running"),  # not after the due day
        ("R...................E", 20, "running"),  # on the due day it is in time
        ("R....f.........", 15, "awaiting_fee"),
        ("R....f....P", 20, "running"),  # payment starts the period afresh
        ("R....f....P..", 18, "running"),
        ("R....A.....", 15, "answered"),  # an answer ends it
        ("R....W.....", 15, "closed"),
    ],
)
def test_working_days_left(line: str, left: int, state: str) -> None:
    reading = read(line)
    assert reading.left == left
    assert reading.state == State(state)


@pytest.mark.parametrize(
    ("line", "config", "left"),
    [
        ("R", {"count_start": "same_day"}, 19),
        ("R..n..C", {"count_start": "same_day"}, 19),
        ("R....f....P", {"count_start": "same_day"}, 20),  # 缴费次日起
        ("R..n..C.", {"correction_clock": "pause"}, 16),
        ("R........n..C..", {"late_correction_notice": "restart"}, 18),
        ("R........n..C..", {"late_correction_notice": "flag"}, 18),
        ("R..(......)..", {"consult_interval": "closed"}, 16),
        ("R..(................", {"consult_cap": "actual"}, 17),
        ("R..S....", {"secrecy_referral_excluded": False}, 13),
        ("R..s....", {"secrecy_referral_excluded": False}, 13),
        ("R..s....", {"agency_scope": ["joint_producer"]}, 17),
        ("R....f....P..", {"fee_restart": "pause"}, 13),
        ("R..n..C..n.C", {"corrections_allowed": 2}, 20),
        ("R..n..C..n.C", {}, 15),
    ],
)
def test_working_days_left_as_the_agency_counts(
    line: str, config: dict[str, object], left: int
) -> None:
    assert read(line, **config).left == left


@pytest.mark.parametrize(
    "line", ["R..(......)..", "R..n..C.....", "R....E" + "." * 50, "R....f....P..", "R..(......"]
)
def test_the_ledger_proves_the_days_used(line: str) -> None:
    reading = read(line)
    days = [day for day in reading.ledger if reading.on is None or day.on <= reading.on]
    assert sum(day.count for day in days) == reading.used
    assert [day.on for day in reading.ledger] == [
        START + timedelta(days=n) for n in range(len(reading.ledger))
    ]


RECEIVED = {"type": "received", "channel": "in_person", "date": "2026-03-05"}
EXTENDED = {
    "type": "extension",
    "approved": "2026-03-30",
    "notified": "2026-03-31",
    "workdays": 20,
}


def test_the_day_of_an_extension_is_that_which_the_applicant_was_told():
    asked = {
        "type": "third_party_consult",
        "party": "甲",
        "sent": "2026-04-10",
        "delivered": "2026-04-13",
        "replied": "2026-04-20",
    }
    reading = read_clock([RECEIVED, EXTENDED, asked], published_calendar(), Rules())
    assert reading.extended_to == date(2026, 5, 6)
    assert reading.reply_due == date(2026, 5, 13)


def test_a_period_that_begins_anew_has_not_been_extended():
    fee = {"type": "fee_notice", "issued": "2026-04-10", "delivered": "2026-04-13"}
    paid = {"type": "fee_paid", "date": "2026-04-20"}
    reading = read_clock([RECEIVED, EXTENDED, fee, paid], published_calendar(), Rules())
    assert reading.reply_due == date(2026, 5, 20)
    assert reading.extended_to is None
