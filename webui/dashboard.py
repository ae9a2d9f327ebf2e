"""办理态势: how many cases stand where, and how many working days they have left."""

from collections import Counter
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, func, select

from engine.cases import access
from engine.cases.worklist import ENDED, SOON, days_left, days_until
from engine.law.replies import Reply
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.instances import ProcessInstance
from webui.guard import Route
from webui.urgency import STAGE_LABELS, pill, pill_of_case

_PERIOD = 20
"""答复期限二十个工作日 (条例第三十三条第二款): the histogram shows 0 to 20, and beyond."""

_PAUSED, _ENDED = _PERIOD + 2, _PERIOD + 3
"""The columns of what waits, and of what has been answered and is not filed yet."""

_LISTED = 8


@dataclass(frozen=True)
class Bar:
    """One column of the histogram; all numbers are hundredths of the drawing."""

    label: str
    tone: str
    count: int
    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Group:
    """Open cases that stand alike: state of the clock, working days left, stage."""

    state: str
    left: int | None
    stage: str
    count: int


def dashboard(office: Office) -> ResponseReturnValue:
    """Show the agency's open cases by remaining working days, stage and result."""
    groups = _groups(office)
    return render_template(
        "dashboard.html",
        open=sum(group.count for group in groups),
        overdue=sum(g.count for g in groups if g.left is not None and g.left < 0),
        received=_count(office, Case.created_at >= _year_start(office)),
        closed=_count(office, Case.closed_on >= office.today.replace(month=1, day=1)),
        soon=sum(g.count for g in groups if g.left is not None and 0 <= g.left <= SOON),
        bars=histogram([(group.state, group.left, group.count) for group in groups]),
        pressing=[
            (case, pill_of_case(case, days_left(office, case))) for case in _pressing(office)
        ],
        stages=_stages(groups),
        results=_results(office),
    )


def _groups(office: Office) -> list[Group]:
    alike = (Case.clock_state, Case.due_on, ProcessInstance.stage)
    rows = office.session.execute(
        select(*alike, func.count())
        .join(ProcessInstance, ProcessInstance.case_id == Case.id)
        .where(access.my_cases(office), Case.open)
        .group_by(*alike)
    )
    return [
        Group(state, days_until(office, state, due_on), stage, count)
        for state, due_on, stage, count in rows
    ]


def _pressing(office: Office) -> list[Case]:
    until = office.calendar.add_working_days(office.today, SOON)
    rows = select(Case).where(access.my_cases(office), Case.open)
    rows = rows.where(Case.clock_state == "running", Case.due_on <= until)
    return list(office.session.scalars(rows.order_by(Case.due_on, Case.id).limit(_LISTED)))


def histogram(clocks: list[tuple[str, int | None, int]]) -> list[Bar]:
    """Lay cases out by remaining working days: overdue, 0 to 20, more, paused, ended.

    Cases are given as the state of their clock, their remaining working days, their number.
    """
    counted: Counter[int] = Counter()
    for state, days, count in clocks:
        counted[_column(state, days)] += count
    columns = [-1, *range(_PERIOD + 2), _PAUSED, _ENDED]
    most = max([*counted.values(), 4])
    width = 100 / len(columns)
    return [
        Bar(
            label=_label(column),
            tone=_tone(column),
            count=counted[column],
            x=round(n * width, 3),
            width=round(width, 3),
            height=round(counted[column] * 100 / most, 2),
        )
        for n, column in enumerate(columns)
    ]


def _column(state: str, days: int | None) -> int:
    if state in ENDED:
        return _ENDED
    return _PAUSED if days is None else max(-1, min(days, _PERIOD + 1))


def _label(column: int) -> str:
    special = {-1: "超期", 0: "今日", _PERIOD + 1: f"{_PERIOD}+", _PAUSED: "暂停", _ENDED: "答复"}
    return special.get(column, str(column))


def _tone(column: int) -> str:
    return {_PAUSED: "pause", _ENDED: "done"}.get(column) or pill("running", column).tone


def _count(office: Office, condition: ColumnElement[bool]) -> int:
    rows = select(func.count(Case.id)).where(access.my_cases(office), condition)
    return office.session.scalar(rows) or 0


def _year_start(office: Office) -> object:
    return office.at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _stages(groups: list[Group]) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for group in groups:
        counted[group.stage] += group.count
    return [(label, counted[stage]) for stage, label in STAGE_LABELS.items()]


def _results(office: Office) -> list[tuple[str, int]]:
    rows = office.session.execute(
        select(Case.result, func.count(Case.id))
        .where(access.my_cases(office), Case.result.is_not(None), Case.open.is_(False))
        .group_by(Case.result)
        .order_by(func.count(Case.id).desc())
    )
    return [(Reply.of(code).value.label, count) for code, count in rows if code]


ROUTES = (Route("/dashboard", dashboard, Permission.READ_CASE),)
