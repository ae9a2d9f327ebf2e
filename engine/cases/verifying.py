"""文书验证: is this the letter that was signed, was it changed, does it still count?

Asked by anybody who holds a copy, so a question gives away no more than the copy itself says.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.cases.numbers import typed_code, verification_code
from engine.cases.withdrawing import LETTER_STATES
from engine.documents import PROVIDERS, SealReading
from engine.errors import OfficeError
from engine.store.agencies import Agency
from engine.store.fingerprints import identifiers_of
from engine.store.letters import Letter, VerificationAttempt
from engine.store.seals import LetterSeal, SealCertificate

WINDOW, MISSES = timedelta(minutes=10), 50
"""Questions from one address that did not match, before the address rests."""

REST = timedelta(minutes=1)
_LONGEST = 100  # characters of a number or a code somebody typed
_BRACKETS = str.maketrans({"[": "〔", "(": "〔", "【": "〔", "]": "〕", ")": "〕", "】": "〕"})
_PAIRS = (("〔", "〕"), ("（", "）"), ("(", ")"), ("【", "】"), ("[", "]"))
"""The brackets with which an agency may number."""


_SEALED = (
    select(Letter, LetterSeal)
    .join(LetterSeal, LetterSeal.letter_id == Letter.id)
    .where(LetterSeal.pdf_sha256 == bindparam("sha256"))
    .limit(1)
)
"""The letter whose sealed file has this hash; the seal is the rest of the file."""


class VerificationRests(OfficeError):
    """Too many questions from one address that did not match."""

    code = "verification_rests"
    message = "本地址连续多次验证不符，为防止猜测校验码，暂停验证。请于{until:%H:%M:%S}之后再试。"


class Verdict(StrEnum):
    """What a copy turns out to be."""

    AUTHENTIC = "authentic"
    WITHDRAWN = "withdrawn"  # as it was signed, but it counts no longer
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Known:
    """What may be told of a letter: what stands at its head."""

    number: str
    title: str
    issued_on: date | None
    agency: str

    @classmethod
    def of(cls, session: Session, letter: Letter) -> "Known":
        """Read the head of a letter."""
        agency = session.get_one(Agency, letter.agency_id).name
        return cls(letter.number or "", letter.title, letter.issued_on, agency)


@dataclass(frozen=True)
class Answer:
    """The verdict, the letter it speaks of, how that was withdrawn, and what stands instead."""

    verdict: Verdict
    letter: Known | None = None
    state: str = ""
    withdrawn_on: date | None = None
    replacement: Known | None = None
    seal: SealReading | None = None

    @property
    def seal_words(self) -> str:
        """Say in one line what the electronic seal in the file is; empty if it has none."""
        if self.seal is None:
            return ""
        state = "签名有效" if self.seal.is_valid else "签名无效"
        test = "；签名使用测试证书，不具有法律效力" if self.seal.is_test else ""
        return f"电子签章：{state}，签名人：{self.seal.signer}{test}"

    @property
    def words(self) -> str:
        """Say it in one line."""
        known = f"《{self.letter.title}》{self.letter.number}" if self.letter else ""
        match self.verdict:
            case Verdict.AUTHENTIC:
                return "与存档一致"
            case Verdict.ALTERED:
                return f"内容已被改动：与存档的{known}不一致，请勿采信"
            case Verdict.WITHDRAWN:
                instead = self.replacement
                by = f"《{instead.title}》{instead.number}" if instead else "无"
                return f"与存档一致，但该文书{self.state}，不再有效；替代文书：{by}"
            case Verdict.UNKNOWN:
                return "本系统没有这份文书"


def verify_file(session: Session, content: bytes) -> Answer:
    """Compare a PDF with every letter that was ever frozen here."""
    same = select(Letter).where(Letter.pdf_sha256 == hashlib.sha256(content).hexdigest()).limit(1)
    letter = session.scalar(same)
    if letter is not None:
        return _as_signed(session, letter)
    row = session.execute(_SEALED, {"sha256": hashlib.sha256(content).hexdigest()}).first()
    if row is not None:
        return replace(_as_signed(session, row.Letter), seal=_seal(session, *row, content))
    named = select(Letter).where(Letter.pdf_identifier.in_(identifiers_of(content))).limit(1)
    letter = session.scalar(named)
    if letter is not None:
        return Answer(Verdict.ALTERED, Known.of(session, letter))
    return Answer(Verdict.UNKNOWN)


def verify_copy(session: Session, number: str, code: str) -> Answer:
    """Check a printed copy by its number and the code of the letter (校验码)."""
    meant, given = _numbers_meant(number[:_LONGEST]), typed_code(code[:_LONGEST])
    frozen = select(Letter).where(Letter.number.in_(meant), Letter.pdf_sha256.is_not(None))
    for letter in session.scalars(frozen):
        right = verification_code(letter.pdf_sha256 or "0")
        if compare_digest(right.encode(), given.encode()):
            return _as_signed(session, letter)
    return Answer(Verdict.UNKNOWN)


def refuse_in_haste(session: Session, address: str, at: datetime) -> None:
    """Let an address rest that has asked too often in vain.

    Raises:
        VerificationRests.
    """
    rows = (
        select(VerificationAttempt.at)
        .where(VerificationAttempt.address == address, VerificationAttempt.at > at - WINDOW)
        .order_by(VerificationAttempt.id.desc())
        .limit(MISSES)
    )
    missed = session.scalars(rows).all()
    if len(missed) == MISSES and at < missed[0] + REST:
        raise VerificationRests(until=missed[0] + REST)


def note_miss(session: Session, address: str, at: datetime) -> None:
    """Keep a question that did not match."""
    session.add(VerificationAttempt(address=address, at=at))
    session.flush()


def _seal(session: Session, letter: Letter, seal: LetterSeal, content: bytes) -> SealReading | None:
    """Read the electronic seal of a file whose bytes are those we kept."""
    mine = SealCertificate.agency_id == letter.agency_id
    trusted = session.scalars(select(SealCertificate.certificate).where(mine)).all()
    at = seal.sealed_at
    return PROVIDERS[seal.provider].read(content, trusted, at) if at is not None else None


def _as_signed(session: Session, letter: Letter) -> Answer:
    known = Known.of(session, letter)
    if letter.withdrawn_on is None:
        return Answer(Verdict.AUTHENTIC, known)
    last = _in_place_of(session, letter)
    return Answer(
        Verdict.WITHDRAWN,
        known,
        LETTER_STATES[letter.status],
        letter.withdrawn_on,
        Known.of(session, last) if last is not None else None,
    )


def _in_place_of(session: Session, letter: Letter) -> Letter | None:
    """Give the letter that stands at the end: what took a place may have lost it again."""
    last = None
    while letter.replaced_by_id is not None:
        last = letter = session.get_one(Letter, letter.replaced_by_id)
    return last if last is not None and last.withdrawn_on is None else None


def _numbers_meant(typed: str) -> set[str]:
    """Give the numbers somebody may mean, who may have written other brackets and blanks."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed).translate(_BRACKETS))
    bracketed = (plain.replace("〔", left).replace("〕", right) for left, right in _PAIRS)
    return {typed.strip(), *bracketed}
