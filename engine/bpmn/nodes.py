"""What the author of a diagram wrote at a node: BPMN and the Camunda 7 attributes."""

import re
from collections.abc import Mapping

from engine.bpmn import notation as xml
from engine.bpmn.model import LoopRule, Node, NodeKind, TimerKind, TimerRule
from engine.bpmn.notation import Element
from engine.bpmn.timing import (
    LOOKS_LIKE_DATE,
    LOOKS_LIKE_DURATION,
    Cycle,
    Period,
    parse_cycle,
    parse_duration,
    parse_moment,
)
from engine.feel import Expression, compile_expression

KINDS = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "userTask": NodeKind.USER_TASK,
    "manualTask": NodeKind.MANUAL_TASK,
    "task": NodeKind.MANUAL_TASK,
    "serviceTask": NodeKind.ACTION,
    "sendTask": NodeKind.ACTION,
    "businessRuleTask": NodeKind.DECISION,
    "receiveTask": NodeKind.RECEIVE,
    "subProcess": NodeKind.SUBPROCESS,
    "callActivity": NodeKind.CALL,
    "intermediateThrowEvent": NodeKind.THROW,
}
EVENT_KINDS = {
    "timerEventDefinition": NodeKind.TIMER,
    "messageEventDefinition": NodeKind.MESSAGE,
    "signalEventDefinition": NodeKind.SIGNAL,
    "conditionalEventDefinition": NodeKind.CONDITION,
    "errorEventDefinition": NodeKind.ERROR,
    "escalationEventDefinition": NodeKind.ESCALATION,
}


def read_node(element: Element) -> Node:
    """Read one flow node; its expressions compile, because the diagram was linted."""
    process, scope = xml.enclosing(element, "process"), element.getparent()
    own = xml.properties(element)
    definition = xml.event_definition(element)
    return Node(
        id=element.get("id", ""),
        name=" ".join((element.get("name") or "").split()),
        kind=kind_of(element),
        process_id="" if process is None else process.get("id", ""),
        documentation=xml.text_of(xml.child(element, "documentation")),
        form_key=xml.camunda(element, "formKey") or own.get("formKey", ""),
        groups=groups_of(element, own),
        assignee=xml.camunda(element, "assignee"),
        due=moment_expression(xml.camunda(element, "dueDate")),
        follow_up=moment_expression(xml.camunda(element, "followUpDate")),
        priority=xml.camunda(element, "priority"),
        properties=own,
        inputs=inputs_of(element),
        result_variable=result_variable(element, own),
        lane=lane_of(element),
        stage=stage_of(element),
        scope_id="" if scope is None else scope.get("id", ""),
        attached_to=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") != "false",
        message=message_of(element),
        called=element.get("calledElement", ""),
        decision=xml.camunda(element, "decisionRef"),
        timer=timer_of(definition),
        condition=condition_of(definition),
        loop=loop_of(element),
        line=element.sourceline or 0,
    )


def kind_of(element: Element) -> NodeKind:
    """Tell what happens at a node."""
    name = xml.local(element)
    if name in KINDS:
        return KINDS[name]
    if name in xml.GATEWAYS:
        return NodeKind.GATEWAY
    definition = xml.event_definition(element)
    return NodeKind.CONDITION if definition is None else EVENT_KINDS[xml.local(definition)]


def groups_of(element: Element, own: Mapping[str, str]) -> tuple[str, ...]:
    """Read who may do it; commas or spaces between the groups."""
    text = xml.camunda(element, "candidateGroups") or own.get("groups", "")
    return tuple(dict.fromkeys(re.findall(r"[^\s,，、]+", text)))


def result_variable(element: Element, own: Mapping[str, str]) -> str:
    """Name the variable a result is stored under."""
    named = own.get("resultVariable") or xml.camunda(element, "resultVariable")
    return named or element.get("id", "")


def inputs_of(element: Element) -> dict[str, Expression]:
    """Compile the input parameters."""
    return {
        one.get("name", ""): compile_expression(xml.text_of(one) or "null")
        for one in xml.extensions(element, "inputOutput", "inputParameter")
    }


