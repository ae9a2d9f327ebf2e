"""Mistakes a person or a template might make, each described in words, each with its rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.checking.letters import Values

_WHOLE = re.compile(r'<span class="(?:whole|long)">(.*?)</span>')
_FIRST, _CHOICE = "先向示例市人民政府申请行政复议", "或者自收到本告知书之日起6个月内"
_REGULATIONS = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True)
class Mutation:
    """One mistake in one letter, and which rule must see it."""

    words: str
    code: str
    rule: str
    values: Callable[[Values], None] = lambda _: None
    page: Callable[[str], str] = str


def put(path: str, value: Any) -> Callable[[Values], None]:
    """Write another value: `reply.documents.0.pages`."""

    def change(values: Values) -> None:
        *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))
        part: Any = values
        for step in steps:
            part = part[step]
        assert last in (range(len(part)) if isinstance(part, list) else part), path
        part[last] = value

    return change


def said(old: str, new: str) -> Callable[[str], str]:
    """Write other words on the finished page."""

    def change(page: str) -> str:
        plain = _WHOLE.sub(r"\1", _WHOLE.sub(r"\1", page))
        assert old in plain, f"the letter does not say {old}"
        return plain.replace(old, new)

    return change


def after(words: str, more: str) -> Callable[[str], str]:
    """Add a paragraph after the one that says these words."""

    def change(page: str) -> str:
        plain = _WHOLE.sub(r"\1", page)
        at = plain.index("</p>", plain.index(words)) + len("</p>")
        return f"{plain[:at]}<p>{more}</p>{plain[at:]}"

    return change


def without(words: str) -> Callable[[str], str]:
    """Take out every paragraph that says these words."""

    def change(page: str) -> str:
        plain = _WHOLE.sub(r"\1", page)
        left = re.sub(
            rf"<p[^>]*>(?:(?!</p>).)*{re.escape(words)}.*?</p>", "", plain, flags=re.DOTALL
        )
        assert left != plain, f"the letter does not say {words}"
        return left

    return change


def _v(rule: str, code: str, words: str, change: Callable[[Values], None]) -> Mutation:
    return Mutation(words, code, rule, values=change)


def _p(rule: str, code: str, words: str, change: Callable[[str], str]) -> Mutation:
    return Mutation(words, code, rule, page=change)


_REMEDY = (
    _p("remedy", "F09", "a refusal without any remedy", without("如不服本告知书")),
    _p("remedy", "F09", "a refusal that does not send to review first", said(_FIRST, _FIRST[1:])),
    _p("remedy", "F09", "another city reviews", said("先向示例市", "先向样本市")),
    _p("remedy", "F09", "another court", said("示例市中级人民法院", "示例县人民法院")),
    _p("remedy", "F09", "thirty days for review", said("之日起60日内", "之日起30日内")),
    _p(
        "remedy",
        "F09",
        "thirty days for the suit after review",
        said("之日起15日内", "之日起30日内"),
    ),
    _p(
        "remedy",
        "F09",
        "silence of the review body left out",
        said("；行政复议机关逾期不作出决定的，可以自行政复议期限届满之日起15日内", ""),
    ),
    _p(
        "remedy",
        "F12",
        "review first where one may choose",
        said("内向示例市人民政府", f"内，{_FIRST[:3]}例市人民政府"),
    ),
    _p("remedy", "F12", "three months for the suit", said("6个月内", "3个月内")),
    _p("remedy", "F12", "two years for the suit", said("6个月内", "2年内")),
    _p(
        "remedy",
        "F12",
        "the choice of a suit left out",
        said("，" + _CHOICE, "，其后" + _CHOICE[2:]),
    ),
    _p(
        "remedy",
        "F12",
        "the remedy given twice",
        after("如不服本告知书", "如不服本告知书，可以自收到之日起申请行政复议。"),
    ),
    _p("remedy", "F03", "only the remedy for what is withheld", without("其他内容不服的")),
    _p("remedy", "F03", "only the remedy for what is given", without("不予公开的部分，可以自收到")),
    _p(
        "remedy",
        "P03",
        "a remedy in a letter of procedure",
        after("特此告知", "如不服本告知书，可以自收到本告知书之日起60日内申请行政复议。"),
    ),
    _p(
        "remedy",
        "P01",
        "a suit against a request to correct",
        after("特此告知", "不服的，可以提起行政诉讼。"),
    ),
    _p(
        "remedy",
        "P05",
        "a separate remedy against the fee",
        after("二、收费数额", "如不服本通知，可以自收到之日起60日内申请行政复议。"),
    ),
    _v(
        "remedy",
        "F12",
        "the remedy of another result",
        lambda v: v["remedy"].update(
            paragraphs=[f"如不服本告知书，可以自收到本告知书之日起60日内，{_FIRST}。"]
        ),
    ),
)
_DATES = (
    _v("dates", "F12", "another day of receipt", put("case.received_on", date(2026, 3, 4))),
    _v(
        "dates",
        "P03",
        "another day of receipt in a notice",
        put("case.received_on", date(2026, 3, 9)),
    ),
    _v("dates", "R02", "another last day of the reply", put("case.reply_due", date(2026, 4, 3))),
    _v(
        "dates", "F09", "an extension that was not made", put("case.extended_to", date(2026, 4, 30))
    ),
    _v(
        "dates",
        "F09",
        "a correction that was not asked",
        put("case.corrected_on", date(2026, 3, 9)),
    ),
    _v("dates", "P03", "another new last day", put("notice.new_due", date(2026, 5, 7))),
    _v("dates", "P04", "another day of a delayed reply", put("notice.new_due", date(2026, 7, 1))),
    _v(
        "dates",
        "F22",
        "another end of the period to correct",
        put("notice.period_due", date(2026, 3, 31)),
    ),
    _v(
        "dates",
        "F23",
        "another end of the period to pay",
        put("notice.period_due", date(2026, 4, 28)),
    ),
    _v(
        "dates",
        "F18",
        "another day of the earlier reply",
        put("reply.earlier.date", date(2025, 11, 21)),
    ),
    _v(
        "dates",
        "G04",
        "another day of the reply it goes with",
        put("notice.reply_date", date(2026, 3, 25)),
    ),
    _v(
        "dates",
        "G04",
        "another day of receipt beside a reply",
        put("case.received_on", date(2026, 3, 6)),
    ),
    _v("dates", "F24", "another day of withdrawal", put("notice.withdrawn_on", date(2026, 3, 1))),
    _v(
        "dates",
        "F12",
        "a search on a day nobody searched",
        put("reply.searches.0.searched_on", date(2026, 3, 15)),
    ),
    _v(
        "dates",
        "F12",
        "a search after the letter",
        put("reply.searches.1.searched_on", date(2027, 3, 13)),
    ),
    _p("dates", "F01", "a day the calendar does not have", said("2026年3月12日", "2026年2月30日")),
    _p("dates", "F01", "a thirteenth month", said("2026年3月12日", "2026年13月12日")),
    _v("dates", "F01", "signed on another day", put("letter.date", date(2026, 4, 2))),
)
_CITATIONS = (
    _p(
        "citations",
        "F09",
        "an eighth item of seven",
        said("第三十六条第（三）项", "第三十六条第（八）项"),
    ),
    _p("citations", "F09", "a third paragraph of two", said("第十六条第二款", "第十六条第三款")),
    _p(
        "citations", "F12", "an article beyond the last", said("第三十六条第（四）项", "第六十三条")
    ),
    _p(
        "citations",
        "F26",
        "an article the Archives Law has not",
        said("第十五条第二款", "第六十条"),
    ),
    _p(
        "citations",
        "F09",
        "internal affairs cited for a process",
        said("第十六条第二款", "第十六条第一款"),
    ),
    _p(
        "citations",
        "F09",
        "an absolute ground for a discretionary one",
        said("第十六条第二款", "第十四条"),
    ),
    _p("citations", "F12", "the item for disclosed information", said("第（四）项", "第（一）项")),
    _p(
        "citations",
        "F17",
        "the paragraph on publications for a petition",
        said("第三十九条第一款", "第三十九条第二款"),
    ),
    _p("citations", "F07", "no word of the third party's article", said("第十五条、", "")),
    _p(
        "citations",
        "F03",
        "a part withheld on no article",
        said(f"依照{_REGULATIONS}第十五条的规定，", ""),
    ),
    _p(
        "citations",
        "F15",
        "an article misquoted",
        said(
            "第三十八条的规定，",
            "第三十八条规定：“需要行政机关对信息进行制作的，应当不予提供”，依照该条，",
        ),
    ),
    _p(
        "citations",
        "F25",
        "the definition misquoted",
        said("第二条的规定，政府信息是指", "第二条规定“政府信息是指行政机关制作的全部文件”，即"),
    ),
)
_AGREEMENT = (
    _v("agreement", "F12", "another person's name", put("applicant.name", "乙某")),
    _v(
        "agreement", "P06", "another third party", put("notice.party", "示例市戊字建设工程有限公司")
    ),
    _v("agreement", "F12", "another case's number", put("case.number", "2026-00019")),
    _v(
        "agreement",
        "F12",
        "the application shortened",
        put("case.content", "示例县城区供水管网改造工程"),
    ),
    _v(
        "agreement",
        "P03",
        "the application reworded",
        put("case.content", "示例县供水管网改造工程的全部材料"),
    ),
    _v(
        "agreement",
        "F01",
        "another letter's number",
        put("letter.number", "示政公开告〔2026〕19号"),
    ),
    _p("agreement", "F01", "square brackets round the year", said("〔2026〕18号", "[2026]18号")),
    _p("agreement", "F01", "a number with leading zeros", said("〔2026〕18号", "〔2026〕018号")),
    _v("agreement", "F01", "one document less", lambda v: v["reply"]["documents"].pop()),
    _v(
        "agreement",
        "F01",
        "a document under another name",
        put("reply.documents.1.title", "示例县城区供水管网改造工程监理合同"),
    ),
    _v("agreement", "F03", "another count of pages", put("reply.documents.0.pages", 7)),
    _p("agreement", "F03", "an attachment that is not listed", without("3. 《")),
    _v(
        "agreement",
        "F18",
        "another number of the earlier reply",
        put("reply.earlier.number", "示政公开告〔2025〕103号"),
    ),
    _v(
        "agreement",
        "G04",
        "another number of the reply it goes with",
        put("notice.reply_number", "示政公开告〔2026〕17号"),
    ),
    _v(
        "agreement",
        "G04",
        "no number of the reply it goes with",
        put("notice.reply_number", None),
    ),
    _v(
        "agreement",
        "F12",
        "signed by another organ",
        put("agency.signing_entity", "邻县人民政府办公室"),
    ),
    _v("agreement", "F12", "another telephone", put("agency.phone", "0000-8888001")),
)
_GROUNDS = (
    _p("grounds", "F09", "a refusal without reasons", without("理由如下")),
    _p(
        "grounds",
        "F06",
        "reasons announced and not given",
        lambda page: re.sub("理由如下：[^<]*", "理由如下：", page),
    ),
    _v("grounds", "F03", "a part withheld and not named", lambda v: v["reply"]["withheld"].pop()),
    _v(
        "grounds",
        "F03",
        "a part withheld for another reason",
        put("reply.withheld.0.reason", "不宜公开"),
    ),
    _v(
        "grounds",
        "F03",
        "a part withheld on another ground",
        put("reply.withheld.1.ground", "deny.internal"),
    ),
    _v(
        "grounds",
        "F12",
        "an answer of nothing without a search",
        lambda v: v["reply"].update(searches=[], search_summary=None),
    ),
    _v("grounds", "F14", "one of two searches left out", lambda v: v["reply"]["searches"].pop()),
    _v("grounds", "F12", "another place of search", put("reply.searches.0.scope", "本单位的档案")),
    _v("grounds", "F12", "other words of search", put("reply.searches.0.keywords", "交通影响")),
    _v(
        "grounds",
        "F12",
        "another department searched",
        put("reply.searches.0.department", "办公室"),
    ),
    _p("grounds", "F12", "a hint not set apart", said("（以下内容不属于本答复的组成部分）", "")),
    _p(
        "grounds",
        "F12",
        "a hint in the reply itself",
        after("二、答复决定", "便民提示（以下内容不属于本答复的组成部分）"),
    ),
    _p("grounds", "F12", "a hint instead of a decision", without("现告知您")),
    _p(
        "grounds",
        "G04",
        "a page of help that passes for the reply",
        said("不属于答复的组成部分，", ""),
    ),
    _v("grounds", "G04", "other help than was reviewed", put("notice.convenience", "请自行查找")),
)
_PRIVACY = (
    _v(
        "privacy",
        "P06",
        "the applicant named to a third party",
        put("notice.interest", "申请人甲某与贵公司有纠纷"),
    ),
    _v(
        "privacy",
        "P08",
        "the applicant named to a joint producer",
        put("notice.proposal", "拟向甲某公开"),
    ),
    _v(
        "privacy",
        "P09",
        "the applicant's telephone told to an agency",
        put("notice.questions", "申请人电话000-12345678，请核实"),
    ),
    _v(
        "privacy",
        "T01",
        "an identity number told to a third party",
        put("notice.reasons", "申请人11010519491231002X系利害关系人"),
    ),
    _v(
        "privacy",
        "P06",
        "a mobile number told to a third party",
        put("notice.content", "请联系13800000000"),
    ),
    _v(
        "privacy",
        "P06",
        "the applicant's address told to a third party",
        put("notice.interest", "申请人住示例省示例县示例路2号"),
    ),
)
_HELP = (
    _v(
        "privacy",
        "G04",
        "somebody's identity number in a page of help",
        put("notice.convenience", "可以向丙某（11010519491231002X）咨询"),
    ),
    _v(
        "privacy",
        "G04",
        "somebody's mobile number in a page of help",
        put("notice.convenience", "可以向丙某（13800000000）咨询"),
    ),
    _p(
        "remedy",
        "G04",
        "a remedy in a page of help",
        after("不属于答复的组成部分", "对本答复不服的，可以申请行政复议。"),
    ),
)
_OBSOLETE = (
    _p(
        "obsolete",
        "F09",
        "the Regulations without their full name",
        said(_REGULATIONS, "《政府信息公开条例》"),
    ),
    _p("obsolete", "F09", "条列 for 条例", said("信息公开条例", "信息公开条列")),
    _p("obsolete", "F09", "行政诉讼发 for 行政诉讼法", after("理由如下", "依照行政诉讼发办理。")),
    _p("obsolete", "F09", "行政复义 for 行政复议", said("申请行政复议", "申请行政复义")),
    _p("obsolete", "F12", "告之 for 告知", said("特此告知", "特此告之")),
    _v(
        "obsolete",
        "F09",
        "the purpose test of the old Regulations",
        put("reply.reasons", "与本人生产、生活、科研等特殊需要无关"),
    ),
    _p(
        "obsolete",
        "F12",
        "three months for the suit, as before 2015",
        said("6个月内依法", "三个月内依法"),
    ),
    _p(
        "obsolete",
        "F12",
        "the superior department as review body",
        said("向示例市人民政府申请", "向上一级主管部门申请"),
    ),
    _v(
        "obsolete",
        "F09",
        "the Regulations of 2007",
        put("reply.reasons", "依据国务院令第492号，属于过程性信息"),
    ),
    _v(
        "obsolete",
        "F09",
        "the repealed interpretation of 2011",
        put("reply.reasons", "依据法释〔2011〕17号，属于过程性信息"),
    ),
    _v("obsolete", "F12", "a fee for searching", put("reply.search_summary", "另收取检索费二十元")),
    _p(
        "obsolete",
        "R02",
        "fifteen working days for the reply",
        said("20个工作日内予以答复", "15个工作日内予以答复"),
    ),
    _p("obsolete", "R02", "a period in characters", said("7个工作日", "七个工作日")),
)
_LEFTOVERS = (
    _v("leftovers", "F12", "None where there was nothing", put("reply.search_summary", "None")),
    _v("leftovers", "F09", "a reason still to be filled in", put("reply.reasons", "待填")),
    _v("leftovers", "F09", "crosses in a name", put("reply.reasons", "系XX单位的请示")),
    _v(
        "leftovers", "F09", "multiplication signs in a name", put("reply.reasons", "系××单位的请示")
    ),
    _v(
        "leftovers",
        "F09",
        "a placeholder of a template",
        put("reply.reasons", "系{{ agency.name }}的请示"),
    ),
    _p("leftovers", "F18", "an empty year", said("〔2025〕102号", "〔〕102号")),
    _v("leftovers", "F09", "two full stops", put("reply.reasons", "属于请示。。不宜公开")),
    _v(
        "leftovers",
        "F09",
        "a comma before a full stop",
        put("reply.reasons", "属于请示，。不宜公开"),
    ),
    _v("leftovers", "F09", "a comma of another script", put("reply.reasons", "属于请示,不宜公开")),
    _v(
        "leftovers",
        "F09",
        "brackets of another script",
        put("reply.reasons", "属于请示(内部)，不宜公开"),
    ),
    _v(
        "leftovers",
        "F09",
        "traditional characters",
        put("reply.reasons", "屬於機關內部請示，不宜公開"),
    ),
    _p("leftovers", "F12", "此页无正文", after("特此告知", "（此页无正文）")),
)
_GLYPHS = (
    _v("glyphs", "F12", "a character no face has", put("applicant.name", "甲\u0e01")),
    _v("glyphs", "F12", "a private character", put("applicant.name", "甲\ue123")),
)
MUTATIONS: tuple[Mutation, ...] = (
    *(*_REMEDY, *_DATES, *_CITATIONS, *_AGREEMENT, *_GROUNDS),
    *(*_PRIVACY, *_HELP, *_OBSOLETE, *_LEFTOVERS, *_GLYPHS),
)
