"""Where a seal goes on a letter, and how it is drawn when it is a test.

The signature of a letter is marked with an id when it is printed; the print keeps the mark as a
named destination, so that the place is read from the frozen file itself. The style sheet sees to it
that the signature never stands alone on its page, and with it the seal.
"""

import html
import io
import re
from dataclasses import dataclass
from typing import Final

import pikepdf

ANCHOR: Final = "seal"
ANCHOR_LARGE: Final = "seal-large"
_LARGE: Final = re.compile(r'<body class="[a-z]+ large')
_SIGNATURE: Final = '<section class="sign"><div>'
ACROSS: Final = 42  # millimetres
_MM: Final = 72 / 25.4
_EDGES: Final = {ANCHOR: 26 + 4 * 156 / 28, ANCHOR_LARGE: 26 + 156 / 17}
"""How far the signature's right end is from the sheet's edge, in millimetres."""
_LINES: Final = {ANCHOR: 28.95, ANCHOR_LARGE: 45.5}
"""How far the middle between name and day lies below the signature's top, in points."""
_FACE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style id="sheet">@page {{ size: {across}mm {across}mm; margin: 0 }}
body {{ margin: 0; color: #c00; font: 8pt/12pt "Noto Sans CJK SC Medium", "Noto Serif CJK SC"; }}
div {{ box-sizing: border-box; width: {inside}mm; height: {inside}mm; margin: 1mm;
  border: 0.5mm dashed #c00; border-radius: 50%; text-align: center; }}
p {{ margin: 0 4mm; }} p.first {{ padding-top: 8mm; }}
p.test {{ font-size: 13pt; line-height: 20pt; }}
</style></head><body><div><p class="first">{organ}</p><p>{seal}</p><p class="test">测试证书</p>
<p>不具有法律效力</p></div></body></html>"""


def anchored(page: str) -> str:
    """Mark the signature of a letter that is about to be printed."""
    anchor = ANCHOR_LARGE if _LARGE.search(page) else ANCHOR
    return page.replace(_SIGNATURE, f'{_SIGNATURE[:-1]} id="{anchor}">', 1)


@dataclass(frozen=True)
class SealPlace:
    """A page, counted from 0, and a rectangle on it in points from its lower left corner."""

    page: int
    box: tuple[int, int, int, int]


def seal_place(pdf: bytes) -> SealPlace | None:
    """Find the place of the seal on one of our own letters; None where none is marked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = opened.Root.get("/Names")
        if names is None or "/Dests" not in names:
            return None
        marks = pikepdf.NameTree(names.Dests)
        anchor = next((each for each in _EDGES if each in marks), None)
        if anchor is None:
            return None
        page, _, left, top, *_ = marks[anchor]
        at = next(n for n, each in enumerate(opened.pages) if each.objgen == page.objgen)
        right = float(opened.pages[at].MediaBox[2]) - _EDGES[anchor] * _MM
        return SealPlace(at, _around((float(left) + right) / 2, float(top) - _LINES[anchor]))


def seal_face(organ: str, seal: str) -> str:
    """Draw a test seal as a page of its own: a plain frame that says what it is."""
    return _FACE.format(
        title=html.escape(f"{seal}（测试证书）"),
        across=ACROSS,
        inside=ACROSS - 3,
        organ=html.escape(organ),
        seal=html.escape(seal),
    )


def _around(x: float, y: float) -> tuple[int, int, int, int]:
    """Give the square round the middle between name and day (GB/T 9704—2012 7.3.5.1)."""
    half = ACROSS * _MM / 2
    return (round(x - half), round(y - half), round(x + half), round(y + half))
