"""What sets a variable: elements by what they do, flows by what they ask."""

from collections.abc import Iterable, Iterator

from engine.bpmn import notation as xml
from engine.bpmn.model import NodeKind
from engine.dataflow.partly import answer, cannot_hold
from engine.feel import FeelSyntaxError, compile_expression
from engine.flowfacts import Element, Flow, Role

THROWN = frozenset({"messageEventDefinition", "signalEventDefinition"})
CATCHING = frozenset({"intermediateCatchEvent", "boundaryEvent"})


def names_in(text: str) -> frozenset[str]:
    """Name what an expression reads; nothing if it cannot be read."""
    try:
        return compile_expression(text).names if text else frozenset()
    except FeelSyntaxError:
        return frozenset()


def set_by(element: Element) -> Iterator[tuple[Role, Iterable[str]]]:
    """Name the variables an element sets, by the moment."""
    node, loop = element.node, element.node.loop
    catches = element.tag in CATCHING and element.event in THROWN
    if catches or (element.tag in xml.TASKS and node.kind is not NodeKind.SUBPROCESS):
        yield Role.WORK, [node.result_variable]
    if loop is None:
        return
    inside = ["loopCounter", loop.element_variable if loop.multiple else ""]
    yield Role.AT, [name for name in inside if name]
    if loop.multiple and loop.output_collection:
        yield Role.DONE, [loop.output_collection]


def read_on(flow: Flow) -> frozenset[str]:
    """Name the variables and the fields a condition reads."""
    if flow.default or not flow.condition:
        return frozenset()
    try:
        expression = compile_expression(flow.condition)
    except FeelSyntaxError:
        return frozenset()
    return expression.names | expression.paths


def needed_by(flow: Flow) -> set[str]:
    """Name what must be set for a condition to hold."""
    return {n for n in read_on(flow) if cannot_hold(flow.condition, frozenset({n}))}


def refuted_by(flow: Flow) -> set[str]:
    """Name what is set if a condition did not hold."""
    return {n for n in read_on(flow) if answer(flow.condition, frozenset({n})) is True}
