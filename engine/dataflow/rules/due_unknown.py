"""A task has no last day because what it is computed from is not set."""

from collections.abc import Iterator

from engine.dataflow.partly import answer
from engine.dataflow.reads import Use
from engine.dataflow.remarks import Remark, Rule, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_due_unknown"
HELP = (
    "环节的办理期限由变量算出。变量在某种走法上还没有产生时，这个环节没有期限：工作台上不提醒，逾期也不显示。"
    "改法：让每一种走法都先产生该变量，或者写成“if 变量 = null then 另一个日期 else ……”。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for due dates that are null where a variable is not set."""
    for read in data.reads:
        if read.use is not Use.DUE:
            continue
        for name in data.unset(read):
            null = answer(read.text, frozenset({name})) is None
            path = data.path_if_unset(read, name) if null else ()
            if path and name in data.possible(read):
                message = (
                    f"{read.place}用到变量“{name}”，由{how(data, name)}产生，但有的走法还没有产生："
                    f"{spoken(data, path)}。那时该环节没有期限，工作台不会提醒。"
                    f"请把产生它的环节移到前面，或者用“if {name} = null then … else …”另定日期。"
                )
                yield remark(NAME, read, message, path)


RULE = Rule(NAME, HELP, check)
