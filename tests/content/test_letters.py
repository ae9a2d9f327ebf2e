"""Every letter of the product: lawful, complete, and set to the millimetre."""

import io
import re
from functools import cache
from pathlib import Path

import pypdf
import pytest

from engine.documents import letter_files, lint_template, read_template, render_html, text_of
from engine.documents.fonts import FONTS, font_report
from engine.documents.press import InlinePress
from engine.law.letters import LETTERS as CATALOGUE
from engine.law.letters import UNSEALED
from tests.content import answers_on_paper as paper
from tests.content.applications import CASE, CLOCK, STORIES
from tests.content.office_play import Play, standard_definition, standard_forms
from tests.documents.layout import read_pages, record_violations, violations

LETTERS = Path(__file__).resolve().parents[2] / "templates" / "letters"
PACKAGE = {str(p.relative_to(LETTERS)): p.read_bytes() for p in LETTERS.rglob("*") if p.is_file()}
CODES = sorted(name.removesuffix("/about.json") for name in PACKAGE if name.endswith("about.json"))
RECORDS = ("A01", "P11", "P14", "P15", "R01", "R03", "R04")  # for the file; nobody is sent them
# letter: what its reader must find, from the paper itself
SAYS = {
    "R01": ("第四十五条", "收到日期", "答复期限2026年4月2日", "登记人"),
    "R03": ("第二十九条第一款", "已向申请人宣读", "申请人签名", "记录人签名"),
    "R02": ("第三十一条", "20个工作日", "查询码"),
    "R04": ("第三十一条", "双方确认之日", "0000-6666001", "10时20分"),
    "P01": ("第三十条", "一次性告知", "视为放弃申请", "自本机关收到补正的申请之日起计算"),
    "P02": ("第三十五条", "说明申请公开上述政府信息的理由"),
    "P03": ("第三十三条第二款", "延长20个工作日", "2026年5月6日"),
    "P04": ("第三十五条", "延迟", "2026年6月30日"),
    "P05": (
        "国办函〔2020〕109号",
        "1700元",
        "自收到本通知次日起20个工作日",
        "不能单独申请行政复议",
    ),
    "P06": ("第三十二条", "15个工作日", "由本机关依照", "□不同意公开"),
    "P07": ("第三十二条", "第三十三条第三款", "不计算在答复期限内"),
    "P08": ("第三十四条", "视为同意公开", "事实、理由和依据"),
    "P09": ("事实、理由和依据", "2026年3月27日前（含当日）"),
    "P10": ("第十一条", "一、事实", "二、意见和理由", "三、依据", "特此函复"),
    "P11": ("第十一条", "会商结论", "不作为答复的附件"),
    "P12": ("第十七条第三款", "不能确定", "请予确定"),
    "P13": ("第三十六条第（五）项", "0000-4444000", "转送", "不影响本机关依法对您的申请作出答复"),
    "P14": ("第十七条", "保密审查", "■不涉及国家秘密", "审批意见"),
    "P15": ("第四十五条", "■邮政企业邮寄", "2026年4月4日", "代收理由"),
    "P16": ("第十一条", "2026年3月17日上午9时", "第二会议室", "会商的问题如下"),
    "P17": ("示政公开函〔2026〕15号", "2026年3月31日前（含当日）", "第三十三条第三款", "现予催办"),
    "T01": ("第三十二条", "决定公开的政府信息内容和理由", "60日内"),
    "T02": ("第三十二条", "予以采纳", "理由如下"),
    "G01": ("第四十一条", "不予更正", "60日内", "6个月内"),
    "G03": ("示政公开告〔2026〕3号", "示政复决〔2026〕12号", "重新答复", "先向示例市人民政府"),
    "G04": ("第五条", "示政公开告〔2026〕16号", "不属于答复的组成部分", "不改变答复的内容和效力"),
    "A01": ("第四十五条", "本卷共8件", "12—14"),
    "F01": (
        "第三十六条第（二）项",
        "附件：1.《关于转发〈示例市城市供水管网改造工程实施方案〉的通知》",
    ),
    "F02": ("第三十六条第（一）项", "方式、途径"),
    "F03": ("第三十七条", "第十五条", "第十六条第二款", "便民提示"),
    "F04": ("第十四条", "国家秘密"),
    "F05": ("第十四条", "招标投标法》第二十二条"),
    "F06": ("第十四条", "可能危及公共安全"),
    "F07": ("第十五条", "第三十二条", "第三方不同意公开且有合理理由"),
    "F08": ("第十六条第一款", "后勤管理"),
    "F09": ("第十六条第二款", "过程稿"),
    "F10": ("第十六条第二款", "行政执法案卷信息"),
    "F11": ("第三十六条第（七）项", "不动产登记暂行条例"),
    "F12": ("第三十六条第（四）项", "不存在", "未检索到", "便民提示"),
    "F13": ("第三十六条第（五）项", "示例县自然资源局", "0000-4444000"),
    "F14": ("第三十六条第（四）项", "不掌握"),
    "F15": ("第三十八条", "加工、分析"),
    "F16": ("第三十条", "仍不明确"),
    "F17": ("第三十九条第一款", "不作为政府信息公开申请处理"),
    "F18": ("第三十六条第（六）项", "示政公开告〔2025〕102号", "不予重复处理"),
    "F19": ("第三十九条第二款", "公开出版物"),
    "F20": ("第三十五条", "不予处理"),
    "F21": ("第三十六条第（六）项", "确认或者重新出具"),
    "F22": ("第三十条", "2026年4月1日届满", "不再处理"),
    "F23": ("国办函〔2020〕109号", "2026年4月27日届满", "不再处理"),
    "F24": ("撤回", "终止办理"),
    "F25": ("第二条", "不属于政府信息"),
    "F26": ("档案法》第十五条第二款", "档案利用规定"),
}
REVIEW_FIRST = ("F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10")
NO_APPLICANT = ("P06", "P08", "P09", "P10", "P12", "P16", "P17", "T01", "T02")


