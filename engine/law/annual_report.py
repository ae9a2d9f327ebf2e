"""The tables of the annual report (国办公开办函〔2021〕30号): rows, columns, and their identities.

One application counts once. Table 3 has a row for each result; what is counted under which
result stands in `engine.law.replies`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.law.application import ApplicantKind
from engine.law.replies import Reply, count_of

NEW, CARRIED, TOTAL, CARRY_NEXT = "new", "carried", "total", "carry_next"
GRAND_TOTAL = "total"
HEADER_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Row:
    """One row of table 3: its code, and its heading on up to three levels."""

    code: str
    headings: tuple[str, str, str]


@dataclass(frozen=True)
class Column:
    """One column of table 3, under its heading."""

    code: str
    heading: str
    label: str


_RESULTS = "三、本年度办理结果"
_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "（三）不予公开": (
        "deny",
        (
            *("secret", "law_forbidden", "safety", "third_party"),
            *("internal", "process", "enforcement_file", "admin_query"),
        ),
    ),
    "（四）无法提供": ("unable", ("not_held", "need_creation", "unclear")),
    "（五）不予处理": (
        "not_processed",
        ("petition", "duplicate", "publication", "mass_repeat", "reissue"),
    ),
    "（六）其他处理": ("other", ("overdue_correction", "overdue_fee", "misc")),
}


def _rows() -> Iterator[Row]:
    yield Row(NEW, ("一、本年新收政府信息公开申请数量", "", ""))
    yield Row(CARRIED, ("二、上年结转政府信息公开申请数量", "", ""))
    yield Row("grant", (_RESULTS, "（一）予以公开", ""))
    partial = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    yield Row("partial", (_RESULTS, partial, ""))
    for heading, (group, codes) in _GROUPS.items():
        for code in (f"{group}.{name}" for name in codes):
            label = Reply.of(code).value.annual_row.rpartition("）")[2]
            number, _, text = label.partition(".")
            text = "其他" if code == "other.misc" else text
            yield Row(code, (_RESULTS, heading, f"{number}.{text}"))
    yield Row(TOTAL, (_RESULTS, "（七）总计", ""))
    yield Row(CARRY_NEXT, ("四、结转下年度继续办理", "", ""))


ROWS: tuple[Row, ...] = tuple(_rows())
"""The 25 rows of table 3, in order."""

RESULT_ROWS: tuple[str, ...] = tuple(row.code for row in ROWS[2:-2])
"""The codes of the 21 rows that the total adds up."""

LEGAL_PERSON = "法人或其他组织"
COLUMNS: tuple[Column, ...] = (
    Column(ApplicantKind.NATURAL, "自然人", ""),
    *(
        Column(kind, LEGAL_PERSON, kind.label)
        for kind in ApplicantKind
        if kind is not ApplicantKind.NATURAL
    ),
    Column(GRAND_TOTAL, "总计", ""),
)
"""The seven columns of table 3, in order."""

PROACTIVE_BLOCKS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "第二十条第（一）项",
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "行政规范性文件"),
    ),
    ("第二十条第（五）项", ("信息内容", "本年处理决定数量"), ("行政许可",)),
    ("第二十条第（六）项", ("信息内容", "本年处理决定数量"), ("行政处罚", "行政强制")),
    ("第二十条第（八）项", ("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费",)),
)
"""Table 2: heading, columns and rows of its four blocks."""

DISPUTE_GROUPS = ("行政复议", "行政诉讼—未经复议直接起诉", "行政诉讼—复议后起诉")
DISPUTE_CELLS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
"""Table 4: three groups of five cells."""

PARTS: tuple[str, ...] = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
"""The fixed titles of the report's six parts."""

Cells = Mapping[str, int]
Table = Mapping[str, Cells]


@dataclass(frozen=True)
class Breach:
    """An identity that does not hold: its number ①–④, where, and both sides."""

    identity: str
    place: str
    left: int
    right: int

    @property
    def text(self) -> str:
        """The breach in words."""
        return f"{self.identity}{self.place}：{self.left}≠{self.right}"


def row_of(code: str, archive_row: str = "other.misc") -> str:
    """Return the row of table 3 in which a result is counted.

    `archive_row` is where the agency counts what was handed over to the archives.

    Raises:
        ReplyUnknown: there is no such result.
    """
    reply = Reply.of(code)
    return archive_row if reply is Reply.ARCHIVE else count_of(reply)


def check_column(cells: Cells, place: str = "总计") -> tuple[Breach, ...]:
    """Check identities ① and ② in one column: row code → number, absent rows being zero."""
    received = cells.get(NEW, 0) + cells.get(CARRIED, 0)
    handled = cells.get(TOTAL, 0) + cells.get(CARRY_NEXT, 0)
    results = sum(cells.get(code, 0) for code in RESULT_ROWS)
    breaches = (
        Breach("①新收加结转应等于总计加结转下年", place, received, handled),
        Breach("②总计应等于各项办理结果之和", place, cells.get(TOTAL, 0), results),
    )
    return tuple(breach for breach in breaches if breach.left != breach.right)


def check_table(table: Table) -> tuple[Breach, ...]:
    """Check identities ① to ③ of table 3: column code → row code → number."""
    breaches = [
        breach
        for column in COLUMNS
        for breach in check_column(table.get(column.code, {}), column.label or column.heading)
    ]
    for row in ROWS:
        parts = sum(table.get(kind, {}).get(row.code, 0) for kind in ApplicantKind)
        total = table.get(GRAND_TOTAL, {}).get(row.code, 0)
        if parts != total:
            place = "".join(row.headings[-2:]) or row.headings[0]
            breaches.append(Breach("③总计列应等于自然人加五类组织", place, total, parts))
    return tuple(breaches)


def check_carried(this_year: Table, last_year: Table) -> tuple[Breach, ...]:
    """Check identity ④: what is carried in equals what last year carried out, in each column."""
    breaches = (
        Breach(
            "④上年结转应等于上年年报的结转下年",
            column.label or column.heading,
            this_year.get(column.code, {}).get(CARRIED, 0),
            last_year.get(column.code, {}).get(CARRY_NEXT, 0),
        )
        for column in COLUMNS
    )
    return tuple(breach for breach in breaches if breach.left != breach.right)


def check_disputes(cells: Sequence[int]) -> tuple[Breach, ...]:
    """Check the fifteen cells of table 4: in each group the fifth is the sum of the four."""
    size = len(DISPUTE_CELLS)
    if len(cells) != size * len(DISPUTE_GROUPS):
        raise ValueError("table 4 has fifteen cells")
    breaches = []
    for index, group in enumerate(DISPUTE_GROUPS):
        *parts, total = cells[index * size : (index + 1) * size]
        if sum(parts) != total:
            breaches.append(Breach("总计应等于四项之和", group, total, sum(parts)))
    return tuple(breaches)
