"""How a letter was served: what is recorded on dispatch and on receipt is one service."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.store.letters import Delivery


@dataclass(frozen=True)
class Served:
    """One service of a letter, as far as it is known."""

    method: str
    sent_on: date | None
    delivered_on: date | None
    tracking_no: str
    received_by: str
    note: str
    evidence: tuple[str, ...] = ()
    recorded_by: str = ""


def served(deliveries: Iterable[Delivery]) -> list[Served]:
    """Tell each service once, in order of dispatch: its receipt completes its dispatch."""
    services: dict[tuple[str, date | None, str], Served] = {}
    for row in deliveries:
        key = (row.method, row.sent_on, row.tracking_no)
        new = Served(
            *(*key[:2], row.delivered_on, key[2], row.received_by, row.note),
            evidence=tuple(row.evidence or ()),
            recorded_by=row.recorded_by or "",
        )
        services[key] = _completed(services[key], new) if key in services else new
    return list(services.values())


def _completed(known: Served, later: Served) -> Served:
    return replace(
        known,
        delivered_on=later.delivered_on or known.delivered_on,
        received_by=later.received_by or known.received_by,
        note="；".join(dict.fromkeys(filter(None, (known.note, later.note)))),
        evidence=tuple(dict.fromkeys((*known.evidence, *later.evidence))),
        recorded_by="、".join(dict.fromkeys(filter(None, (known.recorded_by, later.recorded_by)))),
    )