def lane_of(element: Element) -> str:
    """Name the innermost lane of a node, or of the sub-process it lies in."""
    process = xml.enclosing(element, "process")
    if process is None:
        return ""
    lanes = {
        xml.text_of(ref): (lane.get("name") or lane.get("id") or "")
        for lane in process.iter(f"{xml.BPMN}lane")
        for ref in lane.findall(f"{xml.BPMN}flowNodeRef")
    }  # inner lanes come later in the file than the lane around them
    for one in (element, *element.iterancestors()):
        lane = lanes.get(one.get("id", ""))
        if lane:
            return lane
    return ""


def stage_of(element: Element) -> str:
    """Read the stage of a node, or of what it lies in."""
    for one in (element, *element.iterancestors()):
        stage = xml.properties(one).get("stage", "")
        if stage:
            return stage
    return ""


def referenced(element: Element, kind: str, reference: str | None) -> Element | None:
    """Find the message, signal, error or escalation a definition refers to."""
    for one in element.getroottree().getroot().iterfind(f"{xml.BPMN}{kind}"):
        if reference and one.get("id") == reference:
            return one
    return None


def message_of(element: Element) -> str:
    """Name the message or signal of a node."""
    for holder in (element, xml.event_definition(element)):
        if holder is not None:
            for kind in ("message", "signal"):
                found = referenced(element, kind, holder.get(f"{kind}Ref"))
                if found is not None:
                    return found.get("name", "")
    return ""


def timer_text(definition: Element) -> tuple[TimerKind, str] | None:
    """Read how a timer is written."""
    for kind in TimerKind:
        found = xml.child(definition, kind.value)
        if found is not None:
            return kind, xml.text_of(found)
    return None


def timer_of(definition: Element | None) -> TimerRule | None:
    """Read the rule of a timer."""
    written = None if definition is None else timer_text(definition)
    return None if written is None else read_timer(*written)


def read_timer(kind: TimerKind, text: str) -> TimerRule:
    """Read a timer as ISO 8601 or else as FEEL; ValueError or FeelSyntaxError if neither."""
    fixed: Period | Cycle | None = None
    match kind:
        case TimerKind.DATE:
            if LOOKS_LIKE_DATE.match(text):
                return TimerRule(kind, text, parse_moment(text), None)
        case TimerKind.DURATION:
            if LOOKS_LIKE_DURATION.fullmatch(text.upper()):
                fixed = parse_duration(text)
        case TimerKind.CYCLE:
            if re.match(r"[Rr]\d*/", text):
                fixed = parse_cycle(text)
    return TimerRule(kind, text, fixed, None if fixed else compile_expression(text))


def condition_of(definition: Element | None) -> Expression | None:
    """Compile the condition of a conditional event."""
    found = None if definition is None else xml.child(definition, "condition")
    return None if found is None else compile_expression(xml.text_of(found))


def moment_expression(text: str) -> Expression | None:
    """Compile a date that is written as ISO 8601 or as FEEL."""
    if not text:
        return None
    if LOOKS_LIKE_DATE.match(text):
        moment = parse_moment(text).isoformat()
        return compile_expression(
            f'date("{text}")' if "T" not in text else f'date and time("{moment}")'
        )
    return compile_expression(text)


def loop_of(element: Element) -> LoopRule | None:
    """Read how often an activity is done."""
    many = xml.child(element, "multiInstanceLoopCharacteristics")
    if many is not None:
        return multi_instance(element, many)
    again = xml.child(element, "standardLoopCharacteristics")
    if again is None:
        return None
    return LoopRule(
        multiple=False,
        condition=optional(xml.text_of(xml.child(again, "loopCondition"))),
        maximum=int(again.get("loopMaximum", "0")) or None,
        test_before=again.get("testBefore") == "true",
    )


def multi_instance(element: Element, many: Element) -> LoopRule:
    """Read the rule of a multi-instance activity."""
    own = xml.properties(element)
    return LoopRule(
        multiple=True,
        sequential=many.get("isSequential") == "true",
        collection=optional(xml.camunda(many, "collection")),
        cardinality=optional(xml.text_of(xml.child(many, "loopCardinality"))),
        element_variable=xml.camunda(many, "elementVariable"),
        output_collection=own.get("outputCollection", ""),
        output_element=optional(own.get("outputElement", "")),
        condition=optional(xml.text_of(xml.child(many, "completionCondition"))),
    )


def optional(text: str) -> Expression | None:
    """Compile an expression that may be absent."""
    return compile_expression(text) if text else None
