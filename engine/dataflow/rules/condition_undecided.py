"""A condition that cannot be decided is taken for false, and nobody is told."""

from collections.abc import Iterator

from engine.dataflow.partly import may_be_null
from engine.dataflow.reads import Use
from engine.dataflow.remarks import Remark, Rule, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_condition_undecided"
HELP = (
    "网关按流向条件选择走向。条件用到的变量如果在某种走法上还没有产生，大小比较、计数等写法的结果就是"
    "“无法判断”，系统按不成立处理，案件不声不响地走另一条路。写成“= 某值”“!= null”的条件不受影响。"
    "改法：把产生该变量的环节移到网关之前，或者在条件前加上“变量 != null and”。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for conditions that are null where a variable is not set."""
    for read in data.reads:
        if read.use is not Use.CONDITION:
            continue
        for name in data.unset(read):
            path = (
                data.path_if_unset(read, name) if may_be_null(read.text, frozenset({name})) else ()
            )
            if path and name in data.possible(read):
                message = (
                    f"{read.place}用到变量“{name}”，由{how(data, name)}产生，但有的走法还没有产生："
                    f"{spoken(data, path)}。那时条件无法判断，系统按不成立处理。"
                    f"请把产生它的环节移到前面，或者在条件前加“{name} != null and”。"
                )
                yield remark(NAME, read, message, path)


RULE = Rule(NAME, HELP, check)
