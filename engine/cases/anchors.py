"""Where a passage stands: found again in another draft by its words and what is around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

AROUND = 24
"""Characters kept on either side of a passage: enough to tell one of two equal ones."""


@dataclass(frozen=True)
class Passage:
    """Some words of a letter, what stands before and behind them, and where they stood."""

    quote: str
    before: str = ""
    after: str = ""
    start: int = 0


@dataclass(frozen=True)
class Span:
    """A stretch of one paragraph, counted from 0, with the numbers of the remarks on it."""

    words: str
    numbers: tuple[int, ...] = ()


def passage_at(text: str, quote: str, near: int) -> Passage | None:
    """Take up the passage of these words that stands nearest to `near`; None if there is none.

    Spaces and line ends do not count, neither in the words nor in `near`: on the page they are
    where the line was full.
    """
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    wanted = "".join(quote.split())
    starts = _starts("".join(text[at] for at in solid), wanted)
    first = min(starts, key=lambda at: abs(at - near), default=None)
    if first is None:
        return None
    start, end = solid[first], solid[first + len(wanted) - 1] + 1
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Passage(text[start:end], before, after, start)


def find(text: str, passage: Passage) -> int | None:
    """Find a passage in a text that was written anew; None if its words stand there no more.

    Of several equal ones it is the one whose surroundings have changed least.
    """
    wanted = passage.before, passage.after

    def likeness(at: int) -> tuple[int, int]:
        end = at + len(passage.quote)
        same = _same(text[:at][::-1], wanted[0][::-1]) + _same(text[end:], wanted[1])
        return same, -abs(at - passage.start)

    return max(_starts(text, passage.quote), key=likeness, default=None)


def spans(
    paragraphs: tuple[str, ...], marked: dict[int, tuple[int, int]]
) -> tuple[tuple[Span, ...], ...]:
    """Cut paragraphs where remarks begin and end; `marked` gives start and end by number."""
    cut, offset = [], 0
    for words in paragraphs:
        end = offset + len(words)
        edges = {offset, end} | {at for ends in marked.values() for at in ends if offset < at < end}
        points = sorted(edges)
        cut.append(
            tuple(
                Span(words[a - offset : b - offset], _on(a, b, marked)) for a, b in pairwise(points)
            )
        )
        offset = end + 1  # the line's end
    return tuple(cut)


def _on(start: int, end: int, marked: dict[int, tuple[int, int]]) -> tuple[int, ...]:
    return tuple(n for n, (first, last) in sorted(marked.items()) if first < end and last > start)


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _same(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
