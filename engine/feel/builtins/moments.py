"""Functions on dates and times."""

from calendar import monthrange
from datetime import date
from typing import Final

from engine.feel.builtins.registry import builtin

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("day of week(date: date|date and time)")
def day_of_week(day: date) -> str:
    """Name the day of the week, in English."""
    return _DAYS[day.weekday()]


@builtin("day of year(date: date|date and time)")
def day_of_year(day: date) -> int:
    """Count the day from the first of January."""
    return day.timetuple().tm_yday


@builtin("week of year(date: date|date and time)")
def week_of_year(day: date) -> int:
    """Count the week as ISO 8601 does."""
    return day.isocalendar().week


@builtin("month of year(date: date|date and time)")
def month_of_year(day: date) -> str:
    """Name the month, in English."""
    return _MONTHS[day.month - 1]


@builtin("last day of month(date: date|date and time)")
def last_day_of_month(day: date) -> date:
    """Give the last day of the month."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])
