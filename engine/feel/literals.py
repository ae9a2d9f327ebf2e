"""What is written out in an expression: numbers, texts, and dates after `@`."""

import re

from lark import Token, Tree

from engine.feel.refusals import FeelSyntaxError, Position
from engine.feel.temporal import read_any
from engine.feel.values import EXACT, shorten

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}
_LAST_CHARACTER = 0x10FFFF


def number_of(token: Token | Tree[Token], place: Position) -> object:
    """Read a number; refuse one that decimal128 cannot hold."""
    try:
        return shorten(EXACT.create_decimal(str(token)))
    except ArithmeticError:
        raise FeelSyntaxError(place, "数字过大。") from None


def text_of(token: Token | Tree[Token]) -> str:
    r"""Read a text between quotes, with `\n`, `\"` and `\u4e2d` resolved."""
    return _ESCAPE.sub(_resolved, str(token)[1:-1])


def _resolved(found: re.Match[str]) -> str:
    escape = found[1]
    if len(escape) == 1:
        return _PLAIN.get(escape, escape)
    code = int(escape[1:], 16)
    return chr(code) if code <= _LAST_CHARACTER else "\ufffd"


def value_at(text: str, place: Position) -> object:
    """Read `@"2026-01-31"`, `@"P20D"`, …; refuse what is neither date, time nor duration."""
    value = read_any(text[2:-1])
    if value is None:
        raise FeelSyntaxError(place, f"{text} 不是日期、时间或期间。")
    return value
