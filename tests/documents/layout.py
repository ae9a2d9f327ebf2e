"""A ruler for letters: does a PDF keep the measures of GB/T 9704-2012?

Everything is measured from the origins of the characters, in millimetres from the upper
left corner of the sheet; nothing is taken from the program that made the file.
"""

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 210 - 26.0, 37.0, 297 - 35.0  # 版心
CELL = 156 / 28  # 每行28字
PITCH = 225 / 22  # 每页22行
PAGE_NUMBER = re.compile(r"—(\d+)—")
DAY = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    right: float
    baseline: float
    size: float


def read_pages(pdf: bytes) -> list[list[Line]]:
    """Read the upright lines of every page, top to bottom."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_lines(page) for page in document]


def violations(pdf: bytes) -> list[str]:
    """List what a letter without red head does not keep."""
    pages = read_pages(pdf)
    numbers, bodies = _split(pages)
    return [
        *_sheet(pdf),
        *_type_area(bodies),
        *_grid(bodies),
        *_full_lines(bodies),
        *_title(bodies[0]),
        *_page_numbers(numbers),
        *_signature(bodies),
        *_breaks(bodies),
    ]


def record_violations(pdf: bytes) -> list[str]:
    """List what a form or record for the file does not keep: it stays within its sheet."""
    numbers, bodies = _split(read_pages(pdf))
    lines = [line for page in bodies for line in page]
    outside = [
        f"超出版心：{line.text[:12]}"
        for line in lines
        if not (line.left > 24.5 and line.right < 189.5 and 30 < line.baseline < 270)
    ]
    unnumbered = [f"第{n}页没有页码" for n, line in enumerate(numbers, start=1) if line is None]
    title = _title(bodies[0], middle=25 + 82)
    return [*_sheet(pdf), *title, *outside, *unnumbered]


def _lines(page) -> list[Line]:
    text = page.get_textpage()
    height = page.get_height()
    matrix = raw.FS_MATRIX()
    rows: dict[float, list[tuple[float, float, str, float]]] = {}
    for at in range(raw.FPDFText_CountChars(text)):
        character = chr(raw.FPDFText_GetUnicode(text, at))
        raw.FPDFText_GetMatrix(text, at, matrix)
        if character.isspace() or abs(matrix.b) > 1e-3:  # the mark of a draft is rotated
            continue
        x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        size = raw.FPDFText_GetFontSize(text, at) * matrix.a
        baseline = round((height - y.value) / MM, 1)
        row = next((known for known in rows if abs(known - baseline) < 0.5), baseline)
        rows.setdefault(row, []).append((x.value / MM, box.right / MM, character, size))
    return [_line(baseline, sorted(row)) for baseline, row in sorted(rows.items())]


def _line(baseline: float, row: list[tuple[float, float, str, float]]) -> Line:
    sizes = Counter(round(size, 1) for *_, size in row)
    return Line(
        "".join(character for _, _, character, _ in row),
        row[0][0],
        max(right for _, right, _, _ in row),
        baseline,
        sizes.most_common(1)[0][0],
    )


def _split(pages: list[list[Line]]) -> tuple[list[Line | None], list[list[Line]]]:
    numbers, bodies = [], []
    for page in pages:
        found = [line for line in page if PAGE_NUMBER.fullmatch(line.text) and line.baseline > 262]
        numbers.append(found[0] if found else None)
        bodies.append([line for line in page if line not in found])
    return numbers, bodies


def _body(page: list[Line]) -> list[Line]:
    return [line for line in page if abs(line.size - 16) < 0.2]


def _sheet(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        sizes = {tuple(round(side / MM) for side in page.get_size()) for page in document}
    return [] if sizes == {(210, 297)} else [f"纸张 {sizes}"]


def _type_area(bodies: list[list[Line]]) -> list[str]:
    found = []
    lines = [line for page in bodies for line in _body(page)]
    if abs(min(line.left for line in lines) - LEFT) > 0.5:
        found.append(f"左边 {min(line.left for line in lines)}")
    if abs(max(line.right for line in lines) - RIGHT) > 0.5:
        found.append(f"右边 {max(line.right for line in lines)}")
    for number, page in enumerate(bodies, start=1):
        if any(line.baseline > BOTTOM or line.baseline < TOP for line in page):
            found.append(f"第{number}页超出版心")
        if len(_body(page)) > 22:
            found.append(f"第{number}页 {len(_body(page))} 行")
    return found


def _grid(bodies: list[list[Line]]) -> list[str]:
    found = []
    for number, page in enumerate(bodies, start=1):
        body = _body(page)
        start = next((at for at, line in enumerate(body) if line.text.endswith("：")), 0)
        for above, below in pairwise(body[start if number == 1 else 0 :]):
            steps = (below.baseline - above.baseline) / PITCH
            if abs(steps - round(steps)) > 0.03 or steps < 0.97:
                found.append(f"第{number}页行距 {steps:.3f}：{below.text[:12]}")
    return found


def _full_lines(bodies: list[list[Line]]) -> list[str]:
    """Lines that go on must be full: 28 characters, or fewer but spread to the edge.

    Only a long address on the web may leave a line ragged: it is not broken. The reader
    loses the space after a lone figure, so an edge is known to one character.
    """
    found, full = [], 0
    for page in bodies:
        for line, after in pairwise(_body(page)):
            width = len(line.text) if re.fullmatch(r"[^\x00-\xff]+", line.text) else 0
            full += width == 28
            goes_on = abs(after.left - LEFT) < 1 and abs(after.baseline - line.baseline - PITCH) < 1
            starts_anew = line.text.endswith(("：", "附件")) and line.left < LEFT + 1
            starts_anew |= "http" in line.text + after.text
            if width > 28:
                found.append(f"一行 {width} 字：{line.text}")
            if goes_on and not starts_anew and RIGHT - line.right > CELL:
                found.append(f"行末不齐 {line.right:.2f}：{line.text}")
    return found if full else [*found, "没有一行满28字"]


def _title(page: list[Line], middle: float = LEFT + 78) -> list[str]:
    title = [line for line in page if abs(line.size - 22) < 0.2]
    off = [line.text for line in title if abs((line.left + line.right) / 2 - middle) > 1]
    return [f"标题不居中：{text}" for text in off] if title else ["没有2号字标题"]


def _page_numbers(numbers: list[Line | None]) -> list[str]:
    found = []
    for number, line in enumerate(numbers, start=1):
        if line is None or line.text != f"—{number}—" or abs(line.size - 14) > 0.2:
            found.append(f"第{number}页页码 {line}")
            continue
        inset = RIGHT - line.right if number % 2 else line.left - LEFT
        if not 4 < inset < 6.5:
            found.append(f"第{number}页页码缩进 {inset:.2f}")
        dash = line.baseline - 0.33 * line.size / MM - BOTTOM
        if abs(dash - 7) > 1:
            found.append(f"第{number}页页码距版心 {dash:.2f}")
    return found


def _signature(bodies: list[list[Line]]) -> list[str]:
    found = []
    dated = [(page, line) for page in bodies for line in page if DAY.fullmatch(line.text)]
    if not dated:
        return ["没有成文日期"]
    page, day = dated[-1]
    above = [line for line in page if line.baseline < day.baseline - 1]
    middle = (day.left + day.right) / 2
    centred = [abs((line.left + line.right) / 2 - middle) <= 1 for line in above]
    names = 2 if centred[-2:] == [True, True] else 1  # a long name takes two lines
    cells = (RIGHT - max(line.right for line in (*above[-names:], day))) / CELL
    if abs(cells - 4) > 0.3:
        found.append(f"落款右空 {cells:.2f} 字")
    if not centred[-1]:
        found.append("署名没有以成文日期为准居中")
    text = above[:-names]
    if not _has_text(text):
        found.append("落款页没有正文")
    elif min(abs(_lines_between(text[-1], above[-names]) - empty) for empty in (1, 2)) > 0.05:
        found.append("落款与正文之间没有空一行或者二行")
    return found


def _lines_between(above: Line, below: Line) -> float:
    return (below.baseline - above.baseline) / PITCH - 1


def _has_text(lines: list[Line]) -> bool:
    """Say that the page of the seal has text, or the end of a list of documents."""
    return len(lines) > 1 and not lines[0].text.startswith("附件")


def _breaks(bodies: list[list[Line]]) -> list[str]:
    """Find lines that divide what belongs together, or begin or end with the wrong mark."""
    return [
        f"断行不当：{line.text[-6:]}|{after.text[:6]}"
        for line, after in pairwise(line for page in bodies for line in page)
        if _goes_on(line, after) and _divides(line.text, after.text)
    ]


def _goes_on(line: Line, after: Line) -> bool:
    """Say that the line is full and the next one starts at the left edge, in the same type."""
    full = RIGHT - line.right < CELL
    return full and abs(after.left - LEFT) < 1 and abs(after.size - line.size) < 0.2


def _divides(end: str, start: str) -> bool:
    figure_from_unit = re.search(r"\d[余多]?$", end) and re.match(r"[\d一-鿿%]", start)
    reference = re.search(r"〔\d*〕?第?\d*$", end)
    return bool(
        figure_from_unit
        or reference
        or end[-1] in "（《〈“〔"
        or start[0] in "，。；：、！？）》〉”〕"
    )
