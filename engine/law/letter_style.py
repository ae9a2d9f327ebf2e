"""How an agency issues each letter where the law leaves it the choice: 文种、文号、印章、版式.

The catalogue and the published template say what holds by default; the agency's settings say
where it differs, for all letters (`letter_number`, `letter_form` …) or for one (`letters`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from engine.law.letters import LetterKind

LETTER_NUMBER: Final = "{code_word}{series}〔{year}〕{seq}号"
"""How a letter is numbered (GB/T 9704—2012: 〔〕, no leading zeros) unless the agency differs."""

WORDS: Final = ("告知书", "答复书", "决定书")
"""What a reply may be called: the Regulations prescribe none of them."""

OWN: Final = "letters"
"""The key of an agency's settings under which each letter's own choices stand, by its code."""

HOUSE: Final = "letter_"
"""What stands before the name of a choice that holds for all letters."""


class Seal(StrEnum):
    """Which seal is put to a letter (党政机关公文处理工作条例第九条第（十三）项)."""

    DISCLOSURE = "disclosure"
    ORGAN = "organ"
    NONE = "none"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return SEALS[self]


SEALS: Final[Mapping[str, str]] = {
    Seal.DISCLOSURE: "政府信息公开专用章",
    Seal.ORGAN: "机关印章",
    Seal.NONE: "不盖章",
}


@dataclass(frozen=True)
class Style:
    """How one letter is issued; without a series it is a record, and bears no number.

    Attributes:
        word: what the letter calls itself, such as 告知书.
        form: the layout; None for that of the template.
    """

    title: str
    word: str
    series: str
    pattern: str
    seal: Seal
    form: str | None

    @property
    def numbered(self) -> bool:
        """Whether a number is drawn for it."""
        return bool(self.series)

    def number(self, code_word: str, year: int, sequence: int) -> str:
        """Write the number of a letter by its pattern."""
        written = self.pattern
        for token, value in (
            ("{code_word}", code_word),
            ("{series}", self.series),
            ("{year}", str(year)),
            ("{seq}", str(sequence)),
        ):
            written = written.replace(token, value)
        return written


def style_of(kind: LetterKind, title: str, settings: Mapping[str, Any]) -> Style:
    """Say how an agency with these settings issues a letter that its template calls `title`."""
    own = settings.get(OWN, {}).get(kind.code, {})

    def chosen(name: str) -> str:
        return str(own.get(name) or settings.get(HOUSE + name) or "")

    word = word_of(kind, title)
    wanted = chosen("word") or word
    return Style(
        title=title.removesuffix(word) + wanted if word else title,
        word=wanted if word else WORDS[0],
        series=str(own.get("series") or kind.suffix) if kind.numbered else "",
        pattern=chosen("number") or LETTER_NUMBER,
        seal=Seal(chosen("seal") or Seal.DISCLOSURE) if kind.seal else Seal.NONE,
        form=chosen("form") or None,
    )


def word_of(kind: LetterKind, title: str) -> str:
    """Give the word in a reply's title for which another may stand; empty if there is none."""
    return next((word for word in WORDS if kind.final and title.endswith(word)), "")
