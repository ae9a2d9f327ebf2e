"""Retag the few tokens of FEEL that need more than one token of look-ahead.

Names with spaces (built-in functions, parameters, properties, types), the reversed brackets of
ranges `]1..5[`, and `not(` at the head of unary tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token
from lark.lark import PostLex
from typing_extensions import override

from engine.feel.refusals import FeelSyntaxError, Position

MAX_TOKENS = 800
MAX_NESTING = 32

TYPES = frozenset(
    {
        "Any",
        "boolean",
        "context",
        "date",
        "date and time",
        "days and time duration",
        "list",
        "number",
        "range",
        "string",
        "time",
        "years and months duration",
    }
)
_PROPERTIES = frozenset({"end included", "start included", "time offset"})
_LONGEST_NAME = 5
_OPERAND_ENDS = frozenset(
    {
        "NAME",
        "NUMBER",
        "STRING",
        "AT_STRING",
        "INPUT",
        "RPAR",
        "RSQB",
        "RBRACE",
        "TRUE",
        "FALSE",
        "NULL",
        "INSTANCE_OF",
        "CLOSE_REVERSED",
    }
)
_OPERAND_STARTS = frozenset(
    {
        "NAME",
        "BUILTIN",
        "NUMBER",
        "STRING",
        "AT_STRING",
        "INPUT",
        "LPAR",
        "LSQB",
        "LBRACE",
        "TRUE",
        "FALSE",
        "NULL",
        "IF",
        "FOR",
        "SOME",
        "EVERY",
        "MINUS",
    }
)
_OPENING = frozenset({"LPAR", "LSQB", "LBRACE", "OPEN_REVERSED"})
_CLOSING = frozenset({"RPAR", "RSQB", "RBRACE", "CLOSE_REVERSED"})


def position_of(token: Token) -> Position:
    """Give the place of a token; the end of the text counts as line 1, column 1 if unknown."""
    return Position(token.line or 1, token.column or 1)


@dataclass
class _Bracket:
    """An open bracket: whether it holds arguments, and whether `..` was seen in it."""

    of_call: bool
    is_range: bool = False


class _Reading:
    """One pass over the tokens of one expression."""

    def __init__(self, tokens: list[Token], builtins: frozenset[str]) -> None:
        self.tokens = tokens
        self.builtins = builtins
        self.at = 0
        self.out: list[Token] = []
        self.open: list[_Bracket] = [_Bracket(of_call=False)]

    def run(self) -> list[Token]:
        """Read all tokens, retagged."""
        while self.at < len(self.tokens):
            token = self._next()
            self._nest(token)
            self.out.append(token)
        return self.out

    def _previous(self) -> str:
        return self.out[-1].type if self.out else ""

    def _type_at(self, index: int) -> str:
        return self.tokens[index].type if index < len(self.tokens) else ""

    def _next(self) -> Token:
        token = self.tokens[self.at]
        match token.type:
            case "RSQB" | "LSQB":
                return self._take(1, self._bracket_type(token))
            case "DOTS":
                self.open[-1].is_range = True
                return self._take(1, token.type)
            case _ if token[0].isalpha() or token[0] == "_":
                return self._word(token)
            case _:
                return self._take(1, token.type)

    def _take(self, count: int, type_: str, text: str | None = None) -> Token:
        first = self.tokens[self.at]
        self.at += count
        return Token.new_borrow_pos(type_, str(first) if text is None else text, first)

    def _bracket_type(self, token: Token) -> str:
        if token.type == "RSQB":
            empty_list = self._previous() == "LSQB"
            return token.type if empty_list or self._after_operand() else "OPEN_REVERSED"
        closes = (
            self.open[-1].is_range
            and self._after_operand()
            and self._type_at(self.at + 1) not in _OPERAND_STARTS
        )
        return "CLOSE_REVERSED" if closes else token.type

    def _after_operand(self) -> bool:
        return self._previous() in _OPERAND_ENDS

    def _words(self, count: int) -> str:
        """Join the next tokens to one name; empty if they are not all words."""
        words = self.tokens[self.at : self.at + count]
        if len(words) < count or not all(word[0].isalpha() for word in words):
            return ""
        return " ".join(words)

    def _word(self, token: Token) -> Token:
        if self._previous() == "DOT":
            two = self._words(2)
            return self._take(2, "NAME", two) if two in _PROPERTIES else self._take(1, "NAME")
        if token == "function" and self._type_at(self.at + 1) == "LPAR":  # noqa: S105 - a keyword
            raise FeelSyntaxError(position_of(token), "不支持自定义函数（function）。")
        if self._words(2) == "instance of":
            return self._type()
        return self._parameter() or self._builtin() or self._take(1, token.type)

    def _parameter(self) -> Token | None:
        if not (self.open[-1].of_call and self._previous() in {"LPAR", "COMMA"}):
            return None
        for count in range(1, _LONGEST_NAME):
            name = self._words(count)
            if name and self._type_at(self.at + count) == "COLON":
                return self._take(count, "PARAMETER", name)
        return None

    def _builtin(self) -> Token | None:
        for count in range(_LONGEST_NAME, 1, -1):
            name = self._words(count)
            if name in self.builtins and self._type_at(self.at + count) == "LPAR":
                return self._take(count, "BUILTIN", name)
        return None

    def _type(self) -> Token:
        first = self.tokens[self.at]
        self.at += 2
        for count in range(_LONGEST_NAME, 0, -1):
            name = self._words(count)
            if name in TYPES:
                self.at += count
                return Token.new_borrow_pos("INSTANCE_OF", name, first)
        raise FeelSyntaxError(
            position_of(first), f"instance of 之后应为类型名称：{'、'.join(sorted(TYPES))}。"
        )

    def _nest(self, token: Token) -> None:
        if token.type in _OPENING:
            self.open.append(_Bracket(of_call=self._previous() in {"NAME", "BUILTIN"}))
            if len(self.open) > MAX_NESTING:
                raise FeelSyntaxError(position_of(token), f"括号嵌套超过{MAX_NESTING}层。")
        elif token.type in _CLOSING and len(self.open) > 1:
            self.open.pop()


class Retagger(PostLex):
    """The step between lark's lexer and its parser."""

    always_accept = ()

    def __init__(self, builtins: frozenset[str]) -> None:
        """Know the names of the built-in functions."""
        self.builtins = builtins

    @override
    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Yield the tokens as the grammar wants them; raise `FeelSyntaxError`."""
        tokens: list[Token] = []
        for token in stream:
            tokens.append(token)
            if len(tokens) > MAX_TOKENS:
                raise FeelSyntaxError(position_of(token), "表达式过长。")
        read = _Reading(tokens, self.builtins).run()
        if _is_negated_whole(read):
            read[0] = Token.new_borrow_pos("NOT_TESTS", str(read[0]), read[0])
        yield from read


def _is_negated_whole(tokens: list[Token]) -> bool:
    """Tell whether the tokens are `not( … )` from the first to the last."""
    if [str(token) for token in tokens[:2]] != ["not", "("]:
        return False
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.type in _OPENING) - (token.type in _CLOSING)
        if index > 0 and depth == 0:
            return index == len(tokens) - 1
    return False
