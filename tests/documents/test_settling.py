"""Settled pages: however long the text, pages are full and the signature is in company.

The lines are measured on the pages as they were laid out; no file is written, so that a
whole sweep of lengths costs seconds.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from weasyprint.formatting_structure import boxes

from engine.documents import FORMS, letter_files, read_template, render_html
from engine.documents.fonts import FONTS
from engine.documents.settling import settle
from engine.documents.typesetter import Typesetter

PITCH = 28.95 * 96 / 72
LINES = 22
SENTENCE = "示例县城区供水管网改造工程的初步设计批复文件"


@pytest.fixture(scope="module")
def typesetter():
    typesetter = Typesetter(FONTS)
    yield typesetter
    typesetter.close()


@pytest.fixture(scope="module")
def letter_of(letters):
    templates = {code: read_template(letter_files(letters, code)) for code in ("F01", "F12", "F18")}

    def letter(code: str, form: str, content: str) -> str:
        sample = templates[code].sample
        changes = {
            "letter": {**sample["letter"], "form": form},
            "case": {**sample["case"], "content": content},
        }
        return render_html(templates[code], {**sample, **changes})

    return letter


def lines_in(box, inside: str = "") -> Iterator[tuple[float, float, str]]:
    """Walk the lines of a page: where each begins and ends, and the part it belongs to."""
    if isinstance(box, boxes.LineBox) and not any(
        isinstance(child, boxes.BlockContainerBox) for child in box.children
    ):
        if box.height > 1:
            yield box.position_y, box.position_y + box.height, inside
        return
    name = box.element.get("class") if hasattr(box.element, "get") else None
    inside = (name or "").split(" ")[0] if name in PARTS else inside
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow():
            yield from lines_in(child, inside)


PARTS = ("sign", "sign tight", "convenience", "attachments", "attachments many", "to")


class Sheet:
    """One page: its lines, how many are empty at the foot, and where it is signed."""

    def __init__(self, page) -> None:
        box = page._page_box  # noqa: SLF001 (the page as it was laid out)
        flow = next(child for child in box.children if child.element_tag == "html")
        notes = [child for child in box.children if isinstance(child, boxes.FootnoteAreaBox)]
        self.lines = list(lines_in(flow))
        self.bottom = box.content_box_y() + box.height - sum(n.margin_height() for n in notes)
        self.free = (self.bottom - max(end for _, end, _ in self.lines)) / PITCH
        self.signature = [line for line in self.lines if line[2] == "sign"]
        self.text = [
            line
            for line in self.lines
            if line[2] in {"", "to", "attachments"}
            and (not self.signature or line[0] < self.signature[0][0])
        ]


def faults_of(document) -> list[str]:
    """List what the pages do not keep."""
    sheets = [Sheet(page) for page in document.pages]
    signing = next(at for at, sheet in enumerate(sheets) if sheet.signature)
    signed = sheets[signing]
    found = [f"第{at}页空{s.free:.1f}行" for at, s in enumerate(sheets[:signing], 1) if s.free >= 5]
    found += [
        f"第{at}页空{sheet.free:.1f}行"
        for at, sheet in enumerate(sheets[1:signing], 2)
        if sheet.free >= 3
    ]
    found += [f"第{at}页超出版心" for at, sheet in enumerate(sheets, 1) if sheet.free < -0.1]
    if len(signed.text) < 2:
        found.append("落款的一面没有两行正文")
    empty = (signed.signature[0][0] - signed.text[-1][1]) / PITCH
    if round(empty, 2) not in {1, 2}:
        found.append(f"落款上空{empty:.2f}行")
    return found + [fault for sheet in sheets for fault in off_the_grid(sheet)]


def off_the_grid(sheet: Sheet) -> list[str]:
    """The grid begins below the head, with the addressee."""
    body = [line for line in sheet.lines if line[2] != "convenience"]
    start = next((at for at, line in enumerate(body) if line[2] == "to"), 0)
    steps = [(below[0] - above[0]) / PITCH for above, below in pairwise(body[start:])]
    found = [f"行距{step:.2f}" for step in steps if abs(step - round(step)) > 0.03]
    return found + (["一页超过22行"] if len(body) > LINES else [])


@pytest.mark.parametrize("form", FORMS)
def test_however_long_the_text_pages_are_full_and_the_seal_stands_with_text(
    form, typesetter, letter_of
):
    found, lengths = {}, set()
    for added in range(0, 61, 2):
        html = letter_of("F01", form, SENTENCE + "、施工合同" * 5 * added)
        document = typesetter.lay_out(html)
        lengths.add(len(document.pages))
        if faults := faults_of(document):
            found[added] = faults
    assert found == {}
    assert len(lengths) > 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", ["F12", "F18"])
def test_every_place_the_last_paragraph_may_end_is_settled(code, form, typesetter, letter_of):
    """The text grows by a few characters, over the lines round the end of a page."""
    found = {}
    for added in range(0, 240, 24):
        document = typesetter.lay_out(letter_of(code, form, SENTENCE + "管" * added))
        if faults := faults_of(document):
            found[added] = faults
    assert found == {}


def test_a_page_filled_by_one_paragraph_may_leave_one_line_less(typesetter, letter_of):
    """Such a page can be divided in one place only, so it cannot pass on what it takes.

    GB/T 9704 5.2.3 allows it: 一般每面排22行，特定情况可以作适当调整. The signature is not alone.
    """
    document = typesetter.lay_out(letter_of("F18", "plain", SENTENCE + "、施工合同" * 5 * 36))
    assert [fault.partition(".")[0] for fault in faults_of(document)] == ["第3页空3"]


def test_the_same_letter_is_settled_the_same_way(typesetter, letter_of):
    html = letter_of("F18", "plain", SENTENCE + "、施工合同" * 60)

    def places():
        return [Sheet(page).lines for page in typesetter.lay_out(html).pages]

    assert places() == places()


def test_a_full_letter_is_laid_out_once_and_none_more_than_three_times(
    typesetter, letter_of, monkeypatch
):
    passes = []

    def counted(root, lay_out):
        return settle(root, lambda: passes.append(root) or lay_out())

    monkeypatch.setattr("engine.documents.typesetter.settle", counted)
    counts = []
    for added in range(8, 20):
        typesetter.lay_out(letter_of("F01", "plain", SENTENCE + "、施工合同" * 5 * added))
        counts.append(len(passes))
        passes.clear()
    assert set(counts) == {1, 2, 3}
    assert counts.count(1) > len(counts) / 2
