"""Functions on numbers."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.builtins.registry import builtin
from engine.feel.values import EXACT, DaysTime, YearsMonths, shorten

Number = int | Decimal
_FINEST = 6111  # the scales of decimal128, from -6111 to 6176


def _rounded(number: Number, scale: object, rounding: str) -> object:
    if not isinstance(scale, int) or not -_FINEST <= scale <= _FINEST:
        return None
    value = Decimal(number)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return shorten(value)  # nothing to round off
    return shorten(value.quantize(Decimal(1).scaleb(-scale), rounding=rounding, context=EXACT))


def _declare(name: str, rounding: str, *, optional: bool = False) -> None:
    """Register a function that rounds to a number of decimals."""
    mark = "?" if optional else ""

    def body(n: Number, scale: object = None) -> object:
        return _rounded(n, 0 if scale is None else scale, rounding)

    builtin(f"{name}(n: number, scale{mark}: number)")(body)


_declare("decimal", ROUND_HALF_EVEN)
_declare("floor", ROUND_FLOOR, optional=True)
_declare("ceiling", ROUND_CEILING, optional=True)
_declare("round up", ROUND_UP)
_declare("round down", ROUND_DOWN)
_declare("round half up", ROUND_HALF_UP)
_declare("round half down", ROUND_HALF_DOWN)


@builtin("abs(n: number|years and months duration|days and time duration)")
def absolute(n: Number | YearsMonths | DaysTime) -> object:
    """Drop the sign."""
    match n:
        case YearsMonths():
            return YearsMonths(abs(n.months))
        case DaysTime():
            return DaysTime(abs(n.span))
        case _:
            return abs(n)


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Number, divisor: Number) -> object:
    """Give the remainder with the sign of the divisor."""
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend % divisor
    quotient = EXACT.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return shorten(EXACT.subtract(dividend, EXACT.multiply(quotient, divisor)))


def _declare_function(name: str, function: Callable[[Decimal], Decimal]) -> None:
    def body(number: Number) -> object:
        return shorten(function(Decimal(number)))

    builtin(f"{name}(number: number)")(body)


_declare_function("sqrt", EXACT.sqrt)
_declare_function("log", EXACT.ln)
_declare_function("exp", EXACT.exp)


@builtin("odd(number: number)")
def odd(number: Number) -> bool | None:
    """Tell whether a whole number is odd."""
    return number % 2 == 1 if isinstance(number, int) else None


@builtin("even(number: number)")
def even(number: Number) -> bool | None:
    """Tell whether a whole number is even."""
    return number % 2 == 0 if isinstance(number, int) else None
