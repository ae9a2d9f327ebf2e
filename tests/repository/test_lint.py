"""Across files: what a package must fit together of, one broken package per rule."""

from pathlib import Path

import pytest

from engine.cases.actions import ACTIONS
from engine.documents.volume import read_volume
from engine.repository.bundle import Bundle, read_folders
from engine.repository.findings import Severity
from engine.repository.lint import has_error, lint_bundle

ROOT = Path(__file__).parents[2]
MAIN = "processes/disclosure.bpmn"


@pytest.fixture(scope="module")
def standard() -> Bundle:
    return read_folders(ROOT)


def edited(bundle: Bundle, old: str, new: str) -> Bundle:
    """Change the first occurrence of a text in the main diagram."""
    text = bundle.files[MAIN].decode()
    assert old in text
    return bundle.with_file(MAIN, text.replace(old, new, 1).encode())


def rules(bundle: Bundle, actions=ACTIONS) -> set[str]:
    return {f.rule for f in lint_bundle(bundle, actions) if f.severity is Severity.ERROR}


def test_the_standard_package_has_no_errors(standard: Bundle):
    findings = lint_bundle(standard, ACTIONS)
    assert [str(finding) for finding in findings if finding.severity is Severity.ERROR] == []
    assert not has_error(findings)


def test_every_case_of_the_standard_package_can_finish(standard: Bundle):
    assert [str(one) for one in lint_bundle(standard, ACTIONS) if one.layer == "sound"] == []


def test_a_task_whose_form_is_missing_is_an_error(standard: Bundle):
    assert rules(standard.without_file("forms/register.json")) == {"form_exists"}


def test_a_message_whose_form_is_missing_is_an_error(standard: Bundle):
    assert "form_exists" in rules(standard.without_file("forms/withdrawal.json"))


def test_a_start_whose_form_is_missing_is_an_error(standard: Bundle):
    assert "form_exists" in rules(standard.without_file("forms/intake.json"))


def test_a_task_without_form_is_an_error(standard: Bundle):
    broken = edited(standard, ' camunda:formKey="formal_review"', "")
    assert "task_needs_form" in rules(broken)


def test_a_task_that_nobody_may_do_is_an_error(standard: Bundle):
    broken = edited(standard, ' camunda:candidateGroups="registrar"', "")
    assert "task_needs_role" in rules(broken)


@pytest.mark.parametrize("group", ["boss", "administrator", "auditor"])
def test_a_role_that_does_no_case_work_is_an_error(standard: Bundle, group: str):
    broken = edited(
        standard, 'camunda:candidateGroups="registrar"', f'camunda:candidateGroups="{group}"'
    )
    assert "role_exists" in rules(broken)


def test_an_action_that_the_office_cannot_do_is_an_error(standard: Bundle):
    fewer = [name for name in ACTIONS if name != "case.close"]
    assert rules(standard, fewer) == {"action_exists"}


def test_a_letter_without_template_is_an_error(standard: Bundle):
    assert "letter_exists" in rules(standard.without_file("templates/letters/R02/letter.html"))


def test_a_result_that_cannot_be_said_in_a_letter_is_an_error(standard: Bundle):
    broken = standard.without_file("templates/letters/F13/letter.html")
    assert "reply_has_letter" in rules(broken)


def test_an_evidence_bundle_that_cannot_be_bound_is_an_error(standard: Bundle):
    broken = standard.with_file("templates/evidence/volume.json", b"{}")
    assert rules(broken) == {"evidence"}


def test_the_evidence_bundle_names_forms_and_letters_of_its_package(standard: Bundle):
    plan = read_volume(standard.evidence)
    assert plan.named("forms") <= set(standard.forms)
    assert plan.named("letters") <= set(standard.letter_codes)


def test_hands_kept_apart_from_a_step_that_is_not_there_are_an_error(standard: Bundle):
    broken = edited(
        standard, 'name="separateFrom" value="draft_reply"', 'name="separateFrom" value="draft"'
    )
    assert "hands_apart_exist" in rules(broken)


def test_a_stage_that_is_no_link_of_the_chain_is_an_error(standard: Bundle):
    broken = edited(standard, 'name="stage" value="register"', 'name="stage" value="waiting"')
    assert "stage_is_known" in rules(broken)


def test_a_decision_table_that_is_missing_is_an_error(standard: Bundle):
    assert rules(standard.without_file("processes/reply_grounds.dmn"))


def test_a_form_that_nobody_shows_is_only_a_warning(standard: Bundle):
    findings = lint_bundle(
        standard.with_file("forms/unused.json", standard.files["forms/sign.json"]), ACTIONS
    )
    unused = [finding for finding in findings if finding.rule == "form_is_used"]
    assert [(f.file, f.severity) for f in unused] == [("forms/unused.json", Severity.WARNING)]
    assert not has_error(findings)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (MAIN, b"not xml"),
        (MAIN, b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        ("forms/register.json", b"{"),
        ("templates/letters/F01/letter.html", b"{{ agency.__class__ }}"),
        ("templates/letters/base.html", b"{% for %}"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_raised(standard: Bundle, path: str, content: bytes):
    findings = lint_bundle(standard.with_file(path, content), ACTIONS)
    assert path in {finding.file for finding in findings if finding.severity is Severity.ERROR}


def test_an_empty_package_is_refused_without_raising():
    assert has_error(lint_bundle(Bundle({}), ACTIONS))
