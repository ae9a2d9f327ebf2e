"""What a step would lead to, played through without being done: the letters its answers make.

Which letters a step drafts is nowhere listed: it is what the diagram says. A letter belongs to a
step if its input parameters read, directly, through an act or through a loop, what the step
answers. Whether it would be written now is found out on a copy of the instance: the answers are
handed in there, and the acts that follow are gone through without their effect.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.definition import Definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import Node, NodeKind, Step
from engine.cases.replies import decide
from engine.cases.sitting import Sitting
from engine.cases.turn import Turn
from engine.feel import Expression

_LETTERS = frozenset({"letter.draft", "letter.issue"})
_DECIDES = {"reply.record": decide}
"""Acts whose result a letter reads, and the part of each that changes nothing."""

_MOST_ACTS = 50


@dataclass(frozen=True)
class Bound:
    """The letters that read what a step answers, and the names under which they do."""

    letters: tuple[Node, ...]
    names: frozenset[str]


@dataclass(frozen=True)
class Rehearsed:
    """A letter as the step would make it: where it is made, on what, with which inputs."""

    sitting: Sitting
    node: Node
    inputs: Mapping[str, Any]

    @property
    def code(self) -> str:
        """Name the kind of letter: F12."""
        return str(self.inputs.get("letter") or self.node.properties.get("letter") or "")

    @property
    def party(self) -> str:
        """Name whom it is for, where there are several."""
        return str(self.inputs.get("party") or "")


def bound_to(definition: Definition, node: Node) -> Bound:
    """Find the letters whose inputs read what is answered at a step."""
    names = {variable_of(node)}
    found: dict[str, Node] = {}
    before = 0
    while before < len(names):
        before = len(names)
        for each in definition.nodes.values():
            names |= _passed_on(each, names)
            if each.properties.get("action") in _LETTERS and _inputs_read(each, names):
                found[each.id] = each
    return Bound(tuple(found.values()), frozenset(names))


def drafts_letter(definition: Definition, node: Node) -> bool:
    """Say whether what is answered at a step goes into a letter."""
    return bool(bound_to(definition, node).letters)


def _passed_on(node: Node, names: set[str]) -> set[str]:
    """Name what a node makes of variables for the nodes after it: a loop's entry, a result."""
    passed = set()
    if node.loop and _reads(node.loop.collection, names):
        passed.add(node.loop.element_variable)
    if node.properties.get("action") in _DECIDES and _inputs_read(node, names):
        passed.add(node.result_variable)
    return passed


def _inputs_read(node: Node, names: set[str]) -> bool:
    return any(_reads(each, names) for each in node.inputs.values())


def variable_of(node: Node) -> str:
    """Name the variable under which the answers of a step are kept."""
    return node.properties.get("resultVariable") or node.result_variable or node.id


def _reads(expression: Expression | None, names: set[str]) -> bool:
    return expression is not None and not names.isdisjoint(expression.names | expression.item_names)


def rehearse(
    sitting: Sitting, node: Node, key: str | None, answers: Mapping[str, Any]
) -> list[Rehearsed]:
    """Give the letters these answers would make, each once, in the order in which they are made.

    `key` is the open step the answers are given at; without one they are a message's.
    """
    bound = bound_to(sitting.package.definition, node)
    trial = _copy(sitting)
    before = {step.key for step in trial.instance.steps()}
    if key is None:
        trial.instance.send(node.message, dict(answers), trial.world())
    else:
        trial.instance.finish(key, dict(answers), trial.world())
    made = list(_play(trial, bound, before))
    reached = {each.node.id for each in made}
    made += _awaited(trial, [n for n in bound.letters if n.id not in reached], before)
    first: dict[tuple[str, str], Rehearsed] = {}
    for each in made:
        first.setdefault((each.code, each.party), each)
    return [each for (code, _), each in first.items() if code]


def _copy(sitting: Sitting) -> Sitting:
    instance = Instance.load(sitting.package.definition, sitting.instance.state())
    return replace(sitting, instance=instance)


def _play(trial: Sitting, bound: Bound, before: set[str]) -> Iterator[Rehearsed]:
    """Go through the acts that follow, up to the next people; stop at what cannot be done."""
    wanted = {node.id for node in bound.letters}
    for _ in range(_MOST_ACTS):
        step = next(
            (
                each
                for each in trial.instance.steps()
                if each.node.kind is NodeKind.ACTION and each.key not in before
            ),
            None,
        )
        if step is None:
            return
        inputs = trial.instance.inputs(step.key, trial.world())
        if step.node.id in wanted:
            yield Rehearsed(_copy(trial), step.node, inputs)
        trial.instance.finish(step.key, _result(trial, step, inputs), trial.world())


def _result(trial: Sitting, step: Step, inputs: Mapping[str, Any]) -> dict[str, Any]:
    decides = _DECIDES.get(step.node.properties.get("action", ""))
    return decides(Turn(trial, step, inputs)) if decides else {}


def _awaited(trial: Sitting, letters: list[Node], before: set[str]) -> Iterator[Rehearsed]:
    """Give the letters that only the next person's step, such as an approval, stands before."""
    definition = trial.package.definition
    steps = [each for each in trial.instance.steps() if each.key not in before]
    for node in letters:
        here = next((s for s in steps if node.id in definition.before_people(s.node.id)), None)
        if here is None:
            continue
        world = trial.world()
        inputs = {
            name: trial.instance.evaluate(here.key, expression, world)
            for name, expression in node.inputs.items()
        }
        yield Rehearsed(trial, node, inputs)
