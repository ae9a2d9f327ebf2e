"""A letter as pictures of its pages, with what is written where: to be read while it is drafted."""

import io
import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import pypdfium2
from weasyprint.formatting_structure import boxes

_SCALE: Final = 104 / 72  # pixels to a point: a page is 860 wide, and sharp on most screens
_SHADES: Final = 16
_OCTREE, _NO_DITHER = 2, 0  # as Pillow counts them; a sixth of the time of its first choice
_MARK: Final = "mark"
_ABOVE, _TALL = 0.94, 1.16  # of the size of the letters: how far a run stands above its baseline
_SIZE = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: its page from 0, where it stands in parts of the page, its words."""

    page: int
    left: float
    top: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The pages of a letter as PNG, and the runs of text on them in the order of reading."""

    pages: tuple[bytes, ...]
    runs: tuple[Run, ...]

    def packed(self) -> bytes:
        """Write it down for a pipe."""
        head = {"sizes": [len(page) for page in self.pages], "runs": [asdict(r) for r in self.runs]}
        told = json.dumps(head, ensure_ascii=False).encode()
        return b"".join((_SIZE.pack(len(told)), told, *self.pages))

    @classmethod
    def unpacked(cls, body: bytes) -> "Proof":
        """Read what `packed` has written."""
        (size,) = _SIZE.unpack_from(body)
        at = _SIZE.size + size
        head = json.loads(body[_SIZE.size : at])
        pages = []
        for length in head["sizes"]:
            pages.append(body[at : at + length])
            at += length
        return cls(tuple(pages), tuple(Run(**run) for run in head["runs"]))


def pictures_of(pdf: bytes) -> tuple[bytes, ...]:
    """Draw every page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_picture(page) for page in document)
    finally:
        document.close()


def _picture(page: Any) -> bytes:  # noqa: ANN401  (untyped)
    image = page.render(scale=_SCALE).to_pil().quantize(_SHADES, _OCTREE, dither=_NO_DITHER)
    made = io.BytesIO()
    image.save(made, "PNG", compress_level=3)
    return made.getvalue()


def runs_of(document: Any) -> tuple[Run, ...]:  # noqa: ANN401  (untyped)
    """Say where the words of a laid-out letter stand; page numbers and the mark are left out."""
    return tuple(
        Run(
            number,
            box.position_x / page.width,
            (box.position_y + box.baseline - _ABOVE * box.style["font_size"]) / page.height,
            box.width / page.width,
            _TALL * box.style["font_size"] / page.height,
            box.text,
        )
        for number, page in enumerate(document.pages)
        for box in _texts(page._page_box)  # noqa: SLF001  (there is no other way to the boxes)
    )


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401  (untyped)
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.MarginBox) or _is_mark(box):
        return
    else:
        for child in getattr(box, "children", ()):
            yield from _texts(child)


def _is_mark(box: Any) -> bool:  # noqa: ANN401  (untyped)
    element = getattr(box, "element", None)
    return element is not None and element.get("class") == _MARK
