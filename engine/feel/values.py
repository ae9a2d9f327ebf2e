"""The values of FEEL as Python values, their kinds, and when two of them are equal or ordered.

Numbers are exact (`int`, or `Decimal` with 34 digits as in IEEE 754 decimal128); `None` is null.
Whatever comes from outside is either one of these kinds or is read as null: no attribute of a
foreign object is ever touched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.refusals import FeelLimitExceeded
from engine.law.calendar import WorkingCalendar

MAX_LIST: Final = 10_000
MAX_TEXT: Final = 100_000
MAX_STEPS: Final = 50_000
DIGITS: Final = 34
LOCAL = ZoneInfo("Asia/Shanghai")  # a moment without an offset is read on the wall of the office
EXACT = Context(prec=DIGITS)
_WIDEST_INT: Final = 10**DIGITS


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `YearsMonths` or `DaysTime`, which FEEL never mixes."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths(Duration):
    """A duration counted in months (`P1Y2M` is 14)."""

    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime(Duration):
    """A duration counted in days, hours, minutes and seconds (`P3DT4H`)."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; an end that is None is open to infinity."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True


KINDS: Final[dict[type, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "date and time",
    time: "time",
    YearsMonths: "years and months duration",
    DaysTime: "days and time duration",
    list: "list",
    dict: "context",
    Range: "range",
}
ORDERED = frozenset(
    {
        "number",
        "string",
        "date",
        "date and time",
        "time",
        "years and months duration",
        "days and time duration",
    }
)


class Run:
    """One evaluation: the steps it may still take, and the calendar it may ask."""

    __slots__ = ("calendar", "steps")

    def __init__(self, calendar: WorkingCalendar | None = None) -> None:
        """Begin with all steps."""
        self.steps = MAX_STEPS
        self.calendar = calendar

    def spend(self, steps: int) -> None:
        """Take steps away; raise `FeelLimitExceeded` when there are none left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimitExceeded(detail=f"计算步骤超过{MAX_STEPS}步")


def kind_of(value: object) -> str:
    """Name the FEEL type of a value; a foreign object is null."""
    return KINDS.get(type(value)) or KINDS[type(adopt(value))]


def adopt(value: object) -> object:
    """Turn a value from outside into one of ours; what FEEL does not know becomes null."""
    if type(value) in KINDS:
        return value
    match value:
        case float():
            return shorten(Decimal(repr(value)))
        case Enum():
            return adopt(value.value)
        case str():
            return str.__str__(value)
        case int():
            return int.__int__(value)
        case timedelta():
            return DaysTime(value)
        case Mapping():
            return dict(value)
        case tuple() | set() | frozenset():
            return list(value)
        case _:
            return None


def shorten(number: Decimal) -> int | Decimal | None:
    """Give a whole number as `int`; what is not finite is null."""
    if not number.is_finite():
        return None
    whole = number.to_integral_value()
    if whole == number and abs(number) < _WIDEST_INT:
        return int(whole)
    return number


def narrow(number: int) -> int | Decimal | None:
    """Round a whole number of more than 34 digits, as decimal128 does."""
    if -_WIDEST_INT < number < _WIDEST_INT:
        return number
    return shorten(EXACT.create_decimal(number))


def sized(text: str) -> str:
    """Give the text back, or raise `FeelLimitExceeded` if it has become too long."""
    if len(text) > MAX_TEXT:
        raise FeelLimitExceeded(detail=f"文本超过{MAX_TEXT}个字符")
    return text


def sized_list(items: list[object]) -> list[object]:
    """Give the list back, or raise `FeelLimitExceeded` if it has become too long."""
    if len(items) > MAX_LIST:
        raise FeelLimitExceeded(detail=f"列表超过{MAX_LIST}项")
    return items


def equal(left: object, right: object, run: Run) -> bool | None:
    """Compare by type: different types are not comparable (null), except with null (false)."""
    run.spend(1)
    left, right = adopt(left), adopt(right)
    kind = kind_of(left)
    if left is None or right is None:
        return left is right
    if kind != kind_of(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, run)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right, run)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right, run)
    first, second = same_clock(left, right)
    return first == second


def _equal_lists(left: list[object], right: list[object], run: Run) -> bool | None:
    if len(left) != len(right):
        return False
    return _all_true(equal(one, other, run) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], run: Run) -> bool | None:
    if left.keys() != right.keys():
        return False
    return _all_true(equal(value, right[key], run) for key, value in left.items())


def _equal_ranges(left: Range, right: Range, run: Run) -> bool | None:
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    pairs = ((left.start, right.start), (left.end, right.end))
    return _all_true(equal(one, other, run) for one, other in pairs)


def _all_true(verdicts: Iterable[bool | None]) -> bool | None:
    unknown = False
    for verdict in verdicts:
        if verdict is False:
            return False
        unknown = unknown or verdict is None
    return None if unknown else True


def same_clock(left: object, right: object) -> tuple[object, object]:
    """Make two moments (or times) comparable: one without an offset is read as local time."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return _located(left), _located(right)
    elif (
        isinstance(left, time)
        and isinstance(right, time)
        and (left.utcoffset() is None) != (right.utcoffset() is None)
    ):
        return left.replace(tzinfo=None), right.replace(tzinfo=None)
    return left, right


def _located(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def order(left: object, right: object) -> int | None:
    """Give -1, 0 or 1 as the left is before, equal to or after the right; null if not comparable."""
    left, right = adopt(left), adopt(right)
    kind = kind_of(left)
    if kind not in ORDERED or kind != kind_of(right):
        return None
    first, second = same_clock(left, right)
    return (first > second) - (first < second)  # type: ignore[operator]  # both of one ordered kind


def includes(limits: Range, value: object) -> bool | None:
    """Tell whether a value lies in a range; null if it cannot be compared with the ends."""
    if value is None:
        return None
    above, below = order(value, limits.start), order(value, limits.end)
    verdicts = (
        _beyond(above, limits.start, limits.start_included),
        _beyond(None if below is None else -below, limits.end, limits.end_included),
    )
    return _all_true(verdicts)


def _beyond(verdict: int | None, end: object, included: bool) -> bool | None:  # noqa: FBT001
    if end is None:
        return True
    if verdict is None:
        return None
    return verdict > 0 or (included and verdict == 0)
