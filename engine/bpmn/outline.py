"""What a file says of itself to those who edit it: its name, its steps, whom it calls."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn import notation as xml
from engine.bpmn.decisions import DecisionTablesRefused, read_decisions
from engine.bpmn.model import PEOPLE
from engine.bpmn.nodes import KINDS
from engine.bpmn.notation import Element
from engine.bpmn.source import read_diagram


@dataclass(frozen=True)
class Outline:
    """One diagram, told in ids and names."""

    processes: dict[str, str]
    """The names of its processes, by id."""
    steps: dict[str, str]
    """The names of the steps that people do, by id."""
    ids: frozenset[str]
    """Everything that bears an id."""
    calls: frozenset[str]
    """The processes it calls."""
    asks: frozenset[str]
    """The decisions it asks."""

    @property
    def name(self) -> str:
        """Name the diagram by its first process."""
        return next(iter(self.processes.values()), "")


def read_outline(text: bytes) -> Outline:
    """Read what stands in a diagram, whether or not it could run.

    Raises:
        NotReadable.
    """
    root = read_diagram(text)
    processes = list(root.iterfind(f"{xml.BPMN}process"))
    nodes = [node for process in processes for node in xml.flow_nodes(process)]
    return Outline(
        _named(processes),
        _named(node for node in nodes if KINDS.get(xml.local(node)) in PEOPLE),
        frozenset(found for one in root.iter() if xml.local(one) and (found := one.get("id"))),
        frozenset(name for node in nodes if (name := node.get("calledElement"))),
        frozenset(name for node in nodes if (name := xml.camunda(node, "decisionRef"))),
    )


def decisions_of(text: bytes) -> dict[str, str]:
    """Name the decision tables of a file by id; none while it cannot be read."""
    try:
        return {key: table.name or key for key, table in read_decisions(text).items()}
    except DecisionTablesRefused:
        return {}


def _named(elements: Iterator[Element] | list[Element]) -> dict[str, str]:
    return {
        one.get("id", ""): " ".join((one.get("name") or one.get("id") or "").split())
        for one in elements
    }
