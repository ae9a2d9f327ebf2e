"""What the house did to itself: who may do what, how it counts, who came in; one chain for all.

Facts about a case stand in `engine.store.events`; here stands what belongs to no case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Row, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.chain import Link, Recorder, first_broken, plain, seal
from engine.store.tables import Base, Moment, table_of

_TURN = 0x484F5553  # any number that nothing else in the database locks
_AT_ONCE = 500  # rows in memory while the chain is followed


class HouseEvent(Base):
    """One change of the house or one sign-in, who made it and when; never changed.

    `agency_id` is None for what concerns every agency of the installation.
    """

    __tablename__ = "house_event"
    __table_args__ = (Index("ix_house_event_agency", "agency_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tag: Mapped[str]
    at: Mapped[datetime] = mapped_column("recorded_at", Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    summary: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]


@dataclass(frozen=True)
class Note:
    """A change to be recorded; `payload` never holds a password or a sealed value."""

    tag: str
    summary: str
    agency_id: int | None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """How long the chain is, from where it was followed, and where it breaks (0 if nowhere)."""

    length: int
    digest: str
    first: int
    broken: int


_TABLE = table_of(HouseEvent)
_LAST = select(_TABLE.c.seq, _TABLE.c.digest).order_by(_TABLE.c.seq.desc()).limit(1)
_SEALED = (
    *("seq", "tag", "recorded_at", "actor_id", "actor"),
    *("agency_id", "summary", "payload", "previous"),
)


def record(session: Session, note: Note, by: Recorder) -> Link:
    """Add one entry at the end of the chain, in the transaction of what it tells of."""
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
    last = _last(connection)
    row: dict[str, Any] = {
        "seq": last.seq + 1,
        "tag": note.tag,
        "recorded_at": by.at,
        "actor_id": by.id,
        "actor": by.name,
        "agency_id": note.agency_id,
        "summary": note.summary,
        "payload": plain(note.payload),
        "previous": last.digest,
    }
    row["digest"] = seal(*(row[name] for name in _SEALED))
    connection.execute(insert(_TABLE).values(row))
    return Link(row["seq"], row["digest"])


def examine(session: Session, newest: int | None = None) -> Examined:
    """Follow the chain, or its newest entries; say whether any was changed or taken out."""
    connection = session.connection()
    end = _last(connection)
    skipped = max(0, end.seq - newest) if newest is not None else 0
    start = _link(connection.execute(_LAST.where(_TABLE.c.seq <= skipped)).first())
    rest = select(_TABLE).where(_TABLE.c.seq > skipped).order_by(_TABLE.c.seq)
    with connection.execute(rest.execution_options(yield_per=_AT_ONCE)) as rows:
        broken = first_broken(rows, _digest_of, start)
    return Examined(end.seq, end.digest, skipped + 1, broken.seq if broken else 0)


def _digest_of(row: Row[Any]) -> str:
    return seal(*(row._mapping[name] for name in _SEALED))  # noqa: SLF001  (its public face)


def _last(connection: Connection) -> Link:
    return _link(connection.execute(_LAST).first())


def _link(row: Row[int, str] | None) -> Link:
    return Link(row.seq, row.digest) if row else Link()
