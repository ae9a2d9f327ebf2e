"""遗留和标点: nothing unfinished is left, and punctuation is that of Chinese.

GB/T 15834—2011（标点符号用法）；GB/T 9704—2012（不得采用“此页无正文”）。
"""

import re
from collections.abc import Iterator

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, shortened

ARTICLE = "GB/T 9704—2012、GB/T 15834—2011"
_HAN = "\u4e00-\u9fff"
_ERRORS = (
    (r"\b(?:None|null|undefined|NaN|True|False)\b", "是系统遗留的文字"),
    (r"待填|待补充|此处(?:填写|补充)|[【\[]待[^】\]]*[】\]]|TODO|TBD", "是尚未填写的内容"),
    (r"</?(?:[biupa]|br|div|span|font|td|tr|table|strong|em)\b[^<>]*>|&nbsp;", "是网页代码"),
    (
        r"(?<![A-Za-z0-9-])[Xx]{2,}(?![A-Za-z0-9-])|×{2,}|[_\uff3f]{2,}|？{2,}|□{2,}",
        "是尚未填写的空位",
    ),
    (r"\{\{|\}\}|\{%|%\}|\$\{", "是没有替换的模板代码"),
    (r"〔[\s\u3000]*〕|《》|“”", "是空的括号或者引号"),
    (r"此页无正文", "不符合公文格式，应当调整行距、字距使落款与正文同页"),
    (r"([。，、；：！？])\1|[，、；：][。，、；：]|。[，、；：]", "是重复的标点"),
)
_WARNINGS = (
    (r"待定|待核实|[*\uff0a○]{2,}|\{[^{}]*\}", "可能是尚未填写的内容，请核对"),
    (
        rf"[{_HAN}”》）][,;:?!](?=[{_HAN}“《（]|$)|[{_HAN}][.](?=[{_HAN}]|$)",
        "是半角标点，应当改为全角",
    ),
    (rf"[{_HAN}]\((?=[{_HAN}\d])|\((?=[{_HAN}])", "是半角括号，应当改为全角"),
    (rf"[{_HAN}，。；：]\"|\"[{_HAN}]", "是半角引号，应当改为全角"),
    (r"(?:的的(?!确)|是是|了了|和和|及及)", "可能是重复的字"),
    (
        "[國資訊請開關說處機議訴訟條規決為與對後書縣門無應會發電認證實據權務戶經費單數們點報業產過號種類]",
        "是繁体字，应当使用规范汉字（姓名、名称除外）",
    ),
)

_GIVEN = (
    *(("applicant", "name"), ("agency", "name"), ("notice", "party")),
    *(("case", "number"), ("case", "query_code"), ("letter", "number")),
)
"""What is as it is: names, and what was drawn."""
_ADDRESS = re.compile(r"https?://[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)


def look(letter: Finished) -> Iterator[Finding]:
    """Look for what was left behind, in the office's own words."""
    given = {bare(str(letter.of(part).get(name) or "")) for part, name in _GIVEN} - {""}
    for at, words in letter.prose:
        text = _ADDRESS.sub("某", words)
        for each in given:
            text = text.replace(each, "某")
        yield from _in(text, at)
    yield from _unpaired(letter)


def _unpaired(letter: Finished) -> Iterator[Finding]:
    """Quotation marks and brackets come in pairs, counted over the whole letter."""
    words = "".join(text for _, text in letter.own)
    for pair in ("“”", "（）", "《》", "〔〕"):
        if words.count(pair[0]) != words.count(pair[1]):
            message = f"“{pair}”前后不成对。依据：{ARTICLE}。请更正后重新拟制。"
            yield Finding(RULE.name, Severity.WARNING, message)


def _in(text: str, at: int) -> Iterator[Finding]:
    for patterns, severity in ((_ERRORS, Severity.ERROR), (_WARNINGS, Severity.WARNING)):
        for pattern, told in patterns:
            if found := re.search(pattern, text):
                yield _found(found[0], told, at, severity)


def _found(quote: str, told: str, at: int, severity: Severity) -> Finding:
    message = f"“{quote}”{told}。依据：{ARTICLE}。请更正后重新拟制。"
    return Finding(RULE.name, severity, message, shortened(quote), at)


RULE = Rule(
    "leftovers",
    "遗留和标点",
    ARTICLE,
    "不得留有未填写的空位、模板代码、空括号、重复或者半角标点和繁体字。",
    look,
)
