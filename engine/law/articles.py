"""Citations of the law that print themselves, long for a letter and short for a screen."""

from dataclasses import dataclass
from enum import Enum

DIGITS = "零一二三四五六七八九"
HIGHEST_NUMERAL = 9999


class Instrument(Enum):
    """The instruments relied on: full title, and the short name used on screen."""

    REGULATIONS = ("中华人民共和国政府信息公开条例", "条例")
    FEE_MEASURES = ("政府信息公开信息处理费管理办法", "信息处理费管理办法")
    REVIEW_LAW = ("中华人民共和国行政复议法", "行政复议法")
    REVIEW_RULES = ("中华人民共和国行政复议法实施条例", "行政复议法实施条例")
    LITIGATION_LAW = ("中华人民共和国行政诉讼法", "行政诉讼法")
    LITIGATION_RULES = (
        "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释",
        "行政诉讼法解释",
    )
    DISCLOSURE_RULES = (
        "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
        "法释〔2025〕8号",
    )
    CIVIL_CODE = ("中华人民共和国民法典", "民法典")
    ARCHIVES_LAW = ("中华人民共和国档案法", "档案法")
    HOLIDAY_MEASURES = ("全国年节及纪念日放假办法", "放假办法")

    @property
    def title(self) -> str:
        """The full title, without the title marks."""
        return self.value[0]

    @property
    def short(self) -> str:
        """The name used on screens and in ledgers."""
        return self.value[1]


@dataclass(frozen=True)
class Citation:
    """One place in one instrument: article 条, and below it paragraph 款 and item 项."""

    instrument: Instrument
    article: int
    paragraph: int | None = None
    item: int | None = None

    @property
    def full(self) -> str:
        """The citation with the full title, as a letter prints it."""
        return f"《{self.instrument.title}》{self.place}"

    @property
    def short(self) -> str:
        """The citation with the short name, as a screen shows it."""
        return f"{self.instrument.short}{self.place}"

    @property
    def place(self) -> str:
        """The part after the title, such as 第三十三条第二款."""
        text = f"第{chinese_numeral(self.article)}条"
        if self.paragraph is not None:
            text += f"第{chinese_numeral(self.paragraph)}款"
        if self.item is not None:
            text += f"第（{chinese_numeral(self.item)}）项"
        return text

    def _print(self) -> str:
        return self.full

    __str__ = _print


def regulations(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    """Cite the Regulations on Open Government Information."""
    return Citation(Instrument.REGULATIONS, article, paragraph, item)


def chinese_numeral(number: int) -> str:
    """Write a number from 0 to 9999 as articles are numbered: 10 is 十, 110 is 一百一十."""
    if not 0 <= number <= HIGHEST_NUMERAL:
        raise ValueError(f"no article is numbered {number}")
    if number == 0:
        return DIGITS[0]
    text, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += (DIGITS[0] if pending_zero else "") + DIGITS[digit] + name
            pending_zero = False
        else:
            pending_zero = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text
