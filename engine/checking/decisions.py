"""决定与结果一致: no sentence decides, or tells of a third party, the opposite of the case.

条例第三十二条、第三十六条、第三十九条、第四十一条.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, shortened

ARTICLE = "条例第三十二条、第三十六条、第三十九条、第四十一条"
_ENDS = r"(?=[。；，]|$)"
_NOT = r"(?<!无法)(?<!不能)(?<!不予)(?<!未能)"
_PROVIDES = rf"{_NOT}提供{_ENDS}"
_HANDLES = (
    r"(?<!不予)(?<!不予重复)(?<!不再)(?<!不作为政府信息公开申请)"
    r"处理(?=[。；，]|您|贵单位|该|$)"
)


@dataclass(frozen=True)
class Stand:
    """What a decision has to say, each once at least, and what it may say nowhere."""

    says: tuple[str, ...]
    never: str


_REFUSED = Stand(
    ("(?:决定|告知|答复)[^。]*不予公开",),
    r"决定[^。，；]*(?<!不)予以公开|(?<!没)有应当公开的规定|(?<!不)会对公共利益造成重大影响",
)
_STANDS: Mapping[str, Stand] = MappingProxyType(
    {
        "grant": Stand(
            ("决定[^。]*(?<!不)予以公开",), r"决定[^。，；]*不予公开|(?<!不)属于《[^》]*》第十四条"
        ),
        "grant.already_public": Stand(
            ("已经?主动公开",), r"(?:未|没有)(?:主动)?公开|不予公开|(?:无法|不能)获取"
        ),
        "partial": Stand(
            ("决定[^。]*(?<!不)予以公开", "决定[^。]*不予公开"), "的规定，(?:予以|可以)?公开"
        ),
        "deny.admin_query": Stand(("依照[^。]*办理",), "不予办理|无需依照|不予公开"),
        "unable.not_exist": Stand(
            ("不存在",),
            rf"(?<!不)(?<!是否)(?<!可能)存在|本机关已?经?(?:制作|获取)|{_PROVIDES}",
        ),
        "unable.not_held": Stand(
            ("[不未]掌握",), rf"(?<![不未])(?<!没有)(?<!是否)掌握|{_PROVIDES}"
        ),
        "unable.not_ours": Stand(
            ("不属于本机关",),
            "(?<!不)属于本机关|(?<!不)(?<!不是)由本机关负责公开|行政机关是本机关",
        ),
        "unable.need_creation": Stand(
            ("(?:决定|告知|答复)[^。]*(?:不予|无法)提供",), rf"{_PROVIDES}|本机关有现成"
        ),
        "unable.unclear": Stand(
            ("不明确", "无法[^。]*提供"), rf"{_NOT}提供(?=[。；，]|您|贵单位|$)|内容明确"
        ),
        "not_processed.petition": Stand(("不作为政府信息公开申请处理",), _HANDLES),
        "not_processed.duplicate": Stand(("不予(?:重复)?处理",), _HANDLES),
        "not_processed.publication": Stand((), "(?<!不)由本机关提供"),
        "not_processed.mass_repeat": Stand(("不予处理",), _HANDLES),
        "not_processed.reissue": Stand(("(?:决定|告知|答复)[^。]*不予处理",), _HANDLES),
        "other.overdue_correction": Stand(
            ("未收到", "视为放弃", "不再处理"),
            rf"{_HANDLES}|不视为|(?<!未)收到[^。，]{{0,8}}补正材料",
        ),
        "other.overdue_fee": Stand(
            ("未缴纳", "视为放弃", "不再处理"),
            rf"{_HANDLES}|不视为|(?<!未)缴纳信息处理费{_ENDS}",
        ),
        "other.withdrawn": Stand(("终止办理",), "不(?:予)?终止|继续办理|不予确认"),
        "other.misc": Stand(
            (), r"(?<!不)属于(?:《[^》]*》第二条规定的)?政府信息|(?<!无法)作为政府信息予以提供"
        ),
        "other.archive": Stand(("移交",), "(?:未|没有)(?:依法)?移交|未届满"),
    }
)
_OUTCOMES: Mapping[tuple[str, str], Stand] = MappingProxyType(
    {
        ("G01", "refused"): Stand(("不予更正",), "(?<!不)予以更正"),
        ("G01", "corrected"): Stand(("(?<!不)予以更正",), "不予更正"),
        ("G01", "transferred"): Stand(("转送",), "[不未](?:予)?转送|不予更正"),
        ("G01", "referred"): Stand((), "不予更正|(?<!不)属于本机关职能范围"),
        ("T02", "adopted"): Stand(("(?<!部分)(?<!不)予以采纳",), "不予采纳|部分予以采纳"),
        ("T02", "partly"): Stand(("部分予以采纳",), "(?<!部分)(?<!不)予以采纳|不予采纳"),
        ("T02", "rejected"): Stand(("不予采纳",), "(?<!不)予以采纳"),
        ("T01", ""): Stand(("决定公开",), "决定(?:对[^。，；]*)?不(?:予)?公开"),
    }
)
"""Letters to others, and on records, by what their case has come to."""
_ONE = "(?<![个名家位])第三方(?:均|都)?"
_ATTITUDES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "object": re.compile(f"{_ONE}(?:已经?)?不同意公开"),
        "partly": re.compile(f"{_ONE}(?:仅同意公开|部分同意|仅?同意部分公开)"),
        "silent": re.compile(f"{_ONE}(?:逾期)?(?:均|都)?未(?:提出|回复|答复|函复)"),
        "mixed": re.compile("第三方的意见不一致"),
        "agree": re.compile(f"{_ONE}(?:已经?)?同意公开"),
    }
)
"""How a letter tells what the third party said (条例第三十二条)."""
_ASKED = re.compile("征求了?(?:有关)?第三方的?意见")


def look(letter: Finished) -> Iterator[Finding]:
    """Compare what the letter decides with what was decided."""
    if (stand := _stand(letter)) is not None:
        yield from _contradictions(letter, re.compile(stand.never))
        if letter.code != "G03":
            yield from _silences(letter, stand)
    if letter.code == "G03":
        yield from _anew(letter)
    if letter.code == "F07":
        yield from _attitude(letter)


def _stand(letter: Finished) -> Stand | None:
    if not letter.final:
        outcome = str(letter.of("notice").get("outcome") or "")
        return _OUTCOMES.get((letter.code, outcome))
    code = str(letter.of("reply").get("code") or "")
    return _STANDS.get(code) or (_REFUSED if code.startswith("deny.") else None)


def _contradictions(letter: Finished, never: re.Pattern[str]) -> Iterator[Finding]:
    """Only the letter's own sentences are held to it, not what an officer told of the matter."""
    remedies = {bare(words) for words in letter.remedy}
    for at, words in letter.fixed:
        if bare(letter.paragraphs[at]) not in remedies and (said := never.search(words)):
            yield _found(f"“{said[0]}”与办理结果{_result(letter)}相反。", letter.paragraphs[at], at)


