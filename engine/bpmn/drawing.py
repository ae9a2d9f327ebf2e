"""A BPMN file as its linter sees it: nodes, flows and who reaches whom."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn import notation as xml
from engine.bpmn.failures import Finding
from engine.bpmn.notation import Element

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Drawing:
    """One file, parsed; `remark` makes the findings."""

    file: str
    root: Element
    nodes: tuple[Element, ...] = ()
    flows: tuple[Element, ...] = ()
    outgoing: dict[str, list[Element]] = field(default_factory=dict)
    incoming: dict[str, list[Element]] = field(default_factory=dict)
    boundaries: dict[str, list[Element]] = field(default_factory=dict)

    def remark(self, rule: str, element: Element, message: str, severity: str = ERROR) -> Finding:
        """Report something about an element, named as its author knows it."""
        line = element.sourceline or 0
        text = f"{label(element)}：{message}"
        return Finding(self.file, "executable", rule, severity, id_of(element), line, text)

    def processes(self) -> Iterator[Element]:
        """List the processes of the file."""
        return self.root.iterfind(f"{xml.BPMN}process")

    def scopes(self) -> Iterator[Element]:
        """List the processes and the embedded sub-processes."""
        for process in self.processes():
            yield process
            yield from process.iter(f"{xml.BPMN}subProcess")


def read_drawing(file: str, root: Element) -> Drawing:
    """Index a file."""
    nodes = [n for p in root.iterfind(f"{xml.BPMN}process") for n in xml.flow_nodes(p)]
    flows = list(root.iter(f"{xml.BPMN}sequenceFlow"))
    outgoing, incoming = defaultdict(list), defaultdict(list)
    boundaries = defaultdict(list)
    for flow in flows:
        outgoing[flow.get("sourceRef", "")].append(flow)
        incoming[flow.get("targetRef", "")].append(flow)
    for node in nodes:
        if xml.local(node) == "boundaryEvent":
            boundaries[node.get("attachedToRef", "")].append(node)
    return Drawing(file, root, tuple(nodes), tuple(flows), outgoing, incoming, boundaries)


def id_of(element: Element) -> str:
    """Give the id of an element, or of the nearest one around it that has any."""
    for one in (element, *element.iterancestors()):
        if one.get("id"):
            return one.get("id", "")
    return ""


def label(element: Element) -> str:
    """Name an element in a sentence."""
    for one in (element, *element.iterancestors()):
        if one.get("id"):
            name = " ".join((one.get("name") or "").split())
            return f"“{name}”（{one.get('id')}）" if name else f"“{one.get('id')}”"
    return f"<{xml.local(element)}>"
