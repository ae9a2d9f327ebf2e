"""What each letter must contain, read from the letter its sample makes (条例第三十六条 and others).

The table says which parts a letter has; a part is looked for in the text, paragraph by paragraph.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.documents import letter_files, read_template, render_html, text_of
from engine.documents.language import cn_date, titled
from engine.law.letters import LETTERS
from engine.law.remedies import Authority, AuthorityKind, remedy_of
from engine.law.replies import Reply

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "letters"
PACKAGE = {str(p.relative_to(FOLDER)): p.read_bytes() for p in FOLDER.rglob("*") if p.is_file()}
CODES = sorted(name.removesuffix("/about.json") for name in PACKAGE if name.endswith("about.json"))
_SHORT = re.compile("中华人民共和国政府信息公开条例|中华人民共和国|政府信息公开")
ARTICLE = r"第[一二三四五六七八九十]+条(?:第[一二三]款)?(?:第（[一二三四五六七]）项)?"
SIGNER = Authority(
    "示例县人民政府办公室",
    kind=AuthorityKind.GOVERNMENT_OFFICE,
    superior="示例市人民政府",
    court="示例市中级人民法院",
)

FRAME = "title number addressee agency date contact articles"
OWN = f"{FRAME} received channel request"
REPLY = f"{OWN} decision remedy convenience"
REASONED = f"{REPLY} search reasons"
REFUSAL = f"{REASONED} withheld"
RECORD = "title case filled articles"
PARTS: dict[str, str] = {
    **dict.fromkeys(("R01", "R03", "R04", "P14"), f"{RECORD} applicant told"),
    "P11": f"{RECORD} told",
    **dict.fromkeys(("P15", "A01"), RECORD),
    "R02": f"{OWN} reply_due query",
    "P01": f"{OWN} items period lapse",
    "P02": f"{OWN} facts period",
    "P03": f"{OWN} reason new_due",
    "P04": f"{OWN} reason new_due",
    "P05": f"{OWN} amount lapse remedy",
    "P06": f"{FRAME} asked period form",
    "P07": OWN,
    "P08": f"{FRAME} asked period form",
    "P09": f"{FRAME} asked due_on form",
    "P10": f"{FRAME} answered",
    "P12": f"{FRAME} asked reason",
    "P13": f"{OWN} reason organ",
    "P16": f"{FRAME} request met",
    "P17": f"{FRAME} urged",
    "T01": f"{FRAME} asked reason remedy",
    "T02": f"{FRAME} asked reason handled",
    "G01": f"{OWN} decision reason found remedy",
    "G03": f"{OWN} decision search documents attached withheld earlier remedy convenience",
    "G04": f"{OWN} accompanied service",
    "F01": f"{REASONED} documents attached",
    "F02": f"{REASONED} documents way",
    "F03": f"{REPLY} search documents attached withheld",
    "F04": f"{REASONED}",
    "F05": f"{REASONED} rule",
    **dict.fromkeys(("F06", "F07", "F08", "F09"), REASONED),
    "F10": f"{REASONED} hint",
    "F11": f"{REPLY} rule hint",
    "F12": f"{REPLY} search summary",
    "F13": f"{REPLY} reasons responsible",
    "F14": f"{REPLY} search responsible",
    "F15": REASONED,
    "F16": f"{REPLY} corrected reasons",
    "F17": f"{REPLY} reasons hint",
    "F18": f"{REASONED} earlier",
    "F19": f"{REPLY} reasons hint",
    "F20": f"{REPLY} reasons",
    "F21": f"{REPLY} search earlier",
    "F22": f"{REPLY} period_due",
    "F23": f"{REPLY} period_due",
    "F24": f"{REPLY} withdrawn",
    "F25": f"{REPLY} reasons hint",
    "F26": f"{REPLY} search responsible",
}
CITES: dict[str, str] = {
    **dict.fromkeys(("R01", "P15", "A01"), "第四十五条"),
    "R03": "第二十九条第一款",
    "R04": "第三十一条",
    "P10": "第十条第一款 第十一条",
    **dict.fromkeys(("P11", "P16"), "第十一条"),
    "P17": "第十一条 第三十三条第三款",
    "P12": "第十七条第三款",
    "P13": "第三十六条第（五）项",
    "P14": "第十七条",
    "T02": "第三十二条",
    "G01": "第四十一条",
    "G04": "第五条",
    "G03": "第三十六条第（二）项 第三十六条第（三）项 第三十七条 第十五条 第十六条第二款",
    "R02": "第三十一条 第三十三条",
    "P01": "第二十九条第二款 第三十条",
    "P02": "第三十三条 第三十五条",
    "P03": "第三十三条第二款 第三十三条第三款",
    "P04": "第三十三条 第三十五条",
    "P05": "第四十二条 信息处理费管理办法第三条 信息处理费管理办法第五条 信息处理费管理办法第六条",
    "P06": "第十五条 第三十二条",
    "P07": "第三十二条 第三十三条第三款",
    "P08": "第三十四条",
    "P09": "第十条 第十一条 第三十三条第三款",
    "T01": "第十五条 第三十二条",
    "F01": "第十四条 第十五条 第十六条 第三十六条第（二）项 第四十条",
    "F02": "第三十六条第（一）项",
    "F03": "第三十六条第（二）项 第三十六条第（三）项 第三十七条 第四十条 第十五条 第十六条第二款",
    "F04": "第十四条 第十七条第二款 第三十六条第（三）项",
    "F05": "第十四条 第三十六条第（三）项 招标投标法第二十二条第一款",
    "F06": "第十四条 第三十六条第（三）项",
    "F07": "第十五条 第三十二条 第三十六条第（三）项",
    "F08": "第十六条第一款 第三十六条第（三）项",
    "F09": "第十六条第二款 第三十六条第（三）项",
    "F10": "第十六条第二款 第三十六条第（三）项",
    "F11": "第三十六条第（七）项 不动产登记暂行条例第二十七条",
    "F12": "第三十六条第（四）项",
    "F13": "第十条第一款 第三十六条第（五）项",
    "F14": "第三十六条第（四）项",
    "F15": "第三十八条",
    "F16": "第二十九条第二款第（二）项 第三十条",
    "F17": "第三十九条第一款",
    "F18": "第三十六条第（六）项",
    "F19": "第三十九条第二款",
    "F20": "第三十五条",
    "F21": "第三十六条第（六）项 第三十八条",
    "F22": "第三十条",
    "F23": "第四十二条 信息处理费管理办法第六条",
    "F24": "第二十七条 第二十九条",
    "F25": "第二条",
    "F26": "档案法第十五条第二款",
}
DECIDES: dict[str, str] = {
    "G01": "本机关决定对上述政府信息记录不予更正",
    "G03": "本机关决定：对能够区分处理的内容予以公开",
    "F01": "本机关决定对您申请公开的政府信息予以公开",
    "F02": "现告知您获取下列政府信息的方式、途径",
    "F03": "本机关决定对下列内容不予公开，并说明理由",
    **dict.fromkeys(
        [f"F{n:02}" for n in range(4, 11)], "本机关决定对您申请公开的上述政府信息不予公开"
    ),
    "F11": "请您依照上述法律、行政法规的规定办理",
    "F12": "您申请公开的政府信息不存在，本机关无法提供",
    "F13": "现告知您：您申请公开的政府信息不属于本机关负责公开",
    "F14": "本机关不掌握您申请公开的政府信息，无法提供",
    "F15": "本机关决定对您申请公开的内容不予提供",
    "F16": "本机关无法提供您申请公开的政府信息",
    "F17": "本机关对您提出的上述事项不作为政府信息公开申请处理",
    "F18": "本机关对您的上述申请不予重复处理",
    "F19": "现告知您获取该公开出版物的途径",
    "F20": "本机关对您的上述政府信息公开申请不予处理",
    "F21": "本机关对您要求确认或者重新出具的申请不予处理",
    "F22": "视为放弃申请，本机关不再处理您的该政府信息公开申请",
    "F23": "视为放弃申请，本机关不再处理您的该政府信息公开申请",
    "F24": "终止办理该申请",
    "F25": "现告知您：您申请的内容不属于政府信息",
    "F26": "请您依照档案利用规定，向示例县档案馆申请查阅、利用",
}
Sample = Mapping[str, Any]
Check = Callable[[Sample, list[str]], bool]


def close(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


def bare(value: object) -> str:
    return close(value).rstrip("。；，、")


def at(sample: Sample, path: str) -> Any:
    value: Any = sample
    for key in path.split("."):
        value = value[key]
    return value


def says(*paths: str) -> Check:
    """Say that the letter prints each of these values, in whole."""

    def check(sample: Sample, lines: list[str]) -> bool:
        values = [at(sample, path) for path in paths]
        entries = [
            one for value in values for one in (value if isinstance(value, list) else [value])
        ]
        return bool(entries) and all(any(bare(one) in line for line in lines) for one in entries)

    return check


def says_day(before: str, path: str, after: str) -> Check:
    def check(sample: Sample, lines: list[str]) -> bool:
        return any(before + cn_date(at(sample, path)) + after in line for line in lines)

    return check


def words(*wanted: str) -> Check:
    return lambda _, lines: all(any(word in line for line in lines) for word in wanted)


def signed(sample: Sample, lines: list[str]) -> int:
    """Find the line of the date of issue, under the agency's name; -1 when there is none."""
    wanted = [sample["agency"]["signing_entity"], cn_date(sample["letter"]["date"])]
    found = [n for n in range(1, len(lines)) if lines[n - 1 : n + 1] == wanted]
    return found[-1] if found else -1


