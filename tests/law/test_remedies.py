"""What an applicant may do about a reply, and until when."""

from dataclasses import replace
from datetime import date

import pytest

from engine.errors import OfficeError
from engine.law.authority import Authority, AuthorityIncomplete, AuthorityKind
from engine.law.calendar import published_calendar
from engine.law.letters import LETTERS
from engine.law.remedies import (
    RemedyRules,
    is_review_first,
    last_days,
    remedy_of,
    uninformed_last_day,
)
from engine.law.replies import Reply

CALENDAR = published_calendar()
TODAY = date(2026, 11, 20)
OFFICE = Authority(
    name="示例县民政局",
    kind=AuthorityKind.DEPARTMENT,
    government="示例县人民政府",
    superior="示例市民政局",
    court="示例县人民法院",
    online_review_url="https://review.example.invalid",
)
CHOICE = (
    "如不服本告知书，可以自收到本告知书之日起60日内向示例县人民政府申请行政复议，"
    "或者自收到本告知书之日起6个月内依法向示例县人民法院提起行政诉讼。"
)
FIRST = (
    "如不服本告知书，可以自收到本告知书之日起60日内，先向示例县人民政府申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内，依法向示例县人民法院提起行政诉讼；"
    "行政复议机关逾期不作出决定的，可以自行政复议期限届满之日起15日内，"
    "依法向示例县人民法院提起行政诉讼。"
)
REVIEW, SUIT = "《中华人民共和国行政复议法》", "《中华人民共和国行政诉讼法》"


def test_refusals_under_articles_14_to_16_go_to_review_first():
    first = {reply.value.code for reply in Reply if is_review_first(reply.value.code, TODAY)}
    assert first == {
        *("deny.secret", "deny.law_forbidden", "deny.safety", "deny.third_party"),
        *("deny.internal", "deny.process", "deny.enforcement_file", "partial"),
    }


def test_before_2024_nothing_went_to_review_first():
    assert is_review_first("deny.secret", date(2023, 12, 31)) is False
    assert is_review_first("deny.secret", date(2024, 1, 1)) is True


def test_a_refusal_names_the_review_first_and_the_court_after():
    remedy = remedy_of("deny.process", OFFICE, "ems", TODAY)
    assert remedy.review_first is True
    assert remedy.paragraphs == (FIRST,)
    assert remedy.articles == (
        f"{REVIEW}第二十条第一款",
        f"{REVIEW}第二十三条第一款第（四）项",
        f"{SUIT}第四十五条",
    )


def test_any_other_reply_leaves_the_choice():
    remedy = remedy_of("unable.not_exist", OFFICE, "ems", TODAY)
    assert remedy.review_first is False
    assert remedy.paragraphs == (CHOICE,)
    assert remedy.articles == (f"{REVIEW}第二十条第一款", f"{SUIT}第四十六条第一款")


def test_a_partial_disclosure_tells_the_refused_part_from_the_rest():
    remedy = remedy_of("partial", OFFICE, "ems", TODAY)
    withheld, rest = remedy.paragraphs
    assert withheld.startswith(
        "如不服本告知书中不予公开的部分，可以自收到本告知书之日起60日内，先向"
    )
    assert rest.startswith("对本告知书的其他内容不服的，可以自收到本告知书之日起60日内向")
    assert rest.endswith("提起行政诉讼。")
    whole = remedy_of("partial", OFFICE, "ems", TODAY, RemedyRules(partial_whole=True))
    assert whole.paragraphs == (FIRST,)


@pytest.mark.parametrize("channel", ["internet", "portal", "email"])
def test_a_letter_served_online_gives_the_online_way_to_review(channel):
    remedy = remedy_of("grant", OFFICE, channel, TODAY)
    assert remedy.paragraphs == (
        CHOICE,
        (
            "本告知书通过互联网渠道送达，可以通过以下互联网渠道提交行政复议申请书："
            "https://review.example.invalid。"
        ),
    )
    assert remedy.articles[-1] == f"{REVIEW}第二十二条第二款"


@pytest.mark.parametrize("letter", ["P01", "P02", "P03", "P04", "P06", "P07", "P08", "P09", "R02"])
def test_a_letter_of_procedure_states_no_remedy(letter):
    remedy = remedy_of(letter, OFFICE, "ems", TODAY)
    assert (remedy.review_first, remedy.paragraphs, remedy.articles) == (None, (), ())


def test_a_fee_notice_says_that_the_charge_alone_cannot_be_contested():
    remedy = remedy_of("P05", OFFICE, "ems", TODAY)
    assert remedy.review_first is None
    assert remedy.paragraphs == (
        (
            "对本收费决定不能单独申请行政复议或者提起行政诉讼。逾期未缴纳费用的，视为放弃申请，"
            "本机关不再处理该政府信息公开申请；对不再处理的行为不服的，可以在缴费期满后依法"
            "投诉举报、申请行政复议或者提起行政诉讼。"
        ),
    )


def test_the_notice_to_a_third_party_leaves_it_the_choice():
    assert remedy_of("T01", OFFICE, "ems", TODAY).paragraphs == (CHOICE,)


