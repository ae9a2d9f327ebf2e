"""Nobody is asked, because the list of those to be asked is not there."""

from collections.abc import Iterator

from engine.dataflow.partly import answer
from engine.dataflow.reads import Use
from engine.dataflow.remarks import WARNING, Remark, Rule, gravity, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_collection_unset"
HELP = (
    "多实例环节按名单逐一办理。名单（集合）在某种走法上还没有产生时，系统当作空名单，这个环节一次也不办就过去；"
    "写数目的则无法开始，案件停住。改法：把产生名单的环节移到前面。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for collections and numbers that are null where a variable is not set."""
    for read in data.reads:
        if read.use not in {Use.COLLECTION, Use.NUMBER}:
            continue
        number = read.use is Use.NUMBER
        result = (
            "该环节无法开始，案件会停住" if number else "系统当作空名单，该环节一次也不办就过去"
        )
        for name in data.unset(read):
            null = answer(read.text, frozenset({name})) is None
            path = data.path_if_unset(read, name) if null else ()
            if path and (number or name in data.possible(read)):
                message = (
                    f"{read.place}用到变量“{name}”，由{how(data, name)}产生，但有的走法还没有产生："
                    f"{spoken(data, path)}。那时{result}。请把产生它的环节移到前面。"
                )
                grave = gravity(data, path) if number else WARNING
                yield remark(NAME, read, message, path, grave)


RULE = Rule(NAME, HELP, check)
