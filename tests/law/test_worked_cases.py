"""Worked cases that are odd, open, or wrong."""

from datetime import date

import pytest

from engine.errors import OfficeError
from engine.law.worked_cases import answer

RECEIVED = {"type": "received", "channel": "in_person", "date": "2025-03-10"}

UNDECIDED = {"type": "reply_delivered", "date": "2025-04-03"}


def one(kind="deadline", events=(), config=None, expected=None, **more):
    case = {"id": "X", "kind": kind, "events": list(events), "expected": expected or {}}
    return answer({"cases": [case | {"config": config} | more]})["X"]


def test_a_fee_is_answered_from_what_is_asked():
    assert one("fee", expected={"fee_by_page": {"n": 2219}}) == {
        "fee_by_page": {"n": 2219, "total": 83460}
    }
    assert one("fee", expected={"fee_by_page_table": {"31": None, "100": 7}}) == {
        "fee_by_page_table": {"31": 10, "100": 700}
    }
    assert one("fee", expected={"fee_by_item": {"n": "45"}})["fee_by_item"]["total"] == 5500
    assert one("fee", expected={"marginal_by_item": {"first": 11, "last": 12}}) == {
        "marginal_by_item": {"first": 11, "last": 12, "total": 200}
    }


def test_silence_may_be_reviewed_or_taken_to_court():
    expired = {"type": "reply_period_expired", "date": "2025-04-08"}
    days = {
        "review_first": False,
        "review_last_day": "2025-06-09",  # 60 days end on a Saturday
        "suit_last_day": "2025-10-09",  # six months end in National Day
        "suit_after_review_last_day": None,
    }
    assert one("remedy", [expired]) == days
    assert one("remedy", [RECEIVED, {"type": "reply_period_expired"}]) == days
    config = {"review_first_silence": "yes"}
    assert one("remedy", [expired], config) == days | {"review_first": True, "suit_last_day": None}


def test_the_review_bodys_silence_opens_the_way_to_court():
    events = [{"type": "review_period_expired", "date": "2026-02-05"}]
    assert one("remedy", events)["suit_after_review_last_day"] == "2026-02-24"


def test_a_reply_with_a_decision_tells_its_remedies_too():
    reply = {"type": "reply", "mailed": "2025-04-01", "delivered": "2025-04-03"}
    answered = one("remedy", [RECEIVED, reply | {"decision": "deny.secret"}])
    assert answered["review_last_day"] == "2025-06-03"
    assert answered["suit_last_day"] is None
    assert one("remedy", [RECEIVED, reply])["review_first"] is None


def test_a_reply_period_with_a_delivered_decision_is_answered_with_both():
    delivered = {"type": "reply_delivered", "date": "2025-04-03", "decision": "partial"}
    answered = one("deadline", [RECEIVED, delivered])
    assert answered["timely"] is True
    assert answered["review_first"] is True
    assert answered["suit_last_day"] == "2025-10-09"
    assert answered["outcome"] == "partial"


@pytest.mark.parametrize(
    ("role", "replied", "consent"),
    [
        ("joint_producer", None, True),
        ("other", None, False),
        ("joint_producer", "2025-03-13", None),
    ],
)
def test_the_silence_of_a_joint_producer_is_consent(role, replied, consent):
    letter = {"type": "agency_consult", "role": role, "sent": "2025-03-12", "replied": replied}
    assert one("deadline", [RECEIVED, letter])["deemed_consent"] is consent


def test_the_silence_of_a_third_party_is_not_consent():
    letter = {"type": "third_party_consult", "party": "A", "sent": "2025-03-12"}
    answered = one("deadline", [RECEIVED, letter])
    assert answered["deemed_consent"] is False
    assert answered["third_party_due"] == {"A": "2025-04-02"}


def test_a_delivery_a_finished_record_does_not_mention_was_on_the_day_of_sending():
    notice = {"type": "correction_notice", "issued": "2025-03-12", "delivered": None}
    assert one("deadline", [RECEIVED, notice])["correction_due"] == "2025-04-02"
    told = {"type": "correction_delivered", "date": "2025-03-14"}
    assert one("deadline", [RECEIVED, notice, told])["correction_due"] == "2025-04-07"
    fee = {"type": "fee_notice", "issued": "2025-03-12"}
    assert one("deadline", [RECEIVED, fee])["fee_payment_due"] == "2025-04-10"


def test_a_case_can_be_read_as_on_a_day():
    answered = one("deadline", [RECEIVED], on="2025-03-12")
    assert (answered["used"], answered["left"], answered["state"]) == (2, 18, "running")