def test_who_asked_for_a_correction_may_choose():
    assert remedy_of("G01", OFFICE, "ems", TODAY).paragraphs == (CHOICE,)


@pytest.mark.parametrize(
    "code", [code for code, kind in LETTERS.items() if not kind.remedy and not kind.final]
)
def test_about_a_letter_of_procedure_or_a_record_alone_nothing_can_be_brought(code):
    assert remedy_of(code, OFFICE, "ems", TODAY).paragraphs == ()


def test_the_word_for_the_letter_is_the_agencys_own():
    rules = RemedyRules.from_config({"title_word": "答复书"})
    text = remedy_of("grant", OFFICE, "ems", TODAY, rules).paragraphs[0]
    assert text.startswith("如不服本答复书，可以自收到本答复书之日起")


@pytest.mark.parametrize(
    ("kind", "bodies"),
    [
        ("department", "示例县人民政府"),
        ("authorised_organisation", "示例县人民政府"),
        ("justice_department", "示例县人民政府或者上级机关"),
        ("vertical", "上级机关"),
        ("township", "上级机关"),
        ("subdistrict", "上级机关"),
        ("government", "上级机关"),
        ("government_office", "上级机关"),
        ("provincial_government", "签发机关"),
        ("state_council_department", "签发机关"),
    ],
)
def test_the_review_body_follows_from_who_signs(kind, bodies):
    authority = replace(
        OFFICE, kind=AuthorityKind(kind), superior="上级机关", signing_entity="签发机关"
    )
    assert "或者".join(authority.bodies()) == bodies
    text = remedy_of("deny.secret", authority, "ems", TODAY).paragraphs[0]
    assert f"先向{bodies}申请行政复议" in text
    assert ("由国务院作出最终裁决" in text) is (bodies == "签发机关")


def test_a_review_body_set_by_hand_prevails():
    authority = replace(OFFICE, review_bodies=("示例市人民政府",))
    assert "向示例市人民政府申请行政复议" in remedy_of("grant", authority, "", TODAY).paragraphs[0]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"government": ""}, "行政复议机关"),
        ({"court": ""}, "有管辖权的人民法院"),
        ({"online_review_url": ""}, "提交行政复议申请的互联网渠道"),
    ],
)
def test_a_remedy_that_cannot_be_named_is_not_left_blank(change, what):
    with pytest.raises(AuthorityIncomplete, match=f"“示例县民政局”尚未设置{what}"):
        remedy_of("deny.secret", replace(OFFICE, **change), "portal", TODAY)


@pytest.mark.parametrize(
    ("config", "code", "first"),
    [
        ({"review_first_not_exist": "yes"}, "unable.not_exist", True),
        ({"review_first_not_exist": True}, "unable.not_ours", True),
        ({"review_first_not_exist": True}, "unable.need_creation", False),
        ({"review_first_admin_query": "yes"}, "deny.admin_query", True),
        ({}, "deny.admin_query", False),
        ({"review_first_silence": "yes"}, "silence", True),
        ({"review_first_silence": "yes"}, "T01", False),
        ({"review_first_silence": None}, "silence", False),
        ({"review_first_partial": "whole"}, "partial", True),
    ],
)
def test_the_open_questions_are_the_agencys_to_answer(config, code, first):
    assert is_review_first(code, TODAY, RemedyRules.from_config(config)) is first


@pytest.mark.parametrize(
    "config", [{"review_first_partial": "half"}, {"review_first_silence": "maybe"}]
)
def test_an_answer_that_is_none_is_refused(config):
    with pytest.raises(OfficeError, match="只能是"):
        RemedyRules.from_config(config)


@pytest.mark.parametrize(
    ("code", "delivered", "review", "suit"),
    [
        ("deny.process", "2025-11-06", "2026-01-05", None),
        ("unable.not_held", "2025-08-31", "2025-10-30", "2026-02-28"),
        ("partial", "2025-08-31", "2025-10-30", "2026-02-28"),
        ("silence", "2025-08-31", "2025-10-30", "2026-02-28"),
        ("P01", "2025-08-31", None, None),
    ],
)
def test_the_last_days(code, delivered, review, suit):
    days = last_days(code, date.fromisoformat(delivered), CALENDAR)
    assert days.review_last_day == (date.fromisoformat(review) if review else None)
    assert days.suit_last_day == (date.fromisoformat(suit) if suit else None)
    assert days.suit_after_review_last_day is None


def test_a_partial_disclosure_reviewed_whole_cannot_go_straight_to_court():
    days = last_days("partial", TODAY, CALENDAR, RemedyRules(partial_whole=True))
    assert days.suit_last_day is None


def test_a_letter_without_remedy_leaves_a_year():
    assert uninformed_last_day(date(2025, 1, 15), CALENDAR) == date(2026, 1, 15)


def test_an_unknown_result_is_refused():
    with pytest.raises(OfficeError, match="“grace”不在目录中"):
        is_review_first("grace", TODAY)
