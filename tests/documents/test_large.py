"""大字版: every letter in large print says the same, keeps to its sheet, has room for a seal."""

from collections import Counter
from datetime import date

import pytest

from engine.documents import FORMS, can_enlarge, enlarged, read_template, render_html, text_of
from engine.documents.template import RECORD, LetterTemplate, letter_files
from tests.documents.layout import BOTTOM, DAY, LEFT, PAGE_NUMBER, RIGHT, TOP, Line, read_pages

CODES = (
    *("R01", "R02", "P01", "P05", "P06", "P09", "F01", "F03"),
    *("F07", "F12", "F16", "F26", "T01", "G01"),
)
"""Letters of every make: with tables, lists, attachments, hints, long titles; and a record."""

ON = date(2026, 3, 2)
BODY, SMALL, LINES = 26, 18, 14  # 一号, 小二, lines on a page
SEAL = 42  # millimetres across
NOTE = "大字版，供阅读使用；以签发的文书为准"


def template_of(letters: dict[str, bytes], code: str) -> LetterTemplate:
    return read_template(letter_files(letters, code))


def page_of(template: LetterTemplate, form: str) -> str:
    letter = {**dict(template.sample["letter"]), "form": form}
    return render_html(template, {**template.sample, "letter": letter})


def bare(text: str) -> str:
    return "".join(text.split())


def bodies(pages: list[list[Line]]) -> list[list[Line]]:
    return [[line for line in page if not PAGE_NUMBER.fullmatch(line.text)] for page in pages]


def faults(page: str, pages: list[list[Line]]) -> list[str]:
    """List what a letter in large print lacks."""
    text, lines = text_of(page), [line for body in bodies(pages) for line in body]
    printed = "".join(line.text for line in lines)
    starts = {start for start, _ in paragraphs(lines)}
    return [
        *([] if Counter(printed) == Counter(bare(text)) else ["文字不同"]),
        *(f"没有另起一行：{p}" for p in map(bare, text.split("\n")) if not opens_line(p, starts)),
        *(f"越出版心：{line.text}" for line in lines if not is_inside(line)),
        *(f"字小：{line.text}" for line in lines if line.size < SMALL - 0.2),
        *(f"行多：{len(body)}" for body in bodies(pages) if is_overfull(body)),
        *signature_faults(bodies(pages)),
    ]


def paragraphs(lines: list[Line]) -> list[tuple[str, Line]]:
    return [(line.text[:4], line) for line in lines]


def opens_line(paragraph: str, starts: set[str]) -> bool:
    if "□" in paragraph:  # the head of a row stands beside its middle
        return True
    return paragraph[:4] in starts or any(start.startswith(paragraph) for start in starts)


def is_inside(line: Line) -> bool:
    return line.left > LEFT - 0.3 and line.right < RIGHT + 0.3 and TOP < line.baseline < BOTTOM


def is_overfull(body: list[Line]) -> bool:
    return sum(abs(line.size - BODY) < 0.2 for line in body) > LINES


def signature_faults(pages: list[list[Line]]) -> list[str]:
    """The day stands last, right of the middle, with text above it; a seal over it fits."""
    page = next(page for page in reversed(pages) if any(is_day(line) for line in page))
    at = max(n for n, line in enumerate(page) if is_day(line))
    day, above = page[at], [line for line in page[:at] if line.left < RIGHT - 100]
    middle = (day.left + day.right) / 2
    return [
        *([] if above else ["落款单独成面"]),
        *([] if middle > (LEFT + RIGHT) / 2 else ["日期不在右侧"]),
        *([] if middle + SEAL / 2 < 210 and day.baseline + SEAL / 2 < 297 else ["盖章处越出纸张"]),
    ]


def is_day(line: Line) -> bool:
    return bool(DAY.fullmatch(line.text)) and abs(line.size - BODY) < 0.2


@pytest.mark.parametrize("code", CODES)
def test_every_letter_keeps_its_measures_in_large_print(letters, press, code: str):
    template = template_of(letters, code)
    if template.about.form == RECORD:
        page = page_of(template, RECORD)
        assert enlarged(page, template.large) == page
        return
    page = page_of(template, template.about.form)
    large = enlarged(page, template.large)
    assert text_of(large) == text_of(page)
    assert faults(page, read_pages(press.print(large, code, ON))) == []


@pytest.mark.parametrize("form", [form for form in FORMS if form != "plain"])
@pytest.mark.parametrize("code", ["F03", "P06"])
def test_the_layouts_with_a_red_head_keep_theirs(letters, press, code: str, form: str):
    template = template_of(letters, code)
    page = page_of(template, form)
    pages = read_pages(press.print(enlarged(page, template.large), code, ON))
    head = template.sample["agency"]["signing_entity"]
    found = [fault for fault in faults(page, pages) if head not in fault]
    assert found == []


def test_what_was_typed_in_several_lines_stays_in_several_lines(letters, press):
    template = template_of(letters, "R02")
    lines = [f"第{n}项：示例县第{n}号文件" for n in range(1, 9)]
    case = {**dict(template.sample["case"]), "content": "\n".join(lines)}
    page = render_html(template, {**template.sample, "case": case})
    printed = read_pages(press.print(enlarged(page, template.large), "R02", ON))
    shown = [line.text.strip("“”") for body in printed for line in body]
    assert [line for line in lines if line not in shown] == []


def test_a_reading_copy_says_on_each_page_that_it_is_one(letters, press):
    template = template_of(letters, "F12")
    large = enlarged(page_of(template, "letter"), template.large, reading=True)
    pages = read_pages(press.print(large, "F12", ON))
    assert len(pages) > 1
    assert all(any(line.text == NOTE for line in page) for page in pages)
    assert not can_enlarge(large)


def test_a_package_without_the_sheet_prints_the_letter_as_it_is(letters):
    template = template_of(letters, "F12")
    page = page_of(template, "plain")
    assert enlarged(page, "") == page
    assert can_enlarge(page)
