"""保护个人信息: letters to others do not tell who applied, a page of help tells nobody's numbers.

个人信息保护法第六条；条例第三十二条。
"""

import re
import unicodedata
from collections.abc import Iterator

from engine.checking.finished import Finding, Finished, Rule, Severity
from engine.checking.passages import bare, without_titles
from engine.law.letter_parts import Addressee

ARTICLE = "个人信息保护法第六条，条例第三十二条"
_IDENTITY = re.compile(r"(?<!\d)\d{6}-?\d{8}-?\d{3}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d-?\d{4}-?\d{4}(?![\d-])")
_LEAST = 2


def look(letter: Finished) -> Iterator[Finding]:
    """Look for the applicant in letters that go to others, and for anybody in a page of help."""
    if letter.beside:
        yield from _strangers(letter)
    if letter.addressee not in {Addressee.THIRD_PARTY, Addressee.AGENCY}:
        return
    name = bare(str(letter.of("applicant").get("name") or ""))
    party = bare(str(letter.of("notice").get("party") or ""))
    for at, words in enumerate(letter.paragraphs):
        text = bare(words)
        digits = unicodedata.normalize("NFKC", text)
        if len(name) >= _LEAST and name != party and name in text:
            named = name in bare(without_titles(words))
            yield _found(
                "出现申请人的姓名或者名称", at, Severity.ERROR if named else Severity.WARNING
            )
        if any(len(each) > _LEAST and bare(each) in text for each in letter.secrets if each):
            yield _found("出现申请人的联系方式或者证件号码", at)
        elif _IDENTITY.search(digits):
            yield _found("出现公民身份号码", at)
        elif _MOBILE.search(digits) and not _is_own(letter, text):
            yield _found("出现个人手机号码", at)


def _strangers(letter: Finished) -> Iterator[Finding]:
    """Help names offices; a number of somebody's own is to be left out or looked at twice."""
    for at, words in letter.own:
        if _IDENTITY.search(bare(words)):
            yield _told("便民答复中出现公民身份号码", at, Severity.ERROR)
        elif _MOBILE.search(bare(words)) and not _is_own(letter, bare(words)):
            yield _told("便民答复中出现手机号码，请核对是否属于个人", at, Severity.WARNING)


def _is_own(letter: Finished, text: str) -> bool:
    phone = bare(str(letter.of("agency").get("phone") or ""))
    return bool(phone) and phone in text


def _found(problem: str, at: int, severity: Severity = Severity.ERROR) -> Finding:
    there = f"发给第三方或者其他机关的文书中{problem}"
    return _told(there, at, severity, "请从征求意见的内容中删去后重新拟制。")


def _told(
    problem: str, at: int, severity: Severity, todo: str = "请改用单位的联系方式后重新拟制。"
) -> Finding:
    return Finding(RULE.name, severity, f"{problem}。依据：{ARTICLE}。{todo}", "", at)


RULE = Rule(
    "privacy",
    "保护申请人",
    ARTICLE,
    "发给第三方和其他机关的文书，不得出现申请人的姓名或者名称、联系方式和证件号码；"
    "便民答复不得出现个人的公民身份号码。",
    look,
)
