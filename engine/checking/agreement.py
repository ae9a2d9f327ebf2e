"""与案件一致: names, numbers, the application quoted, attachments and counts are those of the case.

条例第三十六条；GB/T 9704—2012（发文字号、附件说明、署名）。
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.particulars import wrong_particulars
from engine.checking.passages import bare, shortened
from engine.law.letter_parts import Addressee, Part
from engine.law.letters import letter_kind

ARTICLE = "条例第三十六条，GB/T 9704—2012"
_REFERENCE = re.compile(r"(?:受理编号：|^受理编号)([^，。；：（）]*\d[^，。；：（）]*)")
_PAGES = re.compile(r"《([^《》]+)》(?:（[^（）]*）)?，共(\d+)页")
_ATTACHED = re.compile(r"^(?:附件：)?(?:\d+\. ?)?《(.+)》$")
_EARLIER = re.compile(r"作出答复（文号：([^，）]+)")
_ACCOMPANIED = re.compile(r"对上述申请作出答复（文号：([^，）]+)")


def look(letter: Finished) -> Iterator[Finding]:
    """Compare each of them with the case."""
    parts = letter_kind(letter.code).parts
    if Part.RECIPIENT in parts:
        yield from _head(letter)
    for problem, quote, at in wrong_particulars(letter):
        yield _found(problem, quote, at)
    yield from _application(letter)
    yield from _number(letter)
    if Part.SIGNATURE in parts:
        yield from _signature(letter)
    if letter.final:
        yield from _attachments(letter)
        yield from _pages(letter)
        yield from _earlier(letter)
    if letter.beside:
        yield from _accompanied(letter)


def _head(letter: Finished) -> Iterator[Finding]:
    """The letter opens by speaking to the one it goes to."""
    if letter.addressee is Addressee.APPLICANT:
        name = str(letter.of("applicant").get("name") or "")
    else:
        name = str(letter.of("notice").get("party") or "")
    if name and not any(bare(words) == f"{bare(name)}：" for words in letter.paragraphs):
        yield _found(f"称谓应当为“{name}：”。", _salutation(letter), None)


def _salutation(letter: Finished) -> str:
    return next((words for words in letter.paragraphs[:8] if words.endswith("：")), "")


def _application(letter: Finished) -> Iterator[Finding]:
    """The case number is the case's; what was applied for is quoted as it was written."""
    case = letter.of("case")
    number = str(case.get("number") or "")
    for at, words in letter.own:
        for found in _REFERENCE.findall(bare(words)):
            if not re.match(rf"{re.escape(number)}(?![0-9A-Za-z])", found):
                yield _found(f"受理编号应当为{number}。", found, at)
    content, corrected = str(case.get("content") or ""), str(case.get("corrected_content") or "")
    if "申请公开的内容为：" in letter.text and not _quotes(letter, content, corrected):
        yield _found("申请内容与申请人提交的不一致，应当照录。", "", None)
    if letter.final and "申请公开的内容为：" not in letter.text:
        yield _found("没有照录申请公开的内容。", "", None)


def _quotes(letter: Finished, content: str, corrected: str) -> bool:
    quoted = [f"“{bare(text)}”" in letter.text for text in (content, corrected) if text]
    return all(quoted) if letter.final else any(quoted)


def _number(letter: Finished) -> Iterator[Finding]:
    """The number is the one that was drawn."""
    wanted = bare(str(letter.of("letter").get("number") or ""))
    standing = [
        (at, bare(words))
        for at, words in enumerate(_opening(letter))
        if re.fullmatch(r"\S{1,24}[〔\[(（【]\d{4}[〕\])）】]\S{1,8}号", bare(words))
    ]
    for at, words in standing:
        if words != wanted:
            told = f"，应当为{wanted}" if wanted else "，草稿没有文号"
            yield _found(f"文号与登记的不符{told}。", words, at)
    numbered = Part.NUMBER in letter_kind(letter.code).parts
    if wanted and numbered and not standing and letter.of("letter").get("copy") == "final":
        yield _found(f"缺少文号{wanted}。", "", None)


def _opening(letter: Finished) -> Iterator[str]:
    """Give what stands above the salutation."""
    return takewhile(lambda words: not words.endswith("："), letter.paragraphs[: letter.signature])


def _signature(letter: Finished) -> Iterator[Finding]:
    agency = letter.of("agency")
    signer = str(agency.get("signing_entity") or "")
    if signer and letter.signed_by is None:
        yield _found(f"署名应当为“{signer}”。", "", None)


def _attachments(letter: Finished) -> Iterator[Finding]:
    """The note of attachments names every document given, in order, and nothing else."""
    wanted = [_plain(str(row.get("title") or "")) for row in letter.rows("documents")]
    listed = list(_listed(letter))
    if letter.code == "F02" or not (listed or letter.code in {"F01", "F03"}):
        return
    if len(listed) != len(wanted):
        problem = f"附件说明列有{len(listed)}件，本件提供的政府信息是{len(wanted)}件。"
        yield _found(problem, "", listed[0][0] if listed else None)
        return
    for (at, title), name in zip(listed, wanted, strict=True):
        if _plain(title) != name:
            yield _found(f"附件名称应当为《{name}》。", title, at)


def _listed(letter: Finished) -> Iterator[tuple[int, str]]:
    begun = False
    for at, words in enumerate(letter.paragraphs[: letter.signature]):
        begun = begun or words.strip().startswith("附件：")
        if begun and (found := _ATTACHED.match(words.strip())):
            yield at, found[1]


def _pages(letter: Finished) -> Iterator[Finding]:
    pages = {
        _plain(str(row.get("title") or "")): row.get("pages") for row in letter.rows("documents")
    }
    for at, words in letter.own:
        for title, count in _PAGES.findall(bare(words)):
            known = pages.get(_plain(title))
            if known and str(known) != count:
                yield _found(f"《{title}》应当为{known}页。", words, at)


def _earlier(letter: Finished) -> Iterator[Finding]:
    earlier = letter.of("reply").get("earlier")
    number = bare(str(earlier.get("number") or "")) if isinstance(earlier, dict) else ""
    for at, words in letter.own:
        for found in _EARLIER.findall(bare(words)):
            if found != number:
                yield _found(f"原答复文号应当为{number}。", found, at)


def _accompanied(letter: Finished) -> Iterator[Finding]:
    """A page beside a reply names the reply that was signed; its draft names none yet."""
    number = bare(str(letter.of("notice").get("reply_number") or ""))
    named = [(at, found) for at, words in letter.own for found in _ACCOMPANIED.findall(bare(words))]
    for at, found in named:
        if found != number:
            yield _found(f"所附答复的文号应当为{number or '空（答复尚未编号）'}。", found, at)
    if not named and letter.of("letter").get("copy") == "final":
        yield _found("没有写明所附答复的文号。", "", None)


def _plain(title: str) -> str:
    """Compare titles by their words: the marks around them are the letter's own."""
    return re.sub(r"[《》〈〉\s。；，、]", "", title)


def _found(problem: str, quote: str, at: int | None) -> Finding:
    message = f"{problem}依据：{ARTICLE}。请按案件登记的内容更正后重新拟制。"
    return Finding(RULE.name, Severity.ERROR, message, shortened(quote), at)


RULE = Rule(
    "agreement",
    "与案件一致",
    ARTICLE,
    "称谓、受理编号、申请内容、文号、附件名称和件数、页数、署名应当与案件一致。",
    look,
)
