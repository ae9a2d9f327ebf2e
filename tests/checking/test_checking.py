"""Nothing is found in a letter as it should be; every mistake is found by its rule."""

import re
from datetime import date

import pytest

from engine.checking import RULES, Severity
from tests.checking.letters import CODES, read, read_beside, values_of
from tests.checking.misprints import MISPRINTS
from tests.checking.mutations import MUTATIONS, Mutation

DOUBTFUL = {
    "a comma of another script",
    "brackets of another script",
    "traditional characters",
    "a period in characters",
    "somebody's mobile number in a page of help",
}


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_found_in_a_published_sample(code: str):
    assert [(found.message, found.quote) for found in read(code, values_of(code))] == []


@pytest.mark.parametrize(
    "mistake", [*MUTATIONS, *MISPRINTS], ids=lambda each: f"{each.code} {each.words}"
)
def test_a_mistake_is_found_by_the_rule_meant_for_it(mistake: Mutation):
    written = values_of(mistake.code)
    mistake.values(written)
    found = [
        each for each in read(mistake.code, written, mistake.page) if each.rule == mistake.rule
    ]
    assert found
    worst = Severity.WARNING if mistake.words in DOUBTFUL else Severity.ERROR
    assert worst in {each.severity for each in found}


def test_the_mistakes_are_many_and_of_every_rule_in_many_letters():
    assert len({(each.code, each.words) for each in MUTATIONS}) == len(MUTATIONS) >= 60
    assert {each.rule for each in (*MUTATIONS, *MISPRINTS)} == {rule.name for rule in RULES}
    assert len({each.code for each in MUTATIONS}) >= 6


def test_a_finding_says_what_where_on_what_ground_and_what_to_do():
    written = values_of("F12")
    written["case"]["received_on"] = written["letter"]["date"]
    (found,) = read("F12", written)
    assert found.place == "第5段"
    assert "2026年3月26日" in found.message
    assert "应当为2026年3月5日" in found.message
    assert "条例第三十一条" in found.message
    assert "重新拟制" in found.message


def test_every_rule_has_its_article_and_a_sentence_of_help():
    for rule in RULES:
        assert rule.article
        assert re.fullmatch(r"[^。]{10,}。", rule.help)


@pytest.mark.parametrize("drawn", ["XX7D-4M2X", "4M2X-XX7D", "TBDK-TQDT", "XXXX-XXXX"])
def test_a_code_that_was_drawn_is_no_blank_left_behind(drawn: str):
    facts = values_of("R02")
    facts["case"]["query_code"] = drawn
    assert read_beside("R02", facts, facts) == ()


def test_an_address_on_the_web_is_as_it_is():
    facts = values_of("F17")
    facts["reply"]["channel_hint"] = (
        "网上信访：https://a.example.invalid/x__y?TODO=XX，邮箱xx__x@example.invalid"
    )
    assert read_beside("F17", facts, facts) == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("F17", "对行政处罚决定不服的，可以自收到决定书之日起六十日内申请行政复议"),
        ("F20", "本机关于2025年1月3日收到的申请，本机关已于2025年2月3日作出答复"),
        ("F04", "该文件的保密期限于2030年1月1日届满"),
        ("F09", "受理编号相同的申请，施工时间待有关单位确定"),
    ],
)
def test_what_an_officer_may_rightly_write_is_left_alone(code: str, words: str):
    facts = values_of(code)
    facts["reply"]["reasons"] = words
    assert read_beside(code, facts, facts) == ()


def test_a_number_on_a_line_of_the_application_is_not_the_letters_own():
    facts = values_of("F12")
    facts["case"]["content"] = "下列文件：\n示交〔2025〕7号\n示交〔2025〕8号"
    assert read_beside("F12", facts, facts) == ()


def test_what_the_applicant_wrote_is_quoted_and_not_corrected():
    asked = "请提供XX局2025年2月30日的文件,依据《政府信息公开条例》。。"
    facts = values_of("F12")
    facts["case"]["content"] = asked
    assert read_beside("F12", facts, facts) == ()


@pytest.mark.parametrize("code", ["F09", "F12", "P03", "P14", "T01"])
def test_an_application_may_repeat_an_earlier_letter_word_for_word(code: str):
    facts = values_of(code)
    earlier = ("受理编号：2020-9，特此告知。", *facts["remedy"]["paragraphs"], "请公开依据。")
    facts["case"]["content"] = "\n".join(earlier)
    assert read_beside(code, facts, facts) == ()


@pytest.mark.parametrize("outcome", ["corrected", "transferred", "referred", "refused"])
def test_only_a_refusal_to_correct_a_record_has_to_state_a_remedy(outcome: str):
    facts = values_of("G01")
    told = {"correction": "改为92.1平方米", "organ": "示例县水利局", "organ_contact": "000-1"}
    facts["notice"].update(told, outcome=outcome)
    assert read_beside("G01", facts, facts) == ()


