"""法律名称和旧法: names of laws in full and without slips; nothing that is no longer the law.

GB/T 9704—2012；条例（国务院令第711号）；行政诉讼法第四十六条；行政复议法第二十四条。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, shortened

ARTICLE = "现行有效的法律、法规"


@dataclass(frozen=True)
class Slip:
    """Words that must not stand in a letter, and what to write instead."""

    pattern: re.Pattern[str]
    told: str
    ground: str = ""


def _slip(pattern: str, told: str, ground: str = "") -> Slip:
    return Slip(re.compile(pattern), told, ground)


SLIPS: tuple[Slip, ...] = (
    _slip("《政府信息公开条例》", "法规名称应当写全称《中华人民共和国政府信息公开条例》"),
    _slip(
        "《(?:行政复议法|行政诉讼法|保守国家秘密法|档案法|民法典)》",
        "法律名称应当写全称，冠以“中华人民共和国”",
    ),
    _slip("信息公开条(?:列|理|历)", "“条例”写错"),
    _slip("行政(?:复议|诉讼)发(?![生现给出展放])", "“法”误写为“发”"),
    _slip("行政复(?:意|义|仪|译)|行政诉(?:颂|松|送)", "“行政复议”“行政诉讼”写错"),
    _slip("告之(?:书|您|申请人|贵单位|如下)|特此告之", "“告知”误写为“告之”"),
    _slip("不于公开|不予公升|于以公开|与以公开", "“不予公开”“予以公开”写错"),
    _slip("政府信息公幵|政府信患|政府讯息", "“政府信息”写错"),
    _slip("国务院办公庁|办公廰", "“办公厅”写错"),
    _slip(
        "生产、生活、科研等(?:自身)?(?:的)?特殊需要|三需要",
        "2019年修订的条例已经删去“三需要”，不得要求说明用途或者以此拒绝",
        "条例第二十七条",
    ),
    _slip(
        r"(?:三|3)个月内?[^。；]{0,20}(?:起诉|提起行政诉讼|法院)",
        "直接起诉的期限是六个月，不是三个月",
        "行政诉讼法第四十六条第一款",
    ),
    _slip(
        r"上一级(?:行政)?主管(?:部门|机关)[^。；]{0,6}申请(?:行政)?复议",
        "2024年起对县级以上地方人民政府工作部门不服的，向本级人民政府申请行政复议",
        "行政复议法第二十四条第一款",
    ),
    _slip(
        "国务院令第?492号|国令第?492号",
        "条例已由国务院令第711号修订，不应再引用第492号",
        "国务院令第711号",
    ),
    _slip("法释〔2011〕17号", "该司法解释已经废止，现行的是法释〔2025〕8号", "法释〔2025〕8号"),
    _slip("《信访条例》", "《信访条例》已经废止，现行的是《信访工作条例》"),
    _slip(
        "(?<!不收取)(?<!不再收取)(?:检索费|复制费|邮寄费)",
        "依申请提供政府信息不收取检索、复制、邮寄费用，只有明显超过合理范围的可以收取信息处理费",
        "条例第四十二条第一款",
    ),
    _slip(
        r"(?:十五|15)个工作日内(?:予以|作出)答复",
        "答复期限是二十个工作日，不是旧条例的十五个工作日",
        "条例第三十三条第二款",
    ),
    _slip(
        "[一二三四五六七八九十]+个工作日",
        "期限同条例和其他文书一样，用阿拉伯数字书写",
        "GB/T 15835—2011，条例第三十三条",
    ),
    _slip("(?<!《)(?:中华人民共和国)?政府信息公开条例第", "法规名称应当写全称并加书名号"),
    _slip("工商行政管理局|国土资源局|法制办公室", "机关名称可能是机构改革以前的，请核对"),
)
_ONLY_DOUBTFUL = frozenset({SLIPS[1], *SLIPS[-3:]})


def look(letter: Finished) -> Iterator[Finding]:
    """Look for each of them in the office's own words."""
    for at, words in letter.prose:
        for slip in SLIPS:
            if found := slip.pattern.search(bare(words)):
                yield _found(slip, found[0], at)


def _found(slip: Slip, quote: str, at: int) -> Finding:
    severity = Severity.WARNING if slip in _ONLY_DOUBTFUL else Severity.ERROR
    message = f"“{quote}”：{slip.told}。依据：{slip.ground or ARTICLE}。请更正。"
    return Finding(RULE.name, severity, message, shortened(quote), at)


RULE = Rule(
    "obsolete",
    "法律名称和旧法",
    ARTICLE,
    "法律、法规名称写全称、不写错；不引用已经废止的规定和旧的期限、收费、复议机关。",
    look,
)
