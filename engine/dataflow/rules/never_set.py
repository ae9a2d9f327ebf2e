"""Something is read that nothing before it can have set."""

from collections.abc import Iterator

from engine.dataflow.reads import Read, Use
from engine.dataflow.remarks import Remark, Rule, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_never_set"
HELP = (
    "条件、期限、表单或者文书用到的变量，要由它之前的某个环节产生（变量名就是环节的编号，或者环节写明的"
    "结果变量）。如果此前任何走法都不经过这样的环节，它永远是空值：条件永远不成立，期限永远没有，文书里永远"
    "缺这一项。改法：核对变量名是否写错，或者把产生它的环节移到前面。几个环节共用的表单和写法，只要有一处"
    "可能有值，就不算错。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for names that are null on every way, wherever the same words are used."""
    never: dict[tuple[Use, str, str, str], list[Read]] = {}
    elsewhere: set[tuple[Use, str, str, str]] = set()
    for read in data.reads:
        possible = data.possible(read)
        for name in read.names - data.known(read):
            words = (read.use, read.label, read.text, name)
            if name in possible:
                elsewhere.add(words)
            else:
                never.setdefault(words, []).append(read)
    for words, reads in never.items():
        if words not in elsewhere:
            yield from (_said(data, read, words[3]) for read in reads[:1])


def _said(data: Data, read: Read, name: str) -> Remark:
    path = data.path_to(read)
    setters = data.setters_of(name)
    why = f"产生它的{how(data, name)}不在此之前" if setters else "没有任何环节产生它"
    message = (
        f"{read.place}用到变量“{name}”，但{why}，这里永远是空值。"
        f"例如：{spoken(data, path)}。请核对变量名，或者把产生它的环节移到前面。"
    )
    return remark(NAME, read, message, path)


RULE = Rule(NAME, HELP, check)
