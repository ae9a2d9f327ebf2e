"""Settling the pages of a letter, whatever its text: none left half empty, no signature alone.

GB/T 9704-2012 wants 22 lines on a page, and the signature on a page with text. The style
sheet sees to the second: the paragraph above the closing words is divided, so that two lines
stand with the signature. When that leaves a page before it with fewer than 20 lines, the
means the standard allows are tried in this order, and the letter is laid out again, twice at
most:

1. a paragraph may leave a single line on either page;
2. one line is empty above the signature instead of two (7.3.5.1: the upper edge of the seal
   within one line of the text);
3. the pages before give a line or two each;
4. paragraphs are set a little wider, with one or two characters less to the line (5.2.3:
   特定情况可以作适当调整; 7.3.5.4: 调整行距、字距);
5. the first page, which is not full anyway for its head, gives two lines more.

The words are never touched, and the same letter is always settled in the same way.
"""

# ruff: noqa: ANN401 -- the boxes and elements of WeasyPrint have no types
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from engine.documents.sheets import SIGNATURE, Page, Part, classes, read_pages

MOST_FREE: Final = 2  # lines: 20 of 22 are text
MOST_FREE_FIRST: Final = 4  # lines on the first page, when nothing else helps
FEWEST_WITH_SEAL: Final = 2  # lines of text on the page of the signature
PASSES: Final = 3
_TIGHT: Final = f"{SIGNATURE} tight"  # one empty line above the signature
_FEWER: Final = (1, 2)  # characters to a line
_STRAY: Final = 2  # characters on the last line of a paragraph that was made longer
_HAIR: Final = 0.03  # pixels, so that the last character fits
_ALONE, _INNER = 10_000, 100  # how much worse than a line missing on the first page


@dataclass
class Means:
    """What is asked of the paragraphs of a letter, by element, and of its signature."""

    styles: dict[Any, dict[str, str]] = field(default_factory=dict)
    is_tight: bool = False

    def ask(self, part: Part, **style: object) -> None:
        """Ask a style of a paragraph, beside what was asked before."""
        wanted = {name.replace("_", "-"): str(value) for name, value in style.items()}
        self.styles[part.element] = self.styles.get(part.element, {}) | wanted

    def take(self, others: "Means") -> bool:
        """Ask all that others ask, too."""
        for element, style in others.styles.items():
            self.styles[element] = self.styles.get(element, {}) | style
        return True

    def copy(self) -> "Means":
        """Remember what has been asked so far."""
        return Means(dict(self.styles), self.is_tight)

    def put_on(self, root: Any) -> None:
        """Write it into the page."""
        for element, style in self.styles.items():
            element.set("style", "; ".join(f"{name}: {value}" for name, value in style.items()))
        for element in root.iterfind(".//{*}section") if self.is_tight else ():
            if SIGNATURE in classes(element):
                element.set("class", _TIGHT)


def settle(root: Any, lay_out: Callable[[], Any]) -> Any:
    """Lay the letter out until its pages are well filled; return the best of its layouts."""
    best = document = lay_out()
    pages = read_pages(document)
    least, means = faults(pages), Means()
    for _ in range(PASSES - 1):
        asked = means.copy()
        if not least or not _advise(pages, means) or means == asked:
            break
        means.put_on(root)
        document = lay_out()
        pages = read_pages(document)
        if (found := faults(pages)) < least:
            best, least = document, found
    return best


def faults(pages: Sequence[Page]) -> int:
    """Count the lines missing on the pages before the signature; a signature alone is worst."""
    signing = next((at for at, page in enumerate(pages) if page.signature), None)
    if signing is None:
        return 0
    is_alone = sum(part.lines for part in pages[signing].text) < FEWEST_WITH_SEAL
    first, *inner = [missing(page) for page in pages[:signing]] or [0]
    return _ALONE * is_alone + _INNER * sum(inner) + first


def missing(page: Page, bearable: int = MOST_FREE) -> int:
    """Count the lines a page should have and has not."""
    return max(0, page.free - bearable)


