"""依据和理由完整: ground and reason of what is withheld, the search as made, hints apart.

条例第三十六条第（三）项、第（四）项、第三十七条。
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, places_in, shortened
from engine.law.replies import Reply, ReplyUnknown

ARTICLE = "条例第三十六条、第三十七条"
_REASONS = re.compile(r"(?:理由如下|不合理)：(.*)")
_ENDS = re.compile(r"[。；，、：]+")
_DECIDES = re.compile(
    r"决定|现告知|不再处理|予以确认|终止办理|不予处理|无法提供|按照.*办理|依照.*办理"
)
_NO_REASON = re.compile(r"[略无/\uff0f\\\-—\uff0d…·.。、\s]*|同上|见上|如上|暂无|不详|略去")
_RELEASES = re.compile(r"决定[^。，；]*(?<!不)予以公开")
_REFUSES = re.compile(r"决定[^。，；]*不予公开")
_FOUND = re.compile(r"(?<!未)(?<!未能)(?<!没有)检索到(?:您|贵单位)申请公开")
_NEED_SEARCH = frozenset({"unable.not_exist", "unable.not_held"})
_SEARCH_FACTS = {
    "department": "检索的科室（谁检索）",
    "scope": "检索范围（在哪里检索）",
    "keywords": "检索词",
}
_REFUSALS = frozenset(
    reply.value.code for reply in Reply if reply.value.group == "deny" and reply.value.remedy
)
"""Refusals under arts. 14 to 16."""
_HINT = "便民提示"
_APART = "不属于本答复的组成部分"


def look(letter: Finished) -> Iterator[Finding]:
    """Look at a reply, and at the page beside it; other letters carry no decision."""
    if letter.beside:
        yield from _service(letter)
    if not letter.final:
        return
    code = str(letter.of("reply").get("code") or "")
    yield from _reasons(letter, code)
    if code == "partial":
        yield from _withheld(letter)
    if code in _NEED_SEARCH:
        yield from _searches(letter)
    yield from _against_itself(letter, code)
    yield from _hint(letter)


def _against_itself(letter: Finished, code: str) -> Iterator[Finding]:
    """A letter does not decide the opposite of the result, nor finds what it says is not there."""
    wrong = _RELEASES if code in _REFUSALS else _REFUSES if code.startswith("grant") else None
    for at, words in letter.own:
        said = wrong.search(bare(words)) if wrong is not None and at < letter.signature else None
        if said is not None and said[0] not in letter.typed:
            yield _found("答复决定与办理结果相反。", words, at)
    if code not in _NEED_SEARCH:
        return
    none = sum(row.get("found") == "none" for row in letter.rows("searches"))
    if none < len(letter.rows("searches")):
        yield _found("检索记录载明检索到政府信息，与答复不存在、不掌握矛盾。", "", None)
    elif found := _FOUND.search(letter.text):
        yield _found("写明检索到政府信息，与检索记录和答复不符。", found[0], None)


def _reasons(letter: Finished, code: str) -> Iterator[Finding]:
    if not code.startswith("deny."):
        return
    if code == "deny.admin_query":
        return
    given = [
        (at, found[1])
        for at, words in letter.own
        if (found := _REASONS.search(bare(words))) is not None
    ]
    if not given:
        yield _found("决定不予公开而没有说明理由（条例第三十六条第（三）项）。", "", None)
    if not all(_NO_REASON.fullmatch(_ENDS.sub("", reasons)) for _, reasons in given):
        return  # where a list of parts follows, each has its reason below
    for at, _ in given:
        yield _found("“理由如下”之后没有理由（条例第三十六条第（三）项）。", "", at)


def _withheld(letter: Finished) -> Iterator[Finding]:
    rows = letter.rows("withheld")
    if not rows:
        yield _found("部分公开而没有列明不予公开的内容（条例第三十七条）。", "", None)
    for row in rows:
        part, reason = _words(row, "part"), _words(row, "reason")
        if part and part not in letter.text:
            yield _found(f"没有写明不予公开的内容“{part}”。", "", None)
            continue
        if _NO_REASON.fullmatch(reason):
            yield _found(f"“{part}”不予公开而没有理由（条例第三十七条）。", "", None)
        elif reason not in letter.text:
            yield _found(f"没有写明“{part}”不予公开的理由（条例第三十七条）。", "", None)
        yield from _ground(letter, row, part)


def _ground(letter: Finished, row: Mapping[str, Any], part: str) -> Iterator[Finding]:
    """The paragraph that gives the reason for a part cites its ground."""
    reason = _words(row, "reason")
    try:
        wanted = next(places_in(Reply.of(str(row.get("ground") or "")).value.articles[0]))
    except (ReplyUnknown, StopIteration, IndexError):
        return
    for at, words in letter.own:
        if reason and reason in bare(words):
            cited = {(each.article, each.paragraph) for each in places_in(words)}
            if (wanted.article, wanted.paragraph) not in cited:
                yield _found(f"“{part}”不予公开应当引用条例{wanted.words}。", words, at)
            return


def _searches(letter: Finished) -> Iterator[Finding]:
    rows = letter.rows("searches")
    if not rows or "检索" not in letter.text:
        yield _found(
            "没有检索记录，不能答复政府信息不存在或者不掌握（条例第三十六条第（四）项）。", "", None
        )
        return
    for row in rows:
        for name, label in _SEARCH_FACTS.items():
            value = _words(row, name)
            if not value:
                yield _found(f"检索记录缺少{label}。", "", None)
            elif value not in letter.text:
                yield _found(f"没有写明{label}“{value}”。", "", None)


def _hint(letter: Finished) -> Iterator[Finding]:
    """A hint helps beside the reply; it neither stands in it nor takes its place."""
    body = letter.paragraphs[: letter.signature]
    hints = [at for at, words in enumerate(letter.paragraphs) if bare(words).startswith(_HINT)]
    for at in hints:
        words = letter.paragraphs[at]
        if _APART not in bare(words):
            yield _found(f"便民提示应当注明“以下内容{_APART}”。", words, at)
        if at < letter.signature:
            yield _found("便民提示应当写在落款之后，与答复分开。", words, at)
    hint = _words(letter.of("reply"), "convenience")
    if hint and any(hint in bare(words) for words in body):
        yield _found("便民提示的内容写进了答复正文，应当与答复分开。", hint, None)
    page = _words(letter.of("reply"), "convenience_page")
    if page and any(bare(words).rstrip("。") == page for words in letter.paragraphs):
        yield _found("便民答复已经另附一页，答复中不再写。", page, None)
    remedies = {bare(words) for words in letter.remedy}
    said = [bare(words) for words in body if words.endswith(("。", "："))]
    if not any(_DECIDES.search(words) for words in said if words not in remedies):
        yield _found("没有答复决定；便民提示不能代替答复。", "", None)


def _service(letter: Finished) -> Iterator[Finding]:
    """A page beside the reply says what it is, and gives what was reviewed."""
    if "不属于答复的组成部分" not in letter.text:
        yield _found("便民答复应当写明“不属于答复的组成部分”。", "", None)
    given = _words(letter.of("notice"), "convenience")
    if given not in letter.text:
        yield _found("便民答复的内容与拟稿人填写的不一致。", "", None)


def _words(row: Mapping[str, Any], name: str) -> str:
    return bare(str(row.get(name) or "")).rstrip("。；，、.;,")


def _found(problem: str, quote: str, at: int | None) -> Finding:
    message = f"{problem}依据：{ARTICLE}。请退回拟稿补充。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(quote), at)


RULE = Rule(
    "grounds",
    "依据和理由完整",
    ARTICLE,
    "不予公开的每一部分都有依据和理由；不存在、不掌握的写明检索经过；便民提示与答复分开且不代替答复。",
    look,
)
