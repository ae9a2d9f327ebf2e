"""机关设置: what an agency may say of itself and how it may count; the rest is refused in words."""

from datetime import date

import pytest

from engine.law.authority import AuthorityKind
from engine.law.options import AGENCIES_OUTSIDE, CountStart, Length
from engine.law.remedies import RemedyRules
from engine.law.rule_values import READERS
from engine.law.rules import Rules
from engine.people.accounts import NotAdministrator
from engine.people.agencies import (
    KIND_LABELS,
    SettingsRefused,
    read_settings,
    reviewer_of,
    save_settings,
)
from engine.people.calendars import calendar_of
from engine.people.counting import NAME, QUESTIONS, Look, default_of
from engine.people.numbering import CASE_TOKENS, LETTER_TOKENS, check_pattern
from engine.store.agencies import Agency
from tests.conftest import Desk


def settings_of(office: Desk) -> dict[str, object]:
    return office.session.get_one(Agency, office.agency_id).settings


def save(office: Desk, **changes: str) -> bool:
    administrator = office("administrator")
    typed = read_settings(administrator)
    return save_settings(administrator, typed | {NAME + k: v for k, v in changes.items()})


def problems_of(office: Desk, changes: dict[str, str]) -> dict[str, str]:
    administrator = office("administrator")
    with pytest.raises(SettingsRefused) as caught:
        save_settings(administrator, read_settings(administrator) | changes)
    return caught.value.problems


def test_saving_what_was_shown_changes_nothing(office: Desk):
    before = read_settings(office("administrator"))
    assert save(office) is False
    assert settings_of(office) == {}
    assert read_settings(office("administrator")) == before


@pytest.mark.parametrize("who", ["clerk", "head", "manager", "auditor", "registrar"])
def test_only_the_administrator_sees_and_changes_the_settings(office: Desk, who: str):
    typed = read_settings(office("administrator"))
    with pytest.raises(NotAdministrator):
        read_settings(office(who))
    with pytest.raises(NotAdministrator):
        save_settings(office(who), typed)


def test_every_question_of_counting_can_be_answered(office: Desk):
    del office
    assert {question.key for question in QUESTIONS} >= set(READERS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.key)
def test_every_answer_that_is_offered_can_be_taken_and_shown_again(office: Desk, question):
    answers = {
        Look.ONE: [value for value, _ in question.options],
        Look.TICKS: ["", *(value for value, _ in question.options)],
        Look.NUMBER: ["7"],
        Look.TEXT: {"period_end_time": ["17:30"]}.get(question.key, ["7", "30d"]),
        Look.DAYS: ["2026-07-20,示例节"],
    }[question.look]
    assert default_of(question) in answers or question.look is not Look.ONE
    for answer in answers:
        save(office, **{question.key: answer})
        assert read_settings(office("administrator"))[NAME + question.key] == answer


def test_the_answers_are_counted_with(office: Desk):
    changes = {
        "count_start": "same_day",
        "correction_period": "30d",
        "agency_scope": "joint_producer other lower_government internal",
        "review_first_silence": "yes",
        "regional_holidays": "2026-07-20,示例节\n2026-07-21",
    }
    assert save(office, **changes) is True
    rules = Rules.from_config(settings_of(office)["rules"])
    assert rules.count_start is CountStart.SAME_DAY
    assert rules.correction_period == Length(30, working=False)
    assert rules.agency_scope == AGENCIES_OUTSIDE | {"internal"}
    assert RemedyRules.from_config(settings_of(office)["rules"]).silence
    calendar = calendar_of(office.session, office.agency_id)
    assert not calendar.is_working_day(date(2026, 7, 20))
    assert calendar.why(date(2026, 7, 21)).startswith("地方性节假日")


def test_going_back_to_the_defaults_leaves_no_trace(office: Desk):
    save(office, count_start="same_day", agency_scope="")
    everything = {question.key: "" for question in QUESTIONS}
    assert save(office, **everything | {"agency_scope": "joint_producer lower_government other"})
    assert settings_of(office) == {}


