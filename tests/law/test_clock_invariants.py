"""What must hold of every history, whatever happened."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.law.calendar import published_calendar
from engine.law.clock import read_clock
from engine.law.rules import Rules

CALENDAR = published_calendar()
RULES = Rules()
DAYS = st.dates(date(2019, 5, 15), date(2026, 9, 1))
SPAN = st.integers(0, 60)
QUICKLY = settings(max_examples=80, deadline=None)


@st.composite
def consultations(draw):
    sent, answered = draw(SPAN), draw(st.none() | SPAN)
    return sent, draw(st.integers(0, 5)), answered


LETTERS = st.lists(consultations(), max_size=4)


def received(day):
    return {"type": "received", "channel": "in_person", "date": day}


def letter(number, day, drawn):
    sent, travelled, answered = drawn
    out = day + timedelta(days=sent)
    return {
        "type": "third_party_consult",
        "party": str(number),
        "sent": out,
        "delivered": out + timedelta(days=travelled),
        "replied": None if answered is None else out + timedelta(days=answered),
    }


def history(day, letters, *more):
    return [received(day), *(letter(n, day, drawn) for n, drawn in enumerate(letters)), *more]


def extension(day, workdays=20):
    return {"type": "extension", "approved": day, "notified": day, "workdays": workdays}


@QUICKLY
@given(DAYS, LETTERS, consultations())
def test_one_more_consultation_never_shortens_the_period(day, letters, another):
    before = read_clock(history(day, letters), CALENDAR, RULES)
    after = read_clock(history(day, [*letters, another]), CALENDAR, RULES)
    assert after.reply_due >= before.reply_due


@QUICKLY
@given(DAYS, LETTERS, consultations(), st.integers(1, 20))
def test_a_later_answer_never_shortens_the_period(day, letters, drawn, more):
    sent, travelled, answered = drawn
    later = (sent, travelled, None if answered is None else answered + more)
    before = read_clock(history(day, [*letters, drawn]), CALENDAR, RULES)
    after = read_clock(history(day, [*letters, later]), CALENDAR, RULES)
    assert after.reply_due >= before.reply_due


@QUICKLY
@given(DAYS, LETTERS)
def test_the_due_day_is_a_working_day_and_its_distance_is_what_is_allowed(day, letters):
    reading = read_clock(history(day, letters), CALENDAR, RULES)
    assert CALENDAR.is_working_day(reading.reply_due)
    distance = CALENDAR.working_days_between(day, reading.reply_due)
    assert distance == 20 + reading.excluded_workdays


@QUICKLY
@given(DAYS, LETTERS, st.integers(0, 120))
def test_the_ledger_adds_up_on_every_day(day, letters, passed):
    today = day + timedelta(days=passed)
    reading = read_clock(history(day, letters), CALENDAR, RULES, today)
    counted = sum(line.count for line in reading.ledger if line.on <= today)
    assert counted == reading.used
    assert reading.left == reading.allowed - reading.used
    numbers = [line.number for line in reading.ledger if line.count]
    assert numbers == list(range(1, len(numbers) + 1))
    days = [line.on for line in reading.ledger]
    assert days == [day + timedelta(days=n) for n in range(len(days))]
    assert all(line.reason and line.article for line in reading.ledger)


@QUICKLY
@given(DAYS, LETTERS, st.integers(1, 20))
def test_an_extension_adds_exactly_its_working_days(day, letters, workdays):
    plain = read_clock(history(day, letters), CALENDAR, RULES)
    extended = read_clock(history(day, letters, extension(day, workdays)), CALENDAR, RULES)
    assert extended.extension_valid
    assert extended.base_due == plain.reply_due
    excluded_later = extended.excluded_workdays - plain.excluded_workdays
    added = CALENDAR.working_days_between(plain.reply_due, extended.reply_due)
    assert added == workdays + excluded_later


@QUICKLY
@given(DAYS, LETTERS, st.integers(0, 5), st.integers(1, 15))
def test_a_restart_forgets_what_was_before(day, letters, asked, answered):
    issued = day + timedelta(days=asked)
    corrected = issued + timedelta(days=answered)
    early = [drawn for drawn in letters if drawn[2] is not None and drawn[0] + drawn[2] <= asked]
    notice = {"type": "correction_notice", "issued": issued, "delivered": issued}
    events = history(
        day,
        early,
        extension(day),
        notice,
        {"type": "correction_received", "date": corrected},
    )
    reading = read_clock(events, CALENDAR, RULES)
    assert not reading.correction_notice_late
    assert reading.reply_due == CALENDAR.add_working_days(corrected, 20)
    assert reading.excluded_workdays == 0
    assert reading.period_start == corrected


@QUICKLY
@given(DAYS, LETTERS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_does_not_matter(day, letters, rng):
    events = history(day, letters, extension(day + timedelta(days=9)))
    shuffled = list(events)
    rng.shuffle(shuffled)
    told = read_clock(events, CALENDAR, RULES)
    retold = read_clock(shuffled, CALENDAR, RULES)
    assert (told.reply_due, told.ledger) == (retold.reply_due, retold.ledger)


@QUICKLY
@given(DAYS, LETTERS, st.integers(0, 90))
def test_what_lies_in_the_future_is_not_known_yet(day, letters, passed):
    today = day + timedelta(days=passed)
    events = history(day, letters)
    reading = read_clock(events, CALENDAR, RULES, today)
    told = [event for event in events if event.get("sent", day) <= today]
    only_then = read_clock(told, CALENDAR, RULES, today)
    assert reading == only_then


@QUICKLY
@given(DAYS, LETTERS, st.integers(0, 100))
def test_a_reply_is_on_time_up_to_the_due_day(day, letters, passed):
    mailed = day + timedelta(days=passed)
    reply = {"type": "reply", "mailed": mailed}
    reading = read_clock(history(day, letters, reply), CALENDAR, RULES)
    assert reading.timely == (mailed <= reading.reply_due)
    assert reading.state == "answered"
