"""引用条款: every article cited exists, is quoted word for word, and is the ground of the result.

条例第三十六条第（三）项（不予公开应当说明理由）。
"""

import re
from collections.abc import Iterable, Iterator

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import Place, bare, places_in, shortened
from engine.law.articles import Instrument, chinese_numeral
from engine.law.letter_parts import Part
from engine.law.letters import letter_kind
from engine.law.provisions import exists, words_of
from engine.law.replies import Reply, ReplyUnknown

ARTICLE = "条例第三十六条"
REGULATIONS = Instrument.REGULATIONS.title
_DECIDES = re.compile(
    r"依照.*(?:决定|不予公开|现告知|不再处理|不作为|无法提供|请(?:您|贵单位)依照)"
)
_THIRD_PARTIES = 32
_MARKS = re.compile(r"[，。；：、“”‘’（）()《》〈〉\s]")


def look(letter: Finished) -> Iterator[Finding]:
    """Look at the citations one by one, then at those the result must have."""
    for at, words in letter.own:
        for place in places_in(words):
            if problem := _problem(place):
                yield _found(problem, words, at)
    if letter.final:
        yield from _grounds(letter)
    elif Part.GROUNDS in letter_kind(letter.code).parts:
        yield from _bases(letter)


def _problem(place: Place) -> str:
    named = f"《{place.title}》{place.words}"
    if exists(place.title, place.article, place.paragraph, place.item) is False:
        return f"{named}不存在，请核对条、款、项的序号。"
    if not place.quoted or place.title != REGULATIONS:
        return ""
    words = words_of(place.article, place.paragraph, place.item)
    if words is None or _letters(place.quoted) in _letters(words):
        return ""
    return f"引号中的文字与{named}的原文不一致，请照录原文或者去掉引号。"


def _grounds(letter: Finished) -> Iterator[Finding]:
    wanted = _wanted(letter)
    cited = {_key(place) for _, words in letter.own for place in places_in(words)}
    for ground in wanted:
        if not any(_covers(each, ground) for each in cited):
            yield _found(f"没有引用办理结果的依据{_name(ground)}，请补充引用。", "", None)
    refusals = {key for key in wanted if _refuses(key)}
    for at, words in letter.own:
        if not _DECIDES.search(bare(words)) or not (refusals or letter.code == "F03"):
            continue
        for place in places_in(words):
            key = _key(place)
            if _refuses(key) and not any(_covers(key, each) for each in refusals):
                yield _found(f"{_name(key)}不是本件办理结果的依据，请改引正确的条款。", words, at)


def _is_spared(letter: Finished, ground: "_Key") -> bool:
    """Who is consulted decides on which article: of a third party only where there is one."""
    return (
        letter.code == "P07"
        and ground[1] == _THIRD_PARTIES
        and not letter.of("notice").get("third_party")
    )


def _bases(letter: Finished) -> Iterator[Finding]:
    """A letter on the way to the reply cites what allows it to be written."""
    cited = {_key(place) for _, words in letter.own for place in places_in(words)}
    for text in letter_kind(letter.code).articles:
        for ground in map(_key, places_in(text)):
            if not (_is_spared(letter, ground) or any(_covers(each, ground) for each in cited)):
                yield _found(f"没有引用本文书的依据{_name(ground)}，请补充引用。", "", None)


_Key = tuple[str, int, int | None, int | None]


def _wanted(letter: Finished) -> list[_Key]:
    """Give the grounds the result must cite: its own, and those of each part withheld."""
    reply = letter.of("reply")
    codes = [str(reply.get("code") or "")]
    articles: list[str] = []
    if codes == ["partial"]:
        articles += [_first(str(row.get("ground") or "")) for row in letter.rows("withheld")]
    for code in codes:
        articles += _articles(code)
    return [_key(place) for text in articles for place in places_in(text)]


def _articles(code: str) -> Iterable[str]:
    try:
        return Reply.of(code).value.articles
    except ReplyUnknown:
        return ()


def _first(ground: str) -> str:
    return next(iter(_articles(ground)), "")


def _key(place: Place) -> _Key:
    return place.title, place.article, place.paragraph, place.item


def _covers(cited: _Key, ground: _Key) -> bool:
    """Whether a citation names the ground: as exactly as the ground itself, or more."""
    return cited[:2] == ground[:2] and all(
        wanted is None or given == wanted
        for given, wanted in zip(cited[2:], ground[2:], strict=True)
    )


def _refuses(key: _Key) -> bool:
    return key[0] == REGULATIONS and key[1] in {14, 15, 16}


def _name(key: _Key) -> str:
    title, article, paragraph, item = key
    text = f"《{title}》第{chinese_numeral(article)}条"
    text += f"第{chinese_numeral(paragraph)}款" if paragraph else ""
    return text + (f"第（{chinese_numeral(item)}）项" if item else "")


def _letters(words: str) -> str:
    return _MARKS.sub("", words)


def _found(problem: str, quote: str, at: int | None) -> Finding:
    message = f"{problem}依据：{ARTICLE}。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(quote), at)


RULE = Rule(
    "citations",
    "引用条款",
    ARTICLE,
    "引用的条、款、项应当存在，引号内应当与原文逐字一致，并且正是该办理结果的依据。",
    look,
)
