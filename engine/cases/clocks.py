"""The clock of a case for those who look at it: as it stands, and as it would (queries only)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from engine.cases import access
from engine.cases.facts import agency_of, reading_of, remedy_rules_of, rules_of
from engine.law.clock import read_clock
from engine.law.reading import Reading
from engine.law.remedies import SILENCE, RemedyDays, last_days
from engine.office import Office
from engine.store.cases import Case
from engine.store.events import clock_events


def case_clock(office: Office, case_id: int) -> Reading:
    """Read the statutory clock of a case on the day of the act."""
    return reading_of(office, access.case_of(office, case_id))


def what_if(office: Office, case_id: int, extra: Iterable[Mapping[str, Any]]) -> Reading:
    """Read the clock as it would stand if these facts happened as well; nothing is kept.

    It is read on the day of the last of them, since a reading knows nothing of later days.
    """
    case = access.case_of(office, case_id)
    supposed = [dict(event) for event in extra]
    events = [*clock_events(office.session, case.id), *supposed]
    on = max([office.today, *_days(supposed)])
    return read_clock(events, office.calendar, rules_of(agency_of(office, case)), on)


def _days(events: Iterable[Mapping[str, Any]]) -> Iterator[date]:
    for value in (value for event in events for value in event.values()):
        with suppress(ValueError):
            yield date.fromisoformat(str(value))


def remedy_days(office: Office, case: Case, delivered_on: date) -> RemedyDays:
    """Work out the applicant's last days for review and suit (复议法第二十条、行诉法第四十六条)."""
    rules = remedy_rules_of(agency_of(office, case))
    return last_days(case.result or SILENCE, delivered_on, office.calendar, rules)
