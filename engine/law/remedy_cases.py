"""Last days for review and suit in a worked case, from its events."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.law.calendar import WorkingCalendar
from engine.law.clock import read_clock
from engine.law.deadlines import last_day
from engine.law.event_kinds import (
    Event,
    Replied,
    ReplyDelivered,
    ReplyPeriodExpired,
    ReviewDecisionDelivered,
    ReviewPeriodExpired,
)
from engine.law.events import parse_events
from engine.law.remedies import SILENCE, RemedyDays, RemedyRules, last_days
from engine.law.replies import ReplyUnknown
from engine.law.rules import Rules


def remedy_answer(
    events: Sequence[Mapping[str, object]],
    config: Mapping[str, object],
    calendar: WorkingCalendar,
) -> dict[str, object]:
    """Answer which remedies a case has, and until when; ready for JSON.

    Raises:
        FactRefused, RuleRefused: an event or a setting that cannot be read.
        ReplyUnknown: a decision that is not in the catalogue.
    """
    rules = Rules.from_config(config)
    days = RemedyDays(None)
    after_review: date | None = None
    for event in parse_events(events):
        begins = _begins(event, events, rules, calendar)
        if begins is not None:
            days = last_days(*begins, calendar, RemedyRules.from_config(config))
        match event:
            case ReviewDecisionDelivered():
                after_review = last_day("suit_after_review", event.on, calendar)
            case ReviewPeriodExpired():
                after_review = last_day("suit_review_silence", event.on, calendar)
            case _:
                pass
    return {
        "review_first": days.review_first,
        "review_last_day": _iso(days.review_last_day),
        "suit_last_day": _iso(days.suit_last_day),
        "suit_after_review_last_day": _iso(after_review),
    }


def _begins(
    event: Event,
    events: Sequence[Mapping[str, object]],
    rules: Rules,
    calendar: WorkingCalendar,
) -> tuple[str, date] | None:
    match event:
        case ReplyDelivered():
            return _decided(event.decision), event.on
        case Replied():
            served = event.delivered or event.handed
            return (_decided(event.decision), served) if served and event.decision else None
        case ReplyPeriodExpired():
            due = event.on or read_clock(events, calendar, rules).reply_due
            return (SILENCE, due) if due is not None else None
        case _:
            return None


def _decided(decision: str) -> str:
    if not decision:
        raise ReplyUnknown(reply="（未填写）")
    return decision


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
