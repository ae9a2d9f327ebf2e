"""收费标准: a letter that charges states the tariff of the law, and the sum that follows from it.

政府信息公开信息处理费管理办法（国办函〔2020〕109号）第四条、第五条.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finished import Finished
from engine.checking.passages import bare
from engine.law.fees import (
    FIRST_BAND_ENDS,
    FREE_ITEMS,
    ITEMS_A_BAND,
    PAGE_BANDS,
    STEP,
    fee_by_page,
    marginal_by_item,
)
from engine.law.provisions import number_of

Band = tuple[frozenset[int], int]
"""The counts a band is named by, and what it costs in yuan (0: free)."""
_NUMERAL = "[零一二三四五六七八九十百千]+|[0-9]+"
_COUNTS = re.compile(f"({_NUMERAL})[页件]")
_PRICE = re.compile(f"({_NUMERAL})元")
_IS_BAND = re.compile("每[页件]|元/[页件]|不收费|收费标准")
_BY_PAGE: tuple[Band, ...] = (
    (frozenset({PAGE_BANDS[0][0] - 1}), 0),
    *((frozenset({low, high or low}), price) for low, high, price in PAGE_BANDS),
)
_BY_ITEM: tuple[Band, ...] = (
    (frozenset({FREE_ITEMS}), 0),
    (frozenset({FREE_ITEMS + 1, FIRST_BAND_ENDS}), STEP),
    (frozenset({FIRST_BAND_ENDS + 1, ITEMS_A_BAND}), STEP),
)


def wrong_tariff(letter: Finished) -> Iterator[tuple[str, str, int | None]]:
    """Compare the bands a letter states, and the sum it asks for, with those of the law."""
    notice = letter.of("notice")
    is_by_page = notice.get("basis") == "page"
    lawful = _BY_PAGE if is_by_page else _BY_ITEM
    stated: set[Band] = set()
    for at, words in letter.fixed:
        for part in re.split("[。；：]", words):
            if _IS_BAND.search(part) and "×" not in part:
                stated.add(band := _band(part))
                if band not in lawful:
                    yield "收费标准与国办函〔2020〕109号不符。", part, at
    if not set(lawful) <= stated:
        article = "第五条" if is_by_page else "第四条"
        yield f"没有按国办函〔2020〕109号{article}写明全部收费标准。", "", None
    yield from _wrong_sum(notice, is_by_page=is_by_page)


def _band(words: str) -> Band:
    price = _PRICE.findall(words)
    counts = frozenset(number_of(each) for each in _COUNTS.findall(bare(words)))
    return counts, number_of(price[-1]) if price else 0


def _wrong_sum(
    notice: Mapping[str, Any], *, is_by_page: bool
) -> Iterator[tuple[str, str, int | None]]:
    """Reckon the sum anew where the case knows the number of pages or items."""
    names = ("pages",) if is_by_page else ("first_item", "last_item")
    counts = [str(notice.get(name) or "") for name in names]
    if not all(each.isascii() and each.isdecimal() for each in counts):
        return
    numbers = [int(each) for each in counts]
    fee = fee_by_page(*numbers) if is_by_page else marginal_by_item(*numbers)
    amount = str(notice.get("amount") or "0")
    if re.fullmatch(r"\d+(?:\.0+)?", amount) and int(amount.partition(".")[0]) != fee.amount:
        yield f"按国办函〔2020〕109号应当收取{fee.amount}元。", f"{amount}元", None
