"""Two texts beside one another: which lines are the same, and which words of a line are not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z0-9_.]+|\s+|.", re.DOTALL)
_MOST_WORDS: Final = 600  # of a line; beyond, the whole line counts as changed
_AROUND: Final = 3


class Mark(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, and whether the other side lacks them."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A line of one text with its number."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the earlier text and the line of the later one that stands for it."""

    mark: Mark
    before: Side | None
    after: Side | None


def compare(before: str, after: str) -> tuple[Pair, ...]:
    """Put two texts side by side, line by line."""
    old, new = before.splitlines(), after.splitlines()
    pairs: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pairs += [_same(a + at, c + at, old[a + at]) for at in range(b - a)]
        else:
            pairs += _differing(list(enumerate(old[a:b], a)), list(enumerate(new[c:d], c)))
    return tuple(pairs)


def abridged(pairs: Sequence[Pair], around: int = _AROUND) -> tuple[Pair, ...]:
    """Leave out what is the same, but for some lines around each difference."""
    differing = [at for at, pair in enumerate(pairs) if pair.mark is not Mark.SAME]
    kept = {near for at in differing for near in range(at - around, at + around + 1)}
    shown: list[Pair] = []
    for at, pair in enumerate(pairs):
        if at in kept:
            shown.append(pair)
        elif not shown or shown[-1].mark is not Mark.SKIPPED:
            shown.append(Pair(Mark.SKIPPED, None, None))
    return tuple(shown)


def _same(old: int, new: int, line: str) -> Pair:
    pieces = (Piece(line),)
    return Pair(Mark.SAME, Side(old + 1, pieces), Side(new + 1, pieces))


def _differing(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> Iterator[Pair]:
    for before, after in zip_longest(old, new):
        if before is None:
            yield Pair(Mark.ADDED, None, _whole(after))
        elif after is None:
            yield Pair(Mark.REMOVED, _whole(before), None)
        else:
            left, right = _words(before[1], after[1])
            yield Pair(Mark.CHANGED, Side(before[0] + 1, left), Side(after[0] + 1, right))


def _whole(line: tuple[int, str]) -> Side:
    return Side(line[0] + 1, (Piece(line[1], differs=True),))


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return (Piece(before, differs=True),), (Piece(after, differs=True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("".join(old[a:b]), kind != "equal"))
        if c < d:
            right.append(Piece("".join(new[c:d]), kind != "equal"))
    return tuple(left), tuple(right)
