"""What the instruments say: how many articles each has, and the words of those shipped here.

The words of the Regulations are those of the State Council's publication (国令第711号); what
is not shipped is known by its number alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.law.articles import DIGITS, Instrument

__all__ = ["LAST_ARTICLES", "Provision", "exists", "number_of", "provisions", "words_of"]

LAST_ARTICLES: Mapping[str, int] = {
    Instrument.REGULATIONS.title: 56,
    Instrument.FEE_MEASURES.title: 11,
    Instrument.REVIEW_LAW.title: 90,
    Instrument.REVIEW_RULES.title: 66,
    Instrument.LITIGATION_LAW.title: 103,
    Instrument.LITIGATION_RULES.title: 163,
    Instrument.DISCLOSURE_RULES.title: 15,
    Instrument.CIVIL_CODE.title: 1260,
    Instrument.ARCHIVES_LAW.title: 53,
    "中华人民共和国保守国家秘密法": 65,
}
"""The last article of each instrument a letter may be expected to cite."""

_ARTICLE = re.compile(r"^第([零一二三四五六七八九十百千]+)条 ")
_ITEM = re.compile(r"^（([一二三四五六七八九十]+)）")
_UNITS = {"千": 1000, "百": 100, "十": 10}


@dataclass(frozen=True)
class Provision:
    """One article: its paragraphs 款, each with its items 项."""

    article: int
    paragraphs: tuple[str, ...]
    items: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(
            opening + "".join(items)
            for opening, items in zip(self.paragraphs, self.items, strict=True)
        )


@cache
def provisions() -> Mapping[int, Provision]:
    """Give the articles of the Regulations whose words are shipped, by number."""
    source = files("engine.law.provisions").joinpath("regulations.txt").read_text("utf-8")
    blocks = source.split("\n\n")[1:]
    return {found.article: found for found in map(_read, blocks)}


def exists(title: str, article: int, paragraph: int | None, item: int | None) -> bool | None:
    """Say whether a place in an instrument exists; None where it cannot be known here."""
    last = LAST_ARTICLES.get(title)
    if last is None:
        return None
    if not 1 <= article <= last:
        return False
    words = provisions().get(article) if title == Instrument.REGULATIONS.title else None
    if words is None:
        return True
    if not 1 <= (paragraph or 1) <= len(words.paragraphs):
        return False
    return item is None or item in _items_of(words, paragraph)


def words_of(article: int, paragraph: int | None, item: int | None) -> str | None:
    """Give the words of a place in the Regulations; None where they are not shipped."""
    found = provisions().get(article)
    if found is None:
        return None
    if item is not None:
        return _items_of(found, paragraph).get(item)
    if paragraph is None:
        return found.text
    if not 1 <= paragraph <= len(found.paragraphs):
        return None
    return found.paragraphs[paragraph - 1] + "".join(found.items[paragraph - 1])


def number_of(numeral: str) -> int:
    """Read a number as articles are numbered: 三十六, or 36."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = DIGITS.index(character)
    return total + digit


def _items_of(words: Provision, paragraph: int | None) -> dict[int, str]:
    """Number the items of a paragraph, or of the only paragraph that has any."""
    chosen = words.items if paragraph is None else words.items[paragraph - 1 : paragraph]
    return dict(enumerate((item for items in chosen for item in items), start=1))


def _read(block: str) -> Provision:
    lines = block.strip().splitlines()
    opening = _ARTICLE.match(lines[0])
    if opening is None:
        raise ValueError(lines[0])
    paragraphs, items = zip(*_paragraphs([lines[0][opening.end() :], *lines[1:]]), strict=True)
    return Provision(number_of(opening[1]), paragraphs, items)


def _paragraphs(lines: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    words, items = lines[0], list[str]()
    for line in lines[1:]:
        if found := _ITEM.match(line):
            items.append(line[found.end() :])
            continue
        yield words, tuple(items)
        words, items = line, []
    yield words, tuple(items)