def test_nobody_is_reminded_before_the_day_is_over():
    facts = values_of("P17")
    facts["notice"]["due_on"] = facts["letter"]["date"]
    assert "尚未届满" in "".join(each.message for each in read_beside("P17", facts, facts))


def test_a_day_typed_with_a_leading_zero_is_asked_about_and_keeps_nothing_back():
    facts = values_of("F09")
    facts["reply"]["reasons"] = "该请示形成于2025年03月05日，尚在研究"
    (found,) = read_beside("F09", facts, facts)
    assert (found.rule, found.severity) == ("dates", Severity.WARNING)


def test_what_an_officer_says_of_a_later_decision_is_not_the_decision():
    facts = values_of("F09")
    facts["reply"]["reasons"] = "方案公布后，本机关再决定是否予以公开征求意见稿"
    assert read_beside("F09", facts, facts) == ()


LAWFUL: dict[str, tuple[str, dict[str, object]]] = {
    "handed over in person": ("F01", {"reply": {"delivery_way": "当面领取"}}),
    "handed over by the portal": ("F03", {"reply": {"delivery_way": "portal"}}),
    "inspected": ("F01", {"reply": {"delivery_way": "inspect"}}),
    "inspected, in the words of the form": ("G03", {"reply": {"delivery_way": "当场查阅、抄录"}}),
    "no way chosen": ("F01", {"reply": {"delivery_way": None}}),
    "a public way of two lines": ("F02", {"reply": {"public_way": "登录网站；\n到窗口查阅。"}}),
    "a day of this year in a reason": ("F12", {"reply": {"reasons": "3月9日再次核实，未发现"}}),
    "what exists elsewhere": ("F12", {"reply": {"reasons": "该评价报告存在于建设单位"}}),
    "what another holds": ("F14", {"reply": {"reasons": "该数据由供水企业掌握并提供"}}),
    "the decision said in a reason too": ("F12", {"reply": {"reasons": "该政府信息不存在"}}),
    "a release elsewhere": ("F09", {"reply": {"reasons": "定稿将决定予以公开。"}}),
    "what was handled elsewhere": ("F20", {"reply": {"reasons": "来信已由信访部门处理。"}}),
    "a refused title": (
        "F01",
        {"reply": {"documents": [{"title": "关于决定不予公开的复函", "form": "纸质件"}]}},
    ),
    "no reasons given": (
        "F20",
        {"notice": {"answered": "no", "reasons_due": date(2026, 3, 20)}},
    ),
    "reasons asked for, nobody knows when": ("F20", {"notice": {}}),
    "a notice not known": ("F22", {"notice": {"period_due": date(2026, 4, 1)}}),
    "a fee notice not served yet": (
        "F23",
        {"notice": {"period_due": date(2026, 4, 27), "notice_number": "示政公开费〔2026〕3号"}},
    ),
    "a tariff by item": (
        "P05",
        {
            "notice": {
                "basis": "item",
                "first_item": "41",
                "last_item": "45",
                "amount": "1500",
                "lines": ["本件申请计为同一自然月内第41件至第45件"],
                "payee": "示例县国库",
                "method": "银行转账，每笔手续费2元自理",
            }
        },
    ),
    "a sum by page": (
        "P05",
        {
            "notice": {
                "basis": "page",
                "pages": "250",
                "amount": 4700,
                "payee": "示例县国库",
                "lines": ["31至100页：70页×10元"],
                "method": "银行转账",
            }
        },
    ),
}


@pytest.mark.parametrize("words", LAWFUL)
def test_what_a_case_may_rightly_be_is_left_alone(words: str):
    code, changes = LAWFUL[words]
    facts = values_of(code)
    for part, values in changes.items():
        facts[part] = values if part == "notice" and code != "F20" else facts[part] | values
    assert [each.message for each in read_beside(code, facts, facts)] == []


@pytest.mark.parametrize("opinion", ["object", "partly", "silent", "mixed", "agree", None])
def test_what_the_third_party_said_may_be_told_as_it_was(opinion: str | None):
    facts = values_of("F07")
    facts["reply"]["third_party"] = opinion
    assert read_beside("F07", facts, facts) == ()


@pytest.mark.parametrize("outcome", ["adopted", "partly", "rejected"])
def test_what_became_of_an_opinion_may_be_told_as_it_was(outcome: str):
    facts = values_of("T02")
    facts["notice"]["outcome"] = outcome
    assert read_beside("T02", facts, facts) == ()


def test_a_sum_is_reckoned_anew_from_the_law():
    facts = values_of("P05")
    facts["notice"].update(pages="150", amount=1800, lines=["应缴纳的信息处理费"])
    (found,) = read_beside("P05", facts, facts)
    assert "应当收取1700元" in found.message


def test_arabic_numerals_state_the_same_tariff():
    def arabic(page: str) -> str:
        for old, new in (
            ("三十一", "31"),
            ("三十", "30"),
            ("一百零一", "101"),
            ("二百零一", "201"),
        ):
            page = page.replace(old, new)
        return page.replace("一百页", "100页").replace("二百页", "200页")

    assert read("P05", values_of("P05"), arabic) == ()
