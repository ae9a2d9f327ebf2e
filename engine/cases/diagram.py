"""Where a case stands in its diagram, for the picture (queries only)."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.bpmn.model import Step
from engine.cases import access
from engine.cases.sitting import look_at
from engine.office import Office
from engine.store.events import CaseEvent


@dataclass(frozen=True)
class Position:
    """The diagram of one process, the steps a case has done in it, and where it is now."""

    process_id: str
    name: str
    xml: str
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
    visited = set(
        office.session.scalars(
            select(CaseEvent.node_id).where(CaseEvent.case_id == case_id, CaseEvent.node_id != "")
        )
    )
    active = tuple(sitting.instance.active_nodes())
    failed = tuple(incident.node.id for incident in sitting.instance.incidents())
    return Position(
        process_id=wanted,
        name=definition.process_names[wanted],
        xml=definition.diagram_xml(wanted).decode(),
        done=tuple(sorted(visited - set(active))),
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
