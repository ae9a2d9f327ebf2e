"""Functions on texts; positions count from 1, or from the end if negative."""

import re
from collections.abc import Callable

from engine.feel.builtins.registry import builtin
from engine.feel.patterns import Pattern, compile_pattern
from engine.feel.values import Run, sized, sized_list

_REFERENCE = re.compile(r"\\([\\$])|\$([0-9])")


@builtin("substring(string: string, start position: number, length?: number)")
def substring(text: str, start: object, length: object = None) -> str | None:
    """Give the characters from a position on."""
    if not isinstance(start, int) or start == 0 or start < -len(text):
        return None
    first = start - 1 if start > 0 else len(text) + start
    if length is None:
        return text[first:]
    return text[first : first + length] if isinstance(length, int) and length >= 0 else None


@builtin("string length(string: string)")
def string_length(text: str) -> int:
    """Count the characters."""
    return len(text)


@builtin("upper case(string: string)")
def upper_case(text: str) -> str:
    """Write in capitals."""
    return sized(text.upper())


@builtin("lower case(string: string)")
def lower_case(text: str) -> str:
    """Write in small letters."""
    return sized(text.lower())


@builtin("trim(string: string)")
def trim(text: str) -> str:
    """Drop blanks at both ends."""
    return text.strip()


@builtin("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    """Give what stands before the first occurrence; empty if there is none."""
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    """Give what stands after the first occurrence; empty if there is none."""
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    """Tell whether one text occurs in another."""
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    """Tell whether a text begins with another."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    """Tell whether a text ends with another."""
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags?: string|null)", with_run=True)
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Tell whether a pattern occurs in a text."""
    return compile_pattern(pattern, flags or "").find(text, 0, run) is not None


@builtin(
    "replace(input: string, pattern: string, replacement: string, flags?: string|null)",
    with_run=True,
)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """Replace what a pattern matches; `$1` is the first group.

    Null if the pattern matches the empty text.
    """
    compiled = compile_pattern(pattern, flags or "")
    parts: list[str] = []
    end = 0
    for found in _occurrences(compiled, text, run):
        parts += (text[end : found[0]], _REFERENCE.sub(_inserted(text, found), replacement))
        run.spend(2 + len(parts[-1]) // 64)
        end = found[1]
    return sized("".join([*parts, text[end:]]))


def _inserted(text: str, found: tuple[int, ...]) -> Callable[[re.Match[str]], str]:
    """Give what a reference in a replacement stands for."""

    def insert(reference: re.Match[str]) -> str:
        if reference[1]:
            return reference[1]
        slot = 2 * int(reference[2])
        if slot >= len(found) or found[slot] < 0:
            return ""
        return text[found[slot] : found[slot + 1]]

    return insert


def _occurrences(pattern: Pattern, text: str, run: Run) -> list[tuple[int, ...]]:
    """Find all matches, none of which may be empty; raises ValueError if one is."""
    found: list[tuple[int, ...]] = []
    at = 0
    while at <= len(text):
        match = pattern.find(text, at, run)
        if match is None:
            break
        if match[0] == match[1]:
            raise ValueError("a pattern that matches the empty text")
        run.spend(2)
        found.append(match)
        at = match[1]
    return found


@builtin("split(string: string, delimiter: string)", with_run=True)
def split(run: Run, text: str, delimiter: str) -> list[object]:
    """Cut a text at what a pattern matches."""
    parts: list[object] = []
    end = 0
    for found in _occurrences(compile_pattern(delimiter), text, run):
        parts.append(text[end : found[0]])
        end = found[1]
    return sized_list([*parts, text[end:]])


@builtin("extract(string: string, pattern: string)", with_run=True)
def extract(run: Run, text: str, pattern: str) -> list[object]:
    """List what a pattern matches."""
    return sized_list(
        [text[found[0] : found[1]] for found in _occurrences(compile_pattern(pattern), text, run)]
    )