def cited(lines: list[str]) -> set[str]:
    """Give the articles a letter cites: those of the Regulations bare, others with their law."""
    lists = re.findall(
        rf"《([^》]+)》(?:（[^）]+）)?({ARTICLE}(?:[、和]{ARTICLE})*)", "".join(lines)
    )
    return {
        _SHORT.sub("", law) + article
        for law, each in lists
        for article in re.findall(ARTICLE, each)
    }


def has_documents(sample: Sample, lines: list[str]) -> bool:
    """Say that each document stands by its title, with its number and the pages."""
    told = [
        titled(document["title"]) + (f"（{document['number']}）" if document["number"] else "")
        for document in sample["reply"]["documents"]
    ]
    return all(any(each in line and "附件" not in line for line in lines) for each in told)


def has_attached(sample: Sample, lines: list[str]) -> bool:
    titles = [titled(document["title"]) for document in sample["reply"]["documents"]]
    start = lines.index(next((line for line in lines if line.startswith("附件：")), lines[-1]))
    numbered = [f"{n}.{title}" for n, title in enumerate(titles, start=1)]
    return lines[start : start + len(titles)] == ["附件：" + numbered[0], *numbered[1:]]


def has_withheld(sample: Sample, lines: list[str]) -> bool:
    return all(
        any(bare(entry[key]) in line for line in lines)
        for entry in sample["reply"]["withheld"]
        for key in ("part", "reason")
    )


