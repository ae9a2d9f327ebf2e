"""今日工作台: who has what to do, by remaining statutory working days (queries only)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from engine.cases import access
from engine.office import Office
from engine.store.cases import Applicant, Case
from engine.store.instances import Notice, OpenTask
from engine.store.people import Person

PAGE = 50
SOON = 3
"""Working days that count as 三日内."""


@dataclass(frozen=True)
class WorklistQuery:
    """Which rows are wanted: whose, how urgent, which words, from where on."""

    scope: str = "all"  # mine | unclaimed | department | all
    urgency: str = ""  # overdue | today | soon | normal | paused | ended
    text: str = ""
    stage: str = ""
    after: str = ""  # keyset of the last row seen: due day and task id


@dataclass(frozen=True)
class TaskRow:
    """One row of the worklist."""

    task_id: int
    case_id: int
    number: str
    subject: str
    applicant: str
    applicant_kind: str
    step: str
    note: str
    stage: str
    due_on: date | None
    case_due_on: date | None
    left: int | None
    provisional: bool
    clock_state: str
    urgency: str
    assignee: str
    mine: bool
    returned: int
    updated_at: object
    key: str


@dataclass(frozen=True)
class Worklist:
    """A page of rows, the counts of the whole list, and where the next page starts."""

    rows: tuple[TaskRow, ...]
    counts: dict[str, int]
    scopes: dict[str, int]
    next: str
    notices: tuple[Notice, ...] = field(default=())


def tasks_for(office: Office, query: WorklistQuery) -> Worklist:
    """List the tasks this person may take, the most urgent first."""
    bounds = _Bounds(office)
    base = _rows(office).where(*_words(query))
    scoped = base.where(_scope(office, query.scope))
    page = _page(scoped.where(*bounds.where(query.urgency)), query)
    found = office.session.execute(page.limit(PAGE + 1)).all()
    rows = tuple(_row(office, bounds, row) for row in found[:PAGE])
    return Worklist(
        rows=rows,
        counts=bounds.counts(office, scoped),
        scopes={name: _count(office, base.where(_scope(office, name))) for name in _SCOPES},
        next=rows[-1].key if len(found) > PAGE else "",
        notices=notices_for(office),
    )


_SCOPES = ("all", "mine", "unclaimed", "department")


def _rows(office: Office) -> Select[OpenTask, Case, str, str, str]:
    return (
        select(OpenTask, Case, Applicant.name, Applicant.kind, Person.name)
        .join(Case, Case.id == OpenTask.case_id)
        .join(Applicant, Applicant.id == Case.applicant_id)
        .outerjoin(Person, Person.id == OpenTask.assignee_id)
        .where(access.my_tasks(office))
    )


def _scope(office: Office, scope: str) -> ColumnElement[bool]:
    match scope:
        case "mine":
            return OpenTask.assignee_id == office.actor.id
        case "unclaimed":
            return OpenTask.assignee_id.is_(None)
        case "department":
            return Case.department_id == (office.actor.department_id or -1)
        case _:
            return OpenTask.id > 0


def _words(query: WorklistQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.stage:
        conditions.append(OpenTask.stage == query.stage)
    if query.text:
        conditions.append(
            or_(
                Case.number.contains(query.text, autoescape=True),
                Case.subject.contains(query.text, autoescape=True),
                Applicant.name.contains(query.text, autoescape=True),
            )
        )
    return conditions


ENDED = ("answered", "closed")
"""Clocks that will not run again: the reply has gone out, or the procedure was ended."""

_PAUSED, _ENDED = date(9999, 12, 30), date(9999, 12, 31)
"""Where rows without a running period stand: after all others."""


def sort_day() -> ColumnElement[date]:
    """Rank by the last day; what waits stands after all that runs, what has ended comes last."""
    day = case((Case.clock_state == "running", Case.due_on), (Case.clock_state.in_(ENDED), _ENDED))
    return func.coalesce(day, _PAUSED)


def _page(
    rows: Select[OpenTask, Case, str, str, str], query: WorklistQuery
) -> Select[OpenTask, Case, str, str, str]:
    day, _, number = query.after.partition("/")
    if number.isdigit():
        since = date.fromisoformat(day)
        rows = rows.where(
            or_(sort_day() > since, and_(sort_day() == since, OpenTask.id > int(number)))
        )
    return rows.order_by(sort_day(), OpenTask.id)


class _Bounds:
    """The days between which a case is overdue, due today, due soon or normal."""

    def __init__(self, office: Office) -> None:
        self.today = office.today
        self.soon = office.calendar.add_working_days(office.today, SOON)

    def where(self, urgency: str) -> list[ColumnElement[bool]]:
        running = Case.clock_state == "running"
        conditions: dict[str, list[ColumnElement[bool]]] = {
            "overdue": [running, Case.due_on < self.today],
            "today": [running, Case.due_on == self.today],
            "soon": [running, Case.due_on > self.today, Case.due_on <= self.soon],
            "normal": [running, Case.due_on > self.soon],
            "paused": [Case.clock_state.not_in(("running", *ENDED))],
            "ended": [Case.clock_state.in_(ENDED)],
        }
        return conditions.get(urgency, [])

    def of(self, case: Case) -> str:
        if case.clock_state in ENDED:
            return "ended"
        if case.clock_state != "running" or case.due_on is None:
            return "paused"
        if case.due_on < self.today:
            return "overdue"
        if case.due_on == self.today:
            return "today"
        return "soon" if case.due_on <= self.soon else "normal"

    def counts(self, office: Office, rows: Select[OpenTask, Case, str, str, str]) -> dict[str, int]:
        names = ("overdue", "today", "soon", "normal", "paused", "ended")
        return {name: _count(office, rows.where(*self.where(name))) for name in names}


def _count(office: Office, rows: Select[OpenTask, Case, str, str, str]) -> int:
    counted = rows.with_only_columns(func.count(OpenTask.id), maintain_column_froms=True)
    return office.session.scalar(counted.order_by(None)) or 0


def _row(office: Office, bounds: _Bounds, row: Row[OpenTask, Case, str, str, str]) -> TaskRow:
    task, matter, applicant, kind, assignee = row
    return TaskRow(
        task_id=task.id,
        case_id=matter.id,
        number=matter.number,
        subject=matter.subject,
        applicant=applicant,
        applicant_kind=kind,
        step=task.name,
        note=task.note,
        stage=task.stage,
        due_on=task.due_on,
        case_due_on=matter.due_on,
        left=days_left(office, matter),
        provisional=matter.due_provisional,
        clock_state=matter.clock_state,
        urgency=bounds.of(matter),
        assignee=assignee or "",
        mine=task.assignee_id == office.actor.id,
        returned=task.returned,
        updated_at=matter.updated_at,
        key=f"{_rank(matter).isoformat()}/{task.id}",
    )


def _rank(matter: Case) -> date:
    if matter.clock_state in ENDED:
        return _ENDED
    running = matter.clock_state == "running"
    return matter.due_on if running and matter.due_on else _PAUSED


def days_left(office: Office, case: Case) -> int | None:
    """Count the working days from today to a case's last day; below zero once overdue."""
    return days_until(office, case.clock_state, case.due_on)


def days_until(office: Office, clock_state: str, due_on: date | None) -> int | None:
    """Count the working days to a last day; None while no period runs."""
    if due_on is None or clock_state != "running":
        return None
    if due_on >= office.today:
        return office.calendar.working_days_between(office.today, due_on)
    return -office.calendar.working_days_between(due_on, office.today)


def notices_for(office: Office, limit: int = 10) -> tuple[Notice, ...]:
    """List the newest warnings and supervision orders for the actor's roles."""
    rows: Sequence[Notice] = office.session.scalars(
        select(Notice)
        .join(Case, Case.id == Notice.case_id)
        .where(Notice.agency_id == office.actor.agency_id, Case.open)
        .where(Notice.role.in_(sorted(office.actor.roles)))
        .order_by(Notice.id.desc())
        .limit(limit)
    ).all()
    return tuple(rows)
