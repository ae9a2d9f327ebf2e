"""Characters no letter can carry: those no face draws, and those nobody would see."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTCollection, TTFont
from typing_extensions import override

from engine.documents.fonts import font_directories, font_files

_LAYOUT: Final = frozenset("\n\r\t")
_SELECTORS: Final = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_KINDS: Final = {
    "Cc": "控制字符",
    "Cf": "不可见的格式字符",
    "Co": "自造字（私用区编码）",
    "Cs": "残缺的编码",
    "Zl": "不可见的格式字符",
    "Zp": "不可见的格式字符",
}
_BLANK: Final = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0})
"""Letters and marks by their kind, and nothing to see: a name could end with one."""
_REPLACED: Final = 0xFFFD
"""What stands where a text was read in the wrong encoding."""


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character, its code point, and why it cannot be printed."""

    character: str
    codepoint: str
    reason: str

    @classmethod
    def absent(cls, codepoint: int) -> "MissingGlyph":
        """Say that no face has it."""
        return cls(chr(codepoint), f"U+{codepoint:04X}", "字库中没有此字")

    @override
    def __str__(self) -> str:
        """Name it; show it only when it can be seen."""
        shown = self.character if self.reason == "字库中没有此字" else ""
        return f"{shown}（{self.codepoint}，{self.reason}）"


def missing_glyphs(text: str, fonts: Path) -> tuple[MissingGlyph, ...]:
    """List, once each and in order, the characters of `text` that cannot be printed.

    Invisible and bidirectional format characters are refused because a name could hide
    behind them; a private code point means another character on every machine.
    """
    return missing_from(text, coverage(fonts))


def missing_from(text: str, covered: frozenset[int]) -> tuple[MissingGlyph, ...]:
    """Do the same against a known set of code points."""
    found = (_judge(character, covered) for character in dict.fromkeys(text))
    return tuple(glyph for glyph in found if glyph is not None)


def coverage(fonts: Path) -> frozenset[int]:
    """Collect the code points the faces of the closed world can draw."""
    files = font_files(font_directories(fonts))
    return _union(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _union(stamped: tuple[tuple[Path, int], ...]) -> frozenset[int]:
    """Unite the faces once; a face that is added or changed is another question."""
    return frozenset().union(*(_covered(file, stamp) for file, stamp in stamped))


def _judge(character: str, covered: frozenset[int]) -> MissingGlyph | None:
    at = ord(character)
    if character in _LAYOUT:
        return None
    kind = _KINDS.get(unicodedata.category(character))
    if at in _BLANK or any(first <= at <= last for first, last in _SELECTORS):
        kind = _KINDS["Cf"]
    elif at == _REPLACED:
        kind = _KINDS["Cs"]
    if kind is not None:
        return MissingGlyph(character, f"U+{at:04X}", kind)
    return None if at in covered else MissingGlyph.absent(at)


@lru_cache(maxsize=64)
def _covered(file: Path, _stamp: int) -> frozenset[int]:
    if file.suffix.lower() == ".ttc":
        with TTCollection(file, lazy=True) as collection:
            return frozenset().union(*(font.getBestCmap() for font in collection.fonts))
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
