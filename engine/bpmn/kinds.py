"""What each kind of node does: SpiffWorkflow's task specifications, refined.

`Kind` stands first in the bases of every class and replaces three things of
SpiffWorkflow 3.2.0: prediction (none), inheritance of data (variables belong to the
case) and the guards of a flow (compiled FEEL).
"""

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs import control, defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions import simple
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec
from typing_extensions import override

from engine.bpmn.decisions import DecisionTable
from engine.bpmn.delivery import throw
from engine.bpmn.failures import StepFailed
from engine.bpmn.model import Node
from engine.bpmn.tokens import Token
from engine.feel import Expression, compile_expression


class Guard:
    """The condition of a flow."""

    def __init__(self, text: str) -> None:
        """Compile the condition once, when the diagram is read."""
        self.expression: Expression = compile_expression(text)

    def opens(self, token: Token) -> bool:
        """Tell whether the token may go this way; null is no."""
        value = token.workflow.top_workflow.evaluate(self.expression, token)
        if not isinstance(value, bool | None):
            raise StepFailed("流向条件的结果不是“真”或“假”")
        return value is True


class Kind:
    """What every node has in common here."""

    node: Node | None = None
    outputs: list[TaskSpec]
    holds = False  # True: the token stays as the mark of a group
    joins = False  # True: tokens remember the flow they came by
    waits = False  # True: the engine stops here until somebody finishes the step

    def ways(self, _token: Token) -> list[TaskSpec]:
        """Choose where tokens go from here."""
        return self.outputs

    def spent(self, _token: Token) -> bool:
        """Tell whether a group has nothing left to hold together."""
        return True

    def notes(self, token: Token, _what: str) -> bool:
        """Tell whether the timeline notes what the token did here."""
        parent = token.parent
        return parent is None or not isinstance(parent.task_spec, LoopTask)

    def connect_outgoing_if(self, condition: str, task_spec: TaskSpec) -> None:
        """Guard a flow."""
        self.connect_if(Guard(condition), task_spec)  # type: ignore[attr-defined]

    def _predict(self, *_args: object, **_kwargs: object) -> None:
        """Predict nothing."""

    def _update_hook(self, _token: Token) -> bool | None:
        return True

    def _on_ready(self, _token: Token) -> None:
        """Check nothing: diagrams are checked when they are read."""

    def _run_hook(self, _token: Token) -> bool | None:
        return True

    def _on_complete_hook(self, _token: Token) -> None:
        """Do nothing more."""

    def _on_cancel(self, _token: Token) -> None:
        """Leave nothing behind."""


class Start(Kind, control.BpmnStartTask):
    """The root of a process."""


class UserTask(Kind, defaults.UserTask):
    """Waits for a person."""

    waits = True


class ManualTask(Kind, defaults.ManualTask):
    """Waits for a person."""

    waits = True


class NoneTask(Kind, defaults.NoneTask):
    """Waits for a person: a bpmn:task says nothing of who does it."""

    waits = True


class ActionTask(Kind, defaults.ServiceTask):
    """Waits for an act of the office."""

    waits = True


class DecisionTask(Kind, defaults.ServiceTask):
    """Asks a decision table."""

    table: DecisionTable

    @override
    def _run_hook(self, token: Token) -> bool:
        top, node = token.workflow.top_workflow, self.node
        if node is None:
            raise RuntimeError("a decision without its node")
        try:
            result = self.table.decide(top.context(token), top.world.calendar)
        except Exception as error:  # a table's fault must not stop the rest of the case
            raise StepFailed(f"决策表“{node.decision}”无法得出结论：{error}") from error
        if result is None and node.properties.get("required") == "true":
            raise StepFailed(f"决策表“{node.decision}”没有一条规则适用")
        token.keep(node.result_variable, result)
        return True


class SubProcess(Kind, defaults.SubWorkflowTask):
    """An embedded sub-process."""

    @override
    def _update_hook(self, token: Token) -> bool | None:
        inner = token.workflow.top_workflow.create_inside(token, self.spec)
        token.become(TaskState.STARTED)
        inner.begin(token.local)
        return None

    @override
    def _on_cancel(self, token: Token) -> None:
        inner = token.workflow.top_workflow.subprocesses.pop(token.id, None)
        if inner is not None:
            inner.give_up()


class CallActivity(SubProcess, defaults.CallActivity):
    """Another process, called."""


class Throwing(Kind):
    """Throws its event, then goes on."""

    @override
    def _run_hook(self, token: Token) -> bool:
        throw(token)
        return True


class ThrowEvent(Throwing, defaults.IntermediateThrowEvent):
    """An intermediate throw event."""


class EndEvent(Throwing, defaults.EndEvent):
    """The end of one path; a terminate end is the end of its whole scope."""

    @override
    def _on_complete_hook(self, token: Token) -> None:
        if isinstance(self.event_definition, simple.TerminateEventDefinition):
            for other in token.workflow.open_tokens():
                other.cancel()


class BoundarySplit(Kind, control.BoundaryEventSplit):
    """The scope of an activity and its boundary events."""

    holds = True

    @override
    def spent(self, token: Token) -> bool:
        """Tell whether the activity is gone."""
        return all(isinstance(c.task_spec, defaults.BoundaryEvent) for c in token.children)


class ExclusiveGateway(Kind, defaults.ExclusiveGateway):
    """One way: the first whose condition is true, else the default."""

    @override
    def ways(self, token: Token) -> list[TaskSpec]:
        """Choose the way; StepFailed when there is none."""
        default = self.default_task_spec
        for guard, name in self.cond_task_specs:
            if guard is not None and guard.opens(token):
                return [self._wf_spec.task_specs[name]]
        if default is None:
            raise StepFailed("没有一个流向的条件成立，也没有默认流向")
        return [self._wf_spec.task_specs[default]]


class ProcessSpec(BpmnProcessSpec):
    """A process, without the hidden nodes SpiffWorkflow ends a process with."""

    def __init__(self, name: str) -> None:
        """Begin with the root alone."""
        WorkflowSpec.__init__(self, name=name)
        self.start = Start(self, "Start")
        self.io_specification = None
        self.data_objects: dict[str, object] = {}
        self.data_stores: dict[str, object] = {}
        self.correlation_keys: dict[str, object] = {}
        self.bpmn_start_events: list[object] = []