def has_search(sample: Sample, lines: list[str]) -> bool:
    facts = ("department", "scope", "keywords", "method")
    return "一、检索和审查情况" in lines and all(
        any(
            cn_date(search["searched_on"]) in line
            and all(bare(search[fact]) in line for fact in facts)
            for line in lines
        )
        for search in sample["reply"]["searches"]
    )


def has_remedy(sample: Sample, lines: list[str]) -> bool:
    """Say that the way to review is the one the law derives for this result, word for word."""
    code = sample["letter"]["code"]
    matter = sample["reply"]["code"] if LETTERS[code].final else code
    remedy = remedy_of(matter, SIGNER, "in_person", sample["letter"]["date"])
    return bool(remedy.paragraphs) and all(close(each) in lines for each in remedy.paragraphs)


def filled(sample: Sample, lines: list[str]) -> bool:
    """Say that a record prints all it was given; a choice is printed by its name."""
    told = [value for _, value in leaves(sample["notice"]) if value not in {None, True}]
    choices = [value for value in told if re.fullmatch("[a-z_]+", str(value))]
    days = {value: cn_date(value) for value in told if isinstance(value, date)}
    wanted = [bare(days.get(value, value)) for value in told if value not in choices]
    text = re.sub("[《》〈〉]", "", "".join(lines))
    return all(re.sub("[《》〈〉]", "", each) in text for each in wanted)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


