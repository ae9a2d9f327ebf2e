"""Carry a case on: finish a task, hand in a message, wake a timer, repair a failed step.

`carry_on` is the only loop in the system: it does every action the diagram asks for until
only people, timers, messages or a letter at the printer are waited for.
"""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.bpmn.model import Incident, NodeKind, Step
from engine.cases import access
from engine.cases.actions import ACTIONS, Turn, Waiting
from engine.cases.checking import LetterFaulty, refuse_to_hand_on
from engine.cases.projection import put_down
from engine.cases.separation import keep_hand, note_return
from engine.cases.sitting import Sitting, look_at, take_up
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.events import Entry
from engine.store.instances import DueTimer, OfferedMessage, OpenTask, StepIncident

log = logging.getLogger(__name__)

MAX_ACTIONS = 200
"""Actions in one act; a diagram that asks for more runs in circles."""

CLOCK_MESSAGE = "clock_moved"
"""The message by which a diagram may learn that a period has changed."""


class ProcedureRunsInCircles(OfficeError):
    """The diagram asked for more actions than any lawful procedure needs."""

    code = "procedure_runs_in_circles"
    message = "流程在“{step}”附近反复执行，已停止。请流程管理员检查流程图后，在“故障处理”中重试。"


class MessageNotOffered(OfficeError):
    """The diagram does not listen for this message any more."""

    code = "message_not_offered"
    message = "该操作当前已不可用：案件已进入其他环节。请返回案件页查看最新进展。"


class UnknownTarget(OfficeError):
    """The step to which a case should be moved is not in its procedure."""

    code = "unknown_target"
    message = "该案件的流程中没有“{target}”这一环节，无法移动。请从列表中选择。"


def begin(sitting: Sitting) -> None:
    """Carry a new case as far as it goes by itself, and write it down."""
    carry_on(sitting)
    put_down(sitting)
    for child in sitting.opened:
        begin(child)


def finish_task(office: Office, task: OpenTask, result: Mapping[str, Any]) -> Sitting:
    """Finish a task with values that are already checked, and carry the case on.

    Raises:
        LetterFaulty: a letter would be signed, or handed on to be signed, with errors.
    """
    sitting = take_up(office, task.case_id)
    keep_hand(sitting, task)
    sitting.record(
        Entry(
            tag="task:done",
            on=office.today,
            summary=f"{task.name}{f'（{task.note}）' if task.note else ''}",
            payload={"task": task.id, "form": dict(result)},
            node_id=task.node_id,
        )
    )
    sitting.attended = True
    sitting.sign_as_actor()
    sitting.instance.finish(task.step_key, result, sitting.world())
    carry_on(sitting)
    note_return(sitting, task.node_id)
    begin(sitting)
    refuse_to_hand_on(sitting, task.node_id)
    return sitting


def raise_message(office: Office, offer: OfferedMessage, result: Mapping[str, Any]) -> Sitting:
    """Hand in a message the diagram listens for, such as 申请人撤回.

    Raises:
        MessageNotOffered: it listens no more, or at another place, where it asks other things.
    """
    sitting = take_up(office, access.case_of(office, offer.case_id).id)
    if (offer.name, offer.node_id) not in {
        (each.name, each.node.id) for each in sitting.instance.messages()
    }:
        raise MessageNotOffered
    sitting.record(
        Entry(
            tag="message",
            on=office.today,
            summary=offer.label,
            payload={"message": offer.name, "form": dict(result)},
            node_id=offer.node_id,
        )
    )
    sitting.attended = True
    sitting.sign_as_actor()
    sitting.instance.send(offer.name, result, sitting.world())
    begin(sitting)
    return sitting


def wake(office: Office, case_id: int) -> int:
    """Fire the timers of a case that are due at `office.at`; each fires exactly once.

    Returns:
        How many fired.
    """
    sitting = take_up(office, case_id)
    sitting.sign_as_actor()
    fired = 0
    while fired < MAX_ACTIONS:
        due = [t for t in sitting.instance.timers(sitting.world()) if _is_due(t.due, office)]
        if not due:
            break
        timer = min(due, key=lambda each: (each.due, each.key))
        sitting.record(
            Entry(
                tag="timer",
                on=office.today,
                summary=f"到期：{timer.node.name or timer.node.id}",
                payload={"due": timer.due},
                node_id=timer.node.id,
            )
        )
        sitting.instance.fire(timer.key, sitting.world())
        carry_on(sitting)
        fired += 1
    sitting.clock_moved = True  # a day has passed: periods and their states are read again
    put_down(sitting)
    return fired


def _is_due(due: Any, office: Office) -> bool:  # noqa: ANN401
    return due is not None and due <= office.at


