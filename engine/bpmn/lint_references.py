"""Rules across elements and files: messages, errors, called processes, decisions."""

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn import notation as xml
from engine.bpmn.drawing import Drawing
from engine.bpmn.failures import Finding
from engine.bpmn.notation import Element

REFERENCES = {
    "messageRef": ("message", "消息"),
    "signalRef": ("signal", "信号"),
    "errorRef": ("error", "错误"),
    "escalationRef": ("escalation", "升级"),
}
NEEDED = {"messageEventDefinition": "messageRef", "signalEventDefinition": "signalRef"}
PASSIVE = frozenset({"startEvent", "endEvent", "subProcess"}) | xml.GATEWAYS


def check_references(drawings: Sequence[Drawing], decisions: frozenset[str]) -> Iterator[Finding]:
    """Whatever is referred to is there, and no process calls itself."""
    owners = processes_of(drawings)
    for drawing in drawings:
        yield from check_events(drawing)
        yield from check_decisions(drawing, decisions)
        yield from check_calls(drawing, owners)
        for process in drawing.processes():
            if owners[process.get("id", "")][1] is not process:
                yield drawing.remark("duplicate_process", process, "另有一个流程用了同一编号")
    yield from check_repeated_steps(owners)


def processes_of(drawings: Sequence[Drawing]) -> dict[str, tuple[Drawing, Element]]:
    """Find each process by its id; the first wins."""
    owners: dict[str, tuple[Drawing, Element]] = {}
    for drawing in drawings:
        for process in drawing.processes():
            owners.setdefault(process.get("id", ""), (drawing, process))
    return owners


def check_events(drawing: Drawing) -> Iterator[Finding]:
    """Messages, signals, errors and escalations are declared and named."""
    declared = {
        kind: {one.get("id"): one for one in drawing.root.iterfind(f"{xml.BPMN}{kind}")}
        for kind, _ in REFERENCES.values()
    }
    for node in drawing.nodes:
        for holder in (node, *(one for one in node if xml.local(one).endswith("EventDefinition"))):
            needed = NEEDED.get(xml.local(holder))
            if needed and not holder.get(needed):
                yield drawing.remark("no_reference", node, "没有指明是哪个消息或信号")
            for name, (kind, title) in REFERENCES.items():
                reference = holder.get(name)
                if reference and reference not in declared[kind]:
                    yield drawing.remark(
                        "unknown_reference", node, f"引用的{title}“{reference}”不存在"
                    )
                elif reference and needed and not declared[kind][reference].get("name"):
                    yield drawing.remark(
                        "unnamed_message", node, f"引用的{title}“{reference}”没有名称"
                    )


def check_decisions(drawing: Drawing, decisions: frozenset[str]) -> Iterator[Finding]:
    """A business rule task asks a decision table that exists."""
    for node in drawing.nodes:
        if xml.local(node) == "businessRuleTask":
            name = xml.camunda(node, "decisionRef")
            if not name:
                yield drawing.remark("no_decision", node, "没有指明决策表（camunda:decisionRef）")
            elif name not in decisions:
                yield drawing.remark("unknown_decision", node, f"决策表“{name}”不存在")


def check_calls(
    drawing: Drawing, owners: Mapping[str, tuple[Drawing, Element]]
) -> Iterator[Finding]:
    """A called process exists, and does not lead back to its caller."""
    for node in drawing.nodes:
        if xml.local(node) != "callActivity":
            continue
        called, process = node.get("calledElement", ""), xml.enclosing(node, "process")
        caller = "" if process is None else process.get("id", "")
        if called not in owners:
            yield drawing.remark("unknown_process", node, f"调用的流程“{called}”不存在")
        elif caller in reached(called, owners):
            yield drawing.remark("recursive_call", node, f"流程“{caller}”直接或间接调用了自身")


def reached(name: str, owners: Mapping[str, tuple[Drawing, Element]]) -> set[str]:
    """Find the processes called from one on, itself included."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        one = todo.pop()
        if one in owners and one not in seen:
            seen.add(one)
            calls = owners[one][1].iter(f"{xml.BPMN}callActivity")
            todo.extend(call.get("calledElement", "") for call in calls)
    return seen


def check_repeated_steps(owners: Mapping[str, tuple[Drawing, Element]]) -> Iterator[Finding]:
    """No two steps of one procedure share an id: results would overwrite each other."""
    said: set[tuple[str, str]] = set()
    for root in owners:
        seen: dict[str, str] = {}
        for name in sorted(reached(root, owners), key=lambda one: (one != root, one)):
            drawing, process = owners[name]
            for node in xml.flow_nodes(process):
                step = node.get("id", "")
                if xml.local(node) in PASSIVE or seen.setdefault(step, name) == name:
                    continue
                if (name, step) not in said:
                    said.add((name, step))
                    message = f"流程“{seen[step]}”中有同编号的环节，结果会互相覆盖"
                    yield drawing.remark("repeated_step", node, message)
