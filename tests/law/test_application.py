"""The day of receipt, and what an application must contain."""

from datetime import date

import pytest

from engine.errors import OfficeError
from engine.law.application import (
    ApplicantKind,
    Channel,
    arrival,
    confirmation_due,
    day_of_receipt,
    missing_items,
)
from engine.law.calendar import published_calendar
from engine.law.rules import Rules

CALENDAR = published_calendar()
BY_HAND, BY_POST, BY_WIRE = (f"条例第三十一条第（{item}）项" for item in "一二三")
UNCONFIRMED = "尚未与申请人确认，期限未开始计算，请尽快联系申请人确认"
WHOLE = {
    "applicant_kind": "natural",
    "applicant_name": "甲某",
    "id_number": "1",
    "phone": "1",
    "content": "某文件",
    "wanted_form": ["paper"],
}


@pytest.mark.parametrize(
    ("event", "config", "day", "reason", "article"),
    [
        (
            {"channel": "in_person", "date": "2025-03-10"},
            {},
            "2025-03-10",
            "当面提交，以提交之日为收到申请之日",
            BY_HAND,
        ),
        (
            {"channel": "oral", "date": "2025-03-10"},
            {},
            "2025-03-10",
            "口头申请，以提交之日为收到申请之日",
            BY_HAND,
        ),
        (
            {"channel": "registered_mail", "posted": "2025-11-13", "signed": "2025-11-16"},
            {},
            "2025-11-16",
            "邮寄提交，以行政机关签收之日为收到申请之日",
            BY_POST,
        ),
        (
            {"channel": "registered_mail", "posted": "2025-11-13", "signed": None},
            {},
            None,
            "邮件尚未签收，期限未开始计算",
            BY_POST,
        ),
        (
            {"channel": "registered_mail", "date": "2025-11-16"},
            {},
            "2025-11-16",
            "邮寄提交，以行政机关签收之日为收到申请之日",
            BY_POST,
        ),
        (
            {
                "channel": "registered_mail",
                "signed": "2025-11-16",
                "addressed_to": "other",
                "confirmed": "2025-11-18",
            },
            {},
            "2025-11-18",
            "信件写给本机关其他部门或者个人，以与申请人确认之日为收到申请之日",
            BY_POST,
        ),
        (
            {"channel": "registered_mail", "signed": "2025-11-16", "addressed_to": "organ"},
            {"mailroom_receipt": "confirmed"},
            None,
            UNCONFIRMED,
            BY_POST,
        ),
        (
            {"channel": "registered_mail", "signed": "2025-11-16", "confirmed": "2025-11-17"},
            {"mailroom_receipt": "confirmed"},
            "2025-11-17",
            "本机关以确认之日为邮寄申请的收到之日",
            BY_POST,
        ),
        (
            {"channel": "ordinary_mail", "arrived": "2026-04-30", "confirmed": "2026-05-06"},
            {},
            "2026-05-06",
            "平常信函无需签收，以与申请人确认之日为收到申请之日",
            BY_POST,
        ),
        ({"channel": "ordinary_mail", "arrived": "2026-04-30"}, {}, None, UNCONFIRMED, BY_POST),
        (
            {"channel": "internet", "submitted": "2025-09-30", "confirmed": "2025-10-09"},
            {},
            "2025-10-09",
            "互联网渠道提交，以双方确认之日为收到申请之日",
            BY_WIRE,
        ),
        (
            {"channel": "internet", "submitted": "2025-10-01", "confirmed": "2025-10-09"},
            {"internet_receipt": "submitted"},
            "2025-10-01",
            "互联网渠道提交，本机关以系统到达之日为收到申请之日",
            BY_WIRE,
        ),
        (
            {"channel": "internet", "date": "2025-10-01"},
            {"internet_receipt": "submitted"},
            "2025-10-01",
            "互联网渠道提交，本机关以系统到达之日为收到申请之日",
            BY_WIRE,
        ),
        (
            {"channel": "internet", "submitted": "2025-10-01"},
            {"internet_receipt": "arrived_next_workday"},
            "2025-10-09",
            "互联网渠道提交，本机关以系统到达之日（非工作日到达的，次一工作日）为收到申请之日",
            BY_WIRE,
        ),
        (
            {"channel": "internet", "confirmed": "2025-10-09"},
            {"internet_receipt": "submitted"},
            "2025-10-09",
            "互联网渠道提交，以双方确认之日为收到申请之日",
            BY_WIRE,
        ),
        ({"channel": "internet", "submitted": "2025-09-30"}, {}, None, UNCONFIRMED, BY_WIRE),
        (
            {"channel": "fax", "submitted": "2025-09-30", "confirmed": "2025-10-09"},
            {"internet_receipt": "submitted"},
            "2025-10-09",
            "传真申请，以双方确认之日为收到申请之日",
            BY_WIRE,
        ),
    ],
)
def test_the_day_of_receipt_follows_the_channel(event, config, day, reason, article):
    receipt = day_of_receipt(event, Rules.from_config(config))
    assert receipt.on == (date.fromisoformat(day) if day else None)
    assert (receipt.reason, receipt.article) == (reason, article)


