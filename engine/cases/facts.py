"""What a diagram's expressions may ask about a case: the clock, the case, the agency, today."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.bpmn.model import World
from engine.law.authority import Authority, AuthorityKind
from engine.law.clock import read_clock
from engine.law.reading import Reading
from engine.law.remedies import RemedyRules
from engine.law.rules import Rules
from engine.office import Office
from engine.store.agencies import Agency
from engine.store.cases import Case
from engine.store.events import clock_events
from engine.store.letters import Letter

WARN_BEFORE = 3
"""Working days before the last day at which a warning is due, unless the agency set another."""

_COUNTING = frozenset({"running", "suspended"})
"""States in which a last day is known: a consultation moves it, but it still comes."""


def rules_of(agency: Agency) -> Rules:
    """Read the agency's choices where the law leaves room (law of the clock only)."""
    return Rules.from_config(agency.settings.get("rules", {}))


def remedy_rules_of(agency: Agency) -> RemedyRules:
    """Read the agency's choices about remedies (the keys review_first_*)."""
    return RemedyRules.from_config(agency.settings.get("rules", {}))


def agency_of(office: Office, case: Case) -> Agency:
    """Give the agency that answers for the case."""
    return office.session.get_one(Agency, case.agency_id)


def authority_of(agency: Agency) -> Authority:
    """Say who signs, and therefore who reviews and which court hears."""
    return Authority(
        name=agency.name,
        signing_entity=agency.signing_entity,
        kind=AuthorityKind(agency.kind),
        review_bodies=(agency.review_body,) if agency.review_body else (),
        court=agency.court,
        online_review_url=agency.online_review_url,
    )


def reading_of(office: Office, case: Case) -> Reading:
    """Read the statutory clock of a case as it stands on the day of the act."""
    events = clock_events(office.session, case.id)
    return read_clock(events, office.calendar, rules_of(agency_of(office, case)), office.today)


def world_of(office: Office, case: Case) -> World:
    """Gather what the diagram's expressions may ask."""
    agency = agency_of(office, case)
    facts: dict[str, Any] = {
        "today": office.today,
        "clock": clock_facts(office, case, reading_of(office, case)),
        "case": case_facts(office, case),
        "agency": {"name": agency.name, "settings": dict(agency.settings)},
    }
    return World(at=office.at, calendar=office.calendar, facts=facts)


def case_facts(office: Office, case: Case) -> dict[str, Any]:
    """What an expression may ask about the application itself, and the letters signed in it."""
    signed = (
        select(Letter.title, Letter.number, Letter.party, Letter.issued_on)
        .where(Letter.case_id == case.id, Letter.issued_on.is_not(None))
        .order_by(Letter.id)
    )
    return {
        "number": case.number,
        "channel": case.channel,
        "received_on": case.received_on,
        "applicant_kind": case.applicant.kind,
        "content": case.content,
        "split_from": case.parent_id,
        "result": case.result,
        "letters": [
            {"title": title, "number": number, "party": party or None, "date": issued_on}
            for title, number, party, issued_on in office.session.execute(signed)
        ],
    }


def clock_facts(office: Office, case: Case, reading: Reading) -> dict[str, Any]:
    """What an expression may ask about the periods; dates are null where none runs."""
    warn_before = agency_of(office, case).settings.get("warn_before", WARN_BEFORE)
    counting = reading.state in _COUNTING
    due = reading.reply_due if counting else None
    return {
        "state": str(reading.state),
        "left": reading.left,
        "used": reading.used,
        "received_on": reading.receipt_date,
        "base_due": reading.base_due,
        "reply_due": reading.reply_due,
        "warn_on": _working_days_before(office, due, int(warn_before)),
        "overdue_on": due + timedelta(days=1) if due else None,
        "correction_notice_due": reading.correction_notice_due,
        "correction_due": reading.correction_due,
        "correction_lapse_on": reading.earliest_abandon_date,
        "fee_due": reading.fee_payment_due,
        "fee_lapse_on": reading.earliest_fee_lapse,
        "consult_due": _merged(reading.third_party_due, reading.agency_due),
        "consult_lapse_on": dict(reading.consult_lapse),
        "extension_valid": reading.extension_valid,
    }


def _merged(*maps: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for each in maps for key, value in (each or {}).items()}


def _working_days_before(office: Office, due: Any, days: int) -> Any:  # noqa: ANN401
    """Give the day that lies `days` working days before `due`, or None."""
    if due is None:
        return None
    day = due
    while days > 0:
        day -= timedelta(days=1)
        days -= office.calendar.is_working_day(day)
    return day