def has_convenience(sample: Sample, lines: list[str]) -> bool:
    """Say that the hint stands apart: after the date, marked as no part of the reply."""
    after = lines[signed(sample, lines) + 1 :]
    hint = sample["reply"]["convenience"]
    if not hint:
        return not any("便民提示" in line for line in lines)
    return after == ["便民提示（以下内容不属于本答复的组成部分）", bare(hint) + "。"]


CHECKS: dict[str, Check] = {
    "title": lambda s, lines: lines[:2] == [s["agency"]["signing_entity"], s["letter"]["title"]],
    "number": lambda s, lines: s["letter"]["number"] in lines,
    "addressee": lambda s, lines: (
        f"{s['notice'].get('party') or (s.get('applicant') or {}).get('name')}：" in lines
    ),
    "agency": lambda s, lines: signed(s, lines) > 0,
    "date": lambda s, lines: signed(s, lines) > 0,
    "contact": says("agency.contact", "agency.phone"),
    "articles": lambda s, lines: cited(lines) == set(CITES[s["letter"]["code"]].split()),
    "case": says("case.number"),
    "applicant": says("applicant.name"),
    "told": says("case.content"),
    "filled": filled,
    "answered": says("notice.inquiry", "notice.facts", "notice.reasons", "notice.basis"),
    "met": says("notice.place", "notice.time", "notice.issues", "notice.materials"),
    "urged": says("notice.inquiry", "notice.inquiry_number"),
    "organ": says("notice.organ", "notice.organ_contact"),
    "handled": says("notice.opinion", "notice.handling"),
    "accompanied": lambda s, lines: (
        says("notice.reply_number")(s, lines)
        and says_day("本机关已于", "notice.reply_date", "对上述申请作出答复")(s, lines)
    ),
    "service": lambda s, lines: (
        says("notice.convenience")(s, lines)
        and words("不属于答复的组成部分，不改变答复的内容和效力")(s, lines)
    ),
    "found": says("notice.evidence", "notice.finding"),
    "received": says_day("本机关于", "case.received_on", "收到"),
    "channel": lambda s, lines: any(f"以{s['case']['channel_label']}方式" in x for x in lines),
    "request": lambda s, lines: f"“{close(s['case']['content'])}”" in lines,
    "corrected": lambda s, lines: f"“{close(s['case']['corrected_content'])}”" in lines,
    "search": has_search,
    "summary": says("reply.search_summary"),
    "reasons": says("reply.reasons"),
    "decision": lambda s, lines: any(DECIDES[s["letter"]["code"]] in line for line in lines),
    "documents": has_documents,
    "attached": has_attached,
    "withheld": has_withheld,
    "remedy": has_remedy,
    "convenience": has_convenience,
    "way": says("reply.public_way"),
    "rule": says("reply.special_rule"),
    "hint": says("reply.channel_hint"),
    "responsible": says("reply.responsible.name", "reply.responsible.contact"),
    "earlier": says("reply.earlier.number"),
    "period_due": says_day("", "notice.period_due", "届满"),
    "withdrawn": says_day("", "notice.withdrawn_on", "起终止办理"),
    "reply_due": says_day("即于", "case.reply_due", "前（含当日）答复"),
    "query": says("case.query_code"),
    "items": says("notice.items"),
    "facts": says("notice.facts"),
    "period": words("个工作日内"),
    "lapse": words("视为放弃申请", "不再处理"),
    "new_due": says_day("", "notice.new_due", ""),
    "due_on": says_day("于", "notice.due_on", "前（含当日）书面函复"),
    "amount": says("notice.lines", "notice.amount", "notice.payee", "notice.method"),
    "form": words("附件：", "受理编号"),
    "reason": lambda s, lines: says(
        "notice.reason" if "reason" in s["notice"] else "notice.reasons"
    )(s, lines),
    "asked": lambda s, lines: says(
        *(f"notice.{name}" for name in ("content", "documents", "questions") if name in s["notice"])
    )(s, lines),
}


