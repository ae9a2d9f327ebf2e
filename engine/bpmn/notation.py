"""The names of BPMN 2.0 and of the Camunda 7 attributes, and how to look them up in a file."""

from collections.abc import Iterator

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element

TASKS = frozenset(
    {"userTask", "manualTask", "task", "serviceTask", "sendTask", "businessRuleTask", "receiveTask"}
)
SCOPES = frozenset({"subProcess", "callActivity"})
ACTIVITIES = TASKS | SCOPES
GATEWAYS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
NODES = ACTIVITIES | GATEWAYS | EVENTS
REFUSED_NODES = frozenset({"scriptTask", "complexGateway", "adHocSubProcess", "transaction"})


def local(element: Element) -> str:
    """Give the name of an element of BPMN without its namespace; of any other, nothing."""
    tag = element.tag
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""


def child(element: Element, *names: str) -> Element | None:
    """Find the first descendant along a path of BPMN names."""
    return element.find("/".join(f"{BPMN}{name}" for name in names))


def text_of(element: Element | None) -> str:
    """Give the trimmed text of an element, or nothing."""
    return "" if element is None or element.text is None else element.text.strip()


def camunda(element: Element, name: str) -> str:
    """Give the trimmed Camunda attribute of an element, or nothing."""
    return (element.get(CAMUNDA + name) or "").strip()


def extensions(element: Element, *path: str) -> Iterator[Element]:
    """Find the Camunda extension elements along a path."""
    return element.iterfind(
        f"{BPMN}extensionElements/" + "/".join(f"{CAMUNDA}{name}" for name in path)
    )


def properties(element: Element) -> dict[str, str]:
    """Read the camunda:properties of an element."""
    return {
        one.get("name", ""): (one.get("value") or "").strip()
        for one in extensions(element, "properties", "property")
        if one.get("name")
    }


def event_definition(element: Element) -> Element | None:
    """Find the one event definition of an event, if it has one."""
    for one in element:
        if local(one).endswith("EventDefinition"):
            return one
    return None


def enclosing(element: Element, *names: str) -> Element | None:
    """Find the nearest ancestor that bears one of the names."""
    for one in element.iterancestors():
        if local(one) in names:
            return one
    return None


def flow_nodes(scope: Element) -> Iterator[Element]:
    """List the flow nodes of a process, those inside its sub-processes included."""
    for one in scope.iter():
        if local(one) in NODES | REFUSED_NODES and one is not scope:
            yield one
