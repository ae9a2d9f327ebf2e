"""Typed facts out of plain mappings, each refusal naming the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from engine.errors import OfficeError

FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_COUNT = 3660
ISO_DAY_LENGTH = len("2026-01-31")


class FactRefused(OfficeError):
    """A date, number or word that cannot be read."""

    code = "fact_refused"
    article: ClassVar[str | None] = None
    message = "“{where}”中的“{field}”{problem}，请更正后重新计算。"


@dataclass(frozen=True)
class Facts:
    """One mapping from outside; `where` names it in refusals."""

    where: str
    values: Mapping[str, object]

    def refuse(self, field: str, problem: str) -> FactRefused:
        """Make the refusal of one field, to be raised by the caller."""
        return FactRefused(where=self.where, field=field, problem=problem)

    def day(self, field: str) -> date | None:
        """Read a day; absent, null and empty are None. A moment counts as its day."""
        moment = self.moment(field)
        return moment.date() if moment is not None else None

    def moment(self, field: str) -> datetime | None:
        """Read a day or a moment; a bare day is its midnight, an offset is kept as written."""
        value = self.values.get(field)
        if value is None or value == "":
            return None
        moment = _as_moment(value)
        if moment is None:
            raise self.refuse(field, f"不是有效的日期（应写作2026-01-31，实为{value!r}）")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.refuse(field, f"的年份{moment.year}超出可计算的范围")
        return moment

    def required_day(self, field: str) -> date:
        """Read a day that must be there."""
        day = self.day(field)
        if day is None:
            raise self.refuse(field, "没有填写日期")
        return day

    def number(self, field: str) -> int | None:
        """Read a whole number; absent and null are None."""
        value = self.values.get(field)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LONGEST_COUNT:
            raise self.refuse(field, f"不是有效的整数（实为{value!r}）")
        return value

    def count(self, field: str) -> int | None:
        """Read a length, a whole number of at least one; absent and null are None."""
        value = self.number(field)
        if value is not None and value < 1:
            raise self.refuse(field, f"应当至少为1（实为{value}）")
        return value

    def text(self, field: str) -> str:
        """Read a word; absent and null are the empty text."""
        value = self.values.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refuse(field, f"不是文字（实为{value!r}）")
        return value.strip()

    def flag(self, field: str, *, default: bool) -> bool:
        """Read yes or no; absent and null give the default."""
        value = self.values.get(field)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(field, f"应为true或false（实为{value!r}）")
        return value


def _as_moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if not isinstance(value, str) or len(value) < ISO_DAY_LENGTH or value[4] != "-":
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
