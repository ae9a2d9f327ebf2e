"""用印: the ways in which a seal is put to a frozen letter, behind one interface.

An agency's official electronic seal (SM2, GB/T 38540) is put by its certified seal system: a
`SealProvider` that speaks to it is written here, beside `LocalPades`, and named in `PROVIDERS`.
Nothing else changes: settings, retries, the register and the verification go by this table.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar, Final

from typing_extensions import override

from engine.documents.placing_seal import seal_face, seal_place
from engine.documents.render import render_pdf
from engine.documents.signing import KeyPair, SealReading, read_seal, sign

STAMP: Final = "stamp"
PADES: Final = "pades"


@dataclass(frozen=True)
class SealOrder:
    """A frozen letter to be sealed: its bytes, whose seal it is, and the key if there is one."""

    pdf: bytes
    organ: str
    seal: str
    at: datetime
    pair: KeyPair | None = None


class SealProvider(ABC):
    """One way of sealing."""

    label: ClassVar[str]
    hint: ClassVar[str] = ""
    is_electronic: ClassVar[bool] = True
    """Whether the system seals by itself; otherwise an officer records that it was done."""
    needs_key: ClassVar[bool] = False

    @abstractmethod
    def seal(self, order: SealOrder) -> bytes:
        """Append the seal to the letter; called outside every transaction, and again on failure.

        The frozen bytes must be the beginning of the result.
        """

    @abstractmethod
    def read(self, pdf: bytes, trusted: Sequence[str], at: datetime) -> SealReading | None:
        """Say what the seal of a letter we know turns out to be."""


class PrintAndStamp(SealProvider):
    """The letter is printed, and the seal put on paper by hand."""

    label = "打印盖章"
    is_electronic = False

    @override
    def seal(self, order: SealOrder) -> bytes:
        """Leave the file as it is."""
        return order.pdf

    @override
    def read(self, pdf: bytes, trusted: Sequence[str], at: datetime) -> SealReading | None:
        """Know nothing: the seal is on paper."""
        return None


class LocalPades(SealProvider):
    """A signature by a key of this house: integrity evidence, no official electronic seal."""

    label = "本系统电子签名（PAdES，仅供测试）"
    needs_key = True

    @override
    def seal(self, order: SealOrder) -> bytes:
        """Sign; the seal is seen over the signature, if the letter says where that is."""
        if order.pair is None:
            raise ValueError("no key")
        return sign(
            order.pdf,
            order.pair,
            order.at,
            seal_place(order.pdf),
            _face(order.organ, order.seal, order.at.date()),
        )

    @override
    def read(self, pdf: bytes, trusted: Sequence[str], at: datetime) -> SealReading | None:
        """Check the signature against the certificates of the agency."""
        return read_seal(pdf, trusted, at)


PROVIDERS: Final[Mapping[str, SealProvider]] = {STAMP: PrintAndStamp(), PADES: LocalPades()}
"""Every way of sealing, by the name under which an agency chooses it."""


@lru_cache(maxsize=16)
def _face(organ: str, seal: str, on: date) -> bytes:
    return render_pdf(seal_face(organ, seal), f"seal {organ} {seal}", on)
