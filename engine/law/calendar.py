"""Working days, as the State Council's yearly holiday notices fix them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from engine.law.notices import LATE_DECEMBER, HolidayYear, shipped_years
from engine.law.statutory import ONE_DAY, SATURDAY, statutory_days_off

__all__ = [
    "HolidayYear",
    "WorkingCalendar",
    "published_calendar",
]

WEEKDAYS = "一二三四五六日"
NO_NAMES: Mapping[date, str] = MappingProxyType({})


@dataclass(frozen=True)
class WorkingCalendar:
    """The days on which the office works.

    A year whose notice is not out yet is counted by the thirteen statutory days and their
    compensation alone (放假办法第二条、第六条), without make-up days. Such a count is
    provisional, and whoever shows it must say so (see `is_provisional`).

    Attributes:
        holidays: days off.
        makeup_days: weekend days worked instead (调休).
        published: the years whose notice is loaded.
        names: day off → its festival.
    """

    holidays: frozenset[date]
    makeup_days: frozenset[date]
    published: frozenset[int]
    names: Mapping[date, str] = field(default_factory=lambda: NO_NAMES, hash=False)

    def with_year(self, holidays: HolidayYear) -> "WorkingCalendar":
        """Return the calendar with one more notice, or with a newer one for its year.

        A newer notice of the same year replaces the older one wholly. Late December belongs
        to the next year's notice once that one is loaded.
        """
        off = holidays.days_off
        first = min([date(holidays.year, 1, 1), *off, *holidays.makeup_days])
        next_is_out = holidays.year + 1 in self.published
        last = date(holidays.year, 12, LATE_DECEMBER - 1 if next_is_out else 31)
        kept = frozenset(day for day in self.holidays if not first <= day <= last)
        worked = frozenset(day for day in self.makeup_days if not first <= day <= last)
        names = {day: name for day, name in self.names.items() if day in kept}
        return WorkingCalendar(
            holidays=kept | off.keys(),
            makeup_days=worked | holidays.makeup_days,
            published=self.published | {holidays.year},
            names=MappingProxyType(names | off),
        )

    def with_overlay(
        self, days_off: Mapping[date, str], makeup_days: Iterable[date] = ()
    ) -> "WorkingCalendar":
        """Return the calendar with regional days added (放假办法第四条：少数民族习惯的节日)."""
        worked = frozenset(makeup_days)
        return replace(
            self,
            holidays=(self.holidays - worked) | days_off.keys(),
            makeup_days=(self.makeup_days - days_off.keys()) | worked,
            names=MappingProxyType({**self.names, **days_off}),
        )

    def is_provisional(self, day: date) -> bool:
        """Say whether a date still depends on a notice that is not out."""
        return day.year not in self.published

    def is_provisional_between(self, start: date, end: date) -> bool:
        """Say whether a count from `start` to `end` passes through an unpublished year."""
        return any(year not in self.published for year in range(start.year, end.year + 1))

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on `day`."""
        if day in self.makeup_days:
            return True
        if day.weekday() >= SATURDAY or day in self.holidays:
            return False
        return day.year in self.published or day not in statutory_days_off(day.year)

    def add_working_days(self, start: date, days: int) -> date:
        """Count `days` working days after `start`; `start` itself is day zero."""
        if days < 0:
            raise ValueError("working days are counted forwards only")
        day = start
        while days:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, after: date, through: date) -> int:
        """Count the working days after `after`, up to and including `through`."""
        span = range((through - after).days)
        return sum(self.is_working_day(after + timedelta(days=n + 1)) for n in span)

    def roll_forward(self, day: date) -> date:
        """Return `day`, or the first day after the rest days it falls in (民法典第二百零三条).

        A weekend day that is worked (调休) is not a rest day and does not roll.
        """
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def why(self, day: date) -> str:
        """Say in Chinese what sort of day it is: 国庆节放假, 调休上班, 周六, 工作日."""
        if day in self.makeup_days:
            return "调休上班"
        if day in self.holidays:
            return f"{self.names.get(day) or '节假日'}放假"
        provisional = statutory_days_off(day.year) if self.is_provisional(day) else NO_NAMES
        if day in provisional:
            return f"{provisional[day]}（按放假办法推定）"
        return "工作日" if day.weekday() < SATURDAY else f"周{WEEKDAYS[day.weekday()]}"


@lru_cache(maxsize=1)
def published_calendar() -> WorkingCalendar:
    """Return the calendar of the notices that ship with the product, 2019 to 2026."""
    calendar = WorkingCalendar(frozenset(), frozenset(), frozenset())
    for year in shipped_years():
        calendar = calendar.with_year(year)
    return calendar
