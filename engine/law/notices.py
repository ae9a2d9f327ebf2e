"""The State Council's yearly holiday notices: reading, checking, and those that ship.

A notice of year Y may begin in the last days of Y-1 (2023's does), never elsewhere.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import ClassVar

from engine.errors import OfficeError
from engine.law.facts import FIRST_YEAR, LAST_YEAR, Facts
from engine.law.statutory import SATURDAY, THIRTEEN_DAYS_SINCE, festival_days
from engine.law.wording import in_chinese

SHIPPED_YEARS = range(2019, 2027)
LATE_DECEMBER = 20
"""From this day of December a notice of the following year may already rule."""
LONGEST_BREAK = timedelta(days=14)
OFF_WORDS = frozenset({"off", "放假", "休"})
WORK_WORDS = frozenset({"work", "上班", "班", "调休上班"})


class HolidayNoticeRefused(OfficeError):
    """A holiday table that cannot be a State Council notice."""

    code = "holiday_notice_refused"
    article: ClassVar[str | None] = "全国年节及纪念日放假办法第七条"
    message = "{year}年放假安排无法采用：{problem}。请对照国务院办公厅通知核对后重新导入。"


@dataclass(frozen=True)
class Notice:
    """One document of the State Council's General Office."""

    number: str
    title: str
    issued: date | None


@dataclass(frozen=True)
class Break:
    """A run of days off, both ends included, as the notice names it."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each day of the run."""
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=n)


@dataclass(frozen=True)
class HolidayYear:
    """One year's holidays and make-up working days (调休), with their source."""

    year: int
    breaks: tuple[Break, ...]
    makeup_days: frozenset[date]
    notices: tuple[Notice, ...] = ()

    @property
    def days_off(self) -> dict[date, str]:
        """Every day off with the name of its festival."""
        return {day: off.name for off in self.breaks for day in off.days()}

    @property
    def source(self) -> str:
        """The numbers of the notices, for the foot of a calendar."""
        return "、".join(notice.number for notice in self.notices)


def parse_year(document: Mapping[str, object]) -> HolidayYear:
    """Read one year from a plain mapping: year, makeup, notice and off, as in holidays/*.toml.

    Raises:
        HolidayNoticeRefused: the table contradicts itself, or misses a statutory festival.
        FactRefused: a date or a number cannot be read.
    """
    facts = Facts("放假安排", document)
    year = facts.number("year")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise facts.refuse("year", "不是有效的年份")
    makeup = [_entry(day) for day in _list(facts, "makeup")]
    holidays = HolidayYear(
        year=year,
        breaks=tuple(_break(row) for row in _rows(facts, "off")),
        makeup_days=frozenset(row.required_day("date") for row in makeup),
        notices=tuple(
            Notice(row.text("number"), row.text("title"), row.day("issued"))
            for row in _rows(facts, "notice")
        ),
    )
    check_year(holidays)
    return holidays


def parse_csv(text: str, year: int, notice: Notice | None = None) -> HolidayYear:
    """Read one year from a table of three columns: date, off/放假 or work/上班, festival name."""
    off: list[Mapping[str, object]] = []
    makeup: list[object] = []
    rows = csv.reader(text.removeprefix("\ufeff").strip().splitlines())
    for number, row in enumerate(rows, start=1):
        day, kind, name = ([cell.strip() for cell in row] + ["", "", ""])[:3]
        if kind in OFF_WORDS:
            off.append({"name": name, "first": day, "last": day})
        elif kind in WORK_WORDS:
            makeup.append(day)
        elif day and day[0].isdigit():
            problem = f"第{number}行的类型“{kind}”既不是放假也不是上班"
            raise HolidayNoticeRefused(year=year, problem=problem)
    notices: list[Mapping[str, object]] = []
    if notice is not None:
        notices.append({"number": notice.number, "title": notice.title, "issued": notice.issued})
    return parse_year({"year": year, "makeup": makeup, "off": off, "notice": notices})


def check_year(holidays: HolidayYear) -> None:
    """Refuse a year that no notice can have ordered, naming the first day that is wrong."""
    problem = next(_problems(holidays), None)
    if problem is not None:
        raise HolidayNoticeRefused(year=holidays.year, problem=problem)


@lru_cache(maxsize=1)
def shipped_years() -> tuple[HolidayYear, ...]:
    """Read the notices that ship with the product, 2019 to 2026."""
    folder = files("engine.law").joinpath("holidays")
    return tuple(
        parse_year(tomllib.loads(folder.joinpath(f"{year}.toml").read_text("utf-8")))
        for year in SHIPPED_YEARS
    )


def _problems(holidays: HolidayYear) -> Iterator[str]:
    for rest in holidays.breaks:
        if not timedelta(0) <= rest.last - rest.first <= LONGEST_BREAK:
            span = f"{in_chinese(rest.first)}至{in_chinese(rest.last)}"
            yield f"{rest.name or '假期'}的起止日期{span}不成立"
    off = holidays.days_off
    yield from _misplaced_days(holidays, off)
    if holidays.year >= THIRTEEN_DAYS_SINCE:
        for day, name in festival_days(holidays.year).items():
            if day not in off:
                yield f"法定节日{name}（{in_chinese(day)}）未列为放假"


def _misplaced_days(holidays: HolidayYear, off: Mapping[date, str]) -> Iterator[str]:
    earliest = date(holidays.year - 1, 12, LATE_DECEMBER)
    for day in (*off, *sorted(holidays.makeup_days)):
        if not earliest <= day <= date(holidays.year, 12, 31):
            yield f"{in_chinese(day)}不在该年度"
    for day in sorted(holidays.makeup_days):
        if day.weekday() < SATURDAY:
            yield f"调休上班日{in_chinese(day)}不是周六或周日"
        if day in off:
            yield f"{in_chinese(day)}既列为放假又列为上班"


def _break(row: Facts) -> Break:
    return Break(row.text("name"), row.required_day("first"), row.required_day("last"))


def _rows(facts: Facts, field: str) -> list[Facts]:
    rows = []
    for row in _list(facts, field):
        if not isinstance(row, Mapping):
            raise facts.refuse(field, "的每一项都应当是一组字段")
        rows.append(Facts(field, row))
    return rows


def _list(facts: Facts, field: str) -> Sequence[object]:
    value = facts.values.get(field, ())
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise facts.refuse(field, "应当是一个列表")
    return value


def _entry(day: object) -> Facts:
    return Facts("makeup", {"date": day})
