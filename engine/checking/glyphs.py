"""字库: no character leaves as an empty box (通用规范汉字表；姓名用字)."""

from collections.abc import Iterator

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import shortened

ARTICLE = "GB/T 9704—2012"


def look(letter: Finished) -> Iterator[Finding]:
    """Ask the printer about the whole, and about each paragraph only if something is lacking."""
    if not letter.missing("".join(letter.paragraphs)):
        return
    for at, words in enumerate(letter.paragraphs):
        if lacking := letter.missing(words):
            told = "、".join(str(each) for each in lacking)
            message = (
                f"字库不能打印：{told}。依据：{ARTICLE}。"
                "请核对用字，改用规范字，或者请管理员补充字库。"
            )
            yield Finding(RULE.name, Severity.ERROR, message, shortened(words), at)


RULE = Rule("glyphs", "字库", ARTICLE, "文书中的每一个字都应当能够打印，不得留有空框。", look)
