"""Functions that turn one kind of value into another."""

import re
from datetime import date, datetime, time

from engine.feel.arithmetic import as_moment
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equal, order
from engine.feel.temporal import (
    offset,
    read_date,
    read_duration,
    read_moment,
    read_time,
)
from engine.feel.texts import text_within
from engine.feel.values import EXACT, DaysTime, Duration, Range, Run, YearsMonths, shorten

_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,6})?")
_SEPARATORS = frozenset({" ", ",", "."})
_RANGE = re.compile(r"\s*([\[\](])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])\[])\s*", re.DOTALL)


@builtin("date(from: string)")
def date_of_text(text: str) -> date | None:
    """Read a date."""
    return read_date(text)


@builtin("date(from: date|date and time)")
def date_of_moment(moment: date) -> date:
    """Drop the time."""
    return moment.date() if isinstance(moment, datetime) else moment


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(year: object, month: object, day: object) -> date | None:
    """Build a date; null if there is no such day."""
    if isinstance(year, int) and isinstance(month, int) and isinstance(day, int):
        return date(year, month, day)
    return None


@builtin("time(from: string)")
def time_of_text(text: str) -> time | None:
    """Read a time."""
    return read_time(text)


@builtin("time(from: time|date|date and time)")
def time_of_moment(moment: date | time) -> time:
    """Drop the date."""
    return moment if isinstance(moment, time) else as_moment(moment).timetz()


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration)")
def time_of_parts(
    hour: object, minute: object, second: object, zone: DaysTime | None = None
) -> time | None:
    """Build a time; null if there is none such."""
    if isinstance(hour, int) and isinstance(minute, int) and isinstance(second, int):
        return time(hour, minute, second, tzinfo=offset(zone.span) if zone else None)
    return None


@builtin("date and time(from: string)")
def moment_of_text(text: str) -> datetime | None:
    """Read a date and time."""
    return read_moment(text)


@builtin("date and time(from: date|date and time)")
def moment_of_day(day: date) -> datetime:
    """Give the midnight of a date."""
    return as_moment(day)


@builtin("date and time(date: date|date and time, time: time)")
def moment_of_parts(day: date, moment: time) -> datetime:
    """Join a date and a time."""
    return datetime.combine(date_of_moment(day), moment)


@builtin("duration(from: string)")
def duration_of_text(text: str) -> Duration | None:
    """Read a duration."""
    return read_duration(text)


@builtin("duration(from: years and months duration|days and time duration)")
def duration_of_duration(duration: Duration) -> Duration:
    """Give the same duration."""
    return duration


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def months_between(start: date, end: date) -> YearsMonths:
    """Count the whole months from one day to another."""
    sign = 1
    if (start.year, start.month, start.day) > (end.year, end.month, end.day):
        start, end, sign = end, start, -1
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return YearsMonths(sign * months)


@builtin("number(from: string, grouping separator?: string|null, decimal separator?: string|null)")
def number_of_text(text: str, grouping: str | None = None, point: str | None = None) -> object:
    """Read a number; separators are a blank, a comma or a full stop."""
    if grouping == point and grouping is not None:
        return None
    if grouping not in _SEPARATORS | {None} or point not in {",", ".", None}:
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    return shorten(EXACT.create_decimal(plain)) if _NUMBER.fullmatch(plain) else None


@builtin("number(from: number)")
def number_of_number(number: object) -> object:
    """Give the same number."""
    return number


@builtin("string(from: any)", with_run=True)
def string_of(run: Run, value: object) -> str | None:
    """Write a value as text."""
    return text_within(value, run)


@builtin("range(from: string)")
def range_of_text(text: str) -> Range | None:
    """Read a range of numbers, dates, times, durations or quoted texts."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    start, end = _end_of_range(found[2]), _end_of_range(found[3])
    if (start is None and end is None) or (
        start is not None and end is not None and order(start, end) is None
    ):
        return None
    if (start is None and found[2]) or (end is None and found[3]):
        return None
    return Range(
        start, end, found[1] == "[" and start is not None, found[4] == "]" and end is not None
    )


def _end_of_range(text: str) -> object:
    if _NUMBER.fullmatch(text):
        return shorten(EXACT.create_decimal(text))
    quoted = re.fullmatch(r'@?"([^"\\]*)"', text)
    if quoted and not text.startswith("@"):
        return quoted[1]
    plain = re.sub(r'^(?:date and time|date|time|duration)\("(.*)"\)$', r"\1", text)
    plain = quoted[1] if quoted else plain
    return read_duration(plain) or read_date(plain) or read_moment(plain) or read_time(plain)


@builtin("is defined(value: any)")
def is_defined(value: object) -> bool:
    """Tell whether a value is there."""
    return value is not None


@builtin("get or else(value: any, default: any)")
def get_or_else(value: object, default: object) -> object:
    """Give the value, or another one in place of null."""
    return default if value is None else value


@builtin("is(value1: any, value2: any)", with_run=True)
def is_same(run: Run, one: object, other: object) -> bool:
    """Tell whether two values are the same in kind and value; times must have the same offset."""
    if isinstance(one, datetime | time) and isinstance(other, datetime | time):
        return one.utcoffset() == other.utcoffset() and equal(one, other, run) is True
    return equal(one, other, run) is True


@builtin("not(negand: boolean)")
def negation(negand: bool) -> bool:  # noqa: FBT001 - a FEEL argument
    """Turn true into false and false into true."""
    return not negand
