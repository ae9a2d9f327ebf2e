"""Find cases by number, applicant or text (queries only)."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from engine.cases import access
from engine.office import Office
from engine.store.cases import Applicant, Case
from engine.store.letters import Letter

PAGE = 50
_COUNT_LIMIT = 1001
"""Counts stop here and are shown as 1000+."""


@dataclass(frozen=True)
class CaseQuery:
    """Which cases are wanted; `before` is the id of the last one seen."""

    text: str = ""
    state: str = ""  # open | closed
    result: str = ""
    before: int | None = None


@dataclass(frozen=True)
class CasePage:
    """A page of cases, newest first, how many there are at least, and the next key."""

    cases: tuple[Case, ...]
    total: int
    next: int | None


def find_cases(office: Office, query: CaseQuery) -> CasePage:
    """List the cases the actor may see, the newest first."""
    rows = select(Case).join(Applicant, Applicant.id == Case.applicant_id)
    rows = rows.where(access.my_cases(office))
    if query.text:
        rows = rows.where(_has_text(query.text.strip()))
    if query.state:
        rows = rows.where(Case.open.is_(query.state == "open"))
    if query.result:
        rows = rows.where(Case.result == query.result)
    counted = select(func.count()).select_from(
        rows.with_only_columns(Case.id).limit(_COUNT_LIMIT).subquery()
    )
    total = office.session.scalar(counted) or 0
    if query.before is not None:
        rows = rows.where(Case.id < query.before)
    found = list(office.session.scalars(rows.order_by(Case.id.desc()).limit(PAGE + 1)))
    page = tuple(found[:PAGE])
    return CasePage(page, total, page[-1].id if len(found) > PAGE else None)


def _has_text(text: str) -> ColumnElement[bool]:
    letters = select(Letter.case_id).where(Letter.number.contains(text, autoescape=True))
    return or_(
        Case.number.contains(text, autoescape=True),
        Case.subject.contains(text, autoescape=True),
        Case.content.contains(text, autoescape=True),
        Applicant.name.contains(text, autoescape=True),
        Case.id.in_(letters),
    )
