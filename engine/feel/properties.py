"""What stands after the dot: entries of contexts, components of dates, times, durations, ranges."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Final

from engine.feel.values import DaysTime, Run, YearsMonths, adopt, kind_of

Property = Callable[..., object]


def _months(duration: YearsMonths) -> tuple[int, int]:
    """Give whole years and the months beyond them, both with the duration's sign."""
    sign = -1 if duration.months < 0 else 1
    years, months = divmod(abs(duration.months), 12)
    return sign * years, sign * months


def parts_of(duration: DaysTime) -> tuple[int, int, int, int, int]:
    """Give sign, days, hours, minutes and seconds of a duration; fractions are dropped."""
    sign = -1 if duration.span.days < 0 else 1
    span = abs(duration.span)
    minutes, seconds = divmod(span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return sign, span.days, hours, minutes, seconds


def _span_part(index: int) -> Property:
    def read(duration: DaysTime) -> int:
        parts = parts_of(duration)
        return parts[0] * parts[index]

    return read


def _offset(moment: datetime | time) -> DaysTime | None:
    offset = moment.utcoffset()
    return None if offset is None else DaysTime(offset)


def _zone(moment: datetime | time) -> str | None:
    key = getattr(moment.tzinfo, "key", None)
    return key if isinstance(key, str) else None


_DAY: Mapping[str, Property] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": date.isoweekday,
}
_TIME: Mapping[str, Property] = {
    "hour": lambda moment: moment.hour,
    "minute": lambda moment: moment.minute,
    "second": lambda moment: moment.second,
    "time offset": _offset,
    "timezone": _zone,
}
PROPERTIES: Final[Mapping[str, Mapping[str, Property]]] = {
    "date": _DAY,
    "time": _TIME,
    "date and time": {**_DAY, **_TIME},
    "years and months duration": {
        "years": lambda duration: _months(duration)[0],
        "months": lambda duration: _months(duration)[1],
    },
    "days and time duration": {
        name: _span_part(index)
        for index, name in enumerate(("days", "hours", "minutes", "seconds"), start=1)
    },
    "range": {
        "start": lambda limits: limits.start,
        "end": lambda limits: limits.end,
        "start included": lambda limits: limits.start_included,
        "end included": lambda limits: limits.end_included,
    },
}


def member(value: object, name: str, run: Run) -> object:
    """Read `value.name`; over a list, read it of each item. What is not there is null."""
    value = adopt(value)
    if isinstance(value, dict):
        return adopt(value.get(name))
    if isinstance(value, list):
        run.spend(len(value))
        return [member(item, name, run) for item in value]
    read = PROPERTIES.get(kind_of(value), {}).get(name)
    return None if read is None else read(value)
