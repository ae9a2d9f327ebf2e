"""The standard package, redrawn by small steps: what a manager might do to it in the editor."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

from lxml import etree

from engine.bpmn import notation as xml
from engine.bpmn.definition import read_definition
from engine.bpmn.failures import Finding
from engine.lawful import check_lawfulness

ROOT = Path(__file__).parents[2]
BPMN, CAMUNDA = xml.BPMN, "{http://camunda.org/schema/1.0/bpmn}"
FLOW = f"{BPMN}sequenceFlow"
NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
Element = Any


@cache
def files(folder: str, ending: str) -> Mapping[str, bytes]:
    found = sorted((ROOT / folder).glob(f"*.{ending}"))
    return {f"{folder}/{path.name}": path.read_bytes() for path in found}


class Redrawing:
    """The standard package under the pencil; every step gives the drawing back."""

    def __init__(self) -> None:
        self.trees = {
            path: etree.fromstring(text) for path, text in files("processes", "bpmn").items()
        }
        self.forms = {
            Path(path).stem: json.loads(text) for path, text in files("forms", "json").items()
        }

    def find(self, name: str) -> Element:
        """Find an element by its id."""
        for tree in self.trees.values():
            for one in tree.iter():
                if isinstance(one.tag, str) and one.tag.startswith(BPMN) and one.get("id") == name:
                    return one
        raise AssertionError(f"no element {name}")

    def drawn(self, source: str, target: str) -> list[Element]:
        """Find flows by their ends, of which one may be left open; there must be some."""
        found = self.flows(source=source, target=target)
        assert found, f"no flow from {source} to {target}"
        return found

    def flows(self, *, source: str = "", target: str = "") -> list[Element]:
        return [
            one
            for tree in self.trees.values()
            for one in tree.iter(FLOW)
            if source in ("", one.get("sourceRef")) and target in ("", one.get("targetRef"))
        ]

    # Steps

    def remove(self, *names: str) -> Self:
        """Take steps away; whoever came to them goes on to what came after them."""
        for name in names:
            step = self.find(name)
            after = self.flows(source=name)
            for flow in self.flows(target=name) if after else ():
                flow.set("targetRef", after[0].get("targetRef"))
            for event in [e for e in step.getparent() if e.get("attachedToRef") == name]:
                event.getparent().remove(event)
            step.getparent().remove(step)
        return self

    def service(self, name: str, **properties: str) -> Self:
        """Make a step one that the system does by itself."""
        step = self.find(name)
        step.tag = f"{BPMN}serviceTask"
        for attribute in ("formKey", "candidateGroups", "dueDate"):
            step.attrib.pop(f"{CAMUNDA}{attribute}", None)
        return self.mark(name, **properties)

    def insert(self, source: str, target: str, name: str, title: str, **marks: str) -> Self:
        """Put a step between two others: a person's if it has `groups`, else the system's."""
        (flow,) = self.drawn(source, target)
        step = self.step(flow.getparent(), name, title, **marks)
        flow.set("targetRef", name)
        self.join(name, target, step)
        return self

    def step(self, scope: Element, name: str, title: str, **marks: str) -> Element:
        kind = "userTask" if "groups" in marks else "serviceTask"
        step = etree.SubElement(scope, f"{BPMN}{kind}", id=name, name=title)
        step.append(etree.Element(f"{BPMN}extensionElements"))
        for mark, attribute in (("groups", "candidateGroups"), ("form", "formKey")):
            if mark in marks:
                step.set(f"{CAMUNDA}{attribute}", marks.pop(mark))
        self.mark(name, **marks)
        return step

    def draw(self, near: str, tag: str, new: str, inside: str = "", **values: str) -> Self:
        """Draw an element beside another, in the words of BPMN."""
        words = "".join(f'{key}="{value}" ' for key, value in values.items())
        drawn = etree.fromstring(f"<{tag} {NAMESPACES} id='{new}' {words}>{inside}</{tag}>")
        self.find(near).getparent().append(drawn)
        return self

    def link(self, *names: str) -> Self:
        """Draw flows from step to step."""
        for source, target in itertools.pairwise(names):
            self.join(source, target, self.find(source))
        return self

    def join(self, source: str, target: str, near: Element, condition: str = "") -> Self:
        """Draw a flow."""
        flow = etree.SubElement(
            near.getparent(), FLOW, id=f"{source}_to_{target}_too", sourceRef=source
        )
        flow.set("targetRef", target)
        if condition:
            etree.SubElement(flow, f"{BPMN}conditionExpression").text = condition
        return self

    # Flows

    def redirect(self, source: str, target: str, instead: str) -> Self:
        """Let a flow lead somewhere else."""
        for flow in self.drawn(source, target):
            flow.set("targetRef", instead)
        return self

    def cut(self, source: str, target: str) -> Self:
        """Take a flow away; what is left at its gateway needs no condition if it is alone."""
        for flow in self.drawn(source, target):
            flow.getparent().remove(flow)
        left = self.flows(source=source)
        gateway = self.find(source)
        if gateway.get("default") not in {one.get("id") for one in left}:
            gateway.attrib.pop("default", None)
        if len(left) == 1:
            gateway.attrib.pop("default", None)
            for condition in left[0].findall(f"{BPMN}conditionExpression"):
                left[0].remove(condition)
        return self

    def branch(self, source: str, target: str, instead: str, condition: str) -> Self:
        """Put a gateway into a flow; under a condition it leads somewhere else."""
        (flow,) = self.drawn(source, target)
        target = flow.get("targetRef")
        name = f"{source}_{target}_choice"
        near = etree.SubElement(flow.getparent(), f"{BPMN}exclusiveGateway", id=name, name="？")
        flow.set("targetRef", name)
        self.join(name, target, near).join(name, instead, near, condition)
        near.set("default", f"{name}_to_{target}_too")
        return self

    # Marks

    def mark(self, name: str, **properties: str | None) -> Self:
        """Set properties; None takes one away."""
        step = self.find(name)
        extension = step.find(f"{BPMN}extensionElements")
        if extension is None:
            extension = etree.Element(f"{BPMN}extensionElements")
            step.insert(0, extension)
        held = extension.find(f"{CAMUNDA}properties")
        if held is None:
            held = etree.SubElement(extension, f"{CAMUNDA}properties")
        for key, value in properties.items():
            for one in [one for one in held if one.get("name") == key]:
                held.remove(one)
            if value is not None:
                etree.SubElement(held, f"{CAMUNDA}property", name=key, value=value)
        return self

    def give(self, name: str, **inputs: str | None) -> Self:
        """Set inputs; None takes one away."""
        step = self.find(name)
        if step.find(f"{BPMN}extensionElements") is None:
            self.mark(name)
        extension = step.find(f"{BPMN}extensionElements")
        held = extension.find(f"{CAMUNDA}inputOutput")
        if held is None:
            held = etree.Element(f"{CAMUNDA}inputOutput")
            extension.insert(0, held)
        for key, value in inputs.items():
            for one in [one for one in held if one.get("name") == key]:
                held.remove(one)
            if value is not None:
                etree.SubElement(held, f"{CAMUNDA}inputParameter", name=key).text = value
        return self

    def groups(self, name: str, groups: str) -> Self:
        """Give a step to other roles."""
        self.find(name).set(f"{CAMUNDA}candidateGroups", groups)
        return self

    def due(self, name: str, text: str) -> Self:
        """Set by when a step is to be done; an empty text takes it away."""
        step = self.find(name)
        step.attrib.pop(f"{CAMUNDA}dueDate", None)
        if text:
            step.set(f"{CAMUNDA}dueDate", text)
        return self

    def timer(self, name: str, text: str) -> Self:
        """Set a timer."""
        for one in self.find(name).iter(f"{BPMN}timeDate"):
            one.text = text
        return self

    def attribute(self, name: str, **values: str) -> Self:
        """Set plain attributes."""
        for key, value in values.items():
            self.find(name).set(key, value)
        return self

    def called(self, name: str, title: str) -> Self:
        """Call a step something else."""
        self.find(name).set("name", title)
        return self

    def condition(self, source: str, target: str, text: str) -> Self:
        """Change the condition of a flow."""
        for flow in self.drawn(source, target):
            flow.find(f"{BPMN}conditionExpression").text = text
        return self

    # Forms

    def ask(self, form: str, **component: object) -> Self:
        """Add a question to a form."""
        self.forms[form]["components"].append({"type": "textfield", "id": "added", **component})
        return self

    def question(self, form: str, key: str) -> dict[str, Any]:
        """Give a question of a form."""
        return next(one for one in _components(self.forms[form]) if one.get("key") == key)

    def optional(self, form: str, key: str) -> Self:
        """Let a question go unanswered."""
        self.question(form, key)["validate"]["required"] = False
        return self

    # The end

    def diagrams(self) -> dict[str, bytes]:
        """Write the diagrams, without what nobody can come to any more."""
        for tree in self.trees.values():
            _prune(tree)
            _tidy(tree)
        return {path: etree.tostring(tree) for path, tree in self.trees.items()}

    def findings(self) -> tuple[Finding, ...]:
        """Judge the package as it is drawn now; it must be one that the engine would run."""
        diagrams = self.diagrams()
        definition = read_definition(diagrams, files("processes", "dmn"), "disclosure")
        forms = {key: json.dumps(form).encode() for key, form in self.forms.items()}
        return check_lawfulness(definition, diagrams, forms)


Edit = Callable[[Redrawing], Redrawing]


def _components(holder: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for one in holder.get("components", ()):
        yield one
        yield from _components(one)


def _prune(tree: Element) -> None:
    """Take away what nobody can come to, and flows from or to what is gone."""
    nodes = {one.get("id"): one for p in tree.iter(f"{BPMN}process") for one in xml.flow_nodes(p)}
    todo = [name for name, one in nodes.items() if one.tag == f"{BPMN}startEvent"]
    reached: set[str] = set()
    while todo:
        name = todo.pop()
        if name in nodes and name not in reached:
            reached.add(name)
            todo += [f.get("targetRef") for f in tree.iter(FLOW) if f.get("sourceRef") == name]
            todo += [key for key, one in nodes.items() if one.get("attachedToRef") == name]
    ends = [(one, {one.get("sourceRef"), one.get("targetRef")}) for one in tree.iter(FLOW)]
    dead = [one for one, both in ends if not both <= reached]
    dead += [one for name, one in nodes.items() if name not in reached]
    for one in dead:
        one.getparent().remove(one)


def _tidy(tree: Element) -> None:
    """Write the flows down at their nodes, alone ones without condition; drop the drawing."""
    for picture in tree.findall(f"{DI}BPMNDiagram"):
        tree.remove(picture)
    flows = list(tree.iter(FLOW))
    for process in tree.iter(f"{BPMN}process"):
        for node in xml.flow_nodes(process):
            name = node.get("id")
            _tidy_node(
                node,
                [flow for flow in flows if flow.get("targetRef") == name],
                [flow for flow in flows if flow.get("sourceRef") == name],
            )


def _tidy_node(node: Element, ways_in: list[Element], ways_out: list[Element]) -> None:
    first = {f"{BPMN}documentation", f"{BPMN}extensionElements"}
    for old in [one for one in node if one.tag in {f"{BPMN}incoming", f"{BPMN}outgoing"}]:
        node.remove(old)
    place = sum(1 for one in node if one.tag in first)
    written = [("incoming", flow) for flow in ways_in] + [("outgoing", flow) for flow in ways_out]
    for kind, flow in reversed(written):
        node.insert(place, etree.Element(f"{BPMN}{kind}"))
        node[place].text = flow.get("id")
    if len(ways_out) == 1:
        for condition in ways_out[0].findall(f"{BPMN}conditionExpression"):
            ways_out[0].remove(condition)
    if len(ways_out) == 1 or node.get("default") not in {one.get("id") for one in ways_out}:
        node.attrib.pop("default", None)
