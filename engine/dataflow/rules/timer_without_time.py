"""A timer that does not know when it is due."""

from collections.abc import Iterator

from engine.dataflow.partly import answer
from engine.dataflow.reads import Read, Use
from engine.dataflow.remarks import ERROR, WARNING, Remark, Rule, gravity, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_timer_without_time"
HELP = (
    "定时器的时间由变量算出。变量在某种走法上还没有产生时，写时长（或周期）的定时器无法开始，案件停住，成为"
    "故障；写日期的定时器一直不到期，提醒、逾期处理都不会发生。改法：让每一种走法都先产生该变量；来自表单的，"
    "把该字段设为必填。"
)
USES = {Use.SPAN: ERROR, Use.DATE: WARNING}
AFTER = {
    Use.SPAN: "那时定时器无法开始，案件会停住",
    Use.DATE: "那时定时器永远不会到期，后面的处理不会发生",
}


def check(data: Data) -> Iterator[Remark]:
    """Look for timers whose expression is null."""
    for read in data.reads:
        if read.use not in USES:
            continue
        for name in data.unset(read):
            if answer(read.text, frozenset({name})) is None:
                yield from _said(data, read, name)
        for path in data.blank_paths(read):
            if answer(read.text, frozenset({path})) is None:
                message = (
                    f"{read.place}取自表单字段“{path}”，而该字段可以不填；{AFTER[read.use]}。"
                    "请在表单中把该字段设为必填。"
                )
                yield remark(NAME, read, message)  # only if a person leaves it empty


def _said(data: Data, read: Read, name: str) -> Iterator[Remark]:
    path = data.path_if_unset(read, name)
    if path:
        message = (
            f"{read.place}用到变量“{name}”，由{how(data, name)}产生，但有的走法还没有产生："
            f"{spoken(data, path)}；{AFTER[read.use]}。请把产生它的环节移到前面。"
        )
        grave = gravity(data, path) if USES[read.use] == ERROR else WARNING
        yield remark(NAME, read, message, path, grave)


RULE = Rule(NAME, HELP, check)
