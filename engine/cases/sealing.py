"""用印: the seal of a signed letter, recorded by an officer or appended by a provider.

A letter waits for its seal from the day it is signed. Electronic seals are put on after the
print is frozen, outside every transaction; what fails is told on the letter and tried again.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import access
from engine.cases.files import keep
from engine.cases.letters import letter_in_hand
from engine.cases.sitting import hold
from engine.documents import PROVIDERS, STAMP, KeyPair, SealOrder
from engine.errors import OfficeError
from engine.law.letter_style import SEALS, Seal, Style
from engine.office import Office
from engine.roles import Permission
from engine.store.agencies import Agency
from engine.store.cases import Blob
from engine.store.events import Entry, Recorder, append
from engine.store.letters import Letter
from engine.store.seals import LetterSeal, SealCertificate
from engine.store.vault import vault_of

log = logging.getLogger(__name__)

OpenOffice = Callable[[bool], AbstractContextManager[Office]]
ELECTRONIC: Final = tuple(name for name, each in PROVIDERS.items() if each.is_electronic)
_ARTICLE: Final = "党政机关公文处理工作条例第九条第（十三）项"

_WAITS = (
    LetterSeal.provider.in_(ELECTRONIC),
    LetterSeal.sealed_at.is_(None),
    Letter.status == "issued",
)


class NothingToSeal(OfficeError):
    """The letter waits for no seal that an officer could record."""

    code = "nothing_to_seal"
    message = "《{title}》没有等待登记的用印：可能已经登记、已撤销、尚在制作，或者该文书不盖章。"


class NoCertificate(OfficeError):
    """The agency has no key for this seal."""

    code = "no_certificate"
    message = (
        "本机关没有“{seal}”的签名证书，未能加盖电子签章；请系统管理员制作证书，系统将自动重试。"
    )


class KeyUnreadable(OfficeError):
    """The kept key does not open under the installation's own key."""

    code = "seal_key_unreadable"
    message = (
        "“{seal}”的签名密钥无法解密，未能加盖电子签章：系统密钥与数据不匹配。"
        "请系统管理员恢复密钥备份，或者重新制作证书，系统将自动重试。"
    )


@dataclass(frozen=True)
class Waiting:
    """A letter that waits for an electronic seal: what the provider needs, and nothing alive."""

    letter_id: int
    case_id: int
    provider: str
    order: SealOrder


def await_seal(office: Office, letter: Letter, style: Style) -> None:
    """Let a letter that is being signed wait for the seal its agency puts to it."""
    if style.seal is Seal.NONE:
        return
    settings = office.session.get_one(Agency, letter.agency_id).settings
    provider = settings.get("letter_sealing") or STAMP
    row = LetterSeal(letter_id=letter.id, kind=style.seal.value, provider=provider)
    office.session.add(row)


def record_stamp(office: Office, letter_id: int) -> None:
    """Record that an officer has put the seal to the printed letter.

    Raises:
        LetterNotFound, NotAllowed.
        NothingToSeal: it bears its seal already, or none.
    """
    access.require(office, Permission.WORK)
    access.require(office, Permission.READ_CASE)  # a department asked on a case sees no letters
    letter = letter_in_hand(office, letter_id)
    seal = office.session.get(LetterSeal, letter_id, with_for_update=True)
    if seal is None or not can_stamp(letter, seal):
        raise NothingToSeal(title=letter.title)
    _done(office, letter, seal, office.actor.name, "")


def can_stamp(letter: Letter, seal: LetterSeal | None) -> bool:
    """Say whether an officer may record the seal of a letter now."""
    waits = seal is not None and seal.sealed_at is None and seal.provider not in ELECTRONIC
    return waits and letter.status == "issued"


@dataclass(frozen=True)
class SealedAs:
    """The seal of a letter as a page shows it."""

    kind: str
    way: str
    by: str
    at: datetime | None
    problem: str
    can_stamp: bool
    electronic: bool


def sealed_as(office: Office, letter: Letter) -> SealedAs | None:
    """Say which seal a letter bears or waits for; None if it bears none."""
    seal = office.session.get(LetterSeal, letter.id)
    if seal is None:
        return None
    return SealedAs(
        kind=SEALS[seal.kind],
        way=PROVIDERS[seal.provider].label,
        by=seal.sealed_by,
        at=seal.sealed_at,
        problem=seal.problem,
        can_stamp=can_stamp(letter, seal),
        electronic=seal.provider in ELECTRONIC,
    )


