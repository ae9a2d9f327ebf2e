"""A field is read that no form asks for."""

from collections.abc import Iterator

from engine.dataflow.reads import Read, Use
from engine.dataflow.remarks import Remark, Rule, how, remark
from engine.dataflow.whole import Data

NAME = "data_no_such_field"
HELP = (
    "“环节.字段”要读的字段，须在该环节的表单里有。表单里删掉或者改名的字段，读出来永远是空值：条件永远不成立，"
    "文书里永远缺这一项。改法：在表单里补上该字段，或者改正表达式里的字段名。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for paths that no answer has; a form may serve several steps."""
    missing: dict[tuple[str, ...], tuple[Read, str]] = {}
    present: set[tuple[str, ...]] = set()
    for read in data.reads:
        for path in sorted(read.paths):
            where = () if read.use is Use.FORM else read.element.key
            words = (read.label, read.text, path, *where)
            gone = data.missing_field(read, path)
            if gone:
                missing.setdefault(words, (read, gone))
            elif path.partition(".")[0] in data.possible(read):
                present.add(words)
    for words, (read, gone) in missing.items():
        if words not in present:
            name, _, wanted = gone.partition(".")
            source = f"由{how(data, name)}填写" if data.setters_of(name) else "由系统提供"
            message = (
                f"{read.place}要读“{gone}”，但“{name}”（{source}）中没有“{wanted}”，这里永远是空值。"
                "请在表单中补上该字段，或者改正表达式中的字段名。"
            )
            yield remark(NAME, read, message)


RULE = Rule(NAME, HELP, check)
