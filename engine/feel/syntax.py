"""From the text of an expression to its tree, or to a sentence saying where it goes wrong."""

import unicodedata
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from engine.feel.refusals import FeelSyntaxError, Position
from engine.feel.tokens import Retagger, position_of

MAX_CHARACTERS = 2_000

_SHOWN = {
    "NAME": "名称",
    "BUILTIN": "函数",
    "NUMBER": "数字",
    "STRING": "文本",
    "AT_STRING": "日期文字",
    "COMPARE": "比较符号",
    "RPAR": "“)”",
    "RSQB": "“]”",
    "RBRACE": "“}”",
    "COMMA": "“,”",
    "COLON": "“:”",
    "DOTS": "“..”",
    "LPAR": "“(”",
    "AND": "and",
    "OR": "or",
    "IN": "in",
    "THEN": "then",
    "ELSE": "else",
    "RETURN": "return",
    "SATISFIES": "satisfies",
    "BETWEEN": "between",
    "$END": "结尾",
}
_VALUES = frozenset({"NAME", "NUMBER", "STRING"})


@cache
def _parser(builtins: frozenset[str]) -> Lark:
    grammar = files("engine.feel").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start=["expression", "unary_tests"],
        maybe_placeholders=False,
        propagate_positions=True,
        postlex=Retagger(builtins),
    )


def parse(text: str, start: str, builtins: frozenset[str]) -> Tree[Token]:
    """Read an `expression` or `unary_tests`; raise `FeelSyntaxError`."""
    if len(text) > MAX_CHARACTERS:
        raise FeelSyntaxError(
            Position(1, MAX_CHARACTERS + 1), f"表达式超过{MAX_CHARACTERS}个字符。"
        )
    if not text.strip():
        raise FeelSyntaxError(Position(1, 1), "表达式为空。")
    try:
        return _parser(builtins).parse(text, start=start)
    except UnexpectedInput as error:
        raise _explained(error, text) from None


def _explained(error: UnexpectedInput, text: str) -> FeelSyntaxError:
    """Say in Chinese what lark found and what it expected."""
    match error:
        case UnexpectedCharacters():
            return FeelSyntaxError(Position(error.line, error.column), _about_character(error.char))
        case UnexpectedToken():
            token = error.token
            expected = _expected(error.accepts or error.expected)
            if token.type == "$END":
                return FeelSyntaxError(_end_of(text), f"表达式不完整，此后应为{expected}。")
            return FeelSyntaxError(position_of(token), f"此处不应为“{token}”，应为{expected}。")
        case _:
            return FeelSyntaxError(_end_of(text), "表达式无法识别。")


def _about_character(character: str) -> str:
    if character == '"':
        return "文本缺少结束的双引号。"
    if unicodedata.east_asian_width(character) in "FWA" or character == "'":
        return f"无法识别“{character}”，请使用半角的英文符号；文本用双引号。"
    return f"无法识别“{character}”。"


def _expected(terminals: set[str]) -> str:
    """List what may stand here, the whole of operands told as 一个值."""
    names = set(terminals)
    shown = []
    if names >= _VALUES:
        shown.append("一个值")
        names -= _VALUES | {"BUILTIN", "AT_STRING", "LPAR", "COMPARE"}
    shown += [_SHOWN[name] for name in _SHOWN if name in names]
    return "、".join(shown) or "其他内容"


def _end_of(text: str) -> Position:
    lines = text.rstrip().split("\n")
    return Position(len(lines), len(lines[-1]) + 1)
