"""Whether a procedure keeps the Regulations, judged before any case is handled. Never raises.

In reading order: `marks` (what a step does, by its act, letter, role and article), `happenings`
(the facts in law that steps bring about), `course` (what has certainly happened where), `package`
(what rules may ask), `consultations` and `awaiting` (periods that others must keep), `rules` (one
file each, with its articles and a paragraph of help).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.bpmn.definition import Definition
from engine.bpmn.failures import Finding
from engine.flowfacts import read_package
from engine.forms.document import Form, FormUnreadable, read_form
from engine.lawful.package import LAYER, WARNING, Package
from engine.lawful.rule import Rule
from engine.lawful.rules import RULES

__all__ = ["LAYER", "RULES", "Finding", "Rule", "check_lawfulness"]


def check_lawfulness(
    definition: Definition, diagrams: Mapping[str, bytes], forms: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Judge a definition and its forms; `diagrams` tell the names of its files.

    Never raises: should a rule itself break, that is a finding too.
    """
    try:
        whole = read_package(definition, diagrams)
        package = Package(whole, dict(_readable(forms)))
    except Exception as broken:  # noqa: BLE001 - a linter that breaks must not let a diagram through
        return (_broken("lawful", repr(broken)),)
    if whole.refused:
        return (Finding("", LAYER, "not_judged", WARNING, "", 0, whole.refused),)
    return tuple(dict.fromkeys(found for rule in RULES for found in _judged(rule, package)))


def _judged(rule: Rule, package: Package) -> Iterator[Finding]:
    basis = "、".join(rule.articles)
    try:
        for one in list(rule.check(package)):
            yield replace(one, rule=rule.name, message=f"{one.message}依据：{basis}。")
    except Exception as broken:  # noqa: BLE001 - as above
        yield _broken(rule.name, repr(broken))


def _broken(rule: str, reason: str) -> Finding:
    said = f"合法性检查出错，本项未能判断，请把流程图发给技术人员：{reason}"
    return Finding("", LAYER, rule, WARNING, "", 0, said)


def _readable(forms: Mapping[str, bytes]) -> Iterator[tuple[str, Form]]:
    for key, document in forms.items():
        try:
            yield key, read_form(document)
        except FormUnreadable:
            continue  # said by another layer
