"""Tokens and the processes they run in: SpiffWorkflow's tasks and workflows, kept flat.

SpiffWorkflow 3.2.0 keeps every task of the past, predicts those to come and walks the
tree of both. Here a token that has left its node is forgotten (the history is the
office's audit log), nothing is predicted and scans are flat. What holds open tokens
together stays: the root of a process, the scope of boundary events, an event-based
gateway, a loop. So a state is as large as what is open, however long the case has run.
"""

from collections import ChainMap
from collections.abc import Iterator
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

from engine.bpmn.failures import StepFailed

OPEN = TaskState.FUTURE | TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Locals:
    """The variables of one instance of a loop; `keeps` when results stay inside it."""

    __slots__ = ("keeps", "outer", "values")

    def __init__(self, values: dict[str, object], outer: "Locals | None", *, keeps: bool) -> None:
        self.values = values
        self.outer = outer
        self.keeps = keeps

    def chain(self) -> Iterator[dict[str, object]]:
        """List the variables, the innermost loop first."""
        scope: Locals | None = self
        while scope is not None:
            yield scope.values
            scope = scope.outer


class Token(Task):
    """One token on the diagram, or the mark of an open scope."""

    _state: int
    parent: Any  # a Token; of the root None
    internal_data: dict[str, Any]

    def __init__(
        self,
        workflow: "Flat",
        task_spec: TaskSpec,
        parent: "Token | None" = None,
        *,
        key: int | None = None,
    ) -> None:
        """Put a token on a node; its key is counted, never random."""
        top = workflow.top_workflow
        super().__init__(workflow, task_spec, parent, TaskState.FUTURE, key or top.next_key())
        self.last_state_change = top.stamp
        self.local: Locals | None = None

    def become(self, state: int) -> None:
        """Pass into a state; the timeline notes what a reader would call an event."""
        self._set_state(state)

    def _set_state(self, value: int) -> None:
        before, self._state = self._state, value
        if before == value:
            return
        top = self.workflow.top_workflow
        self.last_state_change = top.stamp
        if value == TaskState.COMPLETED:
            top.record(self, "left")
        elif value == TaskState.CANCELLED:
            top.record(self, "skipped")
        elif before == TaskState.FUTURE:
            top.record(self, "entered")

    def come_back(self, state: int, since: int, inside: dict[str, Any]) -> None:
        """Stand again as a saved state says, without a note in the timeline."""
        self._state, self.last_state_change, self.internal_data = state, since, inside

    @property
    def fault(self) -> str | None:
        """Say why the token cannot go on, if it cannot."""
        message: str | None = self.internal_data.get("fault")
        return message

    def sprout(self, task_spec: TaskSpec, source: "Token") -> "Token":
        """Put a token that comes from `source` on a node, below this one."""
        token = Token(self.workflow, task_spec, self)
        token.local = source.local
        if task_spec.joins:
            token.internal_data["from"] = source.task_spec.name
        return token

    def enter(self) -> None:
        """Begin what the node does: wait, start its inside, or be ready."""
        try:
            self.task_spec._update(self)  # noqa: SLF001 - SpiffWorkflow's own protocol
        except StepFailed as failure:
            self.fail(str(failure))
            self.internal_data["entry"] = True

    def run(self) -> bool | None:
        """Take the step of the node; what it cannot do becomes an incident."""
        try:
            done: bool | None = self.task_spec._run_hook(self)  # noqa: SLF001 - Spiff's protocol
            if self._state & TaskState.FINISHED_MASK:
                return done
            ways = self.task_spec.ways(self)
            if isinstance(self.parent.task_spec, LoopTask):
                self.parent.task_spec.collect(self.parent, self)
        except StepFailed as failure:
            self.fail(str(failure))
            return None
        self.proceed(ways)
        return done

    def proceed(self, ways: list[TaskSpec]) -> None:
        """Leave the node by the given ways."""
        holder = self if self.task_spec.holds else self.leave()
        if self.task_spec.holds:
            self.become(TaskState.COMPLETED)
        for child in [holder.sprout(way, self) for way in ways]:
            child.enter()
        self.workflow._task_completed_notify(self)  # noqa: SLF001 - Spiff's protocol

    def leave(self) -> "Token":
        """Leave the node for good; give the token below which its successors stand."""
        self._set_state(TaskState.COMPLETED)
        parent: Token = self.parent
        self.vanish()
        self.task_spec._on_complete_hook(self)  # noqa: SLF001 - Spiff's protocol
        if isinstance(parent.task_spec, LoopTask):
            parent.task_spec.instance_done(parent, self)
        elif parent.task_spec.holds:
            ground: Token = parent.parent
            parent.dissolve()
            return ground
        return parent

    def vanish(self) -> None:
        """Forget the token; its mark on the diagram is the audit log's affair."""
        parent = self.parent
        if parent is not None:
            parent.let_go(self)
        self.workflow.tasks.pop(self.id, None)

    def rehang(self, ground: "Token") -> None:
        """Take the token out of its group."""
        self.parent.let_go(self)
        self.parent = ground
        ground._child_added_notify(self)  # noqa: SLF001 - Spiff's protocol

    def let_go(self, child: "Token") -> None:
        """Stop holding a token."""
        self._children.remove(child.id)

    def dissolve(self) -> None:
        """End a group: what still waits in it is given up."""
        children = self.children
        self.vanish()
        for child in children:
            child.cancel()

    def cancel(self) -> None:
        """Give the token up, with everything inside its node."""
        if not self._state & OPEN and not self.task_spec.holds:
            return
        self.become(TaskState.CANCELLED)
        parent, children = self.parent, self.children
        self.vanish()
        for child in children:
            child.cancel()
        self.task_spec._on_cancel(self)  # noqa: SLF001 - Spiff's protocol
        if parent is not None and parent.task_spec.holds and parent.task_spec.spent(parent):
            parent.dissolve()

    def fail(self, message: str) -> None:
        """Stop here with an incident; the token stays and the rest goes on."""
        self.internal_data["fault"] = message
        self.become(TaskState.STARTED)

    def try_again(self) -> None:
        """Take the failed step anew."""
        self.internal_data.pop("fault", None)
        if self._state != TaskState.STARTED:
            return  # a waiting timer: its date is read again at the end of the call
        if self.internal_data.pop("entry", False):
            self._state = TaskState.FUTURE
            self.enter()
        else:
            self.become(TaskState.READY)

    def keep(self, name: str, value: object) -> None:
        """Store a result in the innermost loop that keeps results, else in the case."""
        scope = self.local
        while scope is not None and not scope.keeps:
            scope = scope.outer
        (self.workflow.top_workflow.variables if scope is None else scope.values)[name] = value

    def locals(self) -> dict[str, object]:
        """Give the variables of the loops the token is in."""
        return dict(ChainMap(*self.local.chain())) if self.local else {}


class Flat:
    """What a process and the processes inside it have in common."""

    spec: BpmnProcessSpec
    tasks: dict[int, Token]
    task_tree: Token
    completed: bool
    top_workflow: Any  # the Run
    parent_task_id: int | None

    def begin(self, local: Locals | None) -> None:
        """Put the first token on the start event."""
        root = Token(self, self.spec.start)
        root.become(TaskState.COMPLETED)
        root.local = local
        self.task_tree = root
        for child in [root.sprout(way, root) for way in self.spec.start.outputs]:
            child.enter()

    def open_tokens(self) -> list[Token]:
        """List the tokens that have not left."""
        return [t for t in self.tasks.values() if t.state & OPEN]

    def _task_completed_notify(self, _token: Token) -> None:
        if not self.completed and not self.open_tokens():
            self.completed = True
            self.on_completed()

    def on_completed(self) -> None:
        """Tell whoever waits for the end."""

    def update_waiting_tasks(self) -> None:
        """Do nothing: the run loop looks at what waits."""
