"""A terminate end that cuts off people's work."""

from collections.abc import Iterator

from engine.bpmn.model import NodeKind
from engine.soundness.findings import WARNING, Judged, Remark, Rule, named

HELP = (
    "终止结束事件一到，同一范围内其他分支上正在办理的事项一律作废，办理人的待办随即消失，不另通知。"
    "有时正是本意（例如办结时停止督办），所以只作提醒，并且只提醒作废人工环节的情形；"
    "没有人工环节的分支，以及不中断的边界事件、途中收到的消息引出的事项（不提出就不会有），不在此列。"
    "改法：先用并行网关等各分支办完，再结束；或者改用普通结束事件，各分支办完才算办结。"
)


def look(judged: Judged) -> Iterator[Remark]:
    """Report each terminate end that can cut off somebody's work."""
    explored, main = judged.explored, judged.scope.main
    unasked = _without_messages(judged)
    people: dict[str, list[str]] = {}
    runs: dict[str, int] = {}
    for number, move, _ in explored.all_moves():
        for place in move.cut_off if number < explored.exact else ():
            net = explored.net
            load = net.hubs[place].load if place in net.hubs else net.ways[place].load
            known = main & unasked if move.hub in unasked else main
            cut = [one for one in load.people if one in known]
            if cut:
                people.setdefault(move.hub, []).extend(cut)
                runs.setdefault(move.hub, number)
                break
    for name, steps in people.items():
        spot = judged.scope.spots[name]
        message = (
            f"案件到{spot.label}时，{named(judged, steps)}可能还在办理，会随之作废，"
            "办理人不会得到通知。请先用并行网关汇合各分支再结束，或者改用普通结束事件。"
        )
        yield Remark(spot, WARNING, message, (*explored.run_to(runs[name]), name))


def _without_messages(judged: Judged) -> set[str]:
    """Name the elements that are reached although nobody sends a message."""
    scope = judged.scope
    waits = {NodeKind.MESSAGE, NodeKind.RECEIVE}
    return scope.reached(scope.start, {s.id for s in scope.spots.values() if s.kind in waits})


RULE = Rule("left_over", "在办事项被终止", HELP, look)