def waiting_cases(session: Session) -> list[tuple[int, int]]:
    """List the cases, with their agencies, in which a letter waits for an electronic seal."""
    rows = (
        select(Letter.case_id, Letter.agency_id)
        .join(LetterSeal, LetterSeal.letter_id == Letter.id)
        .where(*_WAITS)
        .distinct()
    )
    return [(row.case_id, row.agency_id) for row in session.execute(rows)]


def finish_sealing(open_office: OpenOffice, case_id: int) -> int:
    """Put the electronic seals the letters of a case wait for; return how many were put."""
    with open_office(False) as office:  # noqa: FBT003  (reader)
        found = list(_waiting(office, case_id))
    sealed = 0
    for job in found:
        if isinstance(job, Waiting):
            outcome = _seal(job)
            with open_office(True) as office:  # noqa: FBT003  (writer)
                sealed += attach_seal(office, job, outcome)
        else:
            with open_office(True) as office:  # noqa: FBT003
                _tell(office, *job)
    return sealed


def attach_seal(office: Office, job: Waiting, outcome: bytes | str) -> bool:
    """Keep the sealed file, or why there is none; False if it was sealed before."""
    letter_id = job.letter_id
    hold(office, job.case_id)
    letter = office.session.get_one(Letter, letter_id)
    seal = office.session.get_one(LetterSeal, letter_id, with_for_update=True)
    if seal.sealed_at is not None or letter.status != "issued":
        return False
    if isinstance(outcome, str):
        _tell(office, letter_id, outcome)
        return False
    seal.pdf_sha256 = keep(office, outcome)
    label = PROVIDERS[job.provider].label
    _done(office, letter, seal, label, f"，方式：{label}")
    return True


def _waiting(office: Office, case_id: int) -> "list[Waiting | tuple[int, str]]":
    rows = (
        select(Letter, LetterSeal, Agency)
        .join(LetterSeal, LetterSeal.letter_id == Letter.id)
        .join(Agency, Agency.id == Letter.agency_id)
        .where(Letter.case_id == case_id, *_WAITS)
        .order_by(Letter.id)
    )
    return [_prepared(office, *row) for row in office.session.execute(rows)]


def _prepared(
    office: Office, letter: Letter, seal: LetterSeal, agency: Agency
) -> "Waiting | tuple[int, str]":
    """Gather what the provider needs; or say, beside the letter's key, what it lacks."""
    try:
        pair = _pair(office, agency.id, seal.kind)
    except InvalidTag:
        return letter.id, str(KeyUnreadable(seal=SEALS[seal.kind]))
    if pair is None and PROVIDERS[seal.provider].needs_key:
        return letter.id, str(NoCertificate(seal=SEALS[seal.kind]))
    pdf = office.session.get_one(Blob, letter.pdf_sha256).content
    order = SealOrder(pdf, agency.signing_entity, SEALS[seal.kind], office.at, pair)
    return Waiting(letter.id, letter.case_id, seal.provider, order)


def _pair(office: Office, agency_id: int, kind: str) -> KeyPair | None:
    row = office.session.scalar(
        select(SealCertificate)
        .where(SealCertificate.agency_id == agency_id, SealCertificate.kind == kind)
        .order_by(SealCertificate.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    key = vault_of(office.session).open(row.key_sealed, f"seal_key:{agency_id}:{kind}")
    return KeyPair(row.certificate, key)


def _seal(job: Waiting) -> bytes | str:
    try:
        sealed = PROVIDERS[job.provider].seal(job.order)
    except OfficeError as refusal:
        return str(refusal)
    except Exception:  # a provider is somebody else's program; the letter waits on
        log.exception("letter could not be sealed", extra={"letter": job.letter_id})
        return "签章服务出现故障，系统将自动重试；持续不成功的，请联系系统管理员。"
    if not sealed.startswith(job.order.pdf):
        return "签章服务改动了已签发的文书，签章未予采用；请联系签章服务的提供者。"
    return sealed


def _tell(office: Office, letter_id: int, problem: str) -> None:
    office.session.get_one(LetterSeal, letter_id).problem = problem


def _done(office: Office, letter: Letter, seal: LetterSeal, by: str, how: str) -> None:
    seal.sealed_at, seal.sealed_by, seal.problem = office.at, by, ""
    office.session.flush()
    words = f"《{letter.title}》{letter.number or ''}加盖{SEALS[seal.kind]}{how}"
    entry = Entry("letter:sealed", office.today, words, _ARTICLE)
    actor = office.actor
    append(office.session, letter.case_id, entry, Recorder(actor.id, actor.name, office.at))
