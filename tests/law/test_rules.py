"""The counting rules an agency may choose, and the events it may record."""

from datetime import date, time

import pytest

from engine.errors import OfficeError
from engine.law.event_kinds import ConsultReplied, Extension
from engine.law.events import parse_events
from engine.law.options import AGENCIES_ALL, Length
from engine.law.rules import Rules

CONSULT = {"type": "third_party_consult", "sent": "2025-03-11"}
RECEIVED = {"type": "received", "channel": "in_person", "date": "2025-03-10"}


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("count_start", "same_day", "same_day"),
        ("internet_confirm_sla", "2", 2),
        ("correction_period", 10, Length(10)),
        ("correction_period", "15 WD", Length(15)),
        ("correction_period", "15d", Length(15, working=False)),
        ("correction_period", "15 days", Length(15, working=False)),
        ("correction_period", {"days": 15}, Length(15, working=False)),
        ("correction_period", {"period_days": 15}, Length(15, working=False)),
        ("correction_period", {"workdays": 7}, Length(7)),
        ("correction_period", {"period_workdays": 7}, Length(7)),
        ("consult_interval", "[sent, replied]", "closed"),
        ("consult_interval", "(sent, replied]", "open"),
        ("consult_interval", "[delivered, replied]", "delivered"),
        ("agency_scope", "all", AGENCIES_ALL),
        ("agency_scope", "other", frozenset({"third_party", "other"})),
        ("agency_scope", ["internal"], frozenset({"third_party", "internal"})),
        ("secrecy_referral_excluded", "no", False),
        ("secrecy_referral_excluded", "是", True),
        ("huishang_excluded", True, "always"),
        ("huishang_excluded", False, "never"),
        ("huishang_excluded", "no", "never"),
        ("huishang_excluded", "written", "written_only"),
        ("art35_pause", "pause", True),
        ("delayed_max", "none", None),
        ("delayed_max", 20, 20),
        ("fee_before_correction", "fee_first", True),
        ("fee_before_correction", "correction_first", False),
        ("fee_before_correction", True, True),
        ("period_end_time", "24:00", None),
        ("period_end_time", "17:30", time(17, 30)),
        ("regional_holidays", "none", {}),
        ("regional_holidays", ["2026-05-27"], {date(2026, 5, 27): "地方性节假日"}),
        ("regional_holidays", {"2026-05-27": "古尔邦节"}, {date(2026, 5, 27): "古尔邦节"}),
    ],
)
def test_a_rule_can_be_chosen(key, value, field):
    assert getattr(Rules.from_config({key: value}), key) == field


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("count_start", "yesterday"), ("count_start", 3), ("internet_confirm_sla", 0)),
        *(("internet_confirm_sla", True), ("correction_period", "soon"), ("agency_scope", ["x"])),
        *(("agency_scope", 5), ("art35_pause", "perhaps"), ("delayed_max", -1)),
        *(("period_end_time", 17), ("period_end_time", "late"), ("regional_holidays", "x")),
        *(("regional_holidays", ["x"]), ("correction_period", {"days": "x"}), ("weather", "fine")),
        *(("correction_period", {}), ("fee_before_correction", "x"), ("huishang_excluded", 7)),
    ],
)
def test_a_choice_that_is_none_is_refused_by_name(key, value):
    with pytest.raises(OfficeError, match=key):
        Rules.from_config({key: value})


def test_absent_and_null_keep_the_default_and_other_settings_are_passed_over():
    assert Rules.from_config({}) == Rules()
    assert Rules.from_config({"count_start": None, "court_name": "示例县人民法院"}) == Rules()
    assert Rules.from_config({"late_correction_restarts": False}) == Rules()
    restarting = Rules.from_config({"late_correction_restarts": True})
    assert restarting == Rules.from_config({"late_correction_notice": "restart"})


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (["received"], "第2个事件”中的“type”应当是一组字段"),
        ({}, "“type”不是已知的事件"),
        (
            {"type": "agency_consult", "role": "king", "sent": "2025-03-11"},
            "“role”不是已知的征求对象",
        ),
        (
            {"type": "third_party_consult", "sent": "2025-03-11", "replied": "2025-03-10"},
            "早于发出之日",
        ),
        ({"type": "fee_notice", "issued": "2025-03-11", "delivered": "2025-03-10"}, "“delivered”"),
        (
            {
                "type": "correction_notice",
                "issued": "2025-03-11",
                "period_days": 3,
                "period_workdays": 3,
            },
            "只能填写一项",
        ),
        ({"type": "correction_notice", "issued": "2025-03-11", "period_days": 0}, "应当至少为1"),
        ({"type": "extension", "workdays": "many"}, "不是有效的整数"),
        ({"type": "extension", "workdays": 4000}, "不是有效的整数"),
        ({"type": "extension", "workdays": True}, "不是有效的整数"),
        ({"type": "delayed_reply_notice", "notified": "2025-03-11"}, "没有填写延迟答复的日期"),
        ({"type": "conference", "sent": "2025-03-11", "written": "yes"}, "应为true或false"),
        ({"type": "consult_replied", "party": 3, "date": "2025-03-11"}, "“party”不是文字"),
        ({"type": "withdrawn"}, "第2个事件（withdrawn）”中的“date”没有填写日期"),
    ],
)
def test_an_event_that_cannot_be_read_names_its_field(event, problem):
    with pytest.raises(OfficeError, match=problem):
        parse_events([RECEIVED, event])


def test_events_are_read_with_the_names_of_forms_too():
    events = parse_events(
        [
            {"type": "extension", "approved": "2025-03-11", "notified": "", "workdays": "20"},
            {"type": "consult_replied", "date": "2025-03-12T09:30:00+08:00"},
        ]
    )
    assert events == (
        Extension(date(2025, 3, 11), None, 20),
        ConsultReplied("", date(2025, 3, 12)),
    )
