"""Filling the closed world of fonts, once, when the product is installed.

The faces come from the distribution: Noto from its installed packages, 仿宋 and 楷体 out of
a package of TeX fonts that is unpacked but never installed (it would bring TeX along).
What cannot be had is replaced by Noto, and the report says so; nothing here fails.
"""

import hashlib
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from engine.documents.fonts import (
    AGENCY_FONTS,
    FACES,
    FONTS,
    HOST_DIRECTORIES,
    SUMS,
    Face,
    FontReport,
    Scope,
    font_report,
)
from engine.documents.slimming import SlimmingFailed, common_characters, covered_by, slim

log = logging.getLogger(__name__)

# which package has the face of a role when the machine has not
PACKAGES: Final = {
    "正文仿宋": "texlive-lang-chinese",  # Fandol; from Debian 14 on perhaps 朱雀仿宋 too
    "二级标题楷体": "texlive-lang-chinese",
    "生僻字": "fonts-babelstone-han",
}
_PATIENCE: Final = 300  # seconds for the download
_NOTICES: Final = "licences"
_HOST_NOTICES: Final = (
    "fonts-noto-cjk",
    "fonts-noto-cjk-extra",
    "fonts-arphic-gkai00mp",
    *sorted(set(PACKAGES.values())),
)


def install_fonts(target: Path = FONTS, *, fetch: bool = True) -> FontReport:
    """Fill `target` with slim copies of the best faces at hand, and report on them.

    What the machine lacks is, with `fetch`, taken from the machine's own package source
    (60 MB at most) and unpacked in a temporary directory. Faces an agency has put into
    `target/agency` are left alone. Takes some fifteen seconds.
    """
    target.mkdir(parents=True, exist_ok=True)
    with _sources(fetch=fetch) as directories:
        chosen = _choose(directories)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fonts-") as room:
            made = Path(room)
            earlier: frozenset[int] = frozenset()
            for face, source in chosen:
                earlier |= _make(face, source, made, earlier)
            _copy_notices(directories, made / _NOTICES)
            _write_sums(made)
            _replace(made, target)
    return font_report(target)


@contextmanager
def _sources(*, fetch: bool) -> Iterator[tuple[Path, ...]]:
    with tempfile.TemporaryDirectory(prefix="mingda-foundry-") as room:
        host = tuple(directory for directory in HOST_DIRECTORIES if directory.is_dir())
        lacking = [face.role for face in FACES if _find(face, host) is None] if fetch else []
        for package in sorted({PACKAGES[role] for role in lacking if role in PACKAGES}):
            _unpack(package, Path(room))
        yield (*host, Path(room))


def _unpack(package: str, room: Path) -> None:
    """Take a package from the machine's own source; without it, one face is missing."""
    fetcher, unpacker = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if fetcher is None or unpacker is None:
        return
    try:
        _run([fetcher, "-qq", "download", package], room)
        file = next(room.glob(f"{package}_*.deb"))
        _run([unpacker, "-x", str(file), str(room / "unpacked")], room)
        file.unlink()
    except (OSError, StopIteration, subprocess.SubprocessError):
        log.warning("fonts could not be fetched", extra={"package": package})


def _run(command: list[str], room: Path) -> None:
    subprocess.run(  # noqa: S603 (fixed programs, no input of others)
        command, cwd=room, check=True, timeout=_PATIENCE, capture_output=True
    )


def _choose(directories: Iterable[Path]) -> list[tuple[Face, Path]]:
    found = ((face, _find(face, directories)) for face in FACES)
    return [(face, source) for face, source in found if source is not None]


def _find(face: Face, directories: Iterable[Path]) -> Path | None:
    for name in face.files:
        for directory in directories:
            if (hit := next(directory.rglob(name), None)) is not None:
                return hit
    return None


def _make(face: Face, source: Path, room: Path, earlier: frozenset[int]) -> frozenset[int]:
    """Write the slim copy, or the whole file; give the characters it was made for."""
    wanted = covered_by(source)
    if face.scope is Scope.COMMON:
        wanted &= common_characters()
    elif face.scope is Scope.REST:
        wanted -= earlier
    suffix = ".otf" if source.suffix == ".ttc" else source.suffix
    try:
        slim(source, room / f"{source.stem}{suffix}", wanted)
    except SlimmingFailed:
        log.warning("face copied whole", extra={"face": source.name})
        shutil.copyfile(source, room / source.name)
    return wanted


def _copy_notices(directories: Iterable[Path], room: Path) -> None:
    """Keep the licence of every package beside its faces."""
    room.mkdir()
    documents = [Path("/usr/share/doc"), *(path / "unpacked/usr/share/doc" for path in directories)]
    for package in _HOST_NOTICES:
        for directory in documents:
            notice = directory / package / "copyright"
            if notice.is_file():
                shutil.copyfile(notice, room / f"{package}.txt")


def _write_sums(room: Path) -> None:
    faces = sorted(path for path in room.iterdir() if path.is_file())
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in faces)
    (room / SUMS).write_text("".join(sums), encoding="utf-8")


def _replace(made: Path, target: Path) -> None:
    """Put the new faces in the place of the old; leave the agency's own."""
    for old in target.iterdir():
        if old.name == AGENCY_FONTS:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    for new in made.iterdir():
        shutil.move(new, target / new.name)
