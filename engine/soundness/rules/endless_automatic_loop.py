"""A cycle in which nobody is waited for: the engine would run on."""

from collections import deque
from collections.abc import Iterator

from engine.bpmn.limits import MAX_STEPS
from engine.bpmn.model import NodeKind
from engine.soundness.build import Inside
from engine.soundness.findings import ERROR, WARNING, Judged, Remark, Rule
from engine.soundness.net import Run
from engine.soundness.scopes import Flow, Scope, Spot

HELP = (
    "这个循环里没有任何需要等人、等期限或者等消息的环节，一旦折回，系统会自动反复执行，"
    "达到上限后强行停下并报故障，案件不能继续，须由管理员处理。"
    "循环里没有会改变数据的环节、又只有一处判断的，折回一次就永远折回，所以是错误；"
    "循环里有决策表、系统任务、包容网关或者多处分支的，可能会自行走出，所以只作提醒。"
    "改法：在循环里放一个由人办理的环节，或者一个定时、消息事件；没有必要的，删去折回的流向。"
)

STOPS = f"系统会自动反复执行，执行{MAX_STEPS}步后强行停下并报故障。"
CHANGING = frozenset({NodeKind.ACTION, NodeKind.DECISION, NodeKind.CALL, NodeKind.SUBPROCESS})


def look(judged: Judged) -> Iterator[Remark]:
    """Report each such cycle, and each step that is repeated without a limit."""
    scope, passed = judged.scope, judged.explored.passed
    follows = automatic_flows(judged)
    for cycle in cycles(follows):
        entry = next((name for name in scope.spots if name in cycle & passed), "")
        if entry:
            spot = scope.spots[entry]
            severity = ERROR if is_certain(scope, cycle) else WARNING
            possibly = "" if severity == ERROR else "如果判断的结论一直不变，"
            message = (
                f"经过{spot.label}的循环里没有任何等待的环节，{possibly}{STOPS}"
                "请在循环里放一个由人办理的环节或者定时、消息事件，或者删去折回的流向。"
            )
            path = judged.run_through(entry) + once_around(follows, cycle, entry)
            yield Remark(spot, severity, message, path)
    for spot in scope.spots.values():
        if spot.repeats and spot.id in passed and is_automatic(judged, spot):
            message = (
                f"{spot.label}设为循环执行，却没有写明继续的条件和最多次数，其中也没有等待的环节，"
                f"{STOPS}请写明循环条件或者最多次数。"
            )
            yield Remark(spot, ERROR, message, judged.run_through(spot.id))


def is_automatic(judged: Judged, spot: Spot) -> bool:
    """Tell whether an element can be passed without anybody being waited for."""
    if spot.inside is not None:
        return judged.world.insides.get(spot.inside, Inside()).quick
    waits = {NodeKind.USER_TASK, NodeKind.MANUAL_TASK, NodeKind.RECEIVE}
    return spot.kind not in waits and spot.tag not in {
        "intermediateCatchEvent",
        "eventBasedGateway",
        "boundaryEvent",
    }


def automatic_flows(judged: Judged) -> dict[str, list[Flow]]:
    """Keep the flows between automatic elements; at a parallel join others are waited for."""
    scope = judged.scope
    automatic = {name for name, spot in scope.spots.items() if is_automatic(judged, spot)}
    kept = [
        flow
        for flow in scope.flows
        if {flow.source, flow.target} <= automatic and not waits_for_others(scope, flow)
    ]
    while True:
        sources, targets = {f.source for f in kept}, {f.target for f in kept}
        fewer = [f for f in kept if f.target in sources and f.source in targets]
        if len(fewer) == len(kept):
            break
        kept = fewer
    found: dict[str, list[Flow]] = {}
    for flow in kept:
        found.setdefault(flow.source, []).append(flow)
    return found


def waits_for_others(scope: Scope, flow: Flow) -> bool:
    """Tell whether a token that comes by a flow waits at a parallel join."""
    joins = (
        scope.spots[flow.target].tag == "parallelGateway" and len(scope.incoming[flow.target]) > 1
    )
    return joins and scope.is_waited_for(flow)


def cycles(follows: dict[str, list[Flow]]) -> Iterator[frozenset[str]]:
    """Find the sets of elements that lead to one another."""
    reached = {name: all_after(follows, name) for name in follows}
    seen: set[str] = set()
    for name, after in reached.items():
        if name in after and name not in seen:
            cycle = frozenset(one for one in after if name in reached.get(one, ()))
            seen |= cycle
            yield cycle


def all_after(follows: dict[str, list[Flow]], start: str) -> set[str]:
    """Find what follows an element; itself only if it comes round again."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for flow in follows.get(todo.pop(), ()):
            if flow.target not in seen:
                seen.add(flow.target)
                todo.append(flow.target)
    return seen


def is_certain(scope: Scope, cycle: frozenset[str]) -> bool:
    """Tell whether whoever goes round once goes round for ever: nothing in it changes."""
    spots = [scope.spots[name] for name in cycle]
    choices = [spot for spot in spots if len(scope.outgoing[spot.id]) > 1]
    if len(choices) > 1 or any(spot.kind in CHANGING for spot in spots):
        return False
    return all(spot.tag != "inclusiveGateway" for spot in spots)  # it may wait for others


def once_around(follows: dict[str, list[Flow]], cycle: frozenset[str], entry: str) -> Run:
    """Give the shortest way round from an element back to itself."""
    todo: deque[tuple[str, Run]] = deque([(entry, ())])
    seen: set[str] = set()
    while todo:
        name, run = todo.popleft()
        for flow in follows.get(name, ()):
            further = (*run, flow.id, flow.target)
            if flow.target == entry:
                return further
            if flow.target in cycle and flow.target not in seen:
                seen.add(flow.target)
                todo.append((flow.target, further))
    return ()


RULE = Rule("endless_automatic_loop", "自动循环不止", HELP, look)
