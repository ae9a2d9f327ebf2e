"""All rules on data over one package. Never raises."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.bpmn.decisions import DecisionTablesRefused, read_decisions
from engine.bpmn.definition import Definition
from engine.dataflow.office import Surroundings
from engine.dataflow.remarks import ERROR, WARNING, Remark, Rule
from engine.dataflow.rules import RULES
from engine.dataflow.whole import Data
from engine.flowfacts import read_package
from engine.forms import FormUnreadable, read_form

Files = Mapping[str, bytes]
T = TypeVar("T")


def lint_data(
    definition: Definition, files: tuple[Files, Files, Files], office: Surroundings
) -> tuple[Remark, ...]:
    """Check what is read and set; `files` are the diagrams, decision tables and forms."""
    try:
        data = read_data(definition, files, office)
    except Exception as broken:  # noqa: BLE001 - a linter that breaks must not let a package through
        return (_broken(broken),)
    if data.package.refused:
        return (Remark("", 0, "", "data_refused", WARNING, data.package.refused),)
    found = [remark for rule in RULES for remark in _guarded(rule, data)]
    grave = {(one.element, one.line) for one in found if one.severity == ERROR}
    return tuple(
        one
        for one in dict.fromkeys(found)
        if one.rule != "data_never_set" or (one.element, one.line) not in grave
    )


def read_data(
    definition: Definition, files: tuple[Files, Files, Files], office: Surroundings
) -> Data:
    """Read a package for the rules; what cannot be read is said elsewhere, and left out."""
    diagrams, decisions, forms = files
    return Data(
        package=read_package(definition, diagrams),
        forms=_each(forms, read_form, FormUnreadable),
        tables={
            name: table
            for tables in _each(decisions, read_decisions, DecisionTablesRefused).values()
            for name, table in tables.items()
        },
        office=office,
    )


def _each(files: Files, read: Callable[[bytes], T], refused: type[Exception]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, text in files.items():
        try:
            found[name] = read(text)
        except refused:
            continue
    return found


def _guarded(rule: Rule, data: Data) -> list[Remark]:
    try:
        return list(rule.check(data))
    except Exception as broken:  # noqa: BLE001 - see above
        return [_broken(broken)]


def _broken(broken: Exception) -> Remark:
    return Remark("", 0, "", "data_linter", ERROR, f"检查数据流转时出错，不予接受：{broken!r}")
