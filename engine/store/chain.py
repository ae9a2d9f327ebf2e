"""Chained records: each is hashed with its predecessor's hash, so that a later change shows."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar


@dataclass(frozen=True)
class Recorder:
    """Who records a fact, and when."""

    id: int | None
    name: str
    at: datetime


@dataclass(frozen=True)
class Link:
    """The last link of a chain: its number and its hash."""

    seq: int = 0
    digest: str = ""


class Chained(Protocol):
    """What a kept record has of the chain it is a link of."""

    @property
    def seq(self) -> Any:  # noqa: ANN401  (a column)
        """Its number; the first has 1."""

    @property
    def previous(self) -> Any:  # noqa: ANN401  (a column)
        """The hash of the record before; empty for the first."""

    @property
    def digest(self) -> Any:  # noqa: ANN401  (a column)
        """The hash of the record itself."""


_BEGINNING = Link()
_Record = TypeVar("_Record", bound=Chained)


def seal(*parts: object) -> str:
    """Hash what a record says; a moment counts to the millisecond."""
    return hashlib.sha256(_SEALED.encode(parts).encode()).hexdigest()


def plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Give a payload as it will be read back, so that it is hashed as it is kept."""
    kept: dict[str, Any] = json.loads(_KEPT.encode(payload))
    return kept


def first_broken(
    records: Iterable[_Record], digest_of: Callable[[_Record], str], last: Link = _BEGINNING
) -> _Record | None:
    """Give the first record after `last` that was changed, or that follows one that is gone."""
    for record in records:
        follows = record.seq == last.seq + 1 and record.previous == last.digest
        if not follows or record.digest != digest_of(record):
            return record
        last = Link(record.seq, record.digest)
    return None


def _spell(value: object) -> object:
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a chain does not keep {type(value).__name__}")


_SEALED = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_spell
)
_KEPT = json.JSONEncoder(ensure_ascii=False, default=str)
