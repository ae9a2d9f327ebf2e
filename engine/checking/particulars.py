"""What a letter must repeat of its case word for word: title, contact, documents, sums, codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.checking.finished import Finished
from engine.checking.passages import bare
from engine.checking.tariff import wrong_tariff
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
_ANNEX = re.compile(r"^(?:第三方|函复单位)(?:名称|：)?(\S+)$")
_NOTICE = re.compile(r"作出(?:补正告知书|收费通知书|说明理由告知书)（([^）]+)）")
_PROVIDED = re.compile(r"以([^，。；：“”]{1,20}?)(?:的)?方式(?:向(?:您|贵单位))?(?:提供|送达|寄送)")
_INSPECTED = re.compile(r"安排(?:您|贵单位)[^，。；]*查阅")
_WAYS = {
    "in_person": "当面领取",
    "ems": "邮寄",
    "email": "电子邮件",
    "portal": "网站在线送达",
    "inspect": "查阅、抄录",
}
"""How what is given is handed over, by the value of the form (条例第四十条)."""


def wrong_particulars(letter: Finished) -> Iterator[Wrong]:
    """Compare each of them with the case."""
    yield from _title(letter)
    if Part.SIGNATURE in letter_kind(letter.code).parts:
        yield from _contact(letter)
    for look in _LOOKS.get(letter.code, ()):
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


def _handing(letter: Finished) -> Iterator[Wrong]:
    """What is given is handed over in the way that was decided (条例第四十条)."""
    reply = letter.of("reply")
    way = bare(str(reply.get("delivery_way") or ""))
    known = _WAYS.get(way, way)
    if not known or not letter.rows("documents") or reply.get("public_way"):
        return
    for at, words in letter.fixed:
        ways = [*_PROVIDED.findall(words), *("查阅、抄录" for _ in _INSPECTED.findall(words))]
        if any(each not in known and known not in each and "…" not in each for each in ways):
            yield f"政府信息的提供方式应当为“{known}”。", letter.paragraphs[at], at
    if known not in "".join(bare(words) for at, words in letter.own if at < letter.signature):
        yield f"没有写明政府信息的提供方式“{known}”。", "", None


def _public_way(letter: Finished) -> Iterator[Wrong]:
    """Where to find what is public already is told as it was written (第三十六条第（一）项)."""
    reply = letter.of("reply")
    if reply.get("code") != "grant.already_public":
        return
    way = bare(str(reply.get("public_way") or "")).rstrip("。；，、.;,")
    body = "".join(bare(words) for at, words in letter.own if at < letter.signature)
    if not way:
        yield "没有写明获取政府信息的方式、途径（条例第三十六条第（一）项）。", "", None
    elif way not in body:
        yield f"获取政府信息的方式、途径应当为“{way}”。", "", None


def _annex(letter: Finished) -> Iterator[Wrong]:
    """The form to be sent back names the one who is asked, and nobody else."""
    party = bare(str(letter.of("notice").get("party") or ""))
    for at, words in enumerate(letter.paragraphs):
        named = _ANNEX.match(bare(words)) if at > letter.signature else None
        if party and named is not None and named[1] != party:
            yield f"附件载明的单位（个人）应当为{party}。", words, at


def _disobeyed(letter: Finished) -> Iterator[Wrong]:
    """The notice that was not obeyed is named by its own number."""
    number = bare(str(letter.of("notice").get("notice_number") or ""))
    for at, words in letter.own:
        for found in _NOTICE.findall(bare(words)):
            if found != number:
                yield f"所依据的告知书、通知书文号应当为{number}。", words, at
    if number and number not in letter.text:
        yield f"没有写明所依据的告知书、通知书文号{number}。", "", None


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


_LOOKS: Mapping[str, tuple[Callable[[Finished], Iterator[Wrong]], ...]] = {
    **dict.fromkeys(("F01", "F03"), (_documents, _handing)),
    "F02": (_documents, _public_way),
    "G03": (_handing, _public_way),
    **dict.fromkeys(("F13", "F26"), (_responsible,)),
    **dict.fromkeys(("F20", "F22", "F23"), (_disobeyed,)),
    "P05": (_fee, wrong_tariff),
    **dict.fromkeys(("P06", "P08", "P09"), (_annex,)),
    "R02": (_query_code,),
}
