"""A draft as a Word document, for readers outside: on the grid and in the faces of the letter.

It is made from the page of the letter, so that it says the same. It never comes back as the
letter: what is edited in it is read and set beside the draft (`word_reading`).
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from typing_extensions import override

_PITCH: Final = 579
"""Twentieths of a point from line to line: 22 lines on a page (GB/T 9704—2012)."""
_TIGHT: Final = -5
"""Twentieths of a point between characters: 28 characters in a line of 156 mm."""
_SIZE, _TITLE_SIZE = Pt(16), Pt(22)
_BODY, _TITLE, _BLACK, _KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
_FACES: Final[Mapping[str, str]] = {"h1": _TITLE, "h2": _BLACK, "h3": _KAI}
_BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "tr"})
_CELLS: Final = frozenset({"th", "td"})
_PLAIN: Final = frozenset({"to", "organ", "number", "signed", "foot", "annex-label"})
_CENTRED: Final = frozenset({"organ", "number"})
_INDENT_SIGN: Final = 4


@dataclass(frozen=True)
class Block:
    """A paragraph of the page: its element, its class, whether it is signed there, its words."""

    tag: str
    kind: str
    signed: bool
    words: str


def write_word(page: str, heading: str, at: datetime) -> bytes:
    """Write a draft's page as a .docx; `heading` stands at the top of every page."""
    document = Document()
    _lay_out(document)
    _say_on_every_page(document, heading)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = heading
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None)
    for block in blocks_of(page):
        _write(document, block)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def blocks_of(page: str) -> tuple[Block, ...]:
    """Divide a letter's page into its paragraphs; the mark of a draft is left out."""
    reader = _Blocks()
    reader.feed(page)
    reader.close()
    return tuple(block for block in reader.blocks if block.words.strip())


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  (no other way)
        section._sectPr.remove(old)  # noqa: SLF001
    grid: Any = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")  # linesAndChars gives every character two cells in some readers
    grid.set(qn("w:linePitch"), str(_PITCH))
    section._sectPr.append(grid)  # noqa: SLF001
    normal = document.styles["Normal"]
    normal.font.size = _SIZE
    _face(normal.element.get_or_add_rPr(), _BODY)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_PITCH / 20)


def _say_on_every_page(document: WordDocument, heading: str) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(head, heading, _BLACK, Pt(10.5))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", _BODY, Pt(14))
    number = _run(foot, "", _BODY, Pt(14))
    for kind in ("begin", "instr", "end"):
        number._r.append(_field(kind))  # noqa: SLF001  (python-docx has no fields)
    _run(foot, " —", _BODY, Pt(14))


def _field(kind: str) -> Any:  # noqa: ANN401  (an element of XML)
    if kind == "instr":
        told = OxmlElement("w:instrText")
        told.text = "PAGE"
        return told
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


def _write(document: WordDocument, block: Block) -> None:
    title = block.tag == "h1"
    for line in block.words.split("\n"):
        paragraph = document.add_paragraph()
        _run(paragraph, line, _FACES.get(block.tag, _BODY), _TITLE_SIZE if title else _SIZE)
        if title or block.kind in _CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.signed:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _indent(paragraph, "w:rightChars", _INDENT_SIGN)
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            if block.kind not in _PLAIN and block.tag != "tr" and not line.startswith("\u3000"):
                _indent(paragraph, "w:firstLineChars", 2)


def _run(paragraph: Paragraph, words: str, face: str, size: Pt) -> Run:
    run = paragraph.add_run(words)
    run.font.size = size
    properties: Any = run._r.get_or_add_rPr()  # noqa: SLF001  (python-docx has no spacing)
    _face(properties, face)
    spacing: Any = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(_TIGHT))
    properties.insert_element_before(spacing, "w:sz")
    return run


def _face(properties: Any, face: str) -> None:  # noqa: ANN401  (an element of XML)
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), face)


def _indent(paragraph: Paragraph, name: str, characters: int) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001  (by characters)
    indent.set(qn(name), str(characters * 100))


class _Blocks(HTMLParser):
    """Collects the paragraphs of a page; a row of a table is one, its cells divided."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[tuple[str, str]] = []
        self._words: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._words.append("\n")
        elif tag != "meta":
            if tag in _BLOCKS and not self._in("tr"):
                self._words = []
            self._open.append((tag, dict(attrs).get("class") or ""))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._words.append("\t")
        elif tag in _BLOCKS and (tag == "tr" or not self._in("tr")):
            kind = next(kind for name, kind in reversed(self._open) if name == tag)
            words = "".join(self._words).strip("\n\t ")
            self.blocks.append(Block(tag, kind, self._in("section", "sign"), words))
            self._words = []
        while self._open and self._open.pop()[0] != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        if any(name in _BLOCKS for name, _ in self._open) and not self._in("div", "mark"):
            self._words.append(data)

    def _in(self, tag: str, kind: str | None = None) -> bool:
        return any(name == tag and kind in {None, own} for name, own in self._open)
