"""`+ - * / **` of FEEL: exact numbers, texts, and days, times and durations.

An operation that the table does not know, or that leaves the calendar or decimal128, is null.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.comparison import same_clock
from engine.feel.values import EXACT, DaysTime, Run, YearsMonths, kind_of, narrow, shorten, sized

Number = int | Decimal
Operation = Callable[..., object]
_MIDNIGHT: Final = time(0, 0)
_ANY_DAY: Final = date(2000, 1, 1)
_MICROSECOND: Final = timedelta(microseconds=1)


def _add_numbers(left: Number, right: Number) -> object:
    if isinstance(left, int) and isinstance(right, int):
        return narrow(left + right)
    return shorten(EXACT.add(left, right))


def _subtract_numbers(left: Number, right: Number) -> object:
    if isinstance(left, int) and isinstance(right, int):
        return narrow(left - right)
    return shorten(EXACT.subtract(left, right))


def _multiply_numbers(left: Number, right: Number) -> object:
    if isinstance(left, int) and isinstance(right, int):
        return narrow(left * right)
    return shorten(EXACT.multiply(left, right))


def _divide_numbers(left: Number, right: Number) -> object:
    if isinstance(left, int) and isinstance(right, int) and right and left % right == 0:
        return left // right
    return shorten(EXACT.divide(left, right))


def _raise_number(left: Number, right: Number) -> object:
    return shorten(EXACT.power(left, right))


def _join(left: str, right: str) -> str:
    return sized(left + right)


def add_months(day: date, months: int) -> date:
    """Go to the same day of another month, or to its last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years that Python knows
        raise OverflowError
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _day_and_months(day: date, months: YearsMonths) -> date:
    return add_months(day, months.months)


def _day_less_months(day: date, months: YearsMonths) -> date:
    return add_months(day, -months.months)


def _day_and_span(day: date, span: DaysTime) -> date:
    return (datetime.combine(day, _MIDNIGHT) + span.span).date()


def _day_less_span(day: date, span: DaysTime) -> date:
    return (datetime.combine(day, _MIDNIGHT) - span.span).date()


def _time_and_span(moment: time, span: DaysTime) -> time:
    day = datetime.combine(_ANY_DAY, moment) + timedelta(seconds=span.span.seconds)
    return (day + timedelta(microseconds=span.span.microseconds)).timetz()


def _time_less_span(moment: time, span: DaysTime) -> time:
    return _time_and_span(moment, DaysTime(-span.span))


def _between_times(left: time, right: time) -> DaysTime:
    first, second = same_clock(left, right)
    if isinstance(first, time) and isinstance(second, time):
        return DaysTime(datetime.combine(_ANY_DAY, first) - datetime.combine(_ANY_DAY, second))
    raise ValueError


def _between_moments(left: date, right: date) -> DaysTime:
    first, second = same_clock(as_moment(left), as_moment(right))
    if isinstance(first, datetime) and isinstance(second, datetime):
        return DaysTime(first - second)
    raise ValueError


def as_moment(day: date) -> datetime:
    """Read a date as its midnight."""
    return day if isinstance(day, datetime) else datetime.combine(day, _MIDNIGHT)


def _rounded(number: Number) -> int:
    """Cut a number of months or microseconds to a whole one, towards zero."""
    return int(number)


