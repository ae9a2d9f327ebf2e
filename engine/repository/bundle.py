"""What is published together: diagrams, decision tables, forms and letter templates as bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.errors import OfficeError

ROOT_PROCESS = "disclosure"
"""The id of the process that an application starts (政府信息公开申请办理)."""

MOST_FILES = 500
MOST_BYTES = 2 * 1024 * 1024

DIAGRAM, DECISIONS = ".bpmn", ".dmn"
"""How the names of diagrams and of decision tables end."""

_ENDINGS = {
    "processes": (DIAGRAM, DECISIONS),
    "forms": (".json",),
    "templates": (".html", ".css", ".json"),
}
_LETTERS = "templates/letters/"
EVIDENCE = "templates/evidence/"


class BundleRefused(OfficeError):
    """The files cannot be a package, whatever they say."""

    code = "bundle_refused"
    message = "流程包无法读取：{problem}。"


@dataclass(frozen=True)
class Bundle:
    """A package by the paths of its files, such as processes/disclosure.bpmn."""

    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        """Refuse a package that is too large or has files where none belong."""
        if len(self.files) > MOST_FILES:
            raise BundleRefused(problem=f"文件多于{MOST_FILES}个")
        for path, content in self.files.items():
            if not _belongs(path):
                raise BundleRefused(problem=f"不应包含文件 {path}")
            if len(content) > MOST_BYTES:
                raise BundleRefused(problem=f"文件 {path} 超过{MOST_BYTES >> 20}兆字节")

    @property
    def diagrams(self) -> dict[str, bytes]:
        """The diagrams, by path."""
        return {path: body for path, body in self.files.items() if path.endswith(DIAGRAM)}

    @property
    def decisions(self) -> dict[str, bytes]:
        """The decision tables, by path."""
        return {path: body for path, body in self.files.items() if path.endswith(DECISIONS)}

    @property
    def forms(self) -> dict[str, bytes]:
        """The forms, by the key that a task names."""
        return {
            PurePosixPath(path).stem: body
            for path, body in self.files.items()
            if path.startswith("forms/")
        }

    @property
    def letters(self) -> dict[str, bytes]:
        """The files of the letter templates, by their path below templates/letters/."""
        return {
            path.removeprefix(_LETTERS): body
            for path, body in self.files.items()
            if path.startswith(_LETTERS)
        }

    @property
    def evidence(self) -> dict[str, bytes]:
        """The files of the evidence bundle, by their path below templates/evidence/."""
        return {
            path.removeprefix(EVIDENCE): body
            for path, body in self.files.items()
            if path.startswith(EVIDENCE)
        }

    @property
    def letter_codes(self) -> tuple[str, ...]:
        """The codes of the letters that have a template."""
        folders = (PurePosixPath(path) for path in self.letters)
        return tuple(sorted({str(p.parent) for p in folders if p.name == "letter.html"}))

    @property
    def content_hash(self) -> str:
        """The SHA-256 of all paths and contents: equal packages have equal hashes."""
        digest = hashlib.sha256()
        for path, content in sorted(self.files.items()):
            digest.update(f"{path}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def with_file(self, path: str, content: bytes) -> "Bundle":
        """Return the package with one file added or replaced."""
        return Bundle({**self.files, path: content})

    def without_file(self, path: str) -> "Bundle":
        """Return the package with one file less."""
        return Bundle({name: body for name, body in self.files.items() if name != path})


def read_folders(root: Path) -> Bundle:
    """Read processes/, forms/ and templates/ below `root`; other kinds of files are left out.

    Raises:
        BundleRefused: a folder is missing, or a file is no plain file inside `root`.
    """
    files: dict[str, bytes] = {}
    for folder, endings in _ENDINGS.items():
        if not (root / folder).is_dir():
            raise BundleRefused(problem=f"{root} 下没有文件夹 {folder}")
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in endings and not path.name.startswith("."):
                _refuse_outside(root, path)
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    return Bundle(files)


def _refuse_outside(root: Path, path: Path) -> None:
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        raise BundleRefused(problem=f"{path} 不是流程包内的普通文件")


def _belongs(path: str) -> bool:
    pure = PurePosixPath(path)
    plain = str(pure) == path and ".." not in pure.parts and len(pure.parts) > 1
    return plain and pure.suffix in _ENDINGS.get(pure.parts[0], ())
