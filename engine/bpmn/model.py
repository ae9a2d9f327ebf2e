"""What a diagram says of its nodes, and what a running instance shows of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.bpmn.timing import Cycle, Period
from engine.feel import Expression
from engine.law.calendar import WorkingCalendar


class NodeKind(StrEnum):
    """What happens at a node."""

    START = "start"
    END = "end"
    USER_TASK = "user_task"
    MANUAL_TASK = "manual_task"  # bpmn:task and bpmn:manualTask: both wait for a person
    ACTION = "action"  # serviceTask, sendTask: done by the office's own acts
    DECISION = "decision"
    RECEIVE = "receive"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    CONDITION = "condition"
    ERROR = "error"
    ESCALATION = "escalation"
    THROW = "throw"
    GATEWAY = "gateway"
    CALL = "call"
    SUBPROCESS = "subprocess"


PEOPLE = frozenset({NodeKind.USER_TASK, NodeKind.MANUAL_TASK})


class TimerKind(StrEnum):
    """How a timer is written."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True)
class TimerRule:
    """When a timer is due: `fixed` as ISO 8601 writes it, or an expression."""

    kind: TimerKind
    text: str
    fixed: datetime | Period | Cycle | None
    expression: Expression | None


@dataclass(frozen=True)
class LoopRule:
    """How often an activity is done, and what is collected from it."""

    multiple: bool
    sequential: bool = True
    collection: Expression | None = None
    cardinality: Expression | None = None
    element_variable: str = ""
    output_collection: str = ""
    output_element: Expression | None = None
    condition: Expression | None = None  # to stop (multiple) or to go on (repeat)
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True)
class Node:
    """A node of a diagram as its author wrote it."""

    id: str
    name: str
    kind: NodeKind
    process_id: str
    documentation: str = ""
    form_key: str = ""
    groups: tuple[str, ...] = ()
    assignee: str = ""
    due: Expression | None = None
    follow_up: Expression | None = None
    priority: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Expression] = field(default_factory=dict)
    result_variable: str = ""
    lane: str = ""
    stage: str = ""
    scope_id: str = ""  # the process or embedded sub-process it lies in
    attached_to: str = ""  # of a boundary event
    interrupting: bool = True  # of a boundary event
    message: str = ""  # the name of the message or signal it waits for or throws
    called: str = ""  # the process a call activity calls
    decision: str = ""  # the decision a business rule task asks
    timer: TimerRule | None = None
    condition: Expression | None = None  # of a conditional event
    loop: LoopRule | None = None
    line: int = 0


@dataclass(frozen=True)
class World:
    """What is true outside the instance while it takes a step."""

    at: datetime
    calendar: WorkingCalendar
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A piece of work that waits to be done, by a person or by an act of the office."""

    key: str
    node: Node
    local: Mapping[str, object]
    since: datetime


@dataclass(frozen=True)
class Timer:
    """A waiting timer; `due` is None while its date is not known."""

    key: str
    node: Node
    due: datetime | None


@dataclass(frozen=True)
class Subscription:
    """A message the instance waits for."""

    name: str
    node: Node
    key: str
    interrupting: bool


@dataclass(frozen=True)
class Incident:
    """An automatic step that could not be taken; the token waits there."""

    key: str
    node: Node
    message: str


@dataclass(frozen=True)
class Passed:
    """What a token did at a node: entered, left, fired or skipped."""

    node_id: str
    what: str
    key: str = ""
    process_id: str = ""
