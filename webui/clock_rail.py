"""The statutory clock as a drawing: where each span and mark stands on a rail of 0 to 100."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from engine.law.clock import Reading
from engine.law.reading import Mark
from webui.wording import short_day

_NARROWEST = 600
"""Pixels: the page never draws a rail narrower than this, so labels that fit here fit always."""

_CHARACTER = 12.5 * 100 / _NARROWEST
"""The width of a Chinese character, in hundredths of the rail."""

_GAP = 1.0
_ANCHORS = {"middle": 0.5, "start": 0.0, "end": 1.0}
"""How a label may lie at its pin, best first, and which part of it then lies to the left."""

_LOUDEST = ("due", "today", "end")
"""Which kind a pin has on whose day several things fall; else that of the first of them."""
_ONE_DAY = timedelta(days=1)
_TO_COME = {"counted", "extended"}
"""Kinds that are drawn pale where they lie ahead."""


@dataclass(frozen=True)
class Stretch:
    """A part of the rail: `kind` gives its colour, both numbers are hundredths."""

    kind: str
    start: float
    width: float
    label: str


@dataclass(frozen=True)
class Pin:
    """A day on the rail with all that falls on it.

    `line` is the line its label stands on, `anchor` how it is aligned.
    """

    kind: str
    at: float
    label: str
    on: date
    day: str
    line: int
    anchor: str


@dataclass(frozen=True)
class Rail:
    """What the page draws; `lines` is how many lines the labels take."""

    stretches: tuple[Stretch, ...]
    pins: tuple[Pin, ...]
    lines: int


def rail_of(reading: Reading) -> Rail | None:
    """Lay a reading out along the rail; None while there is no period to draw."""
    marks = _marks(reading)
    days = [mark.on for mark in marks]
    days += [day for span in reading.spans for day in (span.start, span.end)]
    if not reading.spans or min(days) == max(days):
        return None
    scale = _Scale(min(days), (max(days) - min(days)).days + 1)
    pins = tuple(_pins(marks, scale, reading.on))
    return Rail(tuple(_stretches(reading, scale)), pins, max(pin.line for pin in pins) + 1)


@dataclass(frozen=True)
class _Scale:
    """Every day takes an equal part of the rail; a pin stands in the middle of its day."""

    first: date
    days: int

    def start(self, day: date) -> float:
        return round((day - self.first).days * 100 / self.days, 2)

    def middle(self, day: date) -> float:
        return round(self.start(day) + 50 / self.days, 2)


def _marks(reading: Reading) -> list[Mark]:
    """Give the marks in order, with today where nothing else has ended the period."""
    marks = list(reading.marks)
    if reading.on is not None and str(reading.state) not in {"answered", "closed"}:
        marks.append(Mark(reading.on, "今天", "today"))
    return sorted(marks, key=lambda mark: mark.on)


def _stretches(reading: Reading, scale: _Scale) -> Iterable[Stretch]:
    for span in reading.spans:
        kind = str(span.kind)
        if reading.on is None or span.end <= reading.on or kind not in _TO_COME:
            yield _stretch(kind, span.start, span.end, span.label, scale)
            continue
        if span.start <= reading.on:
            yield _stretch(kind, span.start, reading.on, span.label, scale)
        start = max(span.start, reading.on + _ONE_DAY)
        yield _stretch("ahead", start, span.end, "剩余期限", scale)


def _stretch(kind: str, first: date, last: date, label: str, scale: _Scale) -> Stretch:
    start = scale.start(first)
    return Stretch(kind, start, scale.start(last + _ONE_DAY) - start, label)


def _pins(marks: Iterable[Mark], scale: _Scale, today: date | None) -> Iterator[Pin]:
    labels = _Labels()
    for on, together in groupby(marks, key=lambda mark: mark.on):
        same_day = list(together)
        kinds = [mark.kind for mark in same_day]
        kind = next((loud for loud in _LOUDEST if loud in kinds), kinds[0])
        words = "、".join(dict.fromkeys(mark.label for mark in same_day))
        at, day = scale.middle(on), short_day(on, today)
        line, anchor = labels.place(at, max(_width(words), _width(day)))
        yield Pin(kind, at, words, on, day, line, anchor)


def _width(words: str) -> float:
    return sum(_CHARACTER * (0.6 if character.isascii() else 1) for character in words)


@dataclass
class _Labels:
    """The lines below the rail, each with the stretches its labels take."""

    lines: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, at: float, width: float) -> tuple[int, str]:
        """Give a label the first free place at its pin: (line, anchor)."""
        for number, line in enumerate(self.lines):
            for anchor in _ANCHORS:
                left, right = _reach(at, width, anchor)
                if _inside(left, right) and all(
                    right + _GAP <= start or end + _GAP <= left for start, end in line
                ):
                    line.append((left, right))
                    return number, anchor
        fitting = (anchor for anchor in _ANCHORS if _inside(*_reach(at, width, anchor)))
        anchor = next(fitting, "start" if at < 50 else "end")  # noqa: PLR2004  (the middle)
        self.lines.append([_reach(at, width, anchor)])
        return len(self.lines) - 1, anchor


def _reach(at: float, width: float, anchor: str) -> tuple[float, float]:
    left = at - width * _ANCHORS[anchor]
    return left, left + width


def _inside(left: float, right: float) -> bool:
    return left >= 0 and right <= 100  # noqa: PLR2004  (hundredths)
