"""What lists and pages need of an instance, written in the same transaction as its state."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, insert, select, update

from engine.bpmn.model import Incident, Node, NodeKind, Step
from engine.cases.facts import reading_of
from engine.cases.sitting import Sitting, store_state
from engine.feel import Expression, compile_expression
from engine.law.reading import Reading
from engine.store.cases import Case
from engine.store.instances import DueTimer, OfferedMessage, OpenTask, StepIncident

SYSTEM_KINDS = frozenset({NodeKind.ACTION})
"""Steps that the system carries out; everybody else's are worklist rows."""


def put_down(sitting: Sitting) -> None:
    """Write state, worklist rows, timers, buttons, incidents and the case's cached place."""
    store_state(sitting)
    world = sitting.world()
    steps = [step for step in sitting.instance.steps() if step.node.kind not in SYSTEM_KINDS]
    _write_tasks(sitting, steps)
    _write_timers(sitting, [(t.key, t.node.id, t.due) for t in sitting.instance.timers(world)])
    _write_messages(sitting)
    _write_incidents(sitting, sitting.instance.incidents())
    _write_case(sitting, steps)


def _write_tasks(sitting: Sitting, steps: list[Step]) -> None:
    session, case = sitting.office.session, sitting.case
    known = set(session.scalars(select(OpenTask.step_key).where(OpenTask.case_id == case.id)))
    wanted = {step.key: step for step in steps}
    if gone := known - wanted.keys():
        session.execute(
            delete(OpenTask).where(OpenTask.case_id == case.id, OpenTask.step_key.in_(gone))
        )
    fresh = [_task_row(sitting, step) for key, step in wanted.items() if key not in known]
    if fresh:
        session.execute(insert(OpenTask), fresh)
    if sitting.clock_moved:
        _refresh_due(sitting, [step for key, step in wanted.items() if key in known])


def _task_row(sitting: Sitting, step: Step) -> dict[str, Any]:
    node = step.node
    asked = _ask(sitting, step, _compiled(node.properties.get("department", "")))
    return {
        "agency_id": sitting.case.agency_id,
        "case_id": sitting.case.id,
        "step_key": step.key,
        "node_id": node.id,
        "name": node.name,
        "stage": node.stage,
        "form_key": node.form_key or "",
        "role": ",".join(node.groups),
        "department_id": int(str(asked)) if str(asked).isdigit() else None,
        "assignee_id": _returning_hand(sitting, node),
        "note": _note(step),
        "due_on": _day(_ask(sitting, step, node.due)),
        "returned": 0,
        "since": sitting.office.at,
    }


def _ask(sitting: Sitting, step: Step, expression: Expression | None) -> object:
    """Evaluate an expression as the step sees the case."""
    if expression is None:
        return None
    return sitting.instance.evaluate(step.key, expression, sitting.world())


@lru_cache(maxsize=256)
def _compiled(text: str) -> Expression | None:
    return compile_expression(text) if text else None


def _returning_hand(sitting: Sitting, node: Node) -> int | None:
    """A task that comes back goes to whoever had it before, if the diagram says so."""
    hand = sitting.hands().get(node.id)
    return hand if node.properties.get("returnable") == "true" else None


def _note(step: Step) -> str:
    """Name the loop item a parallel task is about, such as the department asked."""
    for value in step.local.values():
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return str(value["name"])
    return ""


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _refresh_due(sitting: Sitting, steps: Iterable[Step]) -> None:
    for step in steps:
        if step.node.due is None:
            continue
        due = _day(_ask(sitting, step, step.node.due))
        sitting.office.session.execute(
            update(OpenTask)
            .where(OpenTask.case_id == sitting.case.id, OpenTask.step_key == step.key)
            .values(due_on=due)
        )


def _write_timers(sitting: Sitting, timers: list[tuple[str, str, datetime | None]]) -> None:
    session, case_id = sitting.office.session, sitting.case.id
    wanted = {(key, node, due) for key, node, due in timers if due is not None}
    rows = session.execute(
        select(DueTimer.id, DueTimer.timer_key, DueTimer.node_id, DueTimer.due_at).where(
            DueTimer.case_id == case_id
        )
    ).all()
    known = {(row.timer_key, row.node_id, row.due_at): row.id for row in rows}
    if gone := [known[key] for key in known.keys() - wanted]:
        session.execute(delete(DueTimer).where(DueTimer.id.in_(gone)))
    if fresh := sorted(wanted - known.keys()):
        session.execute(
            insert(DueTimer),
            [
                {"case_id": case_id, "timer_key": key, "node_id": node, "due_at": due}
                for key, node, due in fresh
            ],
        )


def _write_messages(sitting: Sitting) -> None:
    session, case_id = sitting.office.session, sitting.case.id
    wanted = {
        (m.name, m.node.id): m for m in sitting.instance.messages() if "label" in m.node.properties
    }
    rows = session.execute(
        select(OfferedMessage.id, OfferedMessage.name, OfferedMessage.node_id).where(
            OfferedMessage.case_id == case_id
        )
    ).all()
    known = {(row.name, row.node_id): row.id for row in rows}
    if gone := [known[key] for key in known.keys() - wanted.keys()]:
        session.execute(delete(OfferedMessage).where(OfferedMessage.id.in_(gone)))
    fresh = [
        {
            "case_id": case_id,
            "name": m.name,
            "node_id": m.node.id,
            "label": m.node.properties["label"],
            "form_key": m.node.properties.get("formKey", ""),
            "role": ",".join(m.node.properties.get("groups", "").split()),
        }
        for key, m in wanted.items()
        if key not in known
    ]
    if fresh:
        session.execute(insert(OfferedMessage), fresh)


def _write_incidents(sitting: Sitting, incidents: Iterable[Incident]) -> None:
    """Keep one open row per failed step; a step that got through is marked resolved."""
    session, case_id = sitting.office.session, sitting.case.id
    now = {incident.key: incident for incident in incidents} | sitting.failed
    rows = session.scalars(
        select(StepIncident).where(
            StepIncident.case_id == case_id, StepIncident.resolved_at.is_(None)
        )
    ).all()
    for row in rows:
        incident = now.pop(row.step_key, None)
        if incident is None:
            row.resolved_at = sitting.office.at
            row.resolution = row.resolution or "已恢复办理"
        else:
            row.message = incident.message
    for incident in now.values():
        session.add(
            StepIncident(
                case_id=case_id,
                step_key=incident.key,
                node_id=incident.node.id,
                node_name=incident.node.name or incident.node.id,
                message=incident.message,
                raised_at=sitting.office.at,
            )
        )


def _write_case(sitting: Sitting, steps: list[Step]) -> None:
    case = sitting.case
    case.updated_at = sitting.office.at
    case.position = "、".join(dict.fromkeys(step.node.name for step in steps))[:200]
    stages = [step.node.stage for step in steps if step.node.stage]
    if stages:
        case.stage = max(stages, key=_STAGES.index)
    if sitting.clock_moved:
        write_clock(case, reading_of(sitting.office, case))
    case.open = not sitting.instance.completed
    sitting.office.session.flush()


_STAGES = ["receive", "register", "process", "investigate", "reply"]
"""The five links of the chain (接收、登记、办理、调查、答复), in order."""


def write_clock(case: Case, reading: Reading) -> None:
    """Cache what a worklist must sort by; the events stay the truth."""
    case.received_on = reading.receipt_date
    case.due_on = reading.reply_due
    case.due_provisional = reading.provisional
    case.clock_state = str(reading.state)
