"""Reading and writing dates, times, moments and durations as FEEL has them (ISO 8601)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.properties import parts_of
from engine.feel.values import DaysTime, Duration, YearsMonths

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,9})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2}|@[A-Za-z_]+(?:/[A-Za-z_]+){0,2})?"
)
_DATE_ONLY = re.compile(_DATE)
_TIME_ONLY = re.compile(_TIME)
_MOMENT = re.compile(f"{_DATE}T{_TIME}")
_MONTHS = re.compile(r"(-)?P(?=[0-9])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")
_SPAN = re.compile(
    r"(-)?P(?=[0-9T])(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)


def read_date(text: str) -> date | None:
    """Read `2026-01-31`; null if there is no such day."""
    found = _DATE_ONLY.fullmatch(text)
    return _day(found) if found else None


def read_time(text: str) -> time | None:
    """Read `09:30:00`, also without seconds, also with an offset or `@zone`."""
    found = _TIME_ONLY.fullmatch(text)
    return _moment_of_day(found) if found else None


def read_moment(text: str) -> datetime | None:
    """Read `2026-01-31T09:30:00`; a date alone is its midnight."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        day = read_date(text)
        return None if day is None else datetime.combine(day, time())
    day, clock = _day(found), _moment_of_day(found)
    return None if day is None or clock is None else datetime.combine(day, clock)


def read_duration(text: str) -> Duration | None:
    """Read `P1Y2M` or `P3DT4H5M6S`; the two kinds do not mix."""
    found = _MONTHS.fullmatch(text)
    if found:
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonths(-months if found[1] else months)
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    try:
        span = timedelta(
            days=int(found[2] or 0),
            hours=int(found[3] or 0),
            minutes=int(found[4] or 0),
            microseconds=int(Decimal(found[5] or 0) * 1_000_000),
        )
    except OverflowError:
        return None
    return DaysTime(-span if found[1] else span)


def read_any(text: str) -> object:
    """Read what `@"…"` holds: a duration, date, moment or time; null if none."""
    return read_duration(text) or read_date(text) or read_moment(text) or read_time(text)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _moment_of_day(found: re.Match[str]) -> time | None:
    try:
        return time(
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            int(Decimal(found["fraction"] or 0) * 1_000_000),
            tzinfo=_zone(found["zone"]),
        )
    except (ValueError, LookupError):
        return None


@lru_cache(maxsize=64)
def _zone(text: str | None) -> tzinfo | None:
    """Find a time zone; raises ValueError or LookupError if there is none such."""
    if text is None:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return ZoneInfo(text[1:])
    sign = -1 if text[0] == "-" else 1
    return offset(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6])))


def offset(span: timedelta) -> tzinfo:
    """Give the zone that lies so far from UTC; raises ValueError beyond a day."""
    return timezone(span)


def write_duration(duration: Duration) -> str:
    """Write a duration as FEEL does: `P1Y2M`, `-P3DT4H`, `P0M`, `PT0S`."""
    if isinstance(duration, YearsMonths):
        years, months = divmod(abs(duration.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if duration.months < 0 else "") + "P" + (text or "0M")
    if isinstance(duration, DaysTime):
        return _write_span(duration)
    raise TypeError(duration)


def _write_span(duration: DaysTime) -> str:
    sign, days, hours, minutes, seconds = parts_of(duration)
    fraction = abs(duration.span).microseconds
    whole = f"{seconds}.{fraction:06}".rstrip("0") if fraction else str(seconds)
    clock = (
        (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{whole}S" if whole != "0" else "")
    )
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if sign < 0 else "") + "P" + (text or "T0S")


def write_moment(moment: date | time) -> str:
    """Write a date, time or moment as FEEL does."""
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return moment.isoformat()
    if isinstance(moment.tzinfo, ZoneInfo):
        return f"{moment.replace(tzinfo=None).isoformat()}@{moment.tzinfo.key}"
    text = moment.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
