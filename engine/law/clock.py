"""The statutory clock: a fold over the dated events of a case.

Nothing is stored. Whoever wants to know how a case stands hands its events and the
calendar to `read_clock`; the answer is always the same for the same day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from engine.law.application import Receipt, confirmation_due, day_of_receipt
from engine.law.calendar import WorkingCalendar
from engine.law.consultation import (
    Suspension,
    count_from,
    excluded_days,
    opinion_due,
    suspensions,
)
from engine.law.course import Course
from engine.law.deadlines import CORRECTION_NOTICE_WITHIN
from engine.law.event_kinds import Role
from engine.law.events import parse_events
from engine.law.history import assemble
from engine.law.ledger import spans_of, write_ledger
from engine.law.outcome import is_timely, outcome_of
from engine.law.rail import marks_of
from engine.law.reading import DayKind, LedgerDay, Mark, Reading, Span, State, Warn
from engine.law.rules import Rules
from engine.law.serving import served_on
from engine.law.statutory import ONE_DAY

__all__ = [
    "DayKind",
    "LedgerDay",
    "Mark",
    "Reading",
    "Span",
    "State",
    "Warn",
    "read_clock",
]

DATE_NAMES = (
    *("clock_day1", "correction_notice_due", "correction_due", "earliest_abandon_date"),
    *("base_due", "reply_due", "fee_payment_due", "earliest_fee_lapse", "reasons_due"),
)


def read_clock(
    events: Sequence[Mapping[str, object]],
    calendar: WorkingCalendar,
    rules: Rules,
    on: date | None = None,
) -> Reading:
    """Read the clock at the end of day `on`, knowing what had happened by then.

    Without `on` the events are taken as the whole history of the case, and the clock is read
    on the last day on which anything happened. Events may be given in any order.

    Raises:
        FactRefused: an event that cannot be read.
        PartyNeverConsulted, NothingToDeliver: an answer or a delivery without its letter.
    """
    calendar = calendar.with_overlay(rules.regional_holidays)
    history = assemble(parse_events(events), on)
    if history.received is None:
        return Reading(on=on)
    receipt = day_of_receipt(history.received.values, rules, calendar)
    if receipt.on is None or (on is not None and receipt.on > on):
        return Reading(
            on=on,
            receipt_reason=receipt.reason,
            receipt_article=receipt.article,
            confirmation_due=confirmation_due(history.received.values, rules, calendar),
        )
    end = on or max(receipt.on, history.last_day or receipt.on)
    served = served_on(history.reply, rules)
    runs = [
        run
        for run in suspensions(history, calendar, rules, end)
        if served is None or run.first <= served
    ]
    course = Course(calendar, rules, history, excluded_days(runs), receipt.on, end, served)
    course.run()
    return _reading(course, receipt, suspended=_is_suspended(course, runs), final=on is None)


def _is_suspended(course: Course, runs: Sequence[Suspension]) -> bool:
    """Say whether the next day will not count because an answer is out."""
    tomorrow = course.on + ONE_DAY
    stands = any(run.open_ended or run.covers(tomorrow) for run in runs)
    return stands and course.term.due() > course.on


def _reading(course: Course, receipt: Receipt, *, suspended: bool, final: bool) -> Reading:
    reading = Reading(
        on=course.on,
        state=_state(course, suspended=suspended),
        receipt_date=receipt.on,
        receipt_reason=receipt.reason,
        receipt_article=receipt.article,
        clock_day1=count_from(course.receipt, 1, course.calendar, course.rules),
        served_on=course.served,
        timely=is_timely(course),
        outcome=outcome_of(course, final=final),
        warnings=tuple(course.warnings),
        marks=marks_of(course),
    )
    reading = _with_corrections(reading, course)
    reading = _with_opinions(reading, course)
    reading = _with_fees(reading, course)
    return _with_provisional(_with_term(reading, course, receipt), course)


def _state(course: Course, *, suspended: bool) -> State:
    if course.closed_on is not None:
        return State.CLOSED
    if course.served is not None:
        return State.ANSWERED
    for wait in (State.AWAITING_CORRECTION, State.AWAITING_FEE):
        if wait in course.waits:
            return wait
    return State.SUSPENDED if suspended else State.RUNNING


def _with_term(reading: Reading, course: Course, receipt: Receipt) -> Reading:
    term, due = course.term, course.term.due()
    ends = [day for day in (course.closed_on, course.served) if day is not None]
    used = term.counted(min([course.on, *course.waits.values(), *ends]))
    allowed = term.counted(due)
    waited = [reading.correction_due, reading.fee_payment_due] if course.waits else [due]
    last = min(ends) if ends else max(day for day in (course.on, *waited) if day is not None)
    ledger = write_ledger(course, receipt, last)
    return replace(
        reading,
        period_start=term.start,
        base_due=course.fees[-1].base_due if course.fees else term.base_due(),
        reply_due=None if course.waits else due,
        pending_due=due,
        excluded_workdays=term.excluded_workdays(),
        used=used,
        allowed=allowed,
        left=allowed - used,
        extension_valid=course.extension.valid if course.extension else None,
        extension_reason=course.extension.reason if course.extension else "",
        extended_to=term.extended_to,
        ledger=ledger,
        spans=spans_of(ledger),
    )


def _with_corrections(reading: Reading, course: Course) -> Reading:
    limit = count_from(course.receipt, CORRECTION_NOTICE_WITHIN, course.calendar, course.rules)
    if not course.corrections:
        return replace(reading, correction_notice_due=limit)
    last = course.corrections[-1]
    return replace(
        reading,
        correction_notice_due=last.notice_due,
        correction_notice_late=last.late,
        correction_due=last.due,
        earliest_abandon_date=_day_after(last.due) if last.received is None else None,
    )


def _with_opinions(reading: Reading, course: Course) -> Reading:
    third_parties: dict[str, date] = {}
    agencies: dict[str, date] = {}
    for letter in course.history.consultations:
        due = opinion_due(letter, course.calendar, course.rules)
        if due is not None:
            dues = third_parties if letter.role is Role.THIRD_PARTY else agencies
            dues[letter.party] = due
    reasons_due = None
    for asked, _ in course.history.reasons:
        days = asked.workdays or course.rules.art35_period
        reasons_due = count_from(asked.on, days, course.calendar, course.rules)
    return replace(
        reading,
        third_party_due=third_parties,
        agency_due=agencies,
        consult_lapse={p: due + ONE_DAY for p, due in (third_parties | agencies).items()},
        reasons_due=reasons_due,
    )


def _with_fees(reading: Reading, course: Course) -> Reading:
    if not course.fees:
        return reading
    last = course.fees[-1]
    return replace(
        reading,
        fee_notice_timely=last.timely,
        fee_payment_due=last.due,
        earliest_fee_lapse=_day_after(last.due) if last.paid is None else None,
    )


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + ONE_DAY


def _with_provisional(reading: Reading, course: Course) -> Reading:
    """Mark what depends on a year whose holiday notice is not out."""
    names = tuple(
        name
        for name in DATE_NAMES
        for day in [getattr(reading, name)]
        if day is not None and course.calendar.is_provisional_between(course.receipt, day)
    )
    due = course.term.due()
    provisional = course.calendar.is_provisional_between(course.receipt, due)
    return replace(reading, provisional=provisional, provisional_dates=names)
