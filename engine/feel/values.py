"""The values of FEEL as Python values, and their kinds.

Numbers are exact (`int`, or `Decimal` with 34 digits as in IEEE 754 decimal128); `None` is null.
Whatever comes from outside is either one of these kinds or is read as null: no attribute of a
foreign object is ever touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import Enum
from typing import Final

from engine.feel.refusals import FeelLimitExceeded
from engine.law.calendar import WorkingCalendar

MAX_LIST: Final = 10_000
MAX_TEXT: Final = 100_000
MAX_STEPS: Final = 50_000
DIGITS: Final = 34
EXACT: Final = Context(prec=DIGITS, Emax=6144, Emin=-6143)  # decimal128
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


class Run:
    """One evaluation: the steps it may still take, and the calendar it may ask."""

    __slots__ = ("calendar", "steps")

    def __init__(self, calendar: WorkingCalendar | None = None, steps: int = MAX_STEPS) -> None:
        """Begin with all steps; several expressions may share them."""
        self.steps = steps
        self.calendar = calendar

    def spend(self, steps: int) -> None:
        """Take steps away; raise `FeelLimitExceeded` when there are none left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimitExceeded(detail="计算步骤过多")


def kind_of(value: object) -> str:
    """Name the FEEL type of a value; a foreign object is null."""
    return KINDS.get(type(value)) or KINDS[type(adopt(value))]


def adopt(value: object) -> object:
    """Turn a value from outside into one of ours; what FEEL does not know becomes null."""
    if type(value) in KINDS:
        return value
    for kind, reading in _FOREIGN:
        if isinstance(value, kind):
            return reading(value)
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


_FOREIGN: Final[tuple[tuple[type | tuple[type, ...], Callable[..., object]], ...]] = (
    (float, lambda value: shorten(Decimal(repr(value)))),
    (Enum, lambda value: adopt(value.value)),
    (str, str.__str__),
    (int, int.__int__),
    (timedelta, DaysTime),
    (Mapping, dict),
    ((tuple, set, frozenset), list),
)