@pytest.fixture(scope="module")
def printed():
    """Every letter as the paper that leaves the house: code to bytes."""
    press = InlinePress(FONTS)
    pdfs = {}
    for code in CODES:
        template = read_template(letter_files(PACKAGE, code))
        html = render_html(template, template.sample)
        pdfs[code] = press.print(html, code, template.sample["letter"]["date"])
    yield pdfs
    press.close()


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+|—\s*\d+\s*—", "", "".join(page.extract_text() for page in pages))


@cache
def sample_of(code: str):
    return read_template(letter_files(PACKAGE, code)).sample


def test_every_letter_of_the_procedure_has_its_template():
    assert sorted(SAYS) == CODES
    assert sorted(CATALOGUE) == CODES
    assert len(CODES) == 53


@pytest.mark.parametrize("code", CODES)
def test_a_letter_passes_the_check_for_publication(code):
    assert [str(finding) for finding in lint_template(letter_files(PACKAGE, code))] == []


HOSTILE = "</td></table><img src=x onerror=alert(1)><h1>甲</h1>{{ agency.name }}"
CHOICES = re.compile("[a-z_.]+")  # what a template compares and never prints


def typed(values, text: str):
    """Put a text in place of every text of a sample that somebody might have typed."""
    if isinstance(values, dict):
        return {key: typed(value, text) for key, value in values.items()}
    if isinstance(values, list):
        return [typed(value, text) for value in values]
    return text if isinstance(values, str) and not CHOICES.fullmatch(values) else values


@pytest.mark.parametrize("code", CODES)
def test_whatever_was_typed_is_printed_as_text(code):
    template = read_template(letter_files(PACKAGE, code))
    sample = {key: value for key, value in template.sample.items() if key != "letter"}
    html = render_html(template, {**template.sample, **typed(sample, HOSTILE)})
    plain = render_html(template, {**template.sample, **typed(sample, "甲")})
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    for tag in ("<img", "<h1", "<td", "</table", "<p>"):
        assert html.count(tag) == plain.count(tag)
    assert "{{ agency.name }}" in html