def _advise(pages: Sequence[Page], means: Means) -> bool:
    """Choose the means for the first page that lacks lines; say whether there are any."""
    at = next((at for at, page in enumerate(pages[:-1]) if missing(page)), None)
    if at is None:
        return False
    page, after = pages[at], pages[at + 1]
    wanted = missing(page, MOST_FREE if at else MOST_FREE_FIRST)
    if not after.signature or after.text_lines > page.free:
        return _divide(after, means) or _lengthen(pages[: at + 1], wanted, means)
    if not means.is_tight and page.free > _needed(after):
        means.is_tight = True
        return True
    kept = _keep_back(after, means)
    return _lengthen(pages[: at + 1], wanted - kept, means) or kept > 0


def _divide(after: Page, means: Means) -> bool:
    """Let the paragraph that moved whole to the next page be divided after or before one line."""
    until = next((at for at, part in enumerate(after.parts) if part.is_text), 0)
    moved = [part for part in after.parts[: until + 1] if part.element not in means.styles]
    for part in moved:
        means.ask(part, orphans=1, widows=1)
    return bool(moved)


def _needed(after: Page) -> int:
    """Count the lines that would have to move up for the signature to stand with its text."""
    return after.text_lines + sum(part.lines for part in after.signature) + after.ends_with_imprint


def _keep_back(after: Page, means: Means) -> int:
    """Leave on its page the first of several documents listed, if enough go with the signature."""
    first, *rest = after.text
    if sum(part.lines for part in rest) < FEWEST_WITH_SEAL:
        return 0
    means.ask(rest[0], break_before="auto")
    return first.lines


def _lengthen(pages: Sequence[Page], wanted: int, means: Means) -> bool:
    """Bring lines onto the last of these pages: from those before, then by wider paragraphs."""
    given = _pass_on(pages, wanted, means, MOST_FREE)
    parts = [part for page in reversed(pages) for part in reversed(page.text)]
    elements = [part.element for part in parts]
    whole = [part for part in parts if elements.count(part.element) == 1]
    gained = 0
    for fewer in _FEWER:
        for part in whole:
            gained += _widen(part, fewer, wanted - given - gained, means)
    if given + gained < wanted:
        given = _pass_on(pages, wanted - gained, means, MOST_FREE_FIRST)
    return given + gained > 0


def _pass_on(pages: Sequence[Page], wanted: int, means: Means, first: int) -> int:
    """Move lines to the last of these pages from the one before, which takes from those before it.

    Every page may be left with as many free lines as the standard bears, the first with `first`.
    """
    if wanted <= 0 or len(pages) == 1:
        return 0
    *before, giver, taker = pages
    lines = min(wanted, max(0, (MOST_FREE if before else first) - giver.free))
    if giver.parts[0].element is not giver.parts[-1].element:  # else it cannot be asked twice
        lines += _pass_on(pages[:-1], wanted - lines, means, first)
    return lines if lines and _give(giver, taker, lines, means) else 0


def _give(giver: Page, taker: Page, lines: int, means: Means) -> bool:
    """Ask that the last lines of a page go to the next one; say whether they can."""
    first, asked = taker.parts[0], Means()
    for at, part in reversed(list(enumerate(giver.parts))):
        goes_on = first.lines if part.element is first.element else 0
        if not goes_on:
            asked.ask(first, break_before="avoid")
        if part.lines > lines:
            asked.ask(part, orphans=1, widows=goes_on + lines)
            return means.take(asked)
        lines -= part.lines
        if goes_on:
            asked.ask(part, orphans=part.lines + 1)  # so it does not begin here
        if not lines and giver.parts[at - 1].is_text:  # no heading is left behind
            asked.ask(part, break_before="page")
            return means.take(asked)
        if not lines:
            return False
        first = part
    return False


def _widen(part: Part, fewer: int, wanted: int, means: Means) -> int:
    """Set a paragraph wider if that makes it longer; return by how many lines."""
    line = part.in_a_line - fewer
    gained = math.ceil((part.characters + 1 - _STRAY) / line) - part.lines
    can_be = part.is_text and part.lines > 1 and part.element not in means.styles
    if not (can_be and 0 < gained <= wanted):
        return 0
    means.ask(part, letter_spacing=f"{part.width / line - part.size - _HAIR:.3f}px")
    return gained
