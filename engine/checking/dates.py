"""日期: every day agrees with the case, exists, and has come unless it ends a period.

条例第三十一条、第三十三条；GB/T 9704—2012（成文日期）。
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from engine.checking.finished import Finding, Finished, Rule, Severity, leaves
from engine.checking.passages import Day, bare, days_in, odd_days_in, short_days_in, shortened
from engine.law.letter_parts import Part
from engine.law.letters import letter_kind

ARTICLE = "条例第三十一条、第三十三条"
_DONE = re.compile(r"^(?:收到|作出|提出|送达|签收|，本机关[^，]*检索|，[^，]{0,8}提出撤回)")


def _earlier(letter: Finished) -> Mapping[str, Any]:
    earlier = letter.of("reply").get("earlier")
    return earlier if isinstance(earlier, Mapping) else {}


@dataclass(frozen=True)
class Claim:
    """Words around a day that say which fact of the case it is."""

    name: str
    before: str
    after: str
    fact: Callable[[Finished], object]
    code: str = ""

    def made_by(self, day: Day, code: str) -> bool:
        """Whether the day stands among these words, in the letter that has them."""
        there = day.before.endswith(self.before) and day.after.startswith(self.after)
        return there and self.code in {"", code}


def _claim(  # noqa: PLR0913  # a row of the table has as many cells as the table has columns
    name: str, before: str, after: str, part: str, key: str, *, code: str = ""
) -> Claim:
    return Claim(name, before, after, lambda letter: letter.of(part).get(key), code)


_CLAIMS = (
    _claim("收到补正之日", "", "收到补正后的申请", "case", "corrected_on"),
    _claim("收到申请之日", "），本机关于", "收到", "case", "received_on"),
    _claim("收到申请之日", "申请，本机关于", "收到", "case", "received_on"),
    _claim("收到申请之日", "收到申请之日：", "", "case", "received_on"),
    _claim("延长后的答复期限", "答复期限延长至", "", "case", "extended_to"),
    _claim("新的答复期限", "延长后的答复期限至", "", "notice", "new_due"),
    _claim("新的答复期限", "延迟答复的期限为", "", "notice", "new_due"),
    _claim("期限届满之日", "补正期限于", "届满", "notice", "period_due"),
    _claim("期限届满之日", "缴费期限于", "届满", "notice", "period_due"),
    _claim("答复期限届满之日", "予以答复，即于", "前", "case", "reply_due"),
    _claim("撤回申请之日", "", "起终止办理", "notice", "withdrawn_on"),
    _claim("所附答复的日期", "本机关已于", "对上述申请作出答复", "notice", "reply_date"),
    Claim(
        "原答复日期", "本机关已于", "作出答复（文号", lambda letter: _earlier(letter).get("date")
    ),
    Claim(
        "原答复日期", "本机关曾于", "对上述申请", lambda letter: _earlier(letter).get("date"), "G03"
    ),
    *(
        _claim(name, before, after, "notice", key, code=code)
        for code, name, before, after, key in (
            ("F20", "要求说明理由之日", "规定，于", "作出说明理由告知书", "notice_on"),
            ("F20", "告知书送达之日", "该告知书于", "送达", "served_on"),
            ("F20", "说明理由的期限届满之日", "说明理由的期限于", "届满", "reasons_due"),
            ("F22", "要求补正之日", "规定，于", "作出补正告知书", "notice_on"),
            ("F22", "告知书送达之日", "该告知书于", "送达", "served_on"),
            ("F23", "通知缴费之日", "规定，于", "作出收费通知书", "notice_on"),
            ("F23", "通知书送达之日", "该通知书于", "送达", "served_on"),
            ("F24", "撤回申请之日", "", "，您", "withdrawn_on"),
            ("F24", "撤回申请之日", "", "，贵单位", "withdrawn_on"),
            ("G03", "决定之日", "于", "作出行政复议决定（", "decided_on"),
            ("G03", "判决之日", "于", "作出判决（", "decided_on"),
            ("P09", "函复期限", "请贵单位于", "前（含当日）书面函复", "due_on"),
            ("P13", "转送之日", "本机关已于", "将", "transferred_on"),
            ("P16", "会商之日", "定于", "", "held_on"),
            ("P17", "发函之日", "曾于", "向贵单位发出", "inquiry_date"),
            ("P17", "原定的函复期限", "请贵单位于", "前函复", "due_on"),
            ("P17", "新的函复期限", "请贵单位于", "前（含当日）书面函复", "new_due"),
        )
    ),
)
_FULL_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_WRITTEN = "GB/T 9704—2012"


def look(letter: Finished) -> Iterator[Finding]:
    """Look at every day the letter writes in its own words."""
    known, typed = _days_of(letter.facts), letter.typed
    yield from _odd(letter, typed)
    yield from _undated(letter)
    yield from _too_early(letter)
    yield from _short(letter, known, typed)
    yield from _searched(letter)
    for at, words in letter.own:
        for day in days_in(words):
            if problem := _problem(letter, day, known, typed, at):
                yield _found(day, problem, words, at)


def _found(day: Day, problem: str, words: str, at: int) -> Finding:
    message = f"“{day.words}”{problem}请核对案件登记和期限台账后重新拟制。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(words), at)


def _short(letter: Finished, known: frozenset[date], typed: str) -> Iterator[Finding]:
    """A day without its year is one of the case's days, or was written by an officer."""
    days = known | letter.ends
    written = _FULL_DAY.sub("", typed)
    for at, words in letter.prose:
        for day, month, number in short_days_in(words):
            years = {each.year for each in days if (each.month, each.day) == (month, number)}
            meant = [replace(day, on=_date(y, month, number)) for y in years or {letter.on.year}]
            problems = [_problem(letter, each, known, written, at) for each in meant]
            if all(problems):
                yield _found(day, problems[0], words, at)


