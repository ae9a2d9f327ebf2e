"""The statutory clock as a drawing: where each span and mark stands on a rail of 0 to 100."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engine.law.clock import Reading
from engine.law.reading import Mark

_CHARACTER = 1.3
"""The width of a character, in hundredths of the rail; crowded labels move down a line."""

_LINES = 3
_EDGE = 4
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
    """A day on the rail; `line` is the line its label stands on, `anchor` how it is aligned."""

    kind: str
    at: float
    label: str
    on: date
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
    pins = tuple(_pins(marks, scale))
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


def _pins(marks: Iterable[Mark], scale: _Scale) -> Iterable[Pin]:
    ends = [-100.0] * _LINES  # where the last label of each line ends
    for mark in marks:
        at = scale.middle(mark.on)
        half = max(len(mark.label), 5) * _CHARACTER / 2
        anchor = "start" if at < _EDGE else "end" if at > 100 - _EDGE else "middle"
        left = {"start": at, "end": at - 2 * half, "middle": at - half}[anchor]
        line = next((n for n in range(_LINES) if left > ends[n]), _LINES - 1)
        ends[line] = left + 2 * half + 1
        yield Pin(mark.kind, at, mark.label, mark.on, line, anchor)
