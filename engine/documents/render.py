"""A letter's HTML as PDF/A, through the press that is open."""

import threading
from datetime import date
from pathlib import Path

from engine.documents.fonts import FONTS
from engine.documents.glyphs import MissingGlyph
from engine.documents.glyphs import missing_glyphs as missing_in
from engine.documents.press import InlinePress, PooledPress, Press
from engine.documents.proofs import Proof


class _House:
    """The fonts and the press of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fonts = FONTS
        self.press: Press | None = None

    def open(self, fonts: Path, press: Press | None) -> None:
        with self.lock:
            if self.press is not None:
                self.press.close()
            self.fonts, self.press = fonts, press

    def opened(self) -> Press:
        with self.lock:
            if self.press is None:
                self.press = InlinePress(self.fonts)
            return self.press


_house = _House()


def open_press(fonts: Path = FONTS, workers: int = 2) -> None:
    """Start the printing processes of a server; with no workers, print in this process.

    Raises `SubsetterMissing` or `FontsMissing`, so that a server without them does not
    start. Call it in the process that will print, not before a fork.
    """
    press = PooledPress(fonts, workers) if workers else InlinePress(fonts)
    _house.open(fonts, press)


def close_press() -> None:
    """Stop the printing processes."""
    _house.open(_house.fonts, None)


def render_pdf(html: str, identity: str, on: date) -> bytes:
    """Print a letter as PDF/A-2a; the same page, identity and day give the same bytes.

    `identity` names the letter for ever (its number or its key); `on` is the day it
    bears. Without an open press it prints in this process. Raises `GlyphsMissing`,
    `ResourceRefused`, `PressBusy` or `PrintingFailed`.
    """
    return _house.opened().print(html, identity, on)


def render_proof(html: str, identity: str, on: date) -> Proof:
    """Print a letter as `render_pdf` does, and show its pages, with what stands where."""
    return _house.opened().proof(html, identity, on)


def missing_glyphs(text: str) -> tuple[MissingGlyph, ...]:
    """List the characters of `text` that no letter can carry, each with its reason."""
    return missing_in(text, _house.fonts)