def test_settings_of_other_subjects_are_kept(office: Desk):
    agency = office.session.get_one(Agency, office.agency_id)
    agency.settings = {
        "seal": "示例",
        "rules": {"seal_type": "专用章", "late_correction_restarts": True},
    }
    assert read_settings(office("administrator"))["rules.late_correction_notice"] == "restart"
    save(office)
    assert settings_of(office) == {
        "seal": "示例",
        "rules": {"seal_type": "专用章", "late_correction_notice": "restart"},
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", " ", "请填写行政机关全称"),
        ("phone", "", "请填写联系电话"),
        ("code_word", "示" * 21, "超过20个字"),
        ("kind", "ministry", "请选择机关类型"),
        ("postcode", "12345", "6位数字"),
        ("postcode", "一二三四五六", "6位数字"),
        ("online_review_url", "http://review.example", "https://"),
        ("online_review_url", "https://", "https://"),
        ("online_review_url", "https://[", "https://"),
        ("online_review_url", "javascript:alert(1)", "https://"),
        ("review_body", "", "上一级机关"),
        ("warn_before", "三", "0至15"),
        ("warn_before", "16", "0至15"),
        ("case_number", "{year}-{no}", "缺少{seq}"),
        ("letter_number", "{code_word}〔{year}〕{seq}号", "缺少{series}"),
        ("rules.count_start", "yesterday", "期限的第一日"),
        ("rules.correction_period", "0", "不小于1"),
        ("rules.period_end_time", "25:00", "17:30"),
        ("rules.agency_scope", "everybody", "征求哪些单位"),
        ("rules.regional_holidays", "正月初一,春节", "地方性节假日"),
        ("rules.review_first_partial", "half", "复议前置范围"),
        ("rules.no_such_rule", "yes", "不是已知的期限口径"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(office: Desk, name: str, value: str, said: str):
    problems = problems_of(office, {name: value})
    assert list(problems) == [name]
    assert said in problems[name]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_saved(office: Desk):
    problems = problems_of(office, {"name": "", "court": "", "rules.art35_period": "x"})
    assert set(problems) == {"name", "court", "rules.art35_period"}
    assert office.session.get_one(Agency, office.agency_id).court == "示例市中级人民法院"


def test_an_organ_that_reviews_its_own_decisions_need_not_name_another(office: Desk):
    administrator = office("administrator")
    own = {"kind": "provincial_government", "review_body": "", "signing_entity": ""}
    save_settings(administrator, read_settings(administrator) | own)
    agency = office.session.get_one(Agency, office.agency_id)
    assert (agency.review_body, agency.signing_entity) == ("", agency.name)


@pytest.mark.parametrize("kind", list(AuthorityKind), ids=str)
def test_every_kind_of_organ_has_its_label_and_its_reviewer(kind: AuthorityKind):
    assert KIND_LABELS[kind]
    assert reviewer_of(kind) in {
        "本级人民政府",
        "上一级机关",
        "本机关",
        "本级人民政府或者上一级机关",
    }


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{code_word}{series}〔{year}〕{seq}号", ""),
        ("示{series}[{year}]{seq}", ""),
        ("{series}{year}{seq}{x}", "{x}不是可用的代码"),
        ("{series}{year}{seq}}", "没有成对"),
        ("{series}{year}{seq}" + "号" * 40, "超过40个字"),
        ("{series}{year}{seq}\u200b", "不可见字符"),
        ("{series}", "缺少{year}、{seq}"),
    ],
)
def test_a_pattern_of_numbers_is_checked(pattern: str, said: str):
    problem = check_pattern(pattern, LETTER_TOKENS)
    assert said in problem
    assert bool(said) is bool(problem)


def test_an_application_is_numbered_by_year_and_sequence():
    assert check_pattern("{year}-公开-{seq}", CASE_TOKENS) == ""
    assert "{series}" in check_pattern("{year}{seq}{series}", CASE_TOKENS)
