"""The drafts of a letter one after another: what each said, and what became of it in the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.cases.letters import LetterNotFound, letter_of
from engine.documents import Pair, compare, text_of
from engine.law.letters import same_letter
from engine.office import Office
from engine.store.letter_drafts import LetterText
from engine.store.letters import Letter

SAME, ADDED, REMOVED = "same", "added", "removed"
_AN_ACCIDENT = 3  # characters: fewer between two changes are part of the change
_MARK_OF_A_DRAFT = frozenset({"草　稿", "草稿"})


@dataclass(frozen=True)
class Version:
    """One draft, or the letter as it was signed: its name in the row of drafts, and its text."""

    key: str
    name: str
    title: str
    by: str
    at: datetime
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Some words of a paragraph: in both texts, in the later one alone, or in the earlier."""

    kind: str
    words: str


@dataclass(frozen=True)
class Redline:
    """Two texts in one, paragraph by paragraph."""

    paragraphs: tuple[tuple[Words, ...], ...]

    @property
    def changes(self) -> int:
        """Count the paragraphs in which something differs."""
        return sum(any(each.kind != SAME for each in words) for words in self.paragraphs)


def keep_text(office: Office, letter: Letter) -> None:
    """Keep what a draft says, for good."""
    office.session.add(
        LetterText(
            case_id=letter.case_id,
            letter_id=letter.id,
            code=letter.code,
            party=letter.party,
            title=letter.title,
            paragraphs=list(paragraphs_of(letter.html)),
            drafted_by=letter.drafted_by,
            drafted_at=letter.drafted_at,
        )
    )


def paragraphs_of(page: str) -> tuple[str, ...]:
    """Give the paragraphs of a letter, without the mark that it is a draft."""
    return tuple(each for each in text_of(page).split("\n") if each not in _MARK_OF_A_DRAFT)


def texts_of(office: Office, letter: Letter) -> Sequence[LetterText]:
    """Give the drafts of a letter that were kept, oldest first."""
    rows = (
        select(LetterText)
        .where(LetterText.case_id == letter.case_id, LetterText.party == letter.party)
        .where(LetterText.code.in_(same_letter(letter.code)), LetterText.letter_id <= letter.id)
        .order_by(LetterText.id)
    )
    return office.session.scalars(rows).all()


def versions_of(office: Office, letter_id: int) -> tuple[Version, ...]:
    """List the drafts of a letter, oldest first, and the letter as signed if it was.

    Raises:
        LetterNotFound: no such letter, or not for this person.
    """
    letter = letter_of(office, letter_id)
    kept = texts_of(office, letter)
    versions = [
        Version(
            str(number),
            f"第{number}稿",
            text.title,
            text.drafted_by,
            text.drafted_at,
            tuple(text.paragraphs),
        )
        for number, text in enumerate(kept, start=1)
    ]
    if letter.status != "draft" or letter.id not in {text.letter_id for text in kept}:
        signed = letter.status != "draft"
        versions.append(
            Version(
                "now",
                "签发稿" if signed else "现稿",
                letter.title,
                letter.signed_by if signed else letter.drafted_by,
                letter.drafted_at,
                paragraphs_of(letter.html),
            )
        )
    return tuple(versions)


def chosen(versions: Sequence[Version], key: str, otherwise: int) -> Version:
    """Give the version of this key, else the one at this place from the end.

    Raises:
        LetterNotFound: there is none at all.
    """
    if not versions:
        raise LetterNotFound
    last = versions[max(-len(versions), otherwise)]
    return next((each for each in versions if each.key == key), last)


def redline(before: Sequence[str], after: Sequence[str]) -> Redline:
    """Set two texts into one: what was taken out and what was put in, word by word."""
    pairs = compare("\n".join(before), "\n".join(after))
    return Redline(tuple(_legible(_words(pair)) for pair in pairs))


def _words(pair: Pair) -> Iterator[Words]:
    """Read the two sides of a line as one; what differs stands removed before added."""
    old = list(pair.before.pieces) if pair.before else []
    new = list(pair.after.pieces) if pair.after else []
    while old or new:
        if old and old[0].differs:
            yield Words(REMOVED, old.pop(0).text)
        elif new and new[0].differs:
            yield Words(ADDED, new.pop(0).text)
        else:
            yield Words(SAME, (old or new)[0].text)
            old, new = old[1:], new[1:]


def _legible(words: Iterator[Words]) -> tuple[Words, ...]:
    """Take together what differs, with the few characters between that happen to be the same."""
    told: list[Words] = []
    removed = added = ""
    pieces = list(words)
    for at, each in enumerate(pieces):
        between = 0 < at < len(pieces) - 1 and len(each.words) < _AN_ACCIDENT
        if each.kind == SAME and not (between and removed + added):
            told += _changed(removed, added)
            removed = added = ""
            told.append(each)
            continue
        removed += each.words if each.kind != ADDED else ""
        added += each.words if each.kind != REMOVED else ""
    return (*told, *_changed(removed, added))


def _changed(removed: str, added: str) -> Iterator[Words]:
    if removed:
        yield Words(REMOVED, removed)
    if added:
        yield Words(ADDED, added)
