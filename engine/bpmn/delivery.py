"""How an event that is thrown finds those who wait for it, inside one instance."""

from collections.abc import Iterator

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)

from engine.bpmn.failures import StepFailed
from engine.bpmn.run import Run
from engine.bpmn.tokens import Token

NAMED = (MessageEventDefinition, SignalEventDefinition)
CODED = (ErrorEventDefinition, EscalationEventDefinition)


def waiting(run: Run, kind: type | tuple[type, ...]) -> Iterator[Token]:
    """List the tokens that wait for an event of a kind, the oldest process first."""
    for token in run.every_token():
        if token.state == TaskState.WAITING and isinstance(
            getattr(token.task_spec, "event_definition", None), kind
        ):
            yield token


def hand_over(takers: list[Token], payload: object) -> int:
    """Give an event to those who still wait when their turn comes; count them."""
    taken = 0
    for token in takers:
        if token.state == TaskState.WAITING and token.id in token.workflow.tasks:
            token.task_spec.catch(token, payload)
            taken += 1
    return taken


def throw(token: Token) -> None:
    """Throw the event of the node a token stands on."""
    definition = token.task_spec.event_definition
    if isinstance(definition, NAMED):
        payload = payload_of(token)
        top = token.workflow.top_workflow
        takers = [t for t in waiting(top, NAMED) if t.task_spec.event_definition == definition]
        hand_over(takers, payload)
    elif isinstance(definition, CODED):
        rise(token, definition)


def payload_of(token: Token) -> dict[str, object] | None:
    """Compute what a message carries: the inputs of its node, if it has any."""
    node, top = token.task_spec.node, token.workflow.top_workflow
    if node is None or not node.inputs:
        return None
    return {name: top.evaluate(expression, token) for name, expression in node.inputs.items()}


def rise(token: Token, thrown: ErrorEventDefinition | EscalationEventDefinition) -> None:
    """Give an error or escalation to the nearest enclosing boundary event that takes it."""
    process = token.workflow
    while process.parent_workflow is not None:
        activity = process.parent_token
        main = activity if activity.parent.task_spec.holds else activity.parent
        catchers = [
            t
            for t in (main.parent.children if main.parent is not None else ())
            if isinstance(t.task_spec, BoundaryEvent)
            and t.state == TaskState.WAITING
            and type(t.task_spec.event_definition) is type(thrown)
            and t.task_spec.event_definition.code in {None, thrown.code}
        ]
        if catchers:
            exact = [t for t in catchers if t.task_spec.event_definition.code is not None]
            hand_over((exact or catchers)[:1], None)
            return
        process = activity.workflow
    if isinstance(thrown, ErrorEventDefinition):
        raise StepFailed(f"错误“{thrown.code or thrown.name}”没有边界事件处理")
