"""Whole numbers in characters, as official letters count with them."""

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_MOST: Final = 9999


def in_characters(number: int) -> str:
    """Write a number from 0 to 9999 in characters: 二十, 一百零五."""
    if not 0 <= number <= _MOST:
        raise ValueError(f"cannot write {number} in characters")
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    skipped = False
    for unit, name in _UNITS:
        digit = number // unit % 10
        if not digit:
            skipped = bool(words)
            continue
        if skipped:
            words.append(_DIGITS[0])
        skipped = False
        words.append(_DIGITS[digit] + name)
    written = "".join(words)
    return written.removeprefix("一") if written.startswith("一十") else written