def test_an_application_not_confirmed_has_no_dates_yet():
    events = [{"type": "received", "channel": "internet", "submitted": "2025-03-10"}]
    answered = one("deadline", events)
    assert answered["state"] == "not_started"
    assert answered["receipt_date"] is None
    assert answered["reply_due"] is None
    assert answered["confirmation_due"] == "2025-03-11"


def test_a_date_that_depends_on_an_unpublished_year_is_marked():
    received = RECEIVED | {"date": "2026-12-20"}
    answered = one("deadline", [received])
    assert answered["provisional"] is True
    assert answered["reply_due"] == answered["reply_due_provisional"] == "2027-01-18"
    assert set(answered["provisional_dates"]) == {"base_due", "reply_due"}
    assert "reply_due_provisional" not in one("deadline", [RECEIVED])


def test_an_identity_can_be_checked_by_column():
    rows = {"new": 2, "carried": 0, "results": {"grant": 1, "other": [0, 0, 1]}, "total": 2}
    column = rows | {"carry_next": 0}
    good = {"natural": column, "total": column}
    assert one("identity", expected={"columns": good})["holds"] is True
    assert one("identity", expected={"columns": good | {"enterprise": column}})["holds"] is False
    wrong = one("identity", expected={"rows": column | {"total": 3}})
    assert wrong["holds"] is False
    assert len(wrong["breaches"]) == 2


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        (7, "算例应当是一组字段"),
        ({"kind": "prophecy"}, "不是已知的算例种类"),
        ({"kind": 3}, "“kind”不是文字"),
        ({"events": "x"}, "“events”应当是事件的列表"),
        ({"events": [None]}, "第1个事件应当是一组字段"),
        ({"events": [{"type": "comet"}]}, "第1个事件”中的“type”不是已知的事件（实为'comet'）"),
        ({"events": [RECEIVED], "config": 5}, "“config”应当是一组字段"),
        ({"events": [RECEIVED], "config": {"moon": 1}}, "期限口径设置“moon”不是已知的设置项"),
        ({"events": [RECEIVED], "config": {"count_start": "x"}}, "只能是next_day、same_day"),
        ({"events": [RECEIVED | {"date": "2025-02-30"}]}, "“date”不是有效的日期"),
        ({"events": [RECEIVED | {"date": 5}]}, "“date”不是有效的日期"),
        ({"events": [RECEIVED | {"date": "0001-01-01"}]}, "超出可计算的范围"),
        ({"events": [RECEIVED, {"type": "extension"}]}, "没有填写延长的工作日数"),
        ({"events": [RECEIVED, {"type": "correction_notice"}]}, "“issued”没有填写日期"),
        ({"kind": "fee", "expected": {}}, "没有给出件数"),
        ({"kind": "fee", "expected": {"fee_by_item": 5}}, "“fee_by_item”应当是一组字段"),
        ({"kind": "fee", "expected": {"fee_by_item": {"n": True}}}, "“n”应当是整数"),
        ({"kind": "fee", "expected": {"fee_by_item": {"n": -1}}}, "件数应为0以上的整数"),
        ({"kind": "fee", "expected": {"fee_by_page_table": {"x": 1}}}, "应当是整数"),
        ({"kind": "classification", "expected": {"outcome": "x"}}, "不在目录中"),
        ({"kind": "identity", "expected": {"rows": {"new": "x"}}}, "“new”应当是整数"),
        (
            {
                "kind": "identity",
                "expected": {
                    "rows": {
                        "new": 0,
                        "carried": 0,
                        "total": 0,
                        "carry_next": 0,
                        "results": {"deny": [1]},
                    }
                },
            },
            "“deny”应有8个数",
        ),
        (
            {"kind": "remedy", "events": [{"type": "reply_delivered", "date": "2025-04-03"}]},
            "未填写",
        ),
    ],
)
def test_a_case_that_cannot_be_read_says_why_and_spares_the_others(case, problem):
    good = {"id": "good", "kind": "deadline", "events": [RECEIVED]}
    answers = answer([case, good])
    assert problem in str(answers["#1"]["error"])
    assert answers["#1"]["code"]
    assert answers["good"]["reply_due"] == "2025-04-08"


@pytest.mark.parametrize("document", [{}, {"cases": None}, {"cases": "x"}, {"cases": {}}])
def test_a_document_without_cases_is_refused(document):
    with pytest.raises(OfficeError, match="没有“cases”列表"):
        answer(document)


def test_dates_may_come_as_dates():
    received = RECEIVED | {"date": date(2025, 3, 10)}
    assert one("deadline", [received])["reply_due"] == "2025-04-08"


def test_nulls_are_as_good_as_absent():
    case = {"id": "n", "kind": None, "config": {"count_start": None}, "events": [RECEIVED]}
    assert answer({"cases": [case | {"expected": None}]})["n"]["reply_due"] == "2025-04-08"
