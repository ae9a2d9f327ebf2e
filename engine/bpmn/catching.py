"""Events that are waited for: messages, timers, conditions, errors, escalations."""

from datetime import datetime

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ConditionalEventDefinition,
    NoneEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.specs.base import TaskSpec
from typing_extensions import override

from engine.bpmn.failures import StepFailed
from engine.bpmn.kinds import Kind
from engine.bpmn.model import TimerKind, TimerRule
from engine.bpmn.timing import Cycle, Period, moment_of, parse_cycle, parse_duration, parse_moment
from engine.bpmn.tokens import Token
from engine.feel import DaysTime, YearsMonths


class TimerDefinition(TimerEventDefinition):
    """A timer by our own rule; the moment comes from the caller, never from a clock."""

    def __init__(self, rule: TimerRule) -> None:
        """Keep the rule."""
        super().__init__(rule.text, rule.text)
        self.rule = rule

    def arm(self, token: Token) -> None:
        """Fix what is fixed when the timer begins to wait."""
        top, rule = token.workflow.top_workflow, self.rule
        if rule.kind is TimerKind.DATE:
            return
        value = rule.fixed if rule.expression is None else top.evaluate(rule.expression, token)
        now = moment_of(top.world.at)
        if rule.kind is TimerKind.DURATION:
            token.internal_data["due"] = after(value, now)
        else:
            cycle = value if isinstance(value, Cycle) else cycle_of(value)
            start = cycle.start or cycle.every.after(now)
            token.internal_data.update(
                due=start if cycle.times else None,
                start=start,
                left=cycle.times,
                turn=0,
                months=cycle.every.months,
                seconds=cycle.every.seconds,
            )

    def due(self, token: Token) -> datetime | None:
        """Say when the timer is due as things stand; None while that is not known."""
        if self.rule.kind is not TimerKind.DATE:
            fixed: datetime | None = token.internal_data.get("due")
            return fixed
        if self.rule.expression is None:
            return self.rule.fixed if isinstance(self.rule.fixed, datetime) else None
        return date_of(token.workflow.top_workflow.evaluate(self.rule.expression, token))

    @staticmethod
    def advance(old: Token, new: Token, now: datetime) -> bool:
        """Set a cycle to its next turn after `now`; what was missed is not made up for."""
        mine = old.internal_data
        every, left, turn = Period(mine["months"], mine["seconds"]), mine["left"], mine["turn"]
        due = mine["due"]
        while left > 0 and due <= now:
            turn, left = turn + 1, left - 1
            due = every.after(mine["start"], turn)
        if left <= 0:
            return False
        new.internal_data.update(mine, due=due, left=left, turn=turn)
        return True


def after(value: object, now: datetime) -> datetime:
    """Go on from now by a duration, however it is expressed."""
    match value:
        case Period():
            return value.after(now)
        case DaysTime(span):
            return now + span
        case YearsMonths(months):
            return Period(months, 0).after(now)
        case str():
            try:
                return parse_duration(value).after(now)
            except ValueError as error:
                raise StepFailed(f"定时器的时长“{value}”不是ISO 8601时长") from error
        case _:
            raise StepFailed("定时器的时长没有确定")


def cycle_of(value: object) -> Cycle:
    """Read a repetition an expression has given."""
    try:
        return parse_cycle(str(value))
    except ValueError as error:
        raise StepFailed(f"定时器的周期“{value}”不是ISO 8601周期") from error


def date_of(value: object) -> datetime | None:
    """Read a date an expression has given; a day begins at midnight in Shanghai."""
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return parse_moment(value)
        return moment_of(value)  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        raise StepFailed(f"定时器的日期“{value}”不是日期") from error


class Catching(Kind):
    """Waits for its event."""

    @override
    def _update_hook(self, token: Token) -> bool | None:
        definition = self.event_definition  # type: ignore[attr-defined]
        if isinstance(definition, NoneEventDefinition):
            return True
        if isinstance(definition, TimerDefinition):
            definition.arm(token)
        token.become(TaskState.WAITING)
        return None

    def catch(self, token: Token, payload: object = None) -> None:
        """Take the event; `payload` is stored like the result of a step."""
        token.workflow.top_workflow.record(token, "fired")
        if payload is not None and self.node is not None:
            token.keep(self.node.result_variable, payload)
        token.internal_data.pop("fault", None)
        group = token.parent
        if group.task_spec.holds:
            token.rehang(group.parent)
            self.after_catch(token, group)
        token.become(TaskState.READY)

    def after_catch(self, _token: Token, group: Token) -> None:
        """Give up the alternatives."""
        group.dissolve()


class StartEvent(Catching, defaults.StartEvent):
    """Where a process begins."""


class CatchEvent(Catching, defaults.IntermediateCatchEvent):
    """An intermediate catch event."""


class ReceiveTask(Catching, defaults.ReceiveTask):
    """Waits for a message."""


class EventGateway(Kind, defaults.EventBasedGateway):
    """Waits for the first of several events."""

    holds = True

    def connect(self, child: TaskSpec) -> None:
        """Lead to an event, which keeps its own definition."""
        self._outputs.append(child.name)
        child._connect_notify(self)  # noqa: SLF001 - Spiff's protocol

    @override
    def spent(self, token: Token) -> bool:
        """Tell whether no event is waited for any longer."""
        return not token.children

    @override
    def notes(self, token: Token, what: str) -> bool:
        """Note that the gateway was passed, not that the group ended."""
        return what != "skipped" and super().notes(token, what)


class BoundaryEvent(Catching, defaults.BoundaryEvent):
    """An event at the edge of an activity."""

    @override
    def notes(self, token: Token, what: str) -> bool:
        """Note that the event happened, not that it was waited for."""
        return what in {"fired", "left"} and super().notes(token, what)

    @override
    def after_catch(self, token: Token, group: Token) -> None:
        """Interrupt the activity, or wait for the event to happen again."""
        if self.cancel_activity:
            group.dissolve()
            return
        again = Token(token.workflow, self, group)
        again.local = group.local
        definition = self.event_definition
        if isinstance(definition, TimerDefinition):
            if definition.rule.kind is TimerKind.CYCLE and definition.advance(
                token, again, moment_of(token.workflow.top_workflow.world.at)
            ):
                again.become(TaskState.WAITING)
                return
        elif not isinstance(definition, ConditionalEventDefinition):
            again.enter()
            return
        again.vanish()
