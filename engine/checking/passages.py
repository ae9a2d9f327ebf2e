"""Reading a paragraph: its days, its citations of the law, its words without space."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.law.provisions import number_of

_SPACE = re.compile(r"[\s\u3000\u2060\u200b]+")
_TITLE = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SHORT_DAY = re.compile(r"(?<!\d年)(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_SPELLED = "[一二三四五六七八九十]{1,3}"
_ODD_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(\d{4})年(0\d|\d{1,2})月(0\d|\d{1,2})日",
        r"(?<![\d.\-/〔])(\d{4})([-./])(?:\d{1,2})\2(?:\d{1,2})(?![\d.\-/])",
        r"(?<!\d)\d{2}年\d{1,2}月\d{1,2}日",
        f"(?:[〇零一二三四五六七八九]{{4}}年)?{_SPELLED}月{_SPELLED}日",
    )
)
_PLAIN_DAY = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_NUMERAL = "[零一二三四五六七八九十百千]+|[0-9]+"
_PLACE = (
    rf"第(?P<article>{_NUMERAL})条"
    rf"(?:第(?P<paragraph>{_NUMERAL})款)?"
    rf"(?:第[（(]?(?P<item>{_NUMERAL})[)）]?项)?"
)
_PLACES = re.compile(_PLACE)
_CITED = re.compile(
    r"《(?P<title>[^《》]+(?:〈[^〈〉]+〉[^《》]*)?)》(?:（[^（）]*）)?"
    rf"(?P<places>(?:第(?:{_NUMERAL})条(?:第(?:{_NUMERAL})款)?"
    rf"(?:第[（(]?(?:{_NUMERAL})[)）]?项)?(?:、|和|以及|，)?)+)"
)
_QUOTED = re.compile(
    r"(?:的?规定)?(?:，|：|:|、)?(?:即|规定|明确)?(?:：|，)?“(?P<words>[^“”]{6,})”"
)
_LAW = re.compile(r"^中华人民共和国|(?:法|条例|办法|规定|解释|民法典)$")


@dataclass(frozen=True)
class Day:
    """A day as it is written; `on` is None where the calendar has no such day."""

    words: str
    on: date | None
    before: str
    after: str


@dataclass(frozen=True)
class Place:
    """One place in an instrument that a paragraph cites, and what it quotes from it."""

    title: str
    words: str
    article: int
    paragraph: int | None
    item: int | None
    quoted: str = ""


def bare(words: str) -> str:
    """Leave out every space and line end."""
    return _SPACE.sub("", words)


def without_titles(words: str) -> str:
    """Leave out the names of documents; those of laws stay."""
    return _TITLE.sub(lambda found: found[0] if _LAW.search(found[0][1:-1]) else "《…》", words)


def days_in(words: str) -> Iterator[Day]:
    """Give the days a paragraph writes, each with some words around it."""
    for found in _DAY.finditer(words):
        year, month, day = (int(part) for part in found.groups())
        try:
            on = date(year, month, day)
        except ValueError:
            on = None
        before, after = words[: found.start()], words[found.end() :]
        yield Day(found[0], on, bare(before)[-16:], bare(after)[:16])


def short_days_in(words: str) -> Iterator[tuple[Day, int, int]]:
    """Give the days a paragraph writes without their year, with their month and day."""
    text = bare(words)
    for found in _SHORT_DAY.finditer(text):
        before, after = text[: found.start()][-16:], text[found.end() :][:16]
        yield Day(found[0], None, before, after), int(found[1]), int(found[2])


def odd_days_in(words: str) -> Iterator[str]:
    """Give the days written otherwise than letters write them: 2026年3月5日 (GB/T 9704—2012)."""
    text = bare(words)
    for pattern in _ODD_DAYS:
        for found in pattern.finditer(text):
            if not _PLAIN_DAY.fullmatch(found[0]):
                yield found[0]


def places_in(words: str) -> Iterator[Place]:
    """Give every place of the law a paragraph cites; 《…》第一条、第二条 are two."""
    for cited in _CITED.finditer(words):
        after = _QUOTED.match(words[cited.end() :])
        places = list(_PLACES.finditer(cited["places"]))
        for at, found in enumerate(places, start=1):
            yield Place(
                title=bare(cited["title"]),
                words=found[0],
                article=number_of(found["article"]),
                paragraph=_number(found["paragraph"]),
                item=_number(found["item"]),
                quoted=after["words"] if after and at == len(places) else "",
            )


def shortened(words: str, most: int = 40) -> str:
    """Give the beginning of a paragraph, for a list of findings."""
    words = words.strip()
    return words if len(words) <= most else words[: most - 1] + "…"


def _number(numeral: str | None) -> int | None:
    return None if numeral is None else number_of(numeral)
