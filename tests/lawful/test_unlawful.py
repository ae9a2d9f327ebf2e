"""Every way to break the law is found by its rule, wherever the procedure was drawn."""

from collections import Counter

import pytest

from engine.bpmn.failures import Finding
from engine.lawful import RULES
from tests.lawful.redrawing import Redrawing
from tests.lawful.unlawful import CASES
from tests.lawful.variants import in_other_words

FEWEST = 5
ELSEWHERE = {name: CASES[name] for name in list(CASES)[::4]}


def found(draft: Redrawing, rule: str) -> list[Finding]:
    return [one for one in draft.findings() if one.rule == rule]


@pytest.mark.parametrize("name", CASES)
def test_it_is_found_and_shown(name: str):
    rule, edit = CASES[name]
    draft = edit(Redrawing())
    findings = found(draft, rule)
    assert findings
    for one in findings:
        assert one.layer == "lawful"
        assert one.file
        assert one.path
        assert "请" in one.message
        assert "依据：" in one.message
        if one.file.endswith(".bpmn"):
            assert [draft.find(step).get("id") for step in one.path] == list(one.path)
            assert draft.find(one.element).sourceline or one.line


@pytest.mark.parametrize("name", ELSEWHERE)
def test_it_is_found_whatever_the_steps_are_called(name: str):
    rule, edit = ELSEWHERE[name]
    assert found(in_other_words(edit(Redrawing())), rule)


def test_every_rule_has_been_broken_in_several_ways():
    times = Counter(rule for rule, _ in CASES.values())
    assert set(times) == {rule.name for rule in RULES}
    assert min(times.values()) >= FEWEST


def test_what_is_said_tells_where_and_shows_a_way_that_skips_the_step():
    (finding,) = found(Redrawing().remove("legal_review"), "refusal")
    assert finding.element == "issue_reply"
    assert finding.file == "processes/disclosure.bpmn"
    assert finding.path[0] == "received"
    assert finding.path[-1] == "issue_reply"
    assert {"draft_reply", "record_reply", "sign"} <= set(finding.path)
    assert "法制审核" in finding.message


def test_a_second_correction_is_shown_from_the_first_to_the_second():
    rule, edit = CASES["correction：补正后仍不明确的，再次要求补正"]
    (finding,) = found(edit(Redrawing()), rule)
    assert finding.path[0] == finding.path[-1] == "issue_correction"
    assert "corrected_review" in finding.path


def test_every_rule_explains_itself():
    for rule in RULES:
        assert rule.articles
        assert "改法：" in rule.help or "请" in rule.help
        assert rule.title
        assert rule.check.__module__ == f"engine.lawful.rules.{rule.name}"