def _searched(letter: Finished) -> Iterator[Finding]:
    """Each search is told with its own day, not with that of another."""
    for row in letter.rows("searches"):
        on = _day(row.get("searched_on"))
        department, scope, *others = (
            bare(str(row.get(key) or "")).rstrip("。；，、.;,")
            for key in ("department", "scope", "keywords", "period", "method")
        )
        if on is None or not department or not scope:
            continue
        for at, words in letter.own:
            text = bare(words)
            if not all(fact in text for fact in (department, scope, *others)):
                continue
            told = list(days_in(reduce(lambda left, fact: left.replace(fact, ""), others, text)))
            if told and on not in {each.on for each in told}:
                problem = f"不是该次检索的日期，应当为{_written(on)}（{ARTICLE}）。"
                yield _found(told[0], problem, words, at)


def _odd(letter: Finished, typed: str) -> Iterator[Finding]:
    """A day is written in one way only; what an officer typed otherwise is asked about."""
    for at, words in letter.prose:
        for day in odd_days_in(words):
            is_typed = re.search(rf"(?<!\d){re.escape(day)}", typed) is not None
            severity = Severity.WARNING if is_typed else Severity.ERROR
            if severity is Severity.ERROR or "年0" in day or "月0" in day:
                told = f"日期“{day}”应当写作2026年3月5日的样式，月、日不编虚位。"
                message = f"{told}依据：{_WRITTEN}。请更正。"
                yield Finding(RULE.name, severity, message, shortened(words), at)


def _undated(letter: Finished) -> Iterator[Finding]:
    """A letter that is signed bears its day under the signature."""
    if Part.SIGNATURE not in letter_kind(letter.code).parts or letter.signed_by is None:
        return
    below = {bare(words) for words in letter.paragraphs[letter.signature :]}
    if letter.of("letter").get("copy") == "final" and _written(letter.on) not in below:
        told = f"落款没有成文日期{_written(letter.on)}。依据：{_WRITTEN}。请重新拟制。"
        yield Finding(RULE.name, Severity.ERROR, told)


def _too_early(letter: Finished) -> Iterator[Finding]:
    """Nobody is reminded before the day is over."""
    due = _day(letter.of("notice").get("due_on"))
    if letter.code == "P17" and due is not None and due >= letter.on:
        told = f"函复期限{_written(due)}尚未届满，不能催办。依据：条例第十一条。请在届满后再发。"
        yield Finding(RULE.name, Severity.ERROR, told)


def _problem(letter: Finished, day: Day, known: frozenset[date], typed: str, at: int) -> str:
    if day.on is None:
        return "这一天在日历上不存在。"
    if misnamed := _misnamed(letter, day, at):
        return misnamed
    ahead = day.on > letter.on
    if ahead and _DONE.match(day.after):
        return f"晚于文书日期{_written(letter.on)}，却写为已经发生。"
    if day.on in known | letter.ends or bare(day.words) in typed:
        return ""
    told = "是将来的日期，也不是任何期限的届满日；" if ahead else ""
    return f"{told}在案件登记、期限台账和经办人填写的内容中都没有（{ARTICLE}）。"


def _misnamed(letter: Finished, day: Day, at: int) -> str:
    """Say what is wrong with a day that claims to be a certain fact of the case."""
    if at >= letter.signature and not day.before and not day.after:
        name: str = "成文日期"
        right: date | None = letter.on
    else:
        claim = next((each for each in _CLAIMS if each.made_by(day, letter.code)), None)
        if claim is None:
            return ""
        name, right = claim.name, _day(claim.fact(letter))
    if day.on == right:
        return ""
    told = f"应当为{_written(right)}" if right else "而案件没有这一日期"
    return f"与案件的{name}不符，{told}（{ARTICLE}）。"


def _days_of(value: object) -> frozenset[date]:
    """Collect every day among the facts."""
    return frozenset(found for each in leaves(value) if (found := _day(each)) is not None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _written(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


RULE = Rule(
    "dates",
    "日期",
    ARTICLE,
    "收到申请、补正、延期、检索、原答复等日期应当与案件登记和期限台账一致，不得是不存在或者将来的日期。",
    look,
)
