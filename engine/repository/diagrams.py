"""流程图: the diagrams and decision tables of the package as their editors see them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.bpmn.limits import MAX_FILE_BYTES
from engine.bpmn.outline import Outline, decisions_of, read_outline
from engine.bpmn.source import NotReadable
from engine.bpmn.tidying import tidy
from engine.errors import OfficeError
from engine.office import Office
from engine.repository.bundle import DIAGRAM, ROOT_PROCESS, Bundle
from engine.repository.drafts import save_file
from engine.repository.working import Standing, Working, standing
from engine.store.drafts import Draft

FOLDER = "processes/"
LARGEST_DIAGRAM = MAX_FILE_BYTES
"""Bytes that a diagram may have."""


class DiagramUnknown(OfficeError):
    """The package has no such diagram."""

    code = "diagram_not_found"
    message = "没有名为{name}的流程图。请从流程图列表中选择。"


@dataclass(frozen=True)
class DiagramRow:
    """A diagram: what it is called, who calls it, and whether the draft changes it."""

    name: str
    title: str
    callers: tuple[str, ...]
    changed: bool
    is_root: bool
    problem: str


@dataclass(frozen=True)
class DecisionRow:
    """A decision table of the package, and the diagrams that ask it."""

    file: str
    title: str
    askers: tuple[str, ...]
    changed: bool


@dataclass(frozen=True)
class Shelf:
    """All diagrams and decision tables, the root first."""

    diagrams: tuple[DiagramRow, ...]
    decisions: tuple[DecisionRow, ...]
    working: Working | None


@dataclass(frozen=True, kw_only=True)
class Board(Standing):
    """One diagram on the drawing board."""

    name: str

    @property
    def path(self) -> str:
        """Where it stands in the package."""
        return path_of(self.name)

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.path, self.bundle.files.get(self.path))

    @property
    def text(self) -> str:
        """Its content in the draft."""
        return self.bundle.files[self.path].decode(errors="replace")

    @property
    def changed(self) -> bool:
        """Whether the draft changes it."""
        return self.path in self.changes

    @property
    def content_hash(self) -> str:
        """What a page tells by whether this very diagram was changed by another."""
        return hashlib.sha256(self.bundle.files[self.path]).hexdigest()

    @property
    def settled(self) -> frozenset[str]:
        """The ids that are published: running cases stand on them."""
        found = outline_of(self.published.files.get(self.path))
        return found.ids if found else frozenset()


def path_of(name: str) -> str:
    """Give the path in the package of a diagram."""
    return f"{FOLDER}{name}{DIAGRAM}"


def name_of_path(path: str) -> str:
    """Name the diagram that a path belongs to; empty if it is no diagram's."""
    return path.removeprefix(FOLDER).removesuffix(DIAGRAM) if path.endswith(DIAGRAM) else ""


def outline_of(content: bytes | None) -> Outline | None:
    """Read what a diagram says of itself; None while it cannot be read."""
    try:
        return read_outline(content or b"")
    except NotReadable:
        return None


def outlines(bundle: Bundle) -> Iterator[tuple[str, Outline | None]]:
    """Read every diagram, by path."""
    for path, content in sorted(bundle.diagrams.items()):
        yield path, outline_of(content)


def title_of(path: str, content: bytes | None) -> str:
    """Name a diagram as its author does, or else by its file."""
    outline = outline_of(content)
    return (outline.name if outline else "") or PurePosixPath(path).name


def tidied(content: bytes) -> bytes:
    """Write a diagram in the one way; as it stands while it cannot be read."""
    try:
        return tidy(content)
    except NotReadable:
        return content


def shelf(office: Office) -> Shelf:
    """List the diagrams and decision tables as the draft has them.

    Raises:
        MayNotPublish: the actor has no part in publishing.
    """
    found = standing(office)
    read = dict(outlines(found.bundle))
    diagrams = [_diagram_row(found, read, path) for path in read]
    return Shelf(
        tuple(sorted(diagrams, key=lambda row: not row.is_root)),
        tuple(_decision_rows(found, read)),
        found.working,
    )


def board(office: Office, name: str) -> Board:
    """Put one diagram on the drawing board.

    Raises:
        MayNotPublish, DiagramUnknown.
    """
    found = standing(office)
    if path_of(name) not in found.bundle.files:
        raise DiagramUnknown(name=name)
    return Board(**vars(found), name=name)


def keep_diagram(office: Office, name: str, text: str, version: int, base: int | None) -> Draft:
    """Keep what was drawn in the draft; what means the published diagram is no change.

    Raises:
        What `board` and `engine.repository.drafts.save_file` raise.
    """
    found = board(office, name)
    content = tidied(text.encode(errors="surrogatepass"))
    published = found.published.files.get(found.path)
    if published is not None and tidied(published) == content:
        content = published
    return save_file(office, found.path, content, version, base)


def _diagram_row(found: Standing, read: dict[str, Outline | None], path: str) -> DiagramRow:
    own = read[path]
    ids = own.processes.keys() if own else frozenset[str]()
    callers = [other.name for other in read.values() if other and other.calls & ids]
    return DiagramRow(
        name_of_path(path),
        title_of(path, found.bundle.files[path]),
        tuple(callers),
        path in found.changes,
        ROOT_PROCESS in ids,
        "" if own else "文件无法读取，请在“版本与发布”中恢复或者重新导入",
    )


def _decision_rows(found: Standing, read: dict[str, Outline | None]) -> Iterator[DecisionRow]:
    for path, content in sorted(found.bundle.decisions.items()):
        for key, title in (decisions_of(content) or {"": PurePosixPath(path).name}).items():
            askers = tuple(one.name for one in read.values() if one and key in one.asks)
            yield DecisionRow(path, title, askers, path in found.changes)
