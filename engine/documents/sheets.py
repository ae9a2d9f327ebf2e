"""What stands on which page of a letter that has been laid out: paragraphs, lines, free lines.

Read from the boxes of WeasyPrint, so that `engine.documents.settling` can judge the pages
without knowing them.
"""

# ruff: noqa: ANN401 -- the boxes and elements of WeasyPrint have no types
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.formatting_structure import boxes

SIGNATURE: Final = "sign"
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_NEARLY: Final = 0.2  # of a line: what rounding and rules cost


@dataclass(frozen=True)
class Part:
    """A paragraph, or what of it stands on one page; lengths in the pixels of the sheet."""

    element: Any
    lines: int
    top: float
    bottom: float
    width: float  # of the lines
    needed: float  # by all lines, before they were spread to the edge
    size: float  # of the type
    spacing: float  # between characters
    is_text: bool = True
    in_signature: bool = False

    @property
    def in_a_line(self) -> int:
        """Count the characters of a full line."""
        return round(self.width / (self.size + self.spacing))

    @property
    def characters(self) -> float:
        """Count the characters it would have with every line full."""
        return self.needed / (self.size + self.spacing)


@dataclass(frozen=True)
class Page:
    """One page, top to bottom; `free` lines are empty at its foot."""

    parts: tuple[Part, ...]
    free: int
    text_lines: int = 0  # above the signature, with the empty ones between
    ends_with_imprint: bool = False  # right after the signature

    @property
    def signature(self) -> tuple[Part, ...]:
        """List the lines of the signature, if it stands here."""
        return tuple(part for part in self.parts if part.in_signature)

    @property
    def text(self) -> tuple[Part, ...]:
        """List what stands above the signature."""
        until = next((at for at, part in enumerate(self.parts) if part.in_signature), None)
        return self.parts[:until]


def read_pages(document: Any) -> tuple[Page, ...]:
    """Read every page of a document that WeasyPrint has laid out."""
    return tuple(_page(page._page_box) for page in document.pages)  # noqa: SLF001


def classes(element: Any) -> list[str]:
    """List the classes of an element; what is no element has none."""
    given = element.get("class") if hasattr(element, "get") else None
    return str(given or "").split()


def _page(box: Any) -> Page:
    flow = next(child for child in box.children if child.element_tag == "html")
    notes = [child for child in box.children if isinstance(child, boxes.FootnoteAreaBox)]
    parts = tuple(_part(*found) for found in _blocks(flow, signed=False))
    if not parts:
        return Page((), free=0)
    top, height = box.content_box_y(), box.height - sum(each.margin_height() for each in notes)
    last = max(parts, key=lambda part: part.bottom)
    pitch = (last.bottom - last.top) / last.lines
    signed = next((part.top for part in parts if part.in_signature), math.inf)
    above = [part.bottom for part in parts if part.bottom <= signed]
    return Page(
        parts,
        free=int((top + height - last.bottom) / pitch + _NEARLY),
        text_lines=round((max(above, default=top) - top) / pitch),
        ends_with_imprint=bool(notes) and parts[-1].in_signature,
    )


def _blocks(box: Any, *, signed: bool) -> Iterator[tuple[Any, bool]]:
    """Find the blocks in the flow that hold lines, and whether they are the signature's."""
    if not (isinstance(box, boxes.ParentBox) and box.is_in_normal_flow()):
        return
    signed = signed or SIGNATURE in classes(box.element)
    if isinstance(box, boxes.BlockContainerBox) and _is_set(box):
        yield box, signed
        return
    for child in box.children:
        yield from _blocks(child, signed=signed)


def _is_set(box: Any) -> bool:
    """Say that the box holds lines of its own, not only boxes in a line."""
    lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
    return any(line.height and any(_leaves(line)) for line in lines) and not any(
        isinstance(child, boxes.BlockContainerBox) for line in lines for child in line.children
    )


def _part(block: Any, signed: bool) -> Part:  # noqa: FBT001
    lines, style = block.children, block.style
    spacing = style["letter_spacing"]
    return Part(
        block.element,
        lines=len(lines),
        top=lines[0].position_y,
        bottom=lines[-1].position_y + lines[-1].height,
        width=block.width,
        needed=sum(_needed(line) for line in lines),
        size=style["font_size"],
        spacing=0.0 if spacing == "normal" else spacing,
        is_text=block.element_tag not in _HEADINGS,
        in_signature=signed,
    )


def _needed(line: Any) -> float:
    """Measure a line as if it had not been spread to the edge; its indent is part of it."""
    leaves = list(_leaves(line))
    end = max(leaf.position_x + leaf.width for leaf in leaves)
    spread = sum(leaf.justification_spacing * len(leaf.text) for leaf in leaves)
    return float(end - line.position_x - spread)


def _leaves(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _leaves(child)
