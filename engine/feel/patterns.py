"""Regular expressions in time linear in the text: the part of XPath's that has no back-references.

Python's `re` can be made to run for hours by a pattern such as `(a+)+$`; here all alternatives go
forward together (Thompson 1968, Pike's captures), each step paid from the budget of the evaluation.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from engine.feel.automaton import (
    Accepts,
    Captures,
    Code,
    Edge,
    Found,
    Mark,
    Take,
    either,
    find,
    joined,
    repeat,
    shifted,
)
from engine.feel.values import Run

MAX_PATTERN: Final = 500
MAX_REPEAT: Final = 255
MAX_GROUPS: Final = 32
_SPECIAL: Final = frozenset("\\|.?*+(){}[]^$")


class _Reader:
    """Recursive descent over one pattern; raises ValueError where it is none of ours."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAX_PATTERN or set(flags) - set("imsx"):
            raise ValueError("pattern too long, or unknown flags")
        self.text = "".join(pattern.split()) if "x" in flags else pattern
        self.flags = flags
        self.at = 0
        self.groups = 0
        self.depth = 0

    def program(self) -> Code:
        code = self._alternatives()
        if self.at < len(self.text):
            raise ValueError("unbalanced )")
        return [Mark(0), *shifted(code, 1), Mark(1), Found()]

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise ValueError("pattern ends too early")
        self.at += 1
        return character

    def _eat(self, character: str) -> bool:
        eaten = self._peek() == character
        self.at += eaten
        return eaten

    def _alternatives(self) -> Code:
        code = self._sequence()
        while self._eat("|"):
            code = either(code, self._sequence())
        return code

    def _sequence(self) -> Code:
        code: Code = []
        while self._peek() not in {"", "|", ")"}:
            code = joined(code, self._repeated())
        return code

    def _repeated(self) -> Code:
        atom = self._atom()
        while self._peek() in {"*", "+", "?", "{"}:
            least, most = self._count()
            atom = repeat(atom, least, most, lazy=self._eat("?"))
        return atom

    def _count(self) -> tuple[int, int | None]:
        match self._next():
            case "*":
                return 0, None
            case "+":
                return 1, None
            case "?":
                return 0, 1
            case _:
                return self._braces()

    def _braces(self) -> tuple[int, int | None]:
        least = self._number()
        most: int | None = least
        if self._eat(","):
            most = None if self._peek() == "}" else self._number()
        if self._next() != "}" or (most is not None and most < least):
            raise ValueError("bad repetition")
        return least, most

    def _number(self) -> int:
        start = self.at
        while self._peek() and self._peek() in "0123456789":
            self.at += 1
        number = int(self.text[start : self.at])
        if number > MAX_REPEAT:
            raise ValueError("too many repetitions")
        return number

    def _atom(self) -> Code:
        character = self._next()
        match character:
            case "(":
                return self._group()
            case "^" | "$":
                return [Edge(at_end=character == "$", of_line="m" in self.flags)]
            case "*" | "+" | "?" | "{":
                raise ValueError("nothing to repeat")
            case _:
                return [Take(self._fold(self._one(character)))]

    def _one(self, character: str) -> Accepts:
        match character:
            case "[":
                return self._set()
            case "\\":
                return self._escape()
            case ".":
                return _anything if "s" in self.flags else _not_a_line_end
            case _:
                return _only(character)

    def _group(self) -> Code:
        captures = not self._eat("?")
        if not captures and self._next() != ":":
            raise ValueError("unsupported group")
        self.depth += 1
        self.groups += captures
        slot = 2 * self.groups
        if self.depth > MAX_GROUPS or self.groups > MAX_GROUPS:
            raise ValueError("too many groups")
        code = self._alternatives()
        if not self._eat(")"):
            raise ValueError("missing )")
        self.depth -= 1
        return [Mark(slot), *shifted(code, 1), Mark(slot + 1)] if captures else code

    def _fold(self, accepts: Accepts) -> Accepts:
        if "i" not in self.flags:
            return accepts
        return lambda c: accepts(c) or accepts(c.lower()) or accepts(c.upper())

    def _set(self) -> Accepts:
        negated = self._eat("^")
        accepted: list[Accepts] = []
        while not self._eat("]"):
            accepted.append(self._member())
        if not accepted:
            raise ValueError("empty set")
        if negated:
            return lambda c: not any(accepts(c) for accepts in accepted)
        return lambda c: any(accepts(c) for accepts in accepted)

    def _member(self) -> Accepts:
        first = self._next()
        if first == "[":
            raise ValueError("unsupported set")
        if first == "\\":
            if self._peek() not in _PLAIN_ESCAPES:
                return self._escape()
            first = _PLAIN_ESCAPES[self._next()]
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in {"]", ""}:
            return _only(first)
        self.at += 1
        last = self._next()
        if last == "\\":
            last = _PLAIN_ESCAPES.get(self._next(), "")
        if last < first:
            raise ValueError("bad range")
        return lambda c: first <= c <= last

    def _escape(self) -> Accepts:
        letter = self._next()
        if letter in _PLAIN_ESCAPES:
            return _only(_PLAIN_ESCAPES[letter])
        if letter in "pP":
            return self._category(negated=letter == "P")
        accepts = _CLASSES.get(letter.lower())
        if accepts is None:
            raise ValueError("unsupported escape")
        return (lambda c: not accepts(c)) if letter.isupper() else accepts

    def _category(self, *, negated: bool) -> Accepts:
        end = self.text.find("}", self.at)
        if self._next() != "{" or end < 0:
            raise ValueError("bad category")
        name = self.text[self.at : end]
        self.at = end + 1
        if name == "IsHan":
            return lambda c: _is_han(c) != negated
        return lambda c: unicodedata.category(c).startswith(name) != negated


def _anything(_character: str) -> bool:
    return True


def _not_a_line_end(character: str) -> bool:
    return character not in "\n\r"


def _only(wanted: str) -> Accepts:
    return lambda c: c == wanted


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED")


_PLAIN_ESCAPES: Final = {
    **{character: character for character in "\\|.?*+(){}[]^$-/\"' "},
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
_CLASSES: Final[dict[str, Accepts]] = {
    "d": lambda c: c in "0123456789",
    "w": lambda c: c.isalnum() or c == "_",
    "s": lambda c: c in " \t\n\r",
}


class Pattern:
    """A compiled pattern; raises ValueError if it is none that is supported."""

    def __init__(self, pattern: str, flags: str = "") -> None:
        """Compile it once; `flags` are XPath's i, m, s and x."""
        reader = _Reader(pattern, flags)
        self._code = reader.program()
        self.groups = reader.groups
        self._literal = pattern if not flags and _SPECIAL.isdisjoint(pattern) else ""

    def find(self, text: str, start: int, run: Run) -> Captures | None:
        """Find the first match from a position: begin and end of the whole and of each group.

        A group that took no part is at -1. Raises `FeelLimitExceeded` when the steps are used up.
        """
        if self._literal:
            at = text.find(self._literal, start)
            return None if at < 0 else (at, at + len(self._literal))
        return find(self._code, (text, start), 2 * (self.groups + 1), run)

    def occurs(self, text: str) -> bool:
        """Tell whether it matches somewhere in a text."""
        return self.find(text, 0, Run()) is not None


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str = "") -> Pattern:
    """Compile a pattern, or find it among those compiled before; raises ValueError."""
    return Pattern(pattern, flags)