def _scaled(span: timedelta, number: Decimal) -> DaysTime:
    microseconds = EXACT.multiply(span // _MICROSECOND, number)
    return DaysTime(timedelta(microseconds=_rounded(microseconds)))


def _months_times(months: YearsMonths, factor: Number) -> YearsMonths:
    return YearsMonths(_rounded(EXACT.multiply(months.months, factor)))


def _months_by(months: YearsMonths, divisor: Number) -> YearsMonths:
    return YearsMonths(_rounded(EXACT.divide(months.months, divisor)))


def _span_times(span: DaysTime, factor: Number) -> DaysTime:
    return _scaled(span.span, EXACT.create_decimal(factor))


def _span_by(span: DaysTime, divisor: Number) -> DaysTime:
    microseconds = EXACT.divide(span.span // _MICROSECOND, divisor)
    return DaysTime(timedelta(microseconds=_rounded(microseconds)))


def _months_ratio(left: YearsMonths, right: YearsMonths) -> object:
    return _divide_numbers(left.months, right.months)


def _span_ratio(left: DaysTime, right: DaysTime) -> object:
    return _divide_numbers(left.span // _MICROSECOND, right.span // _MICROSECOND)


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


_NUMBER, _DAY, _MOMENT, _TIME = "number", "date", "date and time", "time"
_MONTHS, _SPAN = "years and months duration", "days and time duration"
_Table = Mapping[tuple[str, str], Operation]

_PLUS: dict[tuple[str, str], Operation] = {
    (_NUMBER, _NUMBER): _add_numbers,
    ("string", "string"): _join,
    (_DAY, _MONTHS): _day_and_months,
    (_DAY, _SPAN): _day_and_span,
    (_MOMENT, _MONTHS): _day_and_months,
    (_MOMENT, _SPAN): lambda moment, span: moment + span.span,
    (_TIME, _SPAN): _time_and_span,
    (_MONTHS, _MONTHS): lambda left, right: YearsMonths(left.months + right.months),
    (_SPAN, _SPAN): lambda left, right: DaysTime(left.span + right.span),
}
_PLUS |= {
    (right, left): _swapped(operation)
    for (left, right), operation in _PLUS.items()
    if left != right
}
_MINUS: _Table = {
    (_NUMBER, _NUMBER): _subtract_numbers,
    (_DAY, _DAY): _between_moments,
    (_DAY, _MOMENT): _between_moments,
    (_MOMENT, _DAY): _between_moments,
    (_MOMENT, _MOMENT): _between_moments,
    (_TIME, _TIME): _between_times,
    (_DAY, _MONTHS): _day_less_months,
    (_DAY, _SPAN): _day_less_span,
    (_MOMENT, _MONTHS): _day_less_months,
    (_MOMENT, _SPAN): lambda moment, span: moment - span.span,
    (_TIME, _SPAN): _time_less_span,
    (_MONTHS, _MONTHS): lambda left, right: YearsMonths(left.months - right.months),
    (_SPAN, _SPAN): lambda left, right: DaysTime(left.span - right.span),
}
_TIMES: _Table = {
    (_NUMBER, _NUMBER): _multiply_numbers,
    (_MONTHS, _NUMBER): _months_times,
    (_NUMBER, _MONTHS): _swapped(_months_times),
    (_SPAN, _NUMBER): _span_times,
    (_NUMBER, _SPAN): _swapped(_span_times),
}
_DIVIDE: _Table = {
    (_NUMBER, _NUMBER): _divide_numbers,
    (_MONTHS, _NUMBER): _months_by,
    (_SPAN, _NUMBER): _span_by,
    (_MONTHS, _MONTHS): _months_ratio,
    (_SPAN, _SPAN): _span_ratio,
}
_OPERATIONS: Mapping[str, _Table] = {
    "+": _PLUS,
    "-": _MINUS,
    "*": _TIMES,
    "/": _DIVIDE,
    "**": {(_NUMBER, _NUMBER): _raise_number},
}
_TEXT_STEP: Final = 8  # a step of the budget pays for 2⁸ characters


def operator(symbol: str) -> Callable[[object, object, Run], object]:
    """Find the function of `+`, `-`, `*`, `/` or `**`."""
    table = _OPERATIONS[symbol]

    def apply(left: object, right: object, run: Run) -> object:
        operation = table.get((kind_of(left), kind_of(right)))
        if operation is None:
            return None
        try:
            result = operation(left, right)
        except (ArithmeticError, ValueError):
            return None
        if isinstance(result, str):
            run.spend(len(result) >> _TEXT_STEP)
        return result

    return apply


def negated(value: object) -> object:
    """Give the opposite of a number or duration; null for anything else."""
    negate = _NEGATIONS.get(type(value))
    return None if negate is None else negate(value)


_NEGATIONS: Mapping[type, Callable[..., object]] = {
    int: lambda value: -value,
    Decimal: EXACT.minus,
    YearsMonths: lambda value: YearsMonths(-value.months),
    DaysTime: lambda value: DaysTime(-value.span),
}
