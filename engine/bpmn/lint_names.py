"""A rule on names: an expression that speaks of something nobody provides is a slip of the pen."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from engine.bpmn import notation as xml
from engine.bpmn.drawing import WARNING, Drawing
from engine.bpmn.failures import Finding
from engine.bpmn.lint_expressions import VARIABLE, Text, texts, timer_texts
from engine.bpmn.nodes import result_variable
from engine.errors import OfficeError
from engine.feel import Expression

FACTS = frozenset({"today", "clock", "case", "agency"})  # what the office tells every expression
COUNTERS = frozenset(
    {"loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"}
)
RESULTS = frozenset(xml.TASKS | {"startEvent", "intermediateCatchEvent", "boundaryEvent"})


def check_known_names(drawings: Sequence[Drawing]) -> Iterator[Finding]:
    """Every name is a fact, a result of some node, or an element of some collection."""
    known = FACTS | COUNTERS
    for drawing in drawings:
        for node in drawing.nodes:
            known |= provided(node)
    for drawing in drawings:
        for text in (*texts(drawing), *timer_texts(drawing)):
            yield from check_text(drawing, text, known)
        yield from check_speakable(drawing)


def provided(node: xml.Element) -> frozenset[str]:
    """Name the variables a node brings about."""
    own = xml.properties(node)
    names = {own.get("outputCollection", "")}
    if xml.local(node) in RESULTS:
        names.add(result_variable(node, own))
    if xml.local(node) == "startEvent":
        names.add(xml.camunda(node, "formKey"))  # the form a case begins with
    many = xml.child(node, "multiInstanceLoopCharacteristics")
    if many is not None:
        names.add(xml.camunda(many, "elementVariable"))
    return frozenset(names - {""})


def check_text(drawing: Drawing, text: Text, known: frozenset[str]) -> Iterator[Finding]:
    """Say which names of one expression nobody provides."""
    try:
        expression = text.read(text.text)
    except (OfficeError, ValueError, RecursionError):
        return  # said elsewhere
    if not isinstance(expression, Expression):
        return
    for name in sorted(expression.names - known):
        similar = get_close_matches(name, known, 1)
        hint = f"，是否指“{similar[0]}”" if similar else "，表达式将按空值（null）计算"
        message = f"{text.where}中的“{name}”没有任何环节提供{hint}"
        yield drawing.remark("unknown_name", text.element, message, WARNING)


def check_speakable(drawing: Drawing) -> Iterator[Finding]:
    """A result under a name with a dot or hyphen cannot be spoken of."""
    for node in drawing.nodes:
        name = result_variable(node, xml.properties(node))
        if xml.local(node) in xml.TASKS and name and not VARIABLE.fullmatch(name):
            message = f"结果存为“{name}”，表达式无法引用；请用属性resultVariable另起变量名"
            yield drawing.remark("unspeakable_result", node, message, WARNING)
