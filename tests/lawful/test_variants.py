"""What other agencies may do, nobody is accused of; and what is broken, never breaks the check."""

import time

import pytest

from engine.bpmn.definition import read_definition
from engine.bpmn.failures import Finding
from engine.lawful import RULES, Package, check_lawfulness
from engine.lawful.rule import Rule
from tests.bpmn.writing import chain, document, end, start, user
from tests.lawful.redrawing import Redrawing, files
from tests.lawful.variants import VARIANTS


@pytest.mark.parametrize("name", VARIANTS)
def test_a_lawful_procedure_is_not_accused(name: str):
    assert VARIANTS[name](Redrawing()).findings() == ()


def judged(body: str, forms: dict[str, bytes] | None = None) -> list[Finding]:
    diagrams = {"p.bpmn": document(body)}
    definition = read_definition(diagrams, {}, "P")
    return list(check_lawfulness(definition, diagrams, forms or {}))


def test_an_empty_procedure_lacks_nearly_everything():
    found = {one.rule for one in judged(start("S") + end("E") + chain("S", "E"))}
    assert found == {"registered_and_decided", "correction", "third_party", "served_and_filed"}


def test_steps_without_any_mark_are_judged_all_the_same():
    body = start("S") + user("a") + end("E") + chain("S", "a", "E")
    assert "registered_and_decided" in {one.rule for one in judged(body)}


def test_forms_that_cannot_be_read_are_left_to_others():
    body = start("S") + end("E") + chain("S", "E")
    assert judged(body, {"a": b"{", "b": b"[]", "c": b"\xff"}) == judged(body)


def test_a_rule_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch):
    def breaks(package: Package):
        yield from ()
        raise ZeroDivisionError(package)

    broken = Rule("broken", "", (), "", breaks)
    monkeypatch.setattr("engine.lawful.RULES", (broken, *RULES))
    (finding,) = Redrawing().findings()
    assert (finding.rule, finding.severity) == ("broken", "warning")
    assert "ZeroDivisionError" in finding.message


def test_the_standard_procedure_is_judged_at_once():
    diagrams = dict(files("processes", "bpmn"))
    definition = read_definition(diagrams, files("processes", "dmn"), "disclosure")
    forms = {path.split("/")[-1][:-5]: text for path, text in files("forms", "json").items()}
    taken = []
    for _ in range(3):
        before = time.process_time()
        assert check_lawfulness(definition, diagrams, forms) == ()
        taken.append(time.process_time() - before)
    assert min(taken) < 0.3  # seconds, however busy the machine
