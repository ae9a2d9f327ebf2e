"""The diagram was too large to look at every course a case can take."""

from collections.abc import Iterator

from engine.soundness.findings import WARNING, Judged, Remark, Rule
from engine.soundness.rules import deadlock, done_twice

HELP = (
    "这一范围内同时进行、互相牵连的分支太多，可能的走法超过了检查的上限，没有全部查完。"
    "已经报告的问题都是真的；没有报告，不等于没有问题。"
    "改法：把互不相干的分支放进各自的子流程，并行和判断成对分支、汇合，图就容易看懂，也能查完。"
)


def look(judged: Judged) -> Iterator[Remark]:
    """Say so, unless steps done twice or standstills explain why there were so many."""
    scope, explored = judged.scope, judged.explored
    if explored.complete or (
        not explored.cut_short and not explored.game.narrowed and said(judged)
    ):
        return
    message = (
        f"“{scope.name}”的走法太多，查了{len(explored.states)}种情形仍未查完；"
        "没有报告的问题不等于没有。请把互不相干的分支放进子流程。"
    )
    yield Remark(scope.spots[scope.start], WARNING, message)


def said(judged: Judged) -> bool:
    """Tell whether another rule has said why tokens pile up."""
    return any(True for look in (done_twice.look, deadlock.look) for _ in look(judged))


RULE = Rule("not_explored", "未能查完", HELP, look)