@cache
def letter(code: str) -> tuple[Sample, tuple[str, ...]]:
    """Give the sample of a letter, and the paragraphs of the letter it makes."""
    template = read_template(letter_files(PACKAGE, code))
    text = text_of(render_html(template, template.sample))
    return template.sample, tuple(close(line) for line in text.splitlines())


def missing(code: str, lines: list[str]) -> set[str]:
    sample, _ = letter(code)
    return {part for part in PARTS[code].split() if not CHECKS[part](sample, lines)}


def test_the_table_knows_every_published_letter():
    assert sorted(PARTS) == sorted(CITES) == CODES
    assert sorted(DECIDES) == [code for code in CODES if "decision" in PARTS[code].split()]


@pytest.mark.parametrize("code", CODES)
def test_a_letter_has_every_part_the_law_wants(code):
    _, lines = letter(code)
    assert missing(code, list(lines)) == set()


@pytest.mark.parametrize("code", CODES)
def test_a_part_that_is_left_out_is_missed(code):
    _, lines = letter(code)
    without = [[*lines[:n], *lines[n + 1 :]] for n in range(len(lines))]
    without.append([line for line in lines if not cited([line])])
    missed = set().union(*(missing(code, left) for left in without))
    has_hint = letter(code)[0]["reply"] and letter(code)[0]["reply"]["convenience"]
    assert set(PARTS[code].split()) - missed <= (set() if has_hint else {"convenience"})


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_of_the_law_and_the_published_letter_agree(code):
    """What a letter is called stands in its template alone; the rest is told twice, alike."""
    kind, template = LETTERS[code], read_template(letter_files(PACKAGE, code))
    sample, _ = letter(code)
    assert template.about.code == code
    assert template.about.title == sample["letter"]["title"]
    assert template.about.addressee == kind.addressee.value
    assert ("remedy" in template.about.parts) == kind.remedy == ("remedy" in PARTS[code])
    number = f"示政公开{kind.suffix}〔2026〕18号" if kind.seal else None
    assert sample["letter"]["number"] == number
    told = {each.removeprefix("条例") for each in template.about.articles if each[:2] == "条例"}
    cites = (*CITES[code].split(), "第三十四条", "第十一条")
    assert [each for each in told if not any(cite.startswith(each) for cite in cites)] == []


@pytest.mark.parametrize("reply", Reply, ids=lambda reply: reply.value.letter)
def test_a_reply_cites_every_article_its_result_rests_on(reply):
    sample, lines = letter(reply.value.letter)
    assert sample["reply"]["code"] == reply.value.code
    assert sample["reply"]["articles"] == list(reply.value.articles)
    text = "".join(lines)
    for article in reply.value.articles:
        law, _, place = article.partition("》")
        assert law in text
        assert place in text


def test_the_guide_lists_every_letter():
    guide = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\| ([A-Z]\d\d) \|", guide.replace(" |", " | |")))) == CODES
