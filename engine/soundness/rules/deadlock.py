"""A case comes to a standstill that nothing can end."""

from collections.abc import Iterator

from engine.soundness.findings import (
    ERROR,
    WARNING,
    Judged,
    Remark,
    Rule,
    contradicts_itself,
    named,
)
from engine.soundness.game import IN, JOIN, State
from engine.soundness.net import Gate, Run

HELP = (
    "案件走到这里会永远停住：既没有人可以办理，也没有任何期限或者消息能让它继续，只能由管理员逐件移动。"
    "最常见的原因，是并行网关要等几条分支都到齐，而其中一条分支在前面的判断中没有走。"
    "改法：由判断分出的几条路，用排他网关汇合；并行网关只汇合由并行网关分出的分支；有的分支可能不走的，"
    "分支和汇合都改用包容网关。错误结束事件要在外层活动上有相应的错误边界事件。"
    "本项检查把每个判断都当作可以任意选择；所示路径在同一条件上前后不一的，只作提醒。"
)

LACKS = "请改用与分支方式相同的网关汇合（判断分出的用排他网关，可能不走的用包容网关）。"


def look(judged: Judged) -> Iterator[Remark]:
    """Report each place at which a case can come to a standstill, once."""
    reported: dict[str, Remark] = {}
    for number in [one for one in judged.explored.stuck if one < judged.explored.exact][:MOST]:
        state = judged.explored.states[number]
        culprits = at_fault(judged, state)
        known = [reported[one] for one in culprits if one in reported]
        if any(one.severity == ERROR for one in known) or not culprits:
            continue
        path = judged.explored.run_to(number)
        remark = remark_on(judged, state, culprits[0], path)
        if not known or remark.severity == ERROR:
            reported[next((one for one in culprits if one in reported), culprits[0])] = remark
    yield from reported.values()


MOST = 200
"""Standstills whose runs are compared; they come in the order of the length of the run."""


def at_fault(judged: Judged, state: State) -> list[str]:
    """Name the elements at which the tokens stand, the likeliest cause first."""

    def order(name: str) -> int:
        waits = any(token[:2] == (IN, name) for token in state)
        return 0 if waits else 1 if judged.explored.net.hubs[name].gate is Gate.ALL else 2

    places = dict.fromkeys(token[1] for token in state if token[0] in {IN, JOIN})
    return [name for name in sorted(places, key=order) if name in judged.scope.spots]


def remark_on(judged: Judged, state: State, name: str, path: Run) -> Remark:
    """Say what is waited for in vain."""
    net = judged.explored.net
    if not net.joins(name):
        name = (net.hubs[name].load.until or (name,))[-1]
    spot = judged.scope.spots[name]
    if name in net.hubs and net.joins(name):
        have = {token[2] for token in state if token[:2] == (JOIN, name)}
        lacking = [way.came_by for way in net.into_hub(name) if way.came_by not in have]
        message = (
            f"{spot.label}要等所有分支到齐才继续，但{named(judged, lacking)}这一路可能始终不来，"
            f"案件将永远停在这里。{LACKS}"
        )
    else:
        message = (
            f"{spot.label}等待的事情永远不会发生，案件将停在这里。"
            "请检查它等待的信号由哪一处发出，或者它所含的流程能否正常结束。"
        )
    severity = WARNING if contradicts_itself(judged.scope, path) else ERROR
    if severity == WARNING:
        message += "（所示路径对同一条件前后取值不同；如果该条件中途不会改变，可以不改。）"
    return Remark(spot, severity, message, (*path, name) if path[-1:] != (name,) else path)


def uncaught(judged: Judged) -> Iterator[Remark]:
    """Report the errors that a scope throws and that nobody around it handles."""
    for spot in judged.scope.spots.values():
        if spot.tag == "endEvent" and spot.event is not None and spot.event[0] == "error":
            path = judged.run_through(spot.id)
            if path:
                message = (
                    f"{spot.label}发出错误，但外层没有处理它的错误边界事件，案件将停在这里。"
                    "请在外层的子流程或者调用活动上加错误边界事件，或者改为普通结束。"
                )
                yield Remark(spot, ERROR, message, path)


RULE = Rule("deadlock", "案件停住", HELP, look)
