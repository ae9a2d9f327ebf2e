"""ISO 8601 moments, durations and repetitions, as every BPMN tool writes them in timers."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.bpmn.limits import MAX_CYCLES, MAX_YEARS, MIN_CYCLE_SECONDS

SHANGHAI = ZoneInfo("Asia/Shanghai")  # the statutory time of the whole country

DURATION = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,6})?)S)?)?"
)
LOOKS_LIKE_DURATION = re.compile(r"P[\dT][\dYMWDTHS.,]*")
LOOKS_LIKE_DATE = re.compile(r"\d{4}-?(W\d\d|\d\d)")


@dataclass(frozen=True)
class Period:
    """A length of time in months and seconds; a month is as long as the calendar says."""

    months: int
    seconds: float

    def after(self, start: datetime, times: int = 1) -> datetime:
        """Go on from a moment by this length, `times` over."""
        month = start.month - 1 + self.months * times
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, calendar.monthrange(year, month)[1])
        moved = start.replace(year=year, month=month, day=day)
        return moved + timedelta(seconds=self.seconds * times)

    @property
    def roughly(self) -> float:
        """Give the length in seconds, a month counted as thirty days."""
        return self.months * 30 * 86_400 + self.seconds


@dataclass(frozen=True)
class Cycle:
    """A repetition: how often, from when (None = one length after activation), how long."""

    times: int
    start: datetime | None
    every: Period


def parse_duration(text: str) -> Period:
    """Read an ISO 8601 duration of at most ten years; ValueError when it is none."""
    match = DURATION.fullmatch(text.strip().upper())
    if match is None or text.strip().upper().endswith(("P", "T")):
        raise ValueError(f"not an ISO 8601 duration: {text!r}")
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[:6])
    seconds = float((match.group(7) or "0").replace(",", "."))
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    period = Period(years * 12 + months, total)
    if period.roughly > MAX_YEARS * 366 * 86_400:
        raise ValueError(f"longer than {MAX_YEARS} years: {text!r}")
    return period


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 date or moment; without a zone it is the time of Shanghai."""
    return moment_of(datetime.fromisoformat(text.strip()))


def moment_of(day: date) -> datetime:
    """Give the moment a value stands for: of a day its first instant in Shanghai."""
    if not isinstance(day, datetime):
        return datetime.combine(day, time(0), SHANGHAI)
    return day.replace(tzinfo=SHANGHAI) if day.tzinfo is None else day.astimezone(SHANGHAI)


def parse_cycle(text: str) -> Cycle:
    """Read R[n]/[start/]duration; without n, or with more, it repeats a hundred times."""
    head, *rest = text.strip().split("/")
    count = re.fullmatch(r"R(\d{0,9})", head.upper())
    if count is None or len(rest) not in {1, 2}:
        raise ValueError(f"not an ISO 8601 repetition: {text!r}")
    every = parse_duration(rest[-1])
    if every.roughly < MIN_CYCLE_SECONDS:
        raise ValueError(f"repeats more than once a minute: {text!r}")
    times = min(int(count.group(1) or MAX_CYCLES), MAX_CYCLES)
    return Cycle(times, parse_moment(rest[0]) if len(rest) == 2 else None, every)  # noqa: PLR2004 - R/start/length


def from_stamp(milliseconds: int) -> datetime:
    """Turn a stored stamp into a moment in Shanghai."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(SHANGHAI)
