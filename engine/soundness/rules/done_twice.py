"""Two tokens run the same step."""

from collections import Counter
from collections.abc import Iterator

from engine.soundness.findings import WARNING, Judged, Remark, Rule
from engine.soundness.game import IN, ON, Token

HELP = (
    "同一环节会同时出现两份，要各办一次：并行分出的两条路，用排他网关（或者直接连到同一环节）汇合，"
    "每条路各自带来一次办理。重复制发文书、重复送达，会给当事人两份文书、两个日期。"
    "案件仍能办结，所以只作提醒。改法：并行分出的分支，用并行网关汇合，再接后面的环节。"
    "不中断的边界事件引出的事项本来可以多次发生，不在此列。"
)


def look(judged: Judged) -> Iterator[Remark]:
    """Report the first steps that two tokens can be at; what follows from them is not repeated."""
    explored, main = judged.explored, judged.scope.main
    explained: set[str] = set()
    for number, state in enumerate(explored.states[: explored.exact]):
        if len(state) == len(set(state)):
            continue
        for token, count in Counter(state).items():
            name = step_at(judged, token)
            if count > 1 and name in main and name not in explained:
                explained |= judged.scope.reached(name)
                spot = judged.scope.spots[name]
                message = (
                    f"{spot.label}可能同时出现两份、各办一次：并行分出的分支没有先用并行网关汇合。"
                    "请在它之前用并行网关汇合各分支。"
                )
                yield Remark(spot, WARNING, message, explored.run_to(number))


def step_at(judged: Judged, token: Token) -> str:
    """Name the element at which a token waits."""
    net = judged.explored.net
    if token[0] not in {IN, ON}:
        return ""
    load = net.hubs[token[1]].load if token[0] == IN else net.ways[token[1]].load
    return (load.until or ("",))[-1]


RULE = Rule("done_twice", "重复办理", HELP, look)
