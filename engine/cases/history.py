"""What happened to a case, for officers and for the record (queries only)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from engine.cases import access
from engine.office import Office
from engine.store.cases import Case
from engine.store.chain import first_broken
from engine.store.events import CaseEvent, digest_of, events_of
from engine.store.instances import OpenTask, StepIncident

_QUIET = {"letter:drafted"}
"""Facts that the record keeps but a timeline need not show."""


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    on: date
    at: datetime
    who: str
    what: str
    article: str
    kind: str
    seq: int
    filled: bool  # whether a form was handed in that can be read back


def timeline(office: Office, case_id: int, *, full: bool = False) -> list[Happening]:
    """Tell what happened, newest first."""
    access.case_of(office, case_id)
    return [
        _happening(event)
        for event in reversed(events_of(office.session, case_id))
        if full or event.tag not in _QUIET
    ]


def _happening(event: CaseEvent) -> Happening:
    return Happening(
        on=event.on,
        at=event.at,
        who=event.actor,
        what=event.summary,
        article=event.article,
        kind=event.tag,
        seq=event.seq,
        filled=bool(event.payload.get("form")),
    )


def open_tasks(office: Office, case_id: int) -> list[OpenTask]:
    """List what is to be done on a case now, by whomever."""
    access.case_of(office, case_id)
    rows = select(OpenTask).where(OpenTask.case_id == case_id).order_by(OpenTask.id)
    return list(office.session.scalars(rows))


def incidents_of(office: Office, case_id: int | None = None) -> list[StepIncident]:
    """List failed steps that still wait for somebody: of one case, or of the agency."""
    rows = select(StepIncident).where(StepIncident.resolved_at.is_(None))
    if case_id is not None:
        access.case_of(office, case_id)
        rows = rows.where(StepIncident.case_id == case_id)
    else:
        rows = rows.where(StepIncident.case_id.in_(_agency_cases(office)))
    return list(office.session.scalars(rows.order_by(StepIncident.id)))


def _agency_cases(office: Office) -> Select[int]:
    return select(Case.id).where(access.my_cases(office))


def first_broken_link(office: Office, case_id: int) -> CaseEvent | None:
    """Give the first event that was changed after it was recorded; None if none was."""
    return first_broken(events_of(office.session, case_id), digest_of)
