"""The pen of the journal: every act that changes the house tells what it changed, and from what."""

from collections.abc import Mapping
from typing import Any, Final

from engine.office import Office
from engine.store.chain import Recorder
from engine.store.journal import Note, record

BEFORE: Final = "before"
AFTER: Final = "after"


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Keep of two states only what differs; empty if nothing does."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if not keys:
        return {}
    return {
        BEFORE: {key: before[key] for key in keys if key in before},
        AFTER: {key: after[key] for key in keys if key in after},
    }


def tell(
    office: Office,
    tag: str,
    summary: str,
    payload: Mapping[str, Any] | None = None,
    *,
    everywhere: bool = False,
) -> None:
    """Record an act of the office; `everywhere` if it concerns every agency."""
    actor = office.actor
    agency_id = None if everywhere else actor.agency_id
    by = Recorder(actor.id, actor.name, office.at)
    record(office.session, Note(tag, summary, agency_id, payload or {}), by)
