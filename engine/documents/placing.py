"""Which passage of a letter stands where on its pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final
from unicodedata import east_asian_width

from engine.documents.proofs import Proof, Run
from engine.documents.tracing import Paragraph

_WIDE: Final = frozenset("WFA")
_NARROW: Final = 0.5  # of a full-width character
Owners = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of a passage on one line: its page from 0, and where it stands in parts of it."""

    passage: int
    page: int
    left: float
    top: float
    width: float
    height: float


def place(paragraphs: Iterable[Paragraph], proof: Proof) -> tuple[Spot, ...]:
    """Find every passage on the pages; passages are counted through the whole letter, from 0.

    What stands on the pages in another order than in the text keeps its place; what is on the
    pages alone belongs to no passage.
    """
    passages = [passage for paragraph in paragraphs for passage in paragraph]
    letters = [
        (sign, number) for number, each in enumerate(passages) for sign in _solid(each.words)
    ]
    shown = [sign for run in proof.runs for sign in _solid(run.words)]
    owners = _owners([sign for sign, _ in letters], [number for _, number in letters], shown)
    spots: list[Spot] = []
    at = 0
    for run in proof.runs:
        length = len(_solid(run.words))
        spots += _spots(run, owners[at : at + length])
        at += length
    return tuple(spots)


def _solid(words: str) -> str:
    return "".join(words.split())


def _owners(text: list[str], numbers: list[int], shown: list[str]) -> Owners:
    """Say of each character on the pages to which passage it belongs."""
    if text == shown:
        return numbers
    owners: list[int | None] = [None] * len(shown)
    for start, there, size in SequenceMatcher(
        None, text, shown, autojunk=False
    ).get_matching_blocks():
        owners[there : there + size] = numbers[start : start + size]
    return owners


def _spots(run: Run, owners: Owners) -> list[Spot]:
    widths = [_width(sign) for sign in run.words]
    unit = run.width / (sum(widths) or 1)
    belongs = iter(owners)
    signs = []
    last: int | None = None
    for sign, width in zip(run.words, widths, strict=True):
        last = last if sign.isspace() else next(belongs)
        signs.append((last, width))
    spots, left = [], run.left
    for owner, group in groupby(signs, key=lambda each: each[0]):
        width = unit * sum(each for _, each in group)
        if owner is not None:
            spots.append(Spot(owner, run.page, left, run.top, width, run.height))
        left += width
    return spots


def _width(sign: str) -> float:
    return 1.0 if east_asian_width(sign) in _WIDE else _NARROW
