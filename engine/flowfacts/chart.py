"""A package as one drawing: every element and every flow of the root process and what it calls.

Nodes come from the definition the engine runs, flows from the files: what is read here, runs.
Event sub-processes, links and self-calls are not here, because the engine refuses them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import notation as xml
from engine.bpmn.definition import Definition
from engine.bpmn.model import Node, NodeKind
from engine.bpmn.source import read_diagram

Key = tuple[str, str]
"""A process and an element of it: two processes may use the same id."""

CODED = {"errorEventDefinition": "error", "escalationEventDefinition": "escalation"}


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: Key
    target: Key
    condition: str
    default: bool
    line: int


@dataclass(frozen=True)
class Element:
    """An element of a diagram, as the engine has read it."""

    key: Key
    tag: str
    file: str
    node: Node
    event: str = ""  # the kind of its event definition
    code: str | None = None  # of an error or an escalation

    @property
    def id(self) -> str:
        """Give its id."""
        return self.key[1]

    @property
    def process(self) -> str:
        """Name the process it stands in."""
        return self.key[0]

    @property
    def kind(self) -> NodeKind:
        """Say what happens here."""
        return self.node.kind

    @property
    def name(self) -> str:
        """Give the Chinese name, else the id."""
        return self.node.name or self.node.id

    @property
    def line(self) -> int:
        """Say where in the file it stands."""
        return self.node.line

    @property
    def inside(self) -> Key | None:
        """Name the scope it opens: a called process, or itself as a sub-process."""
        if self.tag == "callActivity":
            return (self.node.called, self.node.called)
        return self.key if self.tag == "subProcess" else None


@dataclass(frozen=True)
class Chart:
    """All elements and flows; a scope is a process or an embedded sub-process."""

    root: str
    elements: Mapping[Key, Element] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    members: Mapping[Key, tuple[Element, ...]] = field(default_factory=dict)
    outgoing: Mapping[Key, tuple[Flow, ...]] = field(default_factory=dict)
    incoming: Mapping[Key, tuple[Flow, ...]] = field(default_factory=dict)
    boundaries: Mapping[Key, tuple[Element, ...]] = field(default_factory=dict)

    def find(self, element_id: str) -> Element | None:
        """Find an element by its id alone; the root process first."""
        own = self.elements.get((self.root, element_id))
        found = (one for key, one in self.elements.items() if key[1] == element_id)
        return own or next(found, None)


def read_chart(definition: Definition, diagrams: Mapping[str, bytes] | None = None) -> Chart:
    """Read what a definition draws; `diagrams` (path → text) tells the names of its files."""
    nodes = dict(_nodes(definition))
    names = {text: path for path, text in (diagrams or {}).items()}
    trees = {text: read_diagram(text) for text in set(definition.files.values())}
    elements: dict[Key, Element] = {}
    flows: list[Flow] = []
    for process_id, text in definition.files.items():
        for process in trees[text].iterfind(f"{xml.BPMN}process"):
            if process.get("id") == process_id:
                elements |= _elements(process, process_id, names.get(text, ""), nodes)
                flows += _flows(process, process_id, elements)
    return _indexed(definition.root, elements, flows)


def _nodes(definition: Definition) -> Iterator[tuple[Key, Node]]:
    for spec in definition.specs.values():
        specs: Any = spec
        for task in specs.task_specs.values():
            if task.node is not None:
                yield (task.node.process_id, task.node.id), task.node


def _elements(
    process: xml.Element, process_id: str, file: str, nodes: Mapping[Key, Node]
) -> Iterator[tuple[Key, Element]]:
    for one in xml.flow_nodes(process):
        key = (process_id, one.get("id", ""))
        if key in nodes:
            definition = xml.event_definition(one)
            event = "" if definition is None else xml.local(definition)
            yield (
                key,
                Element(key, xml.local(one), file, nodes[key], event, _code(definition)),
            )


def _code(definition: xml.Element | None) -> str | None:
    """Read the code of an error or escalation; None where it has none."""
    kind = "" if definition is None else CODED.get(xml.local(definition), "")
    if definition is None or not kind:
        return None
    for one in definition.getroottree().getroot().iterfind(f"{xml.BPMN}{kind}"):
        if one.get("id") == definition.get(f"{kind}Ref"):
            return one.get(f"{kind}Code")
    return None


def _flows(
    process: xml.Element, process_id: str, elements: Mapping[Key, Element]
) -> Iterator[Flow]:
    defaults = {one.get("default") for one in process.iter() if one.get("default")}
    for one in process.iter(f"{xml.BPMN}sequenceFlow"):
        source = (process_id, one.get("sourceRef", ""))
        target = (process_id, one.get("targetRef", ""))
        if source in elements and target in elements:
            condition = xml.text_of(xml.child(one, "conditionExpression"))
            name = one.get("id", "")
            yield Flow(name, source, target, condition, name in defaults, one.sourceline or 0)


def _indexed(root: str, elements: Mapping[Key, Element], flows: list[Flow]) -> Chart:
    members: dict[Key, list[Element]] = defaultdict(list)
    boundaries: dict[Key, list[Element]] = defaultdict(list)
    outgoing: dict[Key, list[Flow]] = defaultdict(list)
    incoming: dict[Key, list[Flow]] = defaultdict(list)
    for one in elements.values():
        members[(one.process, one.node.scope_id)].append(one)
        if one.node.attached_to:
            boundaries[(one.process, one.node.attached_to)].append(one)
    for flow in flows:
        outgoing[flow.source].append(flow)
        incoming[flow.target].append(flow)
    tables = [
        {key: tuple(some) for key, some in table.items()}
        for table in (members, outgoing, incoming, boundaries)
    ]
    return Chart(root, elements, tuple(flows), *tables)  # type: ignore[arg-type]