def test_a_rest_day_is_judged_by_the_calendar_given():
    event = {"channel": "internet", "submitted": "2026-05-27"}
    rules = Rules.from_config({"internet_receipt": "arrived_next_workday"})
    regional = CALENDAR.with_overlay({date(2026, 5, 27): "古尔邦节"})
    assert day_of_receipt(event, rules).on == date(2026, 5, 27)
    assert day_of_receipt(event, rules, regional).on == date(2026, 5, 28)


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ({}, "“channel”不是已知的接收渠道"),
        ({"channel": "pigeon"}, "实为'pigeon'"),
        ({"channel": 7}, "“channel”不是文字"),
        ({"channel": "in_person"}, "“收到申请”中的“date”没有填写日期"),
        ({"channel": "in_person", "date": "10/3/2025"}, "“date”不是有效的日期"),
    ],
)
def test_a_receipt_that_cannot_be_read_names_its_field(event, problem):
    with pytest.raises(OfficeError, match=problem):
        day_of_receipt(event, Rules())


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ({"channel": "internet", "submitted": "2025-09-30"}, "2025-10-09"),
        ({"channel": "fax", "submitted": "2025-09-30"}, "2025-10-09"),
        ({"channel": "ordinary_mail", "arrived": "2025-09-30"}, "2025-09-30"),
        ({"channel": "ordinary_mail", "arrived": "2025-10-01"}, "2025-10-09"),
        (
            {"channel": "registered_mail", "signed": "2025-09-30", "addressed_to": "other"},
            "2025-09-30",
        ),
        ({"channel": "internet", "submitted": "2025-09-30", "confirmed": "2025-09-30"}, None),
        ({"channel": "in_person", "date": "2025-09-30"}, None),
        ({"channel": "registered_mail"}, None),
    ],
)
def test_when_the_office_must_have_confirmed(event, due):
    expected = date.fromisoformat(due) if due else None
    assert confirmation_due(event, Rules(), CALENDAR) == expected


def test_the_days_for_confirming_are_the_agencys_own():
    event = {"channel": "internet", "submitted": "2025-09-29"}
    rules = Rules.from_config({"internet_confirm_sla": 3})
    assert confirmation_due(event, rules, CALENDAR) == date(2025, 10, 10)


def test_an_arrival_is_known_before_it_is_confirmed():
    assert arrival({"arrived": "2025-09-30"}) == date(2025, 9, 30)
    assert arrival({"posted": "2025-09-30"}) is None
    assert arrival({"signed": "2025-10-01", "posted": "2025-09-30"}) == date(2025, 10, 1)
    assert arrival({"date": "2025-10-02"}) == date(2025, 10, 2)


def test_a_whole_application_lacks_nothing_and_needs_no_purpose():
    assert missing_items(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "code", "label", "item"),
    [
        ({"applicant_name": "  "}, "name", "申请人的姓名", "一"),
        ({"id_number": None}, "identity", "申请人的身份证明", "一"),
        ({"phone": ""}, "contact", "联系方式", "一"),
        (
            {"content": ""},
            "description",
            "政府信息的名称、文号或者便于查询的其他特征性描述",
            "二",
        ),
        ({"wanted_form": []}, "form", "获取信息的方式、途径等形式要求", "三"),
        ({"agent_name": "乙某"}, "authorisation", "代理人的授权委托书", "一"),
        (
            {"applicant_kind": "enterprise"},
            "identity",
            "统一社会信用代码等身份证明",
            "一",
        ),
        (
            {"applicant_kind": "research", "applicant_name": "", "org_code": "9"},
            "name",
            "申请人的名称",
            "一",
        ),
    ],
)
def test_what_an_application_lacks(change, code, label, item):
    (missing,) = missing_items(WHOLE | change)
    assert (missing.code, missing.label) == (code, label)
    assert missing.article == f"条例第二十九条第二款第（{item}）项"


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "", "email": "a@example.invalid"},
        {"phone": "", "address": "示例县"},
        {"content": "", "index_number": "000"},
        {"wanted_form": [], "wanted_way": ["post"]},
        {"applicant_kind": None},
        {"applicant_kind": ""},
        {"id_number": "", "identity_document": "copy.pdf"},
        {"agent_name": "乙某", "agent_authorisation": "a.pdf"},
        {"agent_name": "乙某", "attachments": ["a.pdf"]},
        {"applicant_kind": "enterprise", "org_code": "9"},
    ],
)
def test_what_serves_as_well(change):
    assert missing_items(WHOLE | change) == ()


def test_an_empty_application_lacks_everything_in_the_order_of_the_article():
    codes = [missing.code for missing in missing_items({})]
    assert codes == ["name", "identity", "contact", "description", "form"]


def test_channels_and_kinds_have_their_chinese_names():
    assert [channel.label for channel in Channel] == [
        "当面提交",
        "口头申请",
        "邮政特快专递或挂号信",
        "平常信函",
        "互联网渠道",
        "传真",
    ]
    assert [kind.label for kind in ApplicantKind] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
