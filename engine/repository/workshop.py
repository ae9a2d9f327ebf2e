"""文书模板: the letters of the package as the managers who edit them see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.documents import (
    FORMS,
    RECORD,
    About,
    Pair,
    TemplateRefused,
    Word,
    abridged,
    compare,
    read_about,
    read_template,
    words_for,
)
from engine.office import Office
from engine.repository.bundle import DIAGRAM, Bundle
from engine.repository.diagrams import tidied, title_of
from engine.repository.samples import ABOUT, FOLDER, LETTER, SAMPLE, files_of_letter, path_of
from engine.repository.working import Standing, Working, standing

EDITED = (LETTER, SAMPLE)
"""The files of a letter that its page edits."""

NAMES = {LETTER: "正文", SAMPLE: "样例", ABOUT: "使用指南"}

LAYOUTS = FORMS


@dataclass(frozen=True)
class Row:
    """A letter of the package: what it says of itself, and whether the draft changes it."""

    code: str
    about: About | None
    changed: bool


@dataclass(frozen=True, kw_only=True)
class Bench(Standing):
    """One letter on the bench: its files in the draft, and what lies beside them."""

    code: str
    about: About | None

    @property
    def files(self) -> dict[str, bytes]:
        """The files the letter is made of, as the draft has them."""
        return files_of_letter(self.bundle, self.code)

    @property
    def changed(self) -> tuple[str, ...]:
        """The letter's own files that the draft changes."""
        own = path_of(self.code, "")
        return tuple(path.removeprefix(own) for path in self.changes if path.startswith(own))

    @property
    def layouts(self) -> dict[str, str]:
        """The layouts in which the sample may be shown; a record has one."""
        return {} if self.about and self.about.form == RECORD else dict(LAYOUTS)

    def text(self, name: str) -> str:
        """Give one of the letter's own files as text."""
        return self.bundle.files.get(path_of(self.code, name), b"").decode(errors="replace")

    def words(self) -> tuple[Word, ...]:
        """List what the letter may fill in; nothing while its files cannot be read."""
        for bundle in (self.bundle, self.published):
            try:
                return words_for(read_template(files_of_letter(bundle, self.code)))
            except TemplateRefused:
                continue
        return ()


def catalogue(office: Office) -> tuple[list[Row], Working | None]:
    """List the letters of the package as the draft has them, and the draft.

    Raises:
        MayNotPublish: the actor has no part in publishing.
    """
    found = standing(office)
    rows = [
        Row(
            code,
            about_of(found.bundle, code),
            any(path.startswith(path_of(code, "")) for path in found.changes),
        )
        for code in found.bundle.letter_codes
    ]
    return rows, found.working


def bench(office: Office, code: str) -> Bench:
    """Put one letter on the bench.

    Raises:
        MayNotPublish, LetterUnknown.
    """
    found = standing(office)
    files_of_letter(found.bundle, code)
    return Bench(**vars(found), code=code, about=about_of(found.bundle, code))


def difference(path: str, before: bytes | None, after: bytes | None) -> Sequence[Pair]:
    """Show what differs between two states of a file, leaving out what is the same."""
    return abridged(compare(_as_text(path, before), _as_text(path, after)))


def letter_of_path(path: str) -> str:
    """Name the letter that a file of the package belongs to; empty if it is another's."""
    code, _, name = path.removeprefix(FOLDER).partition("/")
    return code if path.startswith(FOLDER) and name in (LETTER, SAMPLE, ABOUT) else ""


def name_of(bundle: Bundle, path: str) -> str:
    """Name a file of the package as its editors know it."""
    if path.endswith(DIAGRAM):
        return f"{title_of(path, bundle.files.get(path))} · 流程图"
    code = letter_of_path(path)
    about = about_of(bundle, code) if code else None
    if about is None:
        return path
    return f"{about.code} {about.title} · {NAMES[path.rpartition('/')[2]]}"


def about_of(bundle: Bundle, code: str) -> About | None:
    """Read what a letter says of itself; None while it cannot be read."""
    try:
        return read_about(bundle.files.get(path_of(code, ABOUT), b""))
    except TemplateRefused:
        return None


def _as_text(path: str, content: bytes | None) -> str:
    if content and path.endswith(DIAGRAM):
        content = tidied(content)
    return (content or b"").decode(errors="replace")