def due_cases(office: Office, limit: int = 100) -> list[int]:
    """List the cases with a timer that is due, longest due first."""
    rows = (
        select(DueTimer.case_id)
        .where(DueTimer.due_at <= office.at)
        .order_by(DueTimer.due_at)
        .limit(limit)
    )
    return list(dict.fromkeys(office.session.scalars(rows)))


def resume(office: Office, case_id: int) -> None:
    """Carry a case on after something it waited for has come, such as a printed letter."""
    begin(take_up(office, case_id))


def carry_on(sitting: Sitting) -> None:
    """Do every action the diagram asks for now; a failing one becomes an incident."""
    for _ in range(MAX_ACTIONS):
        step = _next_action(sitting)
        if step is None:
            return
        _do(sitting, step)
    step = _next_action(sitting)
    if step is not None:
        _fail(sitting, step, ProcedureRunsInCircles(step=step.node.name))


def _next_action(sitting: Sitting) -> Step | None:
    passed = sitting.failed.keys() | sitting.waiting
    for step in sitting.instance.steps():
        if step.node.kind is NodeKind.ACTION and step.key not in passed:
            return step
    return None


def _do(sitting: Sitting, step: Step) -> None:
    world = sitting.world()
    try:
        with sitting.office.session.begin_nested():
            inputs = sitting.instance.inputs(step.key, world)
            result = ACTIONS[step.node.properties["action"]](Turn(sitting, step, inputs))
    except OfficeError as refusal:
        if sitting.attended and isinstance(refusal, LetterFaulty):
            raise  # whoever would sign it is told at once, and nothing is done
        _fail(sitting, step, refusal)
        return
    except OperationalError:  # a deadlock, a lost connection: no fault of the step, nothing is done
        raise
    except Exception as fault:  # a step that fails is shown and can be retried, never lost
        log.exception("action failed", extra={"case": sitting.case.id, "node": step.node.id})
        _fail(sitting, step, fault)
        return
    if isinstance(result, Waiting):
        sitting.waiting.add(step.key)
        return
    sitting.instance.finish(step.key, result, sitting.world())
    if step.node.properties["action"].startswith("clock."):
        sitting.clock_moved = True
        _announce(sitting)


def _announce(sitting: Sitting) -> None:
    if CLOCK_MESSAGE in {each.name for each in sitting.instance.messages()}:
        sitting.instance.send(CLOCK_MESSAGE, {}, sitting.world())


def _fail(sitting: Sitting, step: Step, fault: Exception) -> None:
    words = (
        str(fault)
        if isinstance(fault, OfficeError)
        else f"系统内部错误（{type(fault).__name__}），已记入日志；排除后可以重试。"
    )
    sitting.failed[step.key] = Incident(key=step.key, node=step.node, message=words)


def retry(office: Office, incident_id: int) -> StepIncident:
    """Try a failed step again (负责人或流程管理员).

    Raises:
        NotAllowed: the actor may not repair.
    """
    access.require(office, Permission.REPAIR)
    row = office.session.get_one(StepIncident, incident_id)
    sitting = take_up(office, access.case_of(office, row.case_id).id)
    row.attempts += 1
    row.resolution = f"{office.actor.name}重试"
    sitting.record(
        Entry("incident:retry", office.today, f"重试故障环节“{row.node_name}”", node_id=row.node_id)
    )
    if row.step_key in {each.key for each in sitting.instance.incidents()}:
        sitting.instance.retry(row.step_key, sitting.world())
    begin(sitting)
    return row


def move(office: Office, incident_id: int, target: str, reason: str) -> StepIncident:
    """Take a case from a failed step to another one; authorised, reasoned and recorded.

    Raises:
        NotAllowed: the actor may not repair.
        UnknownTarget: the procedure has no such step.
    """
    access.require(office, Permission.REPAIR)
    row = office.session.get_one(StepIncident, incident_id)
    sitting = take_up(office, access.case_of(office, row.case_id).id)
    node = sitting.package.definition.nodes.get(target)
    if node is None:
        raise UnknownTarget(target=target)
    row.resolution = f"{office.actor.name}移至“{node.name}”：{reason}"
    sitting.record(
        Entry(
            "incident:move",
            office.today,
            f"由“{row.node_name}”移至“{node.name}”。理由：{reason}",
            node_id=target,
        )
    )
    sitting.instance.move(row.step_key, target, sitting.world())
    begin(sitting)
    return row


def movable_to(office: Office, incident_id: int) -> list[tuple[str, str]]:
    """List the steps (id, name) to which a case may be moved: those people work at."""
    row = office.session.get_one(StepIncident, incident_id)
    sitting = look_at(office, access.case_of(office, row.case_id).id)
    here = sitting.package.definition.nodes[row.node_id].process_id
    return [
        (node.id, node.name)
        for node in sitting.package.definition.nodes.values()
        if node.kind is NodeKind.USER_TASK and node.process_id == here
    ]
