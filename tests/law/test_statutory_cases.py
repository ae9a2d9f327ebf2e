"""Every worked example of the law, answered as it expects."""

import json
from pathlib import Path

import pytest

from engine.law.worked_cases import answer

DOCUMENT = json.loads(Path(__file__).with_name("statutory_cases.json").read_text("utf-8"))
ANSWERS = answer(DOCUMENT)
ALWAYS = {
    *("receipt_date", "clock_day1", "correction_notice_due"),
    *("base_due", "reply_due", "excluded_workdays"),
}


@pytest.mark.parametrize("case", DOCUMENT["cases"], ids=lambda case: case["id"])
def test_a_worked_example_is_answered_as_it_expects(case):
    answered = ANSWERS[case["id"]]
    assert {key: answered.get(key) for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", DOCUMENT["cases"], ids=lambda case: case["id"])
def test_a_reply_period_is_always_answered_whole_and_ready_for_json(case):
    answered = ANSWERS[case["id"]]
    assert json.loads(json.dumps(answered)) == answered
    if case["kind"] in {"deadline", "calendar_gap"}:
        assert all(answered[key] is not None for key in ALWAYS)