@pytest.mark.parametrize("code", CODES)
def test_the_paper_says_what_the_law_wants_said(code, printed):
    text = words(printed[code])
    assert [phrase for phrase in SAYS[code] if phrase not in text] == []


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("F")])
def test_a_final_reply_quotes_the_application_and_cites_its_articles(code, printed):
    sample, text = sample_of(code), words(printed[code])
    assert re.sub(r"\s", "", sample["case"]["content"]) in text
    for article in sample["reply"]["articles"]:
        place = re.search(
            r"第[一二三四五六七八九十]+条(第[一二三]款)?(第（[一二三四五六七]）项)?", article
        )
        assert place is None or place[0] in text


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("F")])
def test_a_final_reply_tells_the_search_as_it_was_made(code, printed):
    sample, text = sample_of(code), words(printed[code])
    for search in sample["reply"]["searches"]:
        for fact in ("department", "scope", "method"):
            assert search[fact] in text


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("F")])
def test_a_final_reply_tells_the_way_to_review_and_to_court(code, printed):
    text = words(printed[code])
    assert "60日内" in text
    assert "示例市人民政府申请行政复议" in text
    assert "示例市中级人民法院提起行政诉讼" in text
    assert ("先向示例市人民政府申请行政复议" in text) == (code in REVIEW_FIRST)


@pytest.mark.parametrize("code", NO_APPLICANT)
def test_a_letter_to_others_does_not_know_who_applied(code):
    files = letter_files(PACKAGE, code)
    named = files["letter.html"] + b"{{ applicant.name }}"
    findings = [str(finding) for finding in lint_template(files | {"letter.html": named})]
    assert any("没有这一项内容：applicant.name" in finding for finding in findings)
    sample = read_template(files).sample
    told = {**sample, "applicant": {"name": "甲某", "kind": "natural"}, "you": "甲某"}
    assert "甲某" not in render_html(read_template(files), told)


def test_no_letter_asks_what_the_information_is_for(printed):
    assert [code for code, pdf in printed.items() if "用途" in words(pdf)] == []


@pytest.mark.parametrize("code", [code for code in CODES if code not in RECORDS])
def test_a_letter_keeps_the_measures_of_the_standard(code, printed):
    assert violations(printed[code]) == []


@pytest.mark.parametrize("code", RECORDS)
def test_a_record_for_the_file_is_one_sheet_without_number_or_seal(code, printed):
    assert record_violations(printed[code]) == []
    assert len(read_pages(printed[code])) == 1
    assert code in UNSEALED
    assert "示政公开〔" not in words(printed[code])


@pytest.mark.parametrize("code", RECORDS)
def test_a_record_keeps_its_layout_whatever_the_agency_chose_for_letters(code):
    template = read_template(letter_files(PACKAGE, code))
    plain = render_html(template, template.sample)
    chosen = {**template.sample, "letter": {**template.sample["letter"], "form": "redhead"}}
    assert render_html(template, chosen) == plain


@pytest.mark.parametrize("code", ["R01", "R03", "R04", "P11", "P14", "P15"])
def test_a_record_may_be_printed_before_everything_is_known_and_filled_in_by_hand(code):
    template = read_template(letter_files(PACKAGE, code))
    needed = {
        *("held_on", "participants", "issues", "opinions", "conclusion"),
        *("documents", "receiver", "title", "recorder", "confirmed"),
    }
    known = {k: v if k in needed else None for k, v in template.sample["notice"].items()}
    text = text_of(render_html(template, {**template.sample, "notice": known}))
    assert sample_of(code)["letter"]["title"] in text
    assert "■" not in text


OUTCOMES = {
    "refused": ("不予更正。理由如下", True),
    "corrected": ("予以更正：", False),
    "transferred": ("已将您的更正申请转送有权更正的行政机关处理", False),
    "referred": ("现告知您向有权更正的行政机关提出", False),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_a_refusal_to_correct_states_the_remedy(outcome):
    template = read_template(letter_files(PACKAGE, "G01"))
    told = {
        "organ": "示例县自然资源局",
        "organ_contact": "0000-4444000",
        "correction": "改为92.1平方米",
    }
    notice = {**template.sample["notice"], **told, "outcome": outcome}
    text = text_of(render_html(template, {**template.sample, "notice": notice}))
    says, remedy = OUTCOMES[outcome]
    assert says in text
    assert [says for says, _ in OUTCOMES.values() if says in text] == [says]
    assert ("行政复议" in text) == remedy


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        ("review", "示例市人民政府于2026年3月5日作出行政复议决定（示政复决〔2026〕12号）"),
        ("judgment", "示例市人民政府于2026年3月5日作出判决（示政复决〔2026〕12号）"),
        ("own", "现决定撤销原答复"),
    ],
)
def test_a_new_reply_says_what_became_of_the_former_one(cause, says):
    template = read_template(letter_files(PACKAGE, "G03"))
    notice = {**template.sample["notice"], "cause": cause}
    text = text_of(render_html(template, {**template.sample, "notice": notice}))
    assert says in text
    assert "2026年1月16日对上述申请作出答复（文号：示政公开告〔2026〕3号）" in text


