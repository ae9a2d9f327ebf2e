"""The letters of a case: list, read, preview, download."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.cases import access
from engine.cases.enclosures import Enclosure, content_of, enclosures_of
from engine.cases.files import FileNotFound
from engine.cases.sitting import hold, look_at
from engine.documents import can_enlarge, enlarged, render_pdf
from engine.errors import OfficeError
from engine.office import Office
from engine.store.cases import Blob
from engine.store.letters import Delivery, Letter
from engine.store.seals import LetterSeal


class LetterNotFound(OfficeError):
    """No such letter, or not for this person."""

    code = "letter_not_found"
    message = "没有找到该文书。它可能已被重新拟制；请从案件页重新打开。"


@dataclass(frozen=True)
class LetterRow:
    """One letter with what goes out with it and its service, as a list shows it."""

    letter: Letter
    deliveries: tuple[Delivery, ...]
    enclosures: tuple[Enclosure, ...]


def letters_of(office: Office, case_id: int) -> list[LetterRow]:
    """List the letters of a case in the order in which they were made."""
    access.case_of(office, case_id)
    letters = office.session.scalars(
        select(Letter).where(Letter.case_id == case_id).order_by(Letter.id)
    ).all()
    served = office.session.scalars(
        select(Delivery)
        .where(Delivery.letter_id.in_([letter.id for letter in letters]))
        .order_by(Delivery.id)
    ).all()
    return [
        LetterRow(
            letter,
            tuple(each for each in served if each.letter_id == letter.id),
            enclosures_of(letter),
        )
        for letter in letters
    ]


def letter_of(office: Office, letter_id: int) -> Letter:
    """Give a letter of a case the actor may see.

    Raises:
        LetterNotFound: there is none, or not for this person.
    """
    letter = office.session.get(Letter, letter_id)
    if letter is None:
        raise LetterNotFound
    access.case_of(office, letter.case_id)
    return letter


def letter_in_hand(office: Office, letter_id: int) -> Letter:
    """Give a letter as it stands now that nobody else can touch its case.

    Raises:
        LetterNotFound: no such letter, or not for this person, or drafted anew while we waited.
    """
    hold(office, letter_of(office, letter_id).case_id)
    letter = office.session.get(Letter, letter_id, populate_existing=True)
    if letter is None:
        raise LetterNotFound
    return letter


@dataclass(frozen=True)
class Standing:
    """What a letter has given way to, and what it stands for."""

    replaced_by: Letter | None
    replaces: tuple[Letter, ...]


def standing_of(office: Office, letter: Letter) -> Standing:
    """Say which letter has taken this one's place, and whose place it has taken."""
    session = office.session
    key = letter.replaced_by_id
    earlier = select(Letter).where(Letter.replaced_by_id == letter.id).order_by(Letter.id)
    return Standing(
        session.get_one(Letter, key) if key is not None else None,
        tuple(session.scalars(earlier)),
    )


@dataclass(frozen=True)
class Print:
    """A letter to be read: its PDF if it is frozen, else what to print it from."""

    letter: Letter
    pdf: bytes | None


def frozen_pdf(office: Office, letter_id: int) -> Print:
    """Give the frozen PDF of an issued letter, with its electronic seal; or none yet."""
    letter = letter_of(office, letter_id)
    sha256 = served_sha256(office, letter)
    content = office.session.get_one(Blob, sha256).content if sha256 is not None else None
    return Print(letter, content)


def served_sha256(office: Office, letter: Letter) -> str | None:
    """Name the file in which a letter goes out: its frozen PDF, with the electronic seal on it."""
    seal = office.session.get(LetterSeal, letter.id)
    sealed = seal.pdf_sha256 if seal is not None else None
    return sealed or letter.pdf_sha256


def enclosure_of(office: Office, letter_id: int, number: int) -> tuple[Enclosure, bytes]:
    """Give one of the files that go out with a letter, counted from 1.

    Raises:
        LetterNotFound: no such letter, or not for this person.
        FileNotFound: it has no such file.
    """
    enclosures = enclosures_of(letter_of(office, letter_id))
    if not 1 <= number <= len(enclosures):
        raise FileNotFound
    return enclosures[number - 1], content_of(office, enclosures[number - 1])


def enclosed(office: Office, letter_id: int) -> dict[str, bytes]:
    """Give every file that goes out with a letter, by its name."""
    found = enclosures_of(letter_of(office, letter_id))
    return {each.name: content_of(office, each) for each in found}


def served_set(letter: Letter, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
    """Put a letter and what goes out with it into one archive, the same at every asking."""
    made = io.BytesIO()
    on = letter.issued_on or letter.drafted_at.date()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {file_name(letter): pdf, **files}.items():
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def preview_pdf(letter: Letter) -> bytes:
    """Print a draft as it stands; call it outside every transaction."""
    return render_pdf(letter.html, f"draft-{letter.id}", letter.drafted_at.date())


class NoLargePrint(OfficeError):
    """The letter cannot be printed larger than it is."""

    code = "no_large_print"
    message = (
        "《{title}》没有大字版：内部表单、记录以及已经以大字版签发的文书不另印大字版，"
        "旧的流程包可能没有大字版式样。请下载原件。"
    )


def has_large(letter: Letter) -> bool:
    """Say whether a copy in large print can be asked for."""
    return can_enlarge(letter.html)


def large_copy(office: Office, letter_id: int) -> tuple[Letter, str]:
    """Give a letter with its page in large print, for reading only; print it with `large_pdf`.

    Raises:
        LetterNotFound: no such letter, or not for this person.
        NoLargePrint: there is no such print of it.
    """
    letter = letter_of(office, letter_id)
    template = look_at(office, letter.case_id).package.template(letter.code)
    page = enlarged(letter.html, template.large, reading=True)
    if page == letter.html:
        raise NoLargePrint(title=letter.title)
    return letter, page


def large_pdf(letter: Letter, page: str) -> bytes:
    """Print a copy in large print; call it outside every transaction."""
    on = letter.issued_on or letter.drafted_at.date()
    return render_pdf(page, f"large-{letter.id}", on)


def file_name(letter: Letter) -> str:
    """Name a download: number or title, never anything personal."""
    draft = "（草稿）" if letter.status == "draft" else ""
    return f"{letter.title}{letter.number or draft}.pdf"
