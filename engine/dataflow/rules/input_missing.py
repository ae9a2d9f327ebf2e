"""An act or a letter is not given what it cannot do without."""

from collections.abc import Iterator

from engine.dataflow.partly import answer
from engine.dataflow.reads import Read, Use
from engine.dataflow.remarks import Remark, Rule, gravity, how, remark, spoken
from engine.dataflow.whole import Data

NAME = "data_input_missing"
HELP = (
    "有的系统任务缺了某项内容就办不成，有的文书缺了某项内容就写不出来。办到那一步时案件会停住，成为故障，要由"
    "负责人处理。改法：让每一种走法都先产生这项内容；内容来自表单的，把该字段设为必填。"
)


def check(data: Data) -> Iterator[Remark]:
    """Look for inputs that are needed and can be null."""
    for read in data.reads:
        if read.use is not Use.INPUT:
            continue
        unset = [name for name in data.unset(read) if _is_null(read, name)]
        blank = [path for path in data.blank_paths(read) if _is_null(read, path)]
        if (unset or blank) and _is_needed(data, read):
            yield from (one for name in unset for one in _unset(data, read, name))
            yield from (_blank(read, path) for path in blank)


def _is_needed(data: Data, read: Read) -> bool:
    own, name = read.element.node.properties, read.label.strip("“”")
    act, code = own.get("action", ""), own.get("letter", "")
    if name in data.office.needs.get(act, ()) and not (name == "letter" and code):
        return True
    return bool(code) and act.startswith("letter.") and data.office.letter_needs(code, name)


def _unset(data: Data, read: Read, name: str) -> Iterator[Remark]:
    path = data.path_if_unset(read, name)
    if path:
        message = (
            f"{read.place}必须有内容，它取自变量“{name}”，由{how(data, name)}产生，"
            f"但有的走法还没有产生：{spoken(data, path)}。"
            "办到这一步案件会停住。请让每一种走法都先经过产生它的环节。"
        )
        yield remark(NAME, read, message, path, gravity(data, path))


def _blank(read: Read, path: str) -> Remark:
    message = (
        f"{read.place}必须有内容，它取自表单字段“{path}”，而该字段可以不填。"
        "不填时办到这一步案件会停住。请在表单中把该字段设为必填。"
    )
    return remark(NAME, read, message)  # it fails only if a person leaves it empty


def _is_null(read: Read, unset: str) -> bool:
    return answer(read.text, frozenset({unset})) is None


RULE = Rule(NAME, HELP, check)
