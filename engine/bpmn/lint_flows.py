"""Rules on how nodes are connected: starts, ends, gateways, what is reached."""

from collections.abc import Iterator

from engine.bpmn import notation as xml
from engine.bpmn.drawing import WARNING, Drawing
from engine.bpmn.failures import Finding
from engine.bpmn.notation import Element

CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check_flows(drawing: Drawing) -> Iterator[Finding]:
    """Check starts and ends, each flow, each node, and what can be reached."""
    for scope in drawing.scopes():
        yield from check_scope(drawing, scope)
        yield from check_reached(drawing, scope)
    by_id = {node.get("id", ""): node for node in drawing.nodes}
    for flow in drawing.flows:
        yield from check_flow(drawing, flow, by_id)
    for node in drawing.nodes:
        yield from check_node(drawing, node, by_id)


def inside(scope: Element) -> list[Element]:
    """List the nodes that lie directly in a process or sub-process."""
    return [one for one in scope if xml.local(one) in xml.NODES | xml.REFUSED_NODES]


def check_scope(drawing: Drawing, scope: Element) -> Iterator[Finding]:
    """One start event, at least one end event."""
    names = [xml.local(one) for one in inside(scope)]
    starts = names.count("startEvent")
    if starts != 1:
        message = "没有开始事件" if not starts else f"有{starts}个开始事件，只能有一个"
        yield drawing.remark("one_start", scope, message)
    if "endEvent" not in names:
        yield drawing.remark("no_end", scope, "没有结束事件")


def check_reached(drawing: Drawing, scope: Element) -> Iterator[Finding]:
    """Every node is reached from the start."""
    nodes = {node.get("id", ""): node for node in inside(scope)}
    todo = [name for name, node in nodes.items() if xml.local(node) == "startEvent"]
    if not todo:
        return
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        todo.extend(flow.get("targetRef", "") for flow in drawing.outgoing.get(name, ()))
        todo.extend(event.get("id", "") for event in drawing.boundaries.get(name, ()))
    for name, node in nodes.items():
        if name not in seen:
            yield drawing.remark("unreachable", node, "从开始事件走不到这里")


def check_flow(drawing: Drawing, flow: Element, by_id: dict[str, Element]) -> Iterator[Finding]:
    """A flow connects two nodes of the same scope; only a choice has conditions."""
    source, target = by_id.get(flow.get("sourceRef", "")), by_id.get(flow.get("targetRef", ""))
    if source is None or target is None:
        yield drawing.remark("flow_ends", flow, "顺序流的一端没有连到节点上")
        return
    if source.getparent() is not target.getparent() or flow.getparent() is not source.getparent():
        yield drawing.remark("flow_crosses", flow, "顺序流不能越过子流程的边界")
    if xml.local(target) in {"startEvent", "boundaryEvent"}:
        yield drawing.remark("flow_into_event", flow, "顺序流不能进入开始事件或边界事件")
    if xml.child(flow, "conditionExpression") is not None and xml.local(source) not in CHOICES:
        message = "条件只能写在排他网关或包容网关的流向上，写在这里不起作用"
        yield drawing.remark("condition_not_here", flow, message)


def check_node(drawing: Drawing, node: Element, by_id: dict[str, Element]) -> Iterator[Finding]:
    """A node goes on in the way its kind allows."""
    name, ways = xml.local(node), drawing.outgoing.get(node.get("id", ""), [])
    if name == "endEvent":
        if ways:
            yield drawing.remark("after_end", node, "结束事件之后不能再有流向")
        return
    if (
        not ways
        and node.get("isForCompensation") != "true"
        and node.get("triggeredByEvent") != "true"
    ):
        yield drawing.remark("dead_end", node, "没有后续流向，也不是结束事件")
    if len(ways) > 1 and name not in xml.GATEWAYS | xml.REFUSED_NODES:
        yield drawing.remark("implicit_split", node, "有多条流出的顺序流，请用网关分支")
    if name in CHOICES:
        yield from check_choice(drawing, node, ways)
    elif name == "eventBasedGateway":
        yield from check_event_gateway(drawing, node, ways, by_id)
    elif name == "parallelGateway":
        yield from check_parallel(drawing, node)


def check_choice(drawing: Drawing, node: Element, ways: list[Element]) -> Iterator[Finding]:
    """A choice that branches has a default, and a condition on every other way."""
    default = node.get("default")
    if default and default not in {way.get("id") for way in ways}:
        yield drawing.remark("default_elsewhere", node, "默认流向不是从本网关流出的")
        return
    guarded = [way for way in ways if xml.child(way, "conditionExpression") is not None]
    if len(ways) > 1 or guarded:
        for way in ways:
            if way.get("id") != default and way not in guarded:
                yield drawing.remark("no_condition", way, "网关的这条流向既无条件也不是默认流向")
        if not default and len(ways) == len(guarded):
            message = "没有默认流向：所有条件都不成立时案件会停住"
            yield drawing.remark("no_default", node, message)
    if default and any(way.get("id") == default for way in guarded):
        yield drawing.remark("default_condition", node, "默认流向上的条件不起作用", WARNING)


def check_event_gateway(
    drawing: Drawing, node: Element, ways: list[Element], by_id: dict[str, Element]
) -> Iterator[Finding]:
    """An event-based gateway leads to events that nothing else leads to."""
    if len(ways) < 2:  # noqa: PLR2004 - a race has two runners
        yield drawing.remark("event_gateway_alone", node, "事件网关至少要有两个事件")
    for way in ways:
        target = by_id.get(way.get("targetRef", ""))
        if target is None:
            continue
        if xml.local(target) not in {"intermediateCatchEvent", "receiveTask"}:
            yield drawing.remark(
                "event_gateway_target", target, "事件网关之后只能是捕获事件或接收任务"
            )
        if len(drawing.incoming.get(target.get("id", ""), ())) > 1:
            yield drawing.remark("event_gateway_shared", target, "事件网关之后的事件不能另有流入")
        if drawing.boundaries.get(target.get("id", "")):
            yield drawing.remark(
                "event_gateway_boundary", target, "事件网关之后的任务不能有边界事件"
            )


def check_parallel(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """A parallel join that is also the target of a rework loop is worth a second look."""
    name = node.get("id", "")
    ways_in = drawing.incoming.get(name, [])
    if len(ways_in) < 2 or len(drawing.outgoing.get(name, ())) < 2:  # noqa: PLR2004 - joins and splits
        return
    yield drawing.remark(
        "join_and_split", node, "并行网关同时汇聚和分支，请拆成两个网关，图意更清楚", WARNING
    )