@pytest.mark.parametrize("outcome", ["adopted", "partly", "rejected"])
def test_a_third_party_is_told_what_became_of_its_opinion(outcome):
    template = read_template(letter_files(PACKAGE, "T02"))
    notice = {**template.sample["notice"], "outcome": outcome}
    text = text_of(render_html(template, {**template.sample, "notice": notice}))
    says = {"adopted": "意见予以采纳", "partly": "意见部分予以采纳", "rejected": "意见不予采纳"}
    assert [each for each, words in says.items() if words in text] == [outcome]


OPINIONS = {
    "object": "第三方不同意公开且有合理理由",
    "partly": "第三方仅同意公开其中的部分内容，对不同意公开的内容有合理理由",
    "silent": "第三方逾期未提出意见，本机关依照该条规定审查决定",
    "mixed": "各第三方的意见不一致，本机关对各方的意见和理由分别进行了审查",
}


@pytest.mark.parametrize("opinion", [*OPINIONS, None])
def test_a_refusal_says_of_the_third_party_what_it_said(opinion):
    template = read_template(letter_files(PACKAGE, "F07"))
    reply = {**template.sample["reply"], "third_party": opinion}
    text = text_of(render_html(template, {**template.sample, "reply": reply}))
    assert [each for each, words in OPINIONS.items() if words in text] == [opinion] * bool(opinion)
    assert ("书面征求了第三方的意见" in text) == bool(opinion)


NOTICES = {
    "F20": ("于2026年3月11日作出说明理由告知书", "该告知书于2026年3月13日送达您"),
    "F22": ("于2026年3月10日作出补正告知书", "该告知书于2026年3月11日送达您"),
    "F23": ("于2026年3月25日作出收费通知书", "该通知书于2026年3月27日送达您"),
}


@pytest.mark.parametrize("code", NOTICES)
def test_a_reply_to_silence_names_the_notice_as_far_as_the_case_knows_it(code):
    template = read_template(letter_files(PACKAGE, code))
    known = template.sample["notice"]

    def text(**notice):
        return text_of(render_html(template, {**template.sample, "notice": notice}))

    made, served = NOTICES[code]
    assert f"{made}（{known['notice_number']}）" in text(**known)
    assert served in text(**known)
    without_service = {key: known[key] for key in known if key != "served_on"}
    assert made in text(**without_service)
    assert "送达您" not in text(**without_service)
    due = {key: known[key] for key in known if key == "period_due"}
    assert "〔2026〕" not in text(**due).split("一、")[1]


def test_a_reply_to_one_who_gave_no_reasons_judges_none():
    template = read_template(letter_files(PACKAGE, "F20"))
    due = template.sample["letter"]["date"].replace(day=20)
    silent = {**template.sample["notice"], "answered": "no", "reasons_due": due}
    text = text_of(render_html(template, {**template.sample, "notice": silent}))
    assert "理由不合理" not in text
    assert "说明理由的期限于2026年3月20日届满。截至期限届满，您未说明理由。" in text
    assert "第三十五条的规定，现告知您" in text


def test_a_new_reply_in_part_cites_what_lets_documents_be_given_where_any_are():
    template = read_template(letter_files(PACKAGE, "G03"))
    given = "《中华人民共和国政府信息公开条例》第三十六条第（二）项"
    for documents in (template.sample["reply"]["documents"], []):
        reply = {**template.sample["reply"], "documents": documents}
        text = text_of(render_html(template, {**template.sample, "reply": reply}))
        assert (given in text) == bool(documents)


