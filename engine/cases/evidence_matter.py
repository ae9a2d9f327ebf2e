"""What an evidence bundle is made of: sections, their pieces, and what each piece is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.store.tables import LOCAL_ZONE


@dataclass(frozen=True)
class Printed:
    """A piece the system writes: a template and its values, one set for each print."""

    template: str
    values: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Signed:
    """A letter as it was signed: its frozen PDF, with the electronic seal if it bears one."""

    pdf: bytes
    sha256: str


@dataclass(frozen=True)
class Material:
    """A file somebody sent; without content where it is not bound, for the reason given."""

    media_type: str
    sha256: str
    content: bytes = b""
    reason: str = ""


@dataclass(frozen=True)
class Piece:
    """One line of the index (卷内目录)."""

    title: str
    source: str
    on: date | None
    body: Printed | Signed | Material


@dataclass(frozen=True)
class Section:
    """A heading of the index and the pieces below it."""

    title: str
    pieces: tuple[Piece, ...]


def moment(at: datetime) -> str:
    """Write 2026年3月2日 09:00."""
    local = at.astimezone(LOCAL_ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
