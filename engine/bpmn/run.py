"""A running instance: its process, those open inside it, its variables and its moment."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from typing_extensions import override

from engine.bpmn.environment import NoScripts
from engine.bpmn.failures import StepFailed
from engine.bpmn.model import Passed, World
from engine.bpmn.tokens import Flat, Token
from engine.feel import Expression


class Inner(Flat, BpmnSubWorkflow):
    """A process inside a process: an embedded sub-process or a called one."""

    def __init__(self, spec: BpmnProcessSpec, token: Token) -> None:
        """Open the inside of an activity."""
        self.parent_token = token
        super().__init__(spec, token.id, token.workflow.top_workflow, deserializing=True)

    def _calculate_depth(self) -> int:
        return 0

    @override
    def on_completed(self) -> None:
        """Give the token of the activity back."""
        del self.top_workflow.subprocesses[self.parent_token.id]
        self.parent_token.become(TaskState.READY)

    def give_up(self) -> None:
        """Cancel everything inside."""
        self.completed = True
        for token in list(self.tasks.values()):
            token.cancel()


class Run(Flat, BpmnWorkflow):
    """The whole of one running instance: its processes, its variables, its moment."""

    def __init__(
        self, spec: BpmnProcessSpec, subprocess_specs: Mapping[str, BpmnProcessSpec]
    ) -> None:
        """Prepare an instance; nothing has happened yet."""
        self.keys = 0
        self.stamp = 0
        self.world: World | None = None
        self.variables: dict[str, object] = {}
        self.passed: list[Passed] = []
        super().__init__(spec, subprocess_specs, NoScripts(), deserializing=True)

    def next_key(self) -> int:
        """Count the tokens of the instance."""
        self.keys += 1
        return self.keys

    def turn_to(self, world: World) -> None:
        """Let the instance see the world as it is now."""
        self.world = world
        self.stamp = round(world.at.timestamp() * 1000)

    def record(self, token: Token, what: str) -> None:
        """Remember what a token did, for the timeline."""
        node = token.task_spec.node
        if node is None or not token.task_spec.notes(token, what):
            return
        self.passed.append(Passed(node.id, what, str(token.id), node.process_id))

    def processes(self) -> list[Flat]:
        """List the process and those open inside it."""
        return [self, *self.subprocesses.values()]

    def every_token(self) -> Iterator[Token]:
        """List the tokens of all processes, oldest process first."""
        for process in self.processes():
            yield from list(process.tasks.values())

    def token(self, key: int) -> Token | None:
        """Find a token by its key."""
        for process in self.processes():
            if key in process.tasks:
                found: Token = process.tasks[key]
                return found
        return None

    def create_inside(self, token: Token, spec_name: str) -> Inner:
        """Open the inside of an activity."""
        inner = Inner(self.subprocess_specs[spec_name], token)
        self.subprocesses[token.id] = inner
        return inner

    def context(
        self, token: Token, extra: Mapping[str, object] | None = None
    ) -> Mapping[str, object]:
        """Give what an expression at a token may speak of: loop, case, facts."""
        maps: list[MutableMapping[str, object]] = [dict(extra)] if extra else []
        if token.local is not None:
            maps.extend(token.local.chain())
        facts: Any = self.world.facts if self.world else {}
        return ChainMap(*maps, self.variables, facts)

    def evaluate(
        self, expression: Expression, token: Token, extra: Mapping[str, object] | None = None
    ) -> object:
        """Compute an expression where a token stands; StepFailed when it cannot be."""
        calendar = self.world.calendar if self.world else None
        try:
            return expression(self.context(token, extra), calendar)
        except Exception as error:  # a diagram's fault must not stop the rest of the case
            raise StepFailed(f"表达式无法计算：{error}") from error
