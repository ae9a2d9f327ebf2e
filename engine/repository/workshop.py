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
from engine.repository.bundle import Bundle
from engine.repository.samples import ABOUT, FOLDER, LETTER, SAMPLE, files_of_letter, path_of
from engine.repository.working import NONE, DraftMissing, Working, require, working
from engine.roles import Permission
from engine.store.deployments import current_deployment, files_of

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


@dataclass(frozen=True)
class Bench:
    """One letter on the bench: its files in the draft, and what lies beside them."""

    code: str
    about: About | None
    working: Working | None
    bundle: Bundle
    published: Bundle
    base: int
    """The number of the version that is shown as the published one."""

    @property
    def version(self) -> int:
        """The version of the draft that a change must name."""
        return self.working.draft.version if self.working else NONE

    @property
    def handed_over(self) -> bool:
        """Whether the draft waits for a second person, and is not changed meanwhile."""
        return self.working is not None and self.working.draft.handed_at is not None

    @property
    def files(self) -> dict[str, bytes]:
        """The files the letter is made of, as the draft has them."""
        return files_of_letter(self.bundle, self.code)

    @property
    def changed(self) -> tuple[str, ...]:
        """The letter's own files that the draft changes."""
        own = path_of(self.code, "")
        paths = self.working.changes if self.working else ()
        return tuple(path.removeprefix(own) for path in paths if path.startswith(own))

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
    current, bundle, _, _ = _bundles(office)
    changed = current.changes if current else {}
    rows = [
        Row(code, _about(bundle, code), any(p.startswith(path_of(code, "")) for p in changed))
        for code in bundle.letter_codes
    ]
    return rows, current


def bench(office: Office, code: str) -> Bench:
    """Put one letter on the bench.

    Raises:
        MayNotPublish, LetterUnknown.
    """
    current, bundle, published, base = _bundles(office)
    files_of_letter(bundle, code)
    return Bench(code, _about(bundle, code), current, bundle, published, base)


def difference(before: bytes | None, after: bytes | None) -> Sequence[Pair]:
    """Show what differs between two files, leaving out what is the same."""
    return abridged(compare(_as_text(before), _as_text(after)))


def letter_of_path(path: str) -> str:
    """Name the letter that a file of the package belongs to; empty if it is another's."""
    code, _, name = path.removeprefix(FOLDER).partition("/")
    return code if path.startswith(FOLDER) and name in (LETTER, SAMPLE, ABOUT) else ""


def name_of(bundle: Bundle, path: str) -> str:
    """Name a file of the package as its editors know it."""
    code = letter_of_path(path)
    about = _about(bundle, code) if code else None
    if about is None:
        return path
    return f"{about.code} {about.title} · {NAMES[path.rpartition('/')[2]]}"


def _bundles(office: Office) -> tuple[Working | None, Bundle, Bundle, int]:
    require(office, Permission.RELEASE)
    current = working(office)
    if current is not None:
        return current, current.bundle, current.published, current.base.number
    base = current_deployment(office.session, office.actor.agency_id)
    if base is None:
        raise DraftMissing
    published = Bundle(files_of(office.session, base.id))
    return None, published, published, base.number


def _about(bundle: Bundle, code: str) -> About | None:
    try:
        return read_about(bundle.files.get(path_of(code, ABOUT), b""))
    except TemplateRefused:
        return None


def _as_text(content: bytes | None) -> str:
    return (content or b"").decode(errors="replace")