def _silences(letter: Finished, stand: Stand) -> Iterator[Finding]:
    body = "".join(bare(words) for at, words in letter.own if at < letter.signature)
    if not all(re.search(wanted, body) for wanted in stand.says):
        yield _found(f"没有写明办理结果{_result(letter)}。", "", None)


def _anew(letter: Finished) -> Iterator[Finding]:
    """A new reply says what was decided as it was decided."""
    decision = bare(str(letter.of("notice").get("decision") or "")).rstrip("。；，、")
    if decision and decision not in letter.text:
        yield _found(f"重新答复的决定应当为“{decision}”。", "", None)


def _attitude(letter: Finished) -> Iterator[Finding]:
    known = str(letter.of("reply").get("third_party") or "")
    for at, words in letter.fixed:
        told = {name for name, said in _ATTITUDES.items() if said.search(words)}
        if told - {known} or (not known and _ASKED.search(words)):
            problem = (
                "写明的第三方意见与登记的不符。" if known else "本件没有征求第三方意见的记录。"
            )
            yield _found(problem, letter.paragraphs[at], at)


def _result(letter: Finished) -> str:
    label = bare(str(letter.of("reply").get("label") or "")) if letter.final else ""
    return f"“{label}”" if label else ""


def _found(problem: str, quote: str, at: int | None) -> Finding:
    message = f"{problem}依据：{ARTICLE}。请按办理结果更正后重新拟制。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(quote), at)


RULE = Rule(
    "decisions",
    "决定与结果一致",
    ARTICLE,
    "文书写明的决定、第三方的意见应当与案件的办理结果和登记一致，不得前后相反。",
    look,
)
