"""The closed world of fonts: which faces print the letters, and where they are.

Nothing of the host's own font settings is read, so a letter looks the same, and has the
same bytes, on every machine with the same directory of fonts.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from engine.errors import OfficeError

FONTS: Final = Path("var/fonts")  # where the installation puts them, seen from its root
SUMS = "SHA256SUMS"
AGENCY_FONTS = "agency"  # an agency's own licensed faces go into this sub-directory
_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc"})


class Scope(Enum):
    """Which of its characters a face is kept for."""

    EVERYTHING = auto()
    COMMON = auto()  # what headings use
    REST = auto()  # what no face before it has


@dataclass(frozen=True, slots=True)
class Face:
    """A role on the page and the files that can play it, best first."""

    role: str
    files: tuple[str, ...]
    instead: str  # what is used when none of them is there
    essential: bool = False
    scope: Scope = Scope.EVERYTHING


FACES: Final = (
    Face(
        "正文仿宋",
        ("LXGWZhuqueFangsong-Regular.ttf", "FandolFang-Regular.otf"),
        "正文以思源宋体代替仿宋体",
    ),
    Face("正文宋体、页码", ("NotoSerifCJK-Regular.ttc",), "没有宋体，无法出具文书", essential=True),
    Face(
        "标题小标宋",
        ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Black.ttc"),
        "标题以宋体代替小标宋",
        scope=Scope.COMMON,
    ),
    Face(
        "一级标题黑体",
        (
            "NotoSansCJK-Medium.ttc",
            "FandolHei-Regular.otf",
            "NotoSansCJK-Bold.ttc",
            "NotoSansCJK-Regular.ttc",
        ),
        "一级标题以宋体代替黑体",
        scope=Scope.COMMON,
    ),
    Face(
        "二级标题楷体",
        ("FandolKai-Regular.otf", "gkai00mp.ttf", "LXGWWenKaiGBLite-Regular.ttf"),
        "二级标题以宋体代替楷体",
        scope=Scope.COMMON,
    ),
    Face(
        "生僻字",
        ("BabelStoneHan.ttf",),
        "超出思源宋体收字范围的生僻字无法印出，出具前会提示",
        scope=Scope.REST,
    ),
)

# where Debian and Ubuntu put the files of FACES
HOST_DIRECTORIES: Final = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/babelstone"),
    Path("/usr/share/fonts/truetype/arphic-gkai00mp"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texlive/texmf-dist/fonts/truetype/public/lxgw-fonts"),
)

_CONFIGURATION: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{directories}
  <cachedir>{cache}</cachedir>
  <!-- WeasyPrint writes a family into a PDF name as it is; brackets there break the file -->
  <match target="scan">
    <test name="family" qual="any"><string>Zhuque Fangsong (technical preview)</string></test>
    <edit name="family" mode="prepend"><string>Zhuque Fangsong</string></edit>
  </match>
  <!-- these faces have western widths for “ ” ‘ ’ · … — ×: the next face shall draw them -->
  <match target="scan">
    <test name="family" qual="any" compare="contains"><string>Zhuque</string></test>
    <edit name="charset" mode="assign">
      <minus><name>charset</name><charset>
        <range><int>0x2018</int><int>0x2019</int></range>
        <range><int>0x201C</int><int>0x201D</int></range>
        <int>0xB7</int><int>0x2026</int><int>0x2014</int><int>0xD7</int>
      </charset></minus>
    </edit>
  </match>
  <!-- the figures and letters of FandolFang are far bolder than its characters -->
  <match target="scan">
    <test name="family" qual="any" compare="contains"><string>FandolFang</string></test>
    <edit name="charset" mode="assign">
      <minus><name>charset</name><charset>
        <range><int>0x21</int><int>0x7E</int></range>
      </charset></minus>
    </edit>
  </match>
</fontconfig>
"""


class FontsMissing(OfficeError):
    """There is no Chinese face to print with."""

    code = "fonts.missing"
    message = (
        "没有找到可用的中文字库（{directory}），不能出具文书；"
        "请安装系统软件包 fonts-noto-cjk，再执行字库安装命令。"
    )


@dataclass(frozen=True, slots=True)
class FaceReport:
    """Which file plays a role; when none does, `notice` says what happens instead."""

    role: str
    file: str | None
    notice: str | None


@dataclass(frozen=True, slots=True)
class FontReport:
    """The faces letters are printed with, and the fingerprint of that set."""

    directories: tuple[Path, ...]
    faces: tuple[FaceReport, ...]
    build: str

    @property
    def notices(self) -> tuple[str, ...]:
        """Say what is not as GB/T 9704 wishes it, for the installer to see."""
        return tuple(face.notice for face in self.faces if face.notice)

    @property
    def usable(self) -> bool:
        """Say whether a letter can be printed at all."""
        return all(
            report.file or not face.essential
            for report, face in zip(self.faces, FACES, strict=True)
        )


def font_directories(fonts: Path) -> tuple[Path, ...]:
    """Give the directories to print from: the installed one, else the host's own.

    Raises `FontsMissing` when neither has a Chinese face.
    """
    installed = (fonts, fonts / AGENCY_FONTS)
    for candidates in (installed, HOST_DIRECTORIES):
        found = tuple(directory for directory in candidates if directory.is_dir())
        if _plays(_files(found), FACES[1]):
            return found
    raise FontsMissing(directory=fonts)


def font_report(fonts: Path = FONTS) -> FontReport:
    """Say which face plays which role, and what is missing; never fails."""
    try:
        directories = font_directories(fonts)
    except FontsMissing:
        directories = ()
    files = _files(directories)
    return FontReport(directories, tuple(_report(files, face) for face in FACES), _build(files))


def font_configuration(fonts: Path, cache: Path) -> str:
    """Write the fontconfig document of the closed world."""
    lines = [f"  <dir>{escape(str(path.resolve()))}</dir>" for path in font_directories(fonts)]
    return _CONFIGURATION.format(directories="\n".join(lines), cache=escape(str(cache)))


def font_files(directories: Sequence[Path]) -> tuple[Path, ...]:
    """List the files fontconfig will see, in a fixed order."""
    return tuple(path for _, path in sorted(_files(directories).items()))


def _files(directories: Sequence[Path]) -> dict[str, Path]:
    return {path.name: path for directory in directories for path in _in(directory)}


def _in(directory: Path) -> Iterator[Path]:
    yield from (path for path in sorted(directory.rglob("*")) if path.suffix.lower() in _SUFFIXES)


def _plays(files: dict[str, Path], face: Face) -> str | None:
    stems = {name.rsplit(".", 1)[0]: name for name in files}
    wanted = (name.rsplit(".", 1)[0] for name in face.files)
    return next((stems[stem] for stem in wanted if stem in stems), None)


def _report(files: dict[str, Path], face: Face) -> FaceReport:
    file = _plays(files, face)
    return FaceReport(face.role, file, None if file else f"{face.role}：{face.instead}。")


def _build(files: dict[str, Path]) -> str:
    stamps = tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files.values())
    return _fingerprint(tuple(sorted(stamps)))


@lru_cache(maxsize=8)
def _fingerprint(stamps: tuple[tuple[Path, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _, _ in stamps:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
