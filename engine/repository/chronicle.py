"""What is done to a package stands in the journal of the house, in the same transaction."""

from collections.abc import Mapping
from typing import Any

from engine.office import Office
from engine.store.chain import Recorder
from engine.store.journal import Note, record


def tell(office: Office, tag: str, summary: str, payload: Mapping[str, Any] | None = None) -> None:
    """Record a step of changing or publishing the agency's package."""
    actor = office.actor
    note = Note(f"package:{tag}", summary, actor.agency_id, payload or {})
    record(office.session, note, Recorder(actor.id, actor.name, office.at))
