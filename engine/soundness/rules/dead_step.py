"""A step that no case ever reaches."""

from collections.abc import Iterator

from engine.soundness.findings import WARNING, Judged, Remark, Rule
from engine.soundness.rules import deadlock

HELP = (
    "图上画有这一环节，但没有任何案件能走到：它前面的活动不会正常结束，或者它等待的错误、升级从来无人发出。"
    "案件仍能办理，所以只作提醒；但画出的环节若是法定步骤，实际上从未办理，应当更正。"
    "改法：检查它前面的活动和事件，接上正确的流向；确实不需要的，删去这一环节。"
)


def look(judged: Judged) -> Iterator[Remark]:
    """Report the first of the steps that are never reached, if every case was looked at."""
    scope, explored = judged.scope, judged.explored
    if not explored.complete:
        return
    explained: set[str] = set()
    for remark in deadlock.look(judged):
        explained |= scope.reached(remark.spot.id)
    for spot in scope.spots.values():
        before = scope.before(spot.id)
        if spot.id in explored.passed or spot.id in explained:
            continue
        if any(name in explored.passed for name in before):
            near = next(name for name in before if name in explored.passed)
            message = (
                f"没有任何案件能走到{spot.label}：案件到了{scope.spots[near].label}，"
                "但不会从那里走到这里。请检查两者之间的流向和触发条件，或者删去这一环节。"
            )
            path = (*judged.run_through(near), spot.id)
            yield Remark(spot, WARNING, message, path)


RULE = Rule("dead_step", "走不到的环节", HELP, look)