def test_a_long_register_of_the_file_has_its_heading_on_every_page():
    template = read_template(letter_files(PACKAGE, "A01"))
    notice = template.sample["notice"]
    many = {**notice, "entries": notice["entries"] * 8}
    press = InlinePress(FONTS)
    html = render_html(template, {**template.sample, "notice": many})
    pages = read_pages(press.print(html, "A01", template.sample["letter"]["date"]))
    press.close()
    assert len(pages) > 2
    headed = [sum("责任者" in line.text for line in page) for page in pages[:-1]]
    assert headed == [1] * (len(pages) - 1)
    assert any("本卷共64件" in line.text for line in pages[-1])


@pytest.mark.parametrize("code", ["F03", "F12", "F14", "F15", "F16", "F25"])
def test_the_convenience_note_stands_apart_after_the_signature(code, printed):
    sample, text = sample_of(code), words(printed[code])
    note = text.index("便民提示（以下内容不属于本答复的组成部分）")
    day = sample["letter"]["date"]
    assert note > text.rindex(f"{day.year}年{day.month}月{day.day}日")


def test_the_body_is_set_in_fangsong_when_the_machine_has_it(printed):
    if font_report().faces[0].file is None:
        pytest.skip("no 仿宋 on this machine")
    reader = pypdf.PdfReader(io.BytesIO(printed["F12"]))
    names = {str(font["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("Fang" in name for name in names)


ASKED = {"third_party": "第三十二条", "joint_producer": "第三十四条", "agency": "第十一条"}


@pytest.mark.parametrize("asked", range(1, 8))
def test_the_applicant_is_told_whose_opinion_is_asked_and_on_what_ground(asked):
    notice = {who: bool(asked >> n & 1) for n, who in enumerate(ASKED)}
    template = read_template(letter_files(PACKAGE, "P07"))
    text = text_of(render_html(template, {**template.sample, "notice": notice}))
    assert {who: f"{article}的规定" in text for who, article in ASKED.items()} == notice
    assert "第三十三条第三款" in text


def played(story: str) -> Play:
    """Play a story through the standard package."""
    told = STORIES[story]
    play = Play(
        standard_definition(),
        standard_forms(),
        {**paper.USUAL, **told.answers},
        {**CASE, **told.case},
        {**CLOCK, **told.clock},
        list(told.happenings),
    )
    play.run()
    return play


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        ("四个第三方、两个共同制作机关、两个征询机关和会商；反对而决定公开", [True, True, True]),
        ("一个第三方不同意且理由合理，不予公开", [True, False, False]),
    ],
)
def test_the_procedure_tells_the_letter_who_is_asked(story, asked):
    play = played(story)
    (notice,) = [inputs for _, inputs in play.acts if set(ASKED) <= set(inputs)]
    assert [notice[who] for who in ASKED] == asked


@pytest.mark.parametrize(
    ("story", "opinion"),
    [
        ("四个第三方、两个共同制作机关、两个征询机关和会商；反对而决定公开", "mixed"),
        ("一个第三方不同意且理由合理，不予公开", "object"),
    ],
)
def test_the_procedure_tells_the_reply_what_the_third_party_said(story, opinion):
    told = [inputs["third_party"] for _, inputs in played(story).acts if "weighed" in inputs]
    assert set(told) == {opinion}


@pytest.mark.parametrize("code", ["F01", "F02", "F03", "P08"])
@pytest.mark.parametrize("typed", ["示例县供水规划", "《示例县供水规划》"])
def test_a_document_stands_in_title_marks_wherever_it_is_named(code, typed):
    template = read_template(letter_files(PACKAGE, code))
    entry = {"title": typed, "number": "示水〔2024〕8号", "pages": 6, "form": "纸质件"}
    part = "notice" if code == "P08" else "reply"
    named = {**template.sample[part], "documents": typed if code == "P08" else [entry]}
    text = text_of(render_html(template, {**template.sample, part: named}))
    assert "《示例县供水规划》" in text
    assert text.count("示例县供水规划") == text.count("《示例县供水规划》")
    assert "《《" not in text
