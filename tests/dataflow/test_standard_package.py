"""The package that ships with the product, whole and with one thing missing."""

import time
from pathlib import Path

import pytest

from engine.bpmn.definition import read_definition
from engine.repository.bundle import ROOT_PROCESS, read_folders
from engine.repository.variables import data_findings
from tests.dataflow.mutants import without_a_field, without_a_step

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def standard():
    return read_folders(ROOT)


def definition_of(bundle):
    return read_definition(bundle.diagrams, bundle.decisions, ROOT_PROCESS)


def test_every_variable_of_the_standard_package_is_set_before_it_is_read(standard):
    assert list(data_findings(standard, definition_of(standard))) == []


def test_the_check_is_quick(standard):
    definition = definition_of(standard)
    list(data_findings(standard, definition))
    began = time.process_time()
    list(data_findings(standard, definition))
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("formal_review.finding", "data_no_such_field"),
        ("confirm_abandonment.conclusion", "data_no_such_field"),
        ("draft_reply.result", "data_no_such_field"),
        ("assign_search.departments", "data_no_such_field"),
        ("five_steps.third_parties", "data_no_such_field"),
        ("extension.workdays", "data_no_such_field"),
    ],
)
def test_a_field_that_is_missed_is_named(standard, field, rule):
    changed = next(bundle for name, bundle in without_a_field(standard) if name == field)
    found = list(data_findings(changed, definition_of(standard)))
    assert rule in {one.rule for one in found}
    assert any(field.rpartition(".")[2] in one.message for one in found)


@pytest.mark.parametrize("step", ["draft_reply", "record_reply", "five_steps", "formal_review"])
def test_a_step_that_is_missed_is_named(standard, step):
    changed = next(bundle for name, bundle in without_a_step(standard) if name == step)
    found = list(data_findings(changed, definition_of(changed)))
    assert found
    assert any(one.path for one in found)
