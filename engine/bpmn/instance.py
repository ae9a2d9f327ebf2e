"""One case on its way through a procedure: what is open, and how it goes on.

The instance is a value between two saves: `load` it, let one thing happen, ask what is
open now, keep its `state`. It knows no database and no clock; the moment and the facts
come with each call as a `World`. A step that cannot be taken becomes an incident on its
element, and the rest of the instance stays as it is.
"""

from collections import Counter
from collections.abc import Mapping

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition

from engine.bpmn import state
from engine.bpmn.catching import EventGateway, TimerDefinition
from engine.bpmn.definition import Definition
from engine.bpmn.delivery import NAMED, hand_over, waiting
from engine.bpmn.failures import StepFailed, StepGone, TargetNotHere
from engine.bpmn.loops import Loop
from engine.bpmn.model import Incident, Node, Passed, Step, Subscription, Timer, World
from engine.bpmn.run import Run
from engine.bpmn.settling import due_dates, settle
from engine.bpmn.timing import from_stamp, moment_of
from engine.bpmn.tokens import OPEN, Token
from engine.feel import Expression

NOTHING: Mapping[str, object] = {}


class Instance:
    """A running instance of a definition."""

    def __init__(self, definition: Definition, run: Run) -> None:
        """Take over a run; use `start` or `load`."""
        self.definition = definition
        self._run = run

    @classmethod
    def start(
        cls, definition: Definition, variables: Mapping[str, object], world: World
    ) -> "Instance":
        """Begin at the start event and run to the first rest."""
        run = Run(definition.specs[definition.root], definition.specs)
        run.variables.update(variables)
        run.turn_to(world)
        run.begin(None)
        settle(run)
        return cls(definition, run)

    @classmethod
    def load(cls, definition: Definition, saved: bytes) -> "Instance":
        """Read a saved instance; StateNotReadable or StateDoesNotFit when it cannot be."""
        run = Run(definition.specs[definition.root], definition.specs)
        state.restore(run, saved)
        return cls(definition, run)

    def state(self) -> bytes:
        """Give the instance as bytes; equal instances give equal bytes."""
        return state.save(self._run)

    @property
    def variables(self) -> dict[str, object]:
        """The variables of the case, one dictionary for the whole instance."""
        return self._run.variables

    @property
    def completed(self) -> bool:
        """Tell whether the instance has ended."""
        completed: bool = self._run.completed
        return completed

    def steps(self) -> tuple[Step, ...]:
        """List the steps to be done now, by people and by acts of the office."""
        return tuple(
            Step(str(t.id), t.task_spec.node, t.locals(), from_stamp(t.last_state_change))
            for t in self._run.every_token()
            if t.state == TaskState.READY and t.task_spec.waits
        )

    def inputs(self, key: str, world: World) -> dict[str, object]:
        """Evaluate the input parameters of a step; StepFailed becomes None per input."""
        token = self._token(key)
        node: Node = token.task_spec.node
        self._run.turn_to(world)
        return {name: self._value(token, text) for name, text in node.inputs.items()}

    def evaluate(self, key: str, expression: Expression, world: World) -> object:
        """Compute an expression where a step stands; None when it cannot be computed."""
        token = self._token(key)
        self._run.turn_to(world)
        return self._value(token, expression)

    def finish(self, key: str, result: object, world: World) -> None:
        """Finish a step; the result replaces what its variable held (None stores nothing)."""
        token = self._token(key)
        if token.state != TaskState.READY or not token.task_spec.waits:
            raise StepGone(key=key)
        self._run.turn_to(world)
        if result is not None:
            token.keep(token.task_spec.node.result_variable, result)
        token.run()
        settle(self._run)

    def timers(self, world: World) -> tuple[Timer, ...]:
        """List the waiting timers with the moment each is due as the facts stand."""
        self._run.turn_to(world)
        return tuple(
            Timer(str(token.id), token.task_spec.node, due) for token, due in due_dates(self._run)
        )

    def fire(self, key: str, world: World) -> bool:
        """Let a timer happen; False when by now it is not due."""
        token = self._token(key)
        definition = getattr(token.task_spec, "event_definition", None)
        if token.state != TaskState.WAITING or not isinstance(definition, TimerDefinition):
            raise StepGone(key=key)
        self._run.turn_to(world)
        due = dict(due_dates(self._run)).get(token)
        if due is None or due > moment_of(world.at):
            return False
        token.task_spec.catch(token)
        settle(self._run)
        return True

    def messages(self) -> tuple[Subscription, ...]:
        """List the messages the instance waits for."""
        return tuple(
            Subscription(
                t.task_spec.event_definition.name,
                t.task_spec.node,
                str(t.id),
                bool(getattr(t.task_spec, "cancel_activity", False)),
            )
            for t in waiting(self._run, MessageEventDefinition)
        )

    def send(self, name: str, payload: object, world: World, key: str | None = None) -> int:
        """Bring a message to all who wait for it, or to one; give how many took it.

        The payload (None: nothing) is stored like the result of a step.
        """
        self._run.turn_to(world)
        takers = [
            t
            for t in waiting(self._run, NAMED)
            if t.task_spec.event_definition.name == name and key in {None, str(t.id)}
        ]
        taken = hand_over(takers, payload)
        settle(self._run)
        return taken

    def settle(self, world: World) -> None:
        """Look at the world anew: conditional events, dates, joins."""
        self._run.turn_to(world)
        settle(self._run)

    def incidents(self) -> tuple[Incident, ...]:
        """List the steps that could not be taken."""
        return tuple(
            Incident(str(t.id), t.task_spec.node, t.fault)
            for t in self._run.every_token()
            if t.fault is not None
        )

    def retry(self, key: str, world: World) -> None:
        """Take a failed step anew."""
        token = self._token(key)
        if token.fault is None:
            raise StepGone(key=key)
        self._run.turn_to(world)
        token.try_again()
        settle(self._run)

    def move(self, key: str, target_node_id: str, world: World) -> None:
        """Give a step up and go on at another node of the same process or sub-process."""
        token = self._token(key)
        while isinstance(token.parent.task_spec, (Loop, EventGateway)):
            token = token.parent
        specs = token.workflow.spec.task_specs
        target = specs.get(f"{target_node_id}.BoundaryEventSplit", specs.get(target_node_id))
        unfit = (defaults.BoundaryEvent, defaults.StartEvent)
        if (
            target is None
            or target.name == "Start"
            or isinstance(target, unfit)
            or isinstance(token.task_spec, defaults.BoundaryEvent)
        ):
            raise TargetNotHere(target=target_node_id)
        self._run.turn_to(world)
        child = token.workflow.task_tree.sprout(target, token)
        token.cancel()
        child.enter()
        settle(self._run)

    def drain(self) -> tuple[Passed, ...]:
        """Give what the tokens did since the last call, and forget it."""
        passed, self._run.passed = tuple(self._run.passed), []
        return passed

    def active_nodes(self) -> dict[str, int]:
        """Count the open tokens of each node, those around an open inside included."""
        return dict(
            Counter(
                t.task_spec.node.id
                for t in self._run.every_token()
                if t.state & OPEN
                and t.task_spec.node is not None
                and not isinstance(t.task_spec, (defaults.BoundaryEvent, Loop))
            )
        )

    def _token(self, key: str) -> Token:
        token = self._run.token(int(key)) if key.isascii() and key.isdigit() else None
        if token is None or token.task_spec.node is None:
            raise StepGone(key=key)
        return token

    def _value(self, token: Token, expression: Expression) -> object:
        try:
            return self._run.evaluate(expression, token)
        except StepFailed:
            return None
