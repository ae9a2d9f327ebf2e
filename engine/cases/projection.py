"""What lists and pages need of an instance, written in the same transaction as its state.

The instance keeps in brief what was written last (`ProcessInstance.projected`); only what
differs from it is touched, with statements that are built once.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, update

from engine.bpmn.model import Node, NodeKind, Step
from engine.cases import incidents
from engine.cases.facts import reading_of
from engine.cases.separation import hand_key, times_returned
from engine.cases.sitting import Sitting, store_open, store_state
from engine.feel import Expression, compile_expression
from engine.law.reading import Reading
from engine.store.cases import Case
from engine.store.instances import DueTimer, OfferedMessage, OpenTask
from engine.store.tables import table_of

_TASKS, _TIMERS = table_of(OpenTask), table_of(DueTimer)
_OFFERS = table_of(OfferedMessage)
_CASE: BindParameter[int] = bindparam("case")
_ADD_TASK, _ADD_TIMER, _ADD_OFFER = (insert(each).inline() for each in (_TASKS, _TIMERS, _OFFERS))
_DROP_TASK = delete(_TASKS).where(_TASKS.c.case_id == _CASE, _TASKS.c.step_key == bindparam("key"))
_DATE_TASK = (
    update(_TASKS)
    .where(_TASKS.c.case_id == _CASE, _TASKS.c.step_key == bindparam("key"))
    .values(due_on=bindparam("due"))
)
_DROP_TIMER = delete(_TIMERS).where(
    _TIMERS.c.case_id == _CASE, _TIMERS.c.timer_key == bindparam("key")
)
_DROP_OFFER = delete(_OFFERS).where(
    _OFFERS.c.case_id == _CASE,
    _OFFERS.c.name == bindparam("message"),
    _OFFERS.c.node_id == bindparam("node"),
)
_STAGES = ("receive", "register", "process", "investigate", "reply")
"""The five links of the chain (接收、登记、办理、调查、答复), in order."""


def put_down(sitting: Sitting) -> None:
    """Write state, worklist rows, timers, buttons, incidents and the case's cached place."""
    session = sitting.office.session
    if session.new or session.dirty:
        session.flush()
    steps = [s for s in sitting.instance.steps() if s.node.kind is not NodeKind.ACTION]
    projected = {
        "tasks": _write_tasks(sitting, steps),
        "timers": _write_timers(sitting),
        "offers": _write_offers(sitting),
        "incidents": incidents.write(sitting),
    }
    store_state(sitting, _write_place(sitting, steps), projected)
    if sitting.clock_moved:
        write_clock(sitting.case, reading_of(sitting.office, sitting.case))
        session.flush()


def _run(sitting: Sitting, statement: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
    if rows:
        sitting.connection.execute(statement, rows)


def _write_tasks(sitting: Sitting, steps: list[Step]) -> list[str]:
    known = list(sitting.projected.get("tasks", []))
    wanted = {step.key: step for step in steps}
    gone = [{"case": sitting.case_id, "key": key} for key in known if key not in wanted]
    _run(sitting, _DROP_TASK, gone)
    fresh = [_task_row(sitting, step) for key, step in wanted.items() if key not in known]
    _run(sitting, _ADD_TASK, fresh)
    if sitting.clock_moved:
        dated = [wanted[key] for key in known if key in wanted and wanted[key].node.due]
        _run(sitting, _DATE_TASK, [_dated(sitting, step) for step in dated])
    return list(wanted)


def _dated(sitting: Sitting, step: Step) -> dict[str, Any]:
    due = _day(_ask(sitting, step, step.node.due))
    return {"case": sitting.case_id, "key": step.key, "due": due}


def _task_row(sitting: Sitting, step: Step) -> dict[str, Any]:
    node, note = step.node, _note(step)
    asked = _ask(sitting, step, _compiled(node.properties.get("department", "")))
    return {
        "agency_id": sitting.agency_id,
        "case_id": sitting.case_id,
        "step_key": step.key,
        "node_id": node.id,
        "name": node.name,
        "stage": node.stage,
        "form_key": node.form_key or "",
        "role": ",".join(node.groups),
        "department_id": int(str(asked)) if str(asked).isdigit() else None,
        "assignee_id": _returning_hand(sitting, node, note),
        "note": note,
        "due_on": _day(_ask(sitting, step, node.due)),
        "returned": times_returned(sitting, node),
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


def _returning_hand(sitting: Sitting, node: Node, note: str) -> int | None:
    """A task that comes back goes to whoever had it before, if the diagram says so."""
    if node.properties.get("returnable") != "true":
        return None
    hands = sitting.hands()
    return hands.get(hand_key(node.id, note), hands.get(node.id))


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


def _write_timers(sitting: Sitting) -> dict[str, str]:
    """Keep one row per timer that has a date; a date that moved is written anew."""
    timers = [timer for timer in sitting.instance.timers(sitting.world()) if timer.due is not None]
    wanted = {timer.key: timer.due.isoformat() for timer in timers if timer.due is not None}
    known: Mapping[str, str] = sitting.projected.get("timers", {})
    gone = [key for key in known if wanted.get(key) != known[key]]
    _run(sitting, _DROP_TIMER, [{"case": sitting.case_id, "key": key} for key in gone])
    fresh = [
        {
            "case_id": sitting.case_id,
            "timer_key": timer.key,
            "node_id": timer.node.id,
            "due_at": timer.due,
        }
        for timer in timers
        if known.get(timer.key) != wanted[timer.key]
    ]
    _run(sitting, _ADD_TIMER, fresh)
    return wanted


def _write_offers(sitting: Sitting) -> list[list[str]]:
    """Keep one row per message that has a label: a button on the case page."""
    offered = [m for m in sitting.instance.messages() if "label" in m.node.properties]
    wanted = {(m.name, m.node.id): m.node for m in offered}
    known = [(name, node) for name, node in sitting.projected.get("offers", [])]
    gone = [
        {"case": sitting.case_id, "message": name, "node": node}
        for name, node in known
        if (name, node) not in wanted
    ]
    _run(sitting, _DROP_OFFER, gone)
    fresh = [
        {
            "case_id": sitting.case_id,
            "name": name,
            "node_id": node_id,
            "label": node.properties["label"],
            "form_key": node.properties.get("formKey", ""),
            "role": ",".join(node.properties.get("groups", "").split()),
        }
        for (name, node_id), node in wanted.items()
        if (name, node_id) not in known
    ]
    _run(sitting, _ADD_OFFER, fresh)
    return [list(key) for key in wanted]


def _write_place(sitting: Sitting, steps: list[Step]) -> str:
    """Say where the case stands; whether it is open changes only when it ends."""
    stages = [step.node.stage for step in steps if step.node.stage in _STAGES]
    if stages:
        sitting.stage = max(stages, key=_STAGES.index)
    if sitting.open is sitting.instance.completed:
        store_open(sitting, still=not sitting.instance.completed)
    return "、".join(dict.fromkeys(step.node.name for step in steps))


def write_clock(case: Case, reading: Reading) -> None:
    """Cache what a worklist must sort by; the events stay the truth."""
    case.received_on = reading.receipt_date
    case.due_on = reading.reply_due
    case.due_provisional = reading.provisional
    case.clock_state = str(reading.state)
