"""救济告知: the remedy is the one derived for this result, signing entity and day, and no other.

行政复议法第二十条、第二十三条第一款第（四）项、第二十四条，行政诉讼法第四十五条、第四十六条。
"""

import re
from collections.abc import Iterator

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, shortened
from engine.law.remedies import CORRECTION_NOTICE

ARTICLE = "行政复议法第二十条、第二十三条，行政诉讼法第四十五条、第四十六条"
_STATES = re.compile(
    r"(?:^如?不服的|不服本|对本|[自在]收到(?:本|之日)).*(?:行政复议|行政诉讼|起诉)|行政复议申请书"
)
_SUGGESTS = re.compile(r"(?:可以|应当|有权)[^。；]{0,40}(?:申请行政复议|提起行政诉讼|起诉)")
_BODY = re.compile(r"向([^，。；]{2,40}?)申请行政复议")
_COURT = re.compile(r"向([^，。；]{2,40}?法院)(?:提起行政诉讼|起诉)")
_REVIEW_PERIOD = re.compile(
    r"之日起(\S{1,6}?)内[，]?(?:先)?(?:依法)?向[^，。；]{2,40}?申请行政复议"
)
_SUIT_PERIOD = re.compile(r"之日起(\S{1,6}?)内[，]?(?:依法)?(?:直接)?向[^，。；]{2,40}?法院")


def look(letter: Finished) -> Iterator[Finding]:
    """Compare what the letter says of review and suit with what was derived for it."""
    wanted = [bare(words) for words in letter.remedy] if _is_due(letter) else []
    stated = [(at, bare(words)) for at, words in letter.own if _states(bare(words), wanted)]
    missing = [words for words in wanted if words not in {each for _, each in stated}]
    strange = [(at, words) for at, words in stated if words not in wanted]
    if not wanted:
        told = dict([*strange, *_suggested(letter)])
        yield from (_uncalled(at, words) for at, words in told.items())
        return
    yield from _misplaced(letter, wanted, stated)
    for at, words in strange:
        yield _found(
            f"{_wrong(words, missing or wanted)}，应当为：“{(missing or wanted)[0]}”。", words, at
        )
    if missing and not strange:
        yield _found(f"缺少救济告知，应当写明：“{missing[0]}”。", "", None)


def _is_due(letter: Finished) -> bool:
    """Say whether anything was refused: of records corrected or passed on, nothing was."""
    return letter.code != CORRECTION_NOTICE or letter.of("notice").get("outcome") == "refused"


def _states(words: str, wanted: list[str]) -> bool:
    return words in wanted or bool(_STATES.search(words))


def _suggested(letter: Finished) -> Iterator[tuple[int, str]]:
    """Give what the letter itself, and nobody who typed, says of review or suit."""
    for at, words in letter.own:
        said = _SUGGESTS.search(bare(words))
        if said is not None and said[0] not in letter.typed:
            yield at, bare(words)


def _uncalled(at: int, words: str) -> Finding:
    return _found(
        "这种文书属于程序性告知，不能单独申请行政复议或者提起行政诉讼，应当删去救济告知。",
        words,
        at,
    )


def _misplaced(
    letter: Finished, wanted: list[str], stated: list[tuple[int, str]]
) -> Iterator[Finding]:
    for at, words in stated:
        if words in wanted and at > letter.signature:
            yield _found("救济告知写在落款之后，应当写入正文。", words, at)
    seen = [words for _, words in stated]
    for words in wanted:
        if seen.count(words) > 1:
            yield _found("救济告知重复，应当只写一次。", words, None)


def _wrong(words: str, wanted: list[str]) -> str:
    right = "".join(wanted)
    for pattern, told in (
        (_BODY, "行政复议机关有误"),
        (_COURT, "管辖法院有误"),
        (_REVIEW_PERIOD, "申请行政复议的期限有误"),
        (_SUIT_PERIOD, "提起行政诉讼的期限有误"),
    ):
        known = {bare(each) for each in pattern.findall(right)}
        for each in pattern.findall(words):
            if each.removeprefix("先") not in {one.removeprefix("先") for one in known}:
                return f"{told}（“{each}”）"
    if ("先向" in right) != ("先向" in words):
        return "“先申请行政复议”的告知有误" if "先向" in right else "不应要求先申请行政复议"
    return "救济告知与应有内容不一致"


def _found(problem: str, quote: str, at: int | None) -> Finding:
    message = f"{problem}依据：{ARTICLE}。请退回重新拟制，救济告知由系统生成，不得改写。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(quote), at)


RULE = Rule(
    "remedy",
    "救济告知",
    ARTICLE,
    "救济告知的复议机关、法院、期限和复议前置，应当与办理结果、署名机关和日期相符。",
    look,
)
