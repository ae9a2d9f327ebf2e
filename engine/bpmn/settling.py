"""The run loop: take automatic steps until the instance rests, within bounds."""

import time
from collections.abc import Iterator
from datetime import datetime

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.event_definitions import ConditionalEventDefinition

from engine.bpmn.catching import TimerDefinition
from engine.bpmn.delivery import waiting
from engine.bpmn.failures import StepFailed
from engine.bpmn.joins import InclusiveGateway
from engine.bpmn.kinds import Throwing
from engine.bpmn.limits import MAX_SECONDS, MAX_STEPS, STEPS_PER_INSTANCE
from engine.bpmn.loops import MultiInstance
from engine.bpmn.run import Run
from engine.bpmn.tokens import Token

RUNS_FOR_EVER = "流程自动运行超过上限（ProcessRunsForever），可能存在没有人工环节的循环"
NEVER_JOINS = "此汇聚网关等不到其余分支，流程停在这里；请将其移动到应继续的环节"


def settle(run: Run) -> None:
    """Run to rest: every token waits for somebody, for a moment or has failed."""
    steps, deadline = 0, time.thread_time() + MAX_SECONDS
    while True:
        batch = automatic(run)
        if not batch and not (conditions_come_true(run) or inclusive_joins_fire(run)):
            break
        for token in batch:
            if token.state != TaskState.READY:
                continue  # an earlier step of the batch has cancelled it
            steps += 1
            if (steps > MAX_STEPS and steps > allowed(run)) or time.thread_time() > deadline:
                token.fail(RUNS_FOR_EVER)
            else:
                token.run()
    watch_timers(run)
    find_dead_joins(run)


def allowed(run: Run) -> int:
    """Give how many steps one call may take: more while many instances begin at once."""
    begun: int = sum(
        token.internal_data.get("begun", 0)
        for token in run.every_token()
        if isinstance(token.task_spec, MultiInstance)
    )
    return MAX_STEPS + STEPS_PER_INSTANCE * begun


def automatic(run: Run) -> list[Token]:
    """List what can be done now; what throws comes last, so that catchers are in place."""
    ready = [
        token
        for token in run.every_token()
        if token.state == TaskState.READY and not token.task_spec.waits
    ]
    quiet = [token for token in ready if not throws(token)]
    return quiet or ready


def throws(token: Token) -> bool:
    """Tell whether a token is about to throw an event or to end its scope."""
    return isinstance(token.task_spec, Throwing)


def conditions_come_true(run: Run) -> bool:
    """Let conditional events happen whose condition has become true."""
    happened = False
    for token in list(waiting(run, ConditionalEventDefinition)):
        if token.state != TaskState.WAITING:
            continue
        try:
            node = token.task_spec.node
            true = run.evaluate(node.condition, token) is True
        except StepFailed as failure:
            token.internal_data["fault"] = str(failure)
            continue
        token.internal_data.pop("fault", None)
        if true:
            token.task_spec.catch(token)
            happened = True
    return happened


def inclusive_joins_fire(run: Run) -> bool:
    """Let one inclusive join go on that waits for nobody any longer."""
    seen = set()
    for token in run.every_token():
        join = token.task_spec
        if token.state == TaskState.WAITING and isinstance(join, InclusiveGateway):
            mark = (id(token.workflow), id(join))
            if mark not in seen and join.try_to_fire(token):
                return True
            seen.add(mark)
    return False


def due_dates(run: Run) -> Iterator[tuple[Token, datetime | None]]:
    """Say of each waiting timer when it is due as the facts stand."""
    for token in waiting(run, TimerDefinition):
        try:
            due = token.task_spec.event_definition.due(token)
        except StepFailed as failure:
            token.internal_data["fault"] = str(failure)
            due = None
        else:
            token.internal_data.pop("fault", None)
        yield token, due


def watch_timers(run: Run) -> None:
    """Read the date of every waiting timer, so that a wrong one is seen at once."""
    for _ in due_dates(run):
        pass


def find_dead_joins(run: Run) -> None:
    """Show the joins at which an instance has come to a stop for good."""
    tokens = list(run.every_token())
    at_joins = [t for t in tokens if t.state == TaskState.WAITING and t.task_spec.joins]
    moving = any(
        t.state & (TaskState.WAITING | TaskState.READY) and not t.task_spec.joins for t in tokens
    )
    failed = any(t.state == TaskState.STARTED and t.fault for t in tokens)
    for token in at_joins:
        if moving or failed:
            token.internal_data.pop("fault", None)
        else:
            token.internal_data["fault"] = NEVER_JOINS
