"""Where a case stands in its diagram, for the picture (queries only)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.bpmn.model import PEOPLE, Node, NodeKind, Step
from engine.cases import access
from engine.cases.sitting import look_at
from engine.office import Office
from engine.roles import LABELS
from engine.store.events import CaseEvent

_BY_ITSELF: Mapping[NodeKind, str] = {
    NodeKind.ACTION: "系统自动办理",
    NodeKind.DECISION: "决策表、子流程",
    NodeKind.CALL: "决策表、子流程",
}
"""What a diagram colours like a role, though nobody has to do it."""


@dataclass(frozen=True)
class Position:
    """The diagram of one process, the steps a case has done in it, and where it is now.

    `done` stands in the order in which the steps were last done; `hands` says whose each step is.
    """

    process_id: str
    name: str
    xml: str
    hands: Mapping[str, str]
    done: tuple[str, ...]
    active: tuple[str, ...]
    failed: tuple[str, ...]


def position(office: Office, case_id: int, process_id: str | None = None) -> Position:
    """Show the process that a case is in (or the one asked for) with its position."""
    case = access.case_of(office, case_id)
    sitting = look_at(office, case.id)
    definition = sitting.package.definition
    steps = sitting.instance.steps()
    wanted = process_id or _innermost(steps) or definition.root
    visited = office.session.scalars(
        select(CaseEvent.node_id)
        .where(CaseEvent.case_id == case_id, CaseEvent.node_id != "")
        .group_by(CaseEvent.node_id)
        .order_by(func.max(CaseEvent.seq))
    ).all()
    active = tuple(sitting.instance.active_nodes())
    failed = tuple(incident.node.id for incident in sitting.instance.incidents())
    return Position(
        process_id=wanted,
        name=definition.process_names[wanted],
        xml=definition.diagram_xml(wanted).decode(),
        hands=_hands(definition.nodes.values(), wanted),
        done=tuple(node for node in visited if node not in active),
        active=active,
        failed=failed,
    )


def processes_of(office: Office, case_id: int) -> list[tuple[str, str]]:
    """List the diagrams (id, name) of the package a case runs on."""
    case = access.case_of(office, case_id)
    names = look_at(office, case.id).package.definition.process_names
    return list(names.items())


def _innermost(steps: tuple[Step, ...]) -> str | None:
    return steps[-1].node.process_id if steps else None


def _hands(nodes: Iterable[Node], process_id: str) -> dict[str, str]:
    """Say of each step of a process whose work it is."""
    whose = {node.id: _whose(node) for node in nodes if node.process_id == process_id}
    return {node_id: words for node_id, words in whose.items() if words}


def _whose(node: Node) -> str:
    if node.kind not in PEOPLE:
        return _BY_ITSELF.get(node.kind, "")
    known = {str(role): label for role, label in LABELS.items()}
    return "、".join(known.get(group, group) for group in node.groups)
