"""期间: a period the letter grants is that of the law, or the one fixed in the case.

条例第三十条、第三十二条至第三十五条；政府信息公开信息处理费管理办法第六条。
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare
from engine.law.articles import chinese_numeral
from engine.law.deadlines import (
    ANSWER_WITHIN,
    CORRECTION_NOTICE_WITHIN,
    EXTENSION_AT_MOST,
    OPINION_WITHIN,
    PAYMENT_WITHIN,
)

ARTICLE = "条例第三十条、第三十二条至第三十五条"
_STATUTORY: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "R02": (ANSWER_WITHIN, CORRECTION_NOTICE_WITHIN),
        "P05": (PAYMENT_WITHIN,),
        "P06": (OPINION_WITHIN,),
        "P08": (OPINION_WITHIN,),
    }
)
"""Working days that the law fixes, by letter."""
_CHOSEN: Mapping[str, str] = MappingProxyType(
    {"P01": "period_workdays", "P02": "period_workdays", "P03": "workdays"}
)
"""Where the case fixes them, by letter."""
_EXTENSION = "P03"


def look(letter: Finished) -> Iterator[Finding]:
    """Compare the periods a letter writes with those it must write."""
    said = bare("".join(words for _, words in letter.own))
    for days in _wanted(letter):
        ways = rf"(?<!\d){days}|(?<![一二三四五六七八九十百]){chinese_numeral(days)}"
        if not re.search(rf"(?:{ways})个工作日", said):
            yield _found(f"没有写明{days}个工作日的期限。")
    if letter.code == _EXTENSION and any(days > EXTENSION_AT_MOST for days in _wanted(letter)):
        yield _found(f"延长的期限最长为{EXTENSION_AT_MOST}个工作日（条例第三十三条第二款）。")


def _wanted(letter: Finished) -> tuple[int, ...]:
    chosen = str(letter.of("notice").get(_CHOSEN.get(letter.code, "")) or "")
    return _STATUTORY.get(letter.code, ()) + ((int(chosen),) if chosen.isdecimal() else ())


def _found(problem: str) -> Finding:
    message = f"{problem}依据：{ARTICLE}。请按法定的或者本件确定的期限更正后重新拟制。"
    return Finding(RULE.name, Severity.ERROR, message)


RULE = Rule(
    "periods",
    "期间",
    ARTICLE,
    "补正、延期、征求意见、缴费等期间应当是法定的期间或者本件确定的期间。",
    look,
)
