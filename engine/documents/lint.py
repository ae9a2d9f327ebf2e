"""Whether a template makes a lawful letter: its sample is written out and read."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from engine.documents.grammar import Finding
from engine.documents.language import cn_date
from engine.documents.markup import lint_markup
from engine.documents.shape import APPLICANT
from engine.documents.template import (
    ABOUT,
    LETTER,
    SAMPLE,
    About,
    LetterTemplate,
    TemplateRefused,
    read_template,
    render_html,
)
from engine.documents.words import text_of
from engine.documents.writing import place_of
from engine.errors import OfficeError

_FORBIDDEN: Final = (
    (re.compile(r"待填|待编|待定"), "残留占位文字"),
    (re.compile(r"_{2,}|\uff3f{2,}|[X×]{2,}"), "残留占位符号"),
    (re.compile(r"\b(None|undefined|nan|null|True|False)\b"), "空值或者程序文字进入正文"),
    (re.compile(r"〔\s*〕|第\s*号"), "文号不完整"),
    (re.compile(r"此页无正文"), "不得使用“此页无正文”（GB/T 9704）"),
    (re.compile(r"用途"), "不得要求申请人说明用途（条例第二十七条、第二十九条）"),
    (re.compile(r"[。；，、：]{2,}|。”。"), "标点重复"),
    (re.compile(r"(?:3个月|三个月)内.{0,12}(?:诉讼|起诉)"), "起诉期限有误（行政诉讼法第四十六条）"),
)
_SPACE = re.compile(r"\s+")

Part = Callable[[Mapping[str, object], str], bool]


def lint_template(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """List everything that keeps a template from being published; never raises.

    Checks the language of every source, that every name exists, that the sample gives a
    letter, that the letter has its mandatory parts and phrases, and that nothing in it
    is unfinished.
    """
    try:
        template = read_template(files)
    except TemplateRefused as error:
        return error.findings
    return tuple(lint_letter(template))


def lint_letter(template: LetterTemplate) -> list[Finding]:
    """Write the letter from its sample, as final and as draft, and read it."""
    try:
        final = render_html(template, _as(template.sample, "final"))
        draft = render_html(template, _as(template.sample, "draft"))
    except TemplateRefused as error:
        return list(error.findings)
    except OfficeError as error:
        file, line = place_of(error, SAMPLE)
        return [Finding(file, line, f"按样例生成文书时出错：{error}")]
    text = _close(text_of(final))
    findings = _lint_about(template.about)
    findings += [Finding(LETTER, 1, message) for _, message in lint_markup(_body(final))]
    findings += _lint_parts(template, text)
    findings += _lint_words(text)
    if str(_at(template.sample, "letter.number")) in text_of(draft):
        findings.append(Finding(LETTER, 1, "草稿不得出现文号"))
    return findings


def _lint_about(about: About) -> list[Finding]:
    unknown = [part for part in about.parts if part not in PARTS]
    return [Finding(ABOUT, 1, f"没有名为“{part}”的组成部分") for part in unknown]


def _lint_parts(template: LetterTemplate, text: str) -> list[Finding]:
    about, sample = template.about, template.sample
    missing = [
        PARTS[part][0] for part in about.parts if part in PARTS and not _has(part, sample, text)
    ]
    phrases = [phrase for phrase in about.phrases if _close(phrase) not in text]
    return [Finding(LETTER, 1, f"文书缺少：{label}") for label in missing] + [
        Finding(LETTER, 1, f"文书中没有应当写明的文字：{phrase}") for phrase in phrases
    ]


def _lint_words(text: str) -> list[Finding]:
    return [
        Finding(LETTER, 1, f"{message}：{hit[0]}")
        for pattern, message in _FORBIDDEN
        for hit in pattern.finditer(text)
    ]


def _has(part: str, sample: Mapping[str, object], text: str) -> bool:
    return PARTS[part][1](sample, text)


def _says(*paths: str) -> Part:
    """Say that the letter prints the values at these places, days as days."""

    def says(sample: Mapping[str, object], text: str) -> bool:
        return all(_printed(_at(sample, path)) in text for path in paths)

    return says


def _says_party(sample: Mapping[str, object], text: str) -> bool:
    party = _at(sample, "notice.party") or _at(sample, f"{APPLICANT}.name")
    return f"{_printed(party)}：" in text


def _says_title(sample: Mapping[str, object], text: str) -> bool:
    return _printed(_at(sample, "letter.title")) in text


def _says_search(sample: Mapping[str, object], text: str) -> bool:
    searches = _at(sample, "reply.searches")
    if not isinstance(searches, list) or not searches:
        return False
    facts = ("department", "scope", "keywords", "method", "searched_on")
    return all(_printed(search.get(fact)) in text for search in searches for fact in facts)


def _says_remedy(sample: Mapping[str, object], text: str) -> bool:
    paragraphs = _at(sample, "remedy.paragraphs")
    return (
        isinstance(paragraphs, list)
        and bool(paragraphs)
        and all(_printed(paragraph) in text for paragraph in paragraphs)
    )


def _says_basis(_: Mapping[str, object], text: str) -> bool:
    return bool(re.search(r"依照《[^》]+》(?:（[^）]+）)?第[一二三四五六七八九十百]+条", text))


PARTS: Final[dict[str, tuple[str, Part]]] = {
    "title": ("标题", _says_title),
    "number": ("文号", _says("letter.number")),
    "salutation": ("主送（称谓）", _says_party),
    "receipt": ("收到申请的日期和渠道", _says("case.received_on", "case.channel_label")),
    "content": ("照录的申请内容", _says("case.content")),
    "search": ("检索过程的事实（科室、范围、检索词、方法、日期）", _says_search),
    "basis": ("法律依据（具体到条）", _says_basis),
    "remedy": ("救济途径和期限", _says_remedy),
    "signature": ("署名", _says("agency.signing_entity")),
    "date": ("成文日期", _says("letter.date")),
    "contact": ("联系方式", _says("agency.contact", "agency.phone")),
}


def _at(values: Mapping[str, object], path: str) -> object:
    value: object = values
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _printed(value: object) -> str:
    if value is None:
        return "\0"  # never in a text
    return _close(cn_date(value) if isinstance(value, date) else str(value))


def _close(text: str) -> str:
    return _SPACE.sub("", text)


def _as(sample: Mapping[str, object], copy: str) -> dict[str, object]:
    letter = sample.get("letter")
    return {**sample, "letter": {**(letter if isinstance(letter, Mapping) else {}), "copy": copy}}


def _body(page: str) -> str:
    return page.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
