"""What a letter must repeat of its case word for word: title, contact, documents, sums, codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.checking.finished import Finished
from engine.checking.passages import bare
from engine.law.letter_parts import Part
from engine.law.letters import letter_kind

Wrong = tuple[str, str, int | None]
"""What is wrong, the words that are, and the paragraph they stand in."""
_OPENING = 12  # paragraphs in which the title is looked for
_CONTACT = {"联系人": "contact", "联系电话": "phone", "地址": "address", "邮政编码": "postcode"}
_NUMBER = re.compile(r"〔\d{4}〕\d+号")
_FORM = re.compile(r"，以([^，；。]{1,20})形式提供")
_QUERY_CODE = re.compile(r"查询码：([0-9A-Za-z-]+)")
_SUM = re.compile(r"共计(\d+(?:\.\d+)?)元")
_LINE_SUM = re.compile(r"=(\d+(?:\.\d+)?)元")


def wrong_particulars(letter: Finished) -> Iterator[Wrong]:
    """Compare each of them with the case."""
    yield from _title(letter)
    if Part.SIGNATURE in letter_kind(letter.code).parts:
        yield from _contact(letter)
    if look := _LOOKS.get(letter.code):
        yield from look(letter)


def _title(letter: Finished) -> Iterator[Wrong]:
    title = bare(str(letter.of("letter").get("title") or ""))
    opening = bare("".join(letter.paragraphs[:_OPENING]))
    if title and title not in opening:
        yield f"标题应当为“{title}”。", next(iter(letter.paragraphs[1:]), ""), None


def _contact(letter: Finished) -> Iterator[Wrong]:
    """The last line before the signature that names a person to turn to is the agency's own."""
    lines = [(at, bare(words)) for at, words in letter.own if bare(words).startswith("联系人：")]
    for at, words in [line for line in lines if line[0] < letter.signature][-1:]:
        for label, key in _CONTACT.items():
            known = bare(str(letter.of("agency").get(key) or ""))
            if known and f"{label}：" in words and f"{label}：{known}" not in words:
                yield f"本机关的{label}应当为{known}。", words, at


def _documents(letter: Finished) -> Iterator[Wrong]:
    """Where the reply itself names the documents it gives, it names each, and as it is."""
    body = [(at, bare(words)) for at, words in letter.own if at < letter.signature]
    end = next((at for at, words in body if words.startswith("附件：")), letter.signature)
    lines = [line for line in body if line[0] < end]
    named = [
        (row, [line for line in lines if _title_of(row) in _plain(line[1])])
        for row in letter.rows("documents")
    ]
    if not any(said for _, said in named):
        return
    for row, said in named:
        if not said:
            yield f"正文没有列明《{_title_of(row)}》。", "", None
        elif wrong := _misdescribed(row, [words for _, words in said]):
            yield f"《{_title_of(row)}》的{wrong}。", said[-1][1], said[-1][0]


def _misdescribed(row: Mapping[str, Any], said: list[str]) -> str:
    """Say which fact of a document is written otherwise in all the lines about it."""
    number, form = (bare(str(row.get(key) or "")) for key in ("number", "form"))
    if number and any(_NUMBER.search(words) for words in said) and number not in "".join(said):
        return f"文号应当为{number}"
    forms = [each for words in said for each in _FORM.findall(words)]
    return f"提供形式应当为{form}" if form and forms and form not in forms else ""


def _title_of(row: Mapping[str, Any]) -> str:
    return _plain(str(row.get("title") or ""))


def _responsible(letter: Finished) -> Iterator[Wrong]:
    """Who else is to be asked is named as it was found out (条例第三十六条第（五）项)."""
    found = letter.of("reply").get("responsible")
    name = bare(str(found.get("name") or "")) if isinstance(found, Mapping) else ""
    name = name.rstrip("。；，、.;,")
    if name and name not in letter.text:
        yield f"没有写明负责公开的机关“{name}”。", "", None


def _fee(letter: Finished) -> Iterator[Wrong]:
    """What is to be paid is the sum of the lines, and the lines are those reckoned."""
    notice = letter.of("notice")
    amount, lines = _money(notice.get("amount")), notice.get("lines")
    reckoned = [bare(str(line)).rstrip("。；") for line in lines] if isinstance(lines, list) else []
    for line in reckoned:
        if line not in letter.text:
            yield f"没有写明收费计算“{line}”。", "", None
    for found in _SUM.findall(letter.text):
        if amount is not None and _money(found) != amount:
            yield f"应缴纳的信息处理费应当为{amount}元。", f"共计{found}元", None
    sums = [_LINE_SUM.search(line) for line in reckoned]
    parts = [Decimal(each[1]) for each in sums if each is not None]
    if amount is not None and parts and len(parts) == len(sums) and sum(parts) != amount:
        yield f"各项收费之和与应缴纳的{amount}元不符。", "", None


def _money(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _query_code(letter: Finished) -> Iterator[Wrong]:
    code = bare(str(letter.of("case").get("query_code") or ""))
    for found in _QUERY_CODE.findall(letter.text):
        if found != code:
            yield f"办理进度查询码应当为{code}。", found, None


def _plain(words: str) -> str:
    return re.sub(r"[《》〈〉\s。；，、]", "", words)


_LOOKS: Mapping[str, Callable[[Finished], Iterator[Wrong]]] = {
    **dict.fromkeys(("F01", "F02", "F03"), _documents),
    **dict.fromkeys(("F13", "F26"), _responsible),
    "P05": _fee,
    "R02": _query_code,
}
