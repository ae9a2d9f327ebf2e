"""What the rules believe of the office is what the office does."""

import ast
import inspect
from collections.abc import Callable

from engine.bpmn.lint_names import FACTS as OF_EVERY_EXPRESSION
from engine.cases import facts, opening, sitting
from engine.cases.actions import ACTIONS
from engine.dataflow.office import FACTS, NEEDS, Surroundings

ONLY_IF_GIVEN = {("clock.consult", "period_workdays")}
BY_PROPERTY = {"letter.draft", "letter.issue", "delivery.record"}


def keys_of(function: Callable[..., object]) -> set[str]:
    """Read the keys of the dictionary a function returns."""
    returned = [n.value for n in ast.walk(tree_of(function)) if isinstance(n, ast.Return)]
    written = next(one for one in returned if isinstance(one, ast.Dict))
    return {key.value for key in written.keys if isinstance(key, ast.Constant)}


def tree_of(function: Callable[..., object]) -> ast.Module:
    return ast.parse(inspect.getsource(function))


def needed_by(function: Callable[..., object], seen: set[str]) -> set[str]:
    """Name the inputs an act, or a function of its module it hands its turn to, insists on."""
    if function.__name__ in seen:
        return set()
    seen.add(function.__name__)
    found: set[str] = set()
    for call in (n for n in ast.walk(tree_of(function)) if isinstance(n, ast.Call)):
        name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        match call.func:
            case ast.Attribute(value=ast.Name(id="turn"), attr="need"):
                found.add(name)
            case ast.Attribute(value=ast.Name(id="turn"), attr="day") if len(call.args) == 1:
                found.add(name)
            case ast.Name(id=helper) if any(getattr(a, "id", "") == "turn" for a in call.args):
                other = vars(inspect.getmodule(function)).get(helper)
                found |= needed_by(other, seen) if inspect.isfunction(other) else set()
    return found - {""}


def test_the_facts_are_those_the_office_tells():
    assert set(FACTS) == set(sitting.Facts._NAMES) == OF_EVERY_EXPRESSION  # noqa: SLF001
    assert set(FACTS["clock"]) == keys_of(facts.clock_facts)
    assert set(FACTS["case"]) == keys_of(facts.case_facts)


def test_an_act_needs_what_it_insists_on():
    insisted = {name: needed_by(act, set()) for name, act in ACTIONS.items()}
    table = {(act, name) for act, names in NEEDS.items() for name in names}
    table -= {(act, "letter") for act in BY_PROPERTY}
    assert table == {(a, n) for a, names in insisted.items() for n in names} - ONLY_IF_GIVEN


def test_a_case_is_opened_with_the_answers_of_its_start_form():
    assert f'{{"{Surroundings().opened_with}": dict(' in inspect.getsource(opening.open_case)
