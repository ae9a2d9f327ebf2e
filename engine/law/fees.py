"""信息处理费: what an excessive applicant may be charged (国务院办公厅国办函〔2020〕109号).

By item or by page, never both for one application; both scales rise by bands, and each
band's price applies to what lies inside the band.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import OfficeError

FREE_ITEMS = 10
FIRST_BAND_ENDS = 30
ITEMS_A_BAND = 10
STEP = 100
PAGE_BANDS = ((31, 100, 10), (101, 200, 20), (201, None, 40))
MOST = 1_000_000


class CountRefused(OfficeError):
    """A number of items or pages that cannot be charged."""

    code = "fee_count_refused"
    article: ClassVar[str | None] = "信息处理费管理办法第四条、第五条"
    message = "{what}应为0以上的整数（实为{number}），请核对后重新计算。"


@dataclass(frozen=True)
class Fee:
    """An amount in yuan, and how it comes about, line by line."""

    amount: int
    lines: tuple[str, ...]


def fee_by_item(number: int) -> Fee:
    """Charge `number` applications of one applicant within one calendar month (第四条).

    Up to 10 are free; 11 to 30 cost 100 yuan each; from 31 every further band of ten costs
    100 yuan an item more than the one before.
    """
    return marginal_by_item(1, number)


def marginal_by_item(first: int, last: int) -> Fee:
    """Charge the `first` to `last` application of the month, counted from 1, both included."""
    _check("件数", last)
    if first < 1:
        raise CountRefused(what="起始件数", number=first)
    lines, amount = [], 0
    for low, high, price in _item_bands(last):
        number = min(last, high) - max(first, low) + 1
        if number > 0:
            amount += number * price
            lines.append(_line(max(first, low), min(last, high), "件", number, price))
    return Fee(amount, tuple(lines) or ("当月累计10件以下（含10件），不收费",))


def fee_by_page(pages: int) -> Fee:
    """Charge the pages of one application (第五条): up to 30 are free, A4 single-sided."""
    _check("页数", pages)
    lines, amount = [], 0
    for low, high, price in PAGE_BANDS:
        last = pages if high is None else min(pages, high)
        if last >= low:
            amount += (last - low + 1) * price
            lines.append(_line(low, last, "页", last - low + 1, price))
    return Fee(amount, tuple(lines) or ("30页以下（含30页），不收费",))


def _item_bands(last: int) -> Iterator[tuple[int, int, int]]:
    yield FREE_ITEMS + 1, FIRST_BAND_ENDS, STEP
    low, price = FIRST_BAND_ENDS + 1, 2 * STEP
    while low <= last:
        yield low, low + ITEMS_A_BAND - 1, price
        low, price = low + ITEMS_A_BAND, price + STEP


def _line(first: int, last: int, unit: str, number: int, price: int) -> str:
    which = f"第{first}{unit}" if first == last else f"第{first}—{last}{unit}"
    return f"{which}：{number}{unit}×{price}元/{unit}={number * price}元"


def _check(what: str, number: int) -> None:
    if not 0 <= number <= MOST:
        raise CountRefused(what=what, number=number)
