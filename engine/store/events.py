"""What happened to a case, append-only and chained: the single source of clock and history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, UniqueConstraint, bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.chain import Link, Recorder, plain, seal
from engine.store.tables import Base, Moment, table_of

__all__ = [
    "CLOCK_TAG",
    "LAST",
    "CaseEvent",
    "Entry",
    "Link",
    "Recorder",
    "append",
    "clock_events",
    "digest_of",
    "events_of",
    "link",
]

CLOCK_TAG = "clock"
"""Events with this tag carry, in `payload`, the vocabulary of `engine.law.events`."""


class CaseEvent(Base):
    """One fact, its legal day, its evidence, who recorded it and when; never changed."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    seq: Mapped[int]
    tag: Mapped[str]
    on: Mapped[date] = mapped_column("legal_day")
    at: Mapped[datetime] = mapped_column("recorded_at", Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str]
    node_id: Mapped[str] = mapped_column(default="")
    summary: Mapped[str]
    article: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]


@dataclass(frozen=True)
class Entry:
    """A fact to be recorded; `on` is its legal day, which may lie before the recording."""

    tag: str
    on: date
    summary: str
    article: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    node_id: str = ""


_TABLE = table_of(CaseEvent)
LAST = (
    select(_TABLE.c.seq, _TABLE.c.digest)
    .where(_TABLE.c.case_id == bindparam("case"))
    .order_by(_TABLE.c.seq.desc())
    .limit(1)
)
"""The last link of `:case`; a statement of its own, or a part of another."""

_ADD = insert(_TABLE).inline()


def append(session: Session, case_id: int, entry: Entry, by: Recorder) -> Link:
    """Add one fact at the end of the case's chain."""
    connection = session.connection()
    row = connection.execute(LAST, {"case": case_id}).first()
    last = Link(row.seq, row.digest) if row else Link()
    return link(connection, (case_id, last), entry, by)


def link(connection: Connection, after: tuple[int, Link], entry: Entry, by: Recorder) -> Link:
    """Add one fact after a link that is known to be the case's last."""
    case_id, last = after
    row: dict[str, Any] = {
        "case_id": case_id,
        "seq": last.seq + 1,
        "tag": entry.tag,
        "legal_day": entry.on,
        "recorded_at": by.at,
        "actor_id": by.id,
        "actor": by.name,
        "node_id": entry.node_id,
        "summary": entry.summary,
        "article": entry.article,
        "payload": plain(entry.payload),
        "previous": last.digest,
    }
    row["digest"] = seal(*(row[name] for name in _SEALED))
    connection.execute(_ADD, row)
    return Link(row["seq"], row["digest"])


_SEALED = (
    *("case_id", "seq", "tag", "legal_day", "recorded_at", "actor"),
    *("node_id", "summary", "article", "payload", "previous"),
)
_ATTRIBUTES = {"legal_day": "on", "recorded_at": "at"}


def digest_of(event: CaseEvent) -> str:
    """Hash a kept event with its predecessor's hash, so that a later change shows."""
    return seal(*(getattr(event, _ATTRIBUTES.get(name, name)) for name in _SEALED))


def events_of(session: Session, case_id: int) -> list[CaseEvent]:
    """Give a case's facts in the order in which they were recorded."""
    rows = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)
    return list(session.scalars(rows))


def clock_events(session: Session, case_id: int) -> list[dict[str, Any]]:
    """Give the facts that move the statutory clock, as `engine.law.events` reads them."""
    rows = (
        select(CaseEvent.payload)
        .where(CaseEvent.case_id == case_id, CaseEvent.tag == CLOCK_TAG)
        .order_by(CaseEvent.seq)
    )
    return list(session.scalars(rows))
