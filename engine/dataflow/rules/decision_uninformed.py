"""A decision table is asked before what it asks for is known."""

from collections.abc import Iterator

from engine.dataflow.partly import answer
from engine.dataflow.reads import Use
from engine.dataflow.remarks import Remark, Rule, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_decision_uninformed"
HELP = (
    "决策表按输入列的内容选用规则。输入列用到的变量在某种走法上还没有产生时，该列是空值，只有写“-”的规则"
    "适用，结论可能不对而没有人知道。改法：把产生该变量的环节移到决策之前。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for inputs of decision tables that are null where a variable is not set."""
    for read in data.reads:
        if read.use is not Use.DECISION:
            continue
        for name in data.unset(read):
            null = answer(read.text, frozenset({name})) is None
            path = data.path_if_unset(read, name) if null else ()
            if path and name in data.possible(read):
                message = (
                    f"{read.place}用到变量“{name}”，由{how(data, name)}产生，但有的走法还没有产生："
                    f"{spoken(data, path)}。那时该列是空值，结论可能不对。请把产生它的环节前移。"
                )
                yield remark(NAME, read, message, path)


RULE = Rule(NAME, HELP, check)
