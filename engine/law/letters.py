"""The catalogue of letters: to whom each goes, on what it rests, and what it must contain.

What a letter is called stands in its published template (`about.json`), and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import OfficeError
from engine.law.articles import Citation, Instrument, regulations
from engine.law.letter_parts import PART_LABELS, Addressee, Part

__all__ = [
    "LETTERS",
    "PART_LABELS",
    "Addressee",
    "LetterKind",
    "LetterUnknown",
    "Part",
    "drafted_anew_with",
    "letter_kind",
    "same_letter",
]


class LetterUnknown(OfficeError):
    """A letter code that the catalogue does not have."""

    code = "letter_unknown"
    article: ClassVar[str | None] = None
    message = "文书目录中没有“{letter}”，请核对文书代码。"


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    Attributes:
        articles: the basis, as the letter cites it.
        parts: what it must contain.
        seal: whether the disclosure seal (政府信息公开专用章) or the organ's is put to it.
        remedy: whether it states the remedy.
        suffix: the word after the number that tells its kind (回、补、延、征、函、费、告).
        final: whether it carries the reply and ends the case; its remedy is that of the result.
        beside: whether it goes beside a reply, and never without one.
    """

    code: str
    addressee: Addressee
    articles: tuple[str, ...]
    parts: tuple[Part, ...]
    seal: bool = True
    remedy: bool = False
    suffix: str = ""
    final: bool = False
    beside: bool = False

    @property
    def numbered(self) -> bool:
        """Whether it bears a number; a record for the file bears none."""
        return bool(self.suffix)


_FRAME = (Part.NUMBER, Part.RECIPIENT)
_END = (Part.SIGNATURE, Part.CONTACT)
_REPLY = (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.GROUNDS, Part.DECISION, Part.REMEDY, *_END)
_FEES = Citation(Instrument.FEE_MEASURES, 6)
_ARCHIVES = Citation(Instrument.ARCHIVES_LAW, 15, 2)
_ANSWER = (*_FRAME, Part.REASONS, Part.GROUNDS, *_END)
_ASK = (*_FRAME, Part.REQUEST, Part.PERIOD, Part.CONSEQUENCE, Part.GROUNDS, *_END)


SUFFIXES: Mapping[str, str] = {
    "R02": "回",
    "P01": "补",
    "P02": "由",
    "P03": "延",
    "P04": "延",
    "P05": "费",
    "P06": "征",
    "P07": "征告",
    "P08": "征",
    "P09": "函",
    "P10": "函",
    "P12": "函",
    "P13": "转",
    "P16": "函",
    "P17": "函",
    "T01": "三告",
    "T02": "三告",
    "G01": "更",
    "G04": "便",
}
UNSEALED = frozenset(("R01", "R03", "R04", "P11", "P14", "P15", "A01"))
"""Forms and records for the file: not numbered, not sealed."""
BESIDE = frozenset(("G04",))
"""Services beside a reply, which decide nothing (便民答复)."""


def _letter(
    code: str,
    to: Addressee,
    basis: tuple[Citation, ...],
    parts: tuple[Part, ...] = (),
    *,
    final: bool = False,
) -> LetterKind:
    return LetterKind(
        code=code,
        addressee=to,
        articles=tuple(str(citation) for citation in basis),
        parts=parts,
        seal=code not in UNSEALED,
        remedy=Part.REMEDY in parts,
        suffix=SUFFIXES.get(code, "告" if final else ""),
        final=final,
        beside=code in BESIDE,
    )


def _final(code: str, basis: tuple[Citation, ...], *parts: Part) -> LetterKind:
    return _letter(code, Addressee.APPLICANT, basis, (*_REPLY, *parts), final=True)


_APPLICANT, _THIRD = Addressee.APPLICANT, Addressee.THIRD_PARTY
_AGENCY, _INTERNAL = Addressee.AGENCY, Addressee.INTERNAL
_ITEM = {item: regulations(36, None, item) for item in range(1, 8)}
_ABSOLUTE, _REGISTER = (regulations(14), _ITEM[3]), (regulations(45),)

_INCOMING = (
    _letter("R01", _INTERNAL, _REGISTER),  # 政府信息公开申请登记表
    _letter(
        "R02",
        _APPLICANT,
        (regulations(31), regulations(45)),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.PERIOD, *_END),
    ),
    _letter("R03", _APPLICANT, (regulations(29, 1),)),  # 口头申请代填记录
    _letter("R04", _INTERNAL, (regulations(31),)),  # 收件确认记录
)
_PROCEDURAL = (
    _letter("P01", _APPLICANT, (regulations(30),), (*_ASK, Part.REASONS)),
    _letter("P02", _APPLICANT, (regulations(35),), (*_ASK, Part.REASONS)),
    _letter(
        "P03",
        _APPLICANT,
        (regulations(33, 2),),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.REASONS, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter(
        "P04",
        _APPLICANT,
        (regulations(35),),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.REASONS, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter(
        "P05",
        _APPLICANT,
        (regulations(42), _FEES),
        (*_ASK, Part.CALCULATION, Part.REMEDY),
    ),
    _letter("P06", _THIRD, (regulations(15), regulations(32)), (*_ASK, Part.REASONS)),
    _letter(
        "P07",
        _APPLICANT,
        (regulations(32), regulations(33, 3)),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter("P08", _AGENCY, (regulations(34),), _ASK),
    _letter(
        "P09",
        _AGENCY,
        (regulations(11), regulations(33, 3)),
        (*_FRAME, Part.REQUEST, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter("P10", _AGENCY, (regulations(11),), _ANSWER),  # 征询意见复函
    _letter("P11", _INTERNAL, (regulations(11),)),  # 疑难件会商纪要
    _letter("P12", _AGENCY, (regulations(17, 3),), (*_ANSWER, Part.REQUEST)),  # 报请确定函
    _letter(
        "P13",
        _APPLICANT,
        (_ITEM[5],),
        (*_ANSWER, Part.RECEIPT, Part.REQUEST, Part.RESPONSIBLE),
    ),  # 转办告知书
    _letter("P14", _INTERNAL, (regulations(17),)),  # 公开审查呈批单
    _letter("P15", _INTERNAL, _REGISTER),  # 送达回证
    _letter(
        "P16", _AGENCY, (regulations(11),), (*_FRAME, Part.REQUEST, Part.GROUNDS, *_END)
    ),  # 会商通知
    _letter(
        "P17",
        _AGENCY,
        (regulations(11), regulations(33, 3)),
        (*_FRAME, Part.PERIOD, Part.GROUNDS, *_END),
    ),  # 征询意见催办函
)
_FINAL = (
    _final("F01", (_ITEM[2], regulations(40)), Part.SEARCH, Part.DOCUMENTS),
    _final("F02", (_ITEM[1],)),
    _final(
        "F03",
        (regulations(37), _ITEM[3]),
        *(Part.SEARCH, Part.DOCUMENTS, Part.WITHHELD),
    ),
    _final("F04", _ABSOLUTE, Part.SEARCH, Part.REASONS),
    _final("F05", _ABSOLUTE, Part.SEARCH, Part.REASONS),
    _final("F06", _ABSOLUTE, Part.SEARCH, Part.REASONS),
    _final("F07", (regulations(15), regulations(32), _ITEM[3]), Part.SEARCH, Part.REASONS),
    _final("F08", (regulations(16, 1), _ITEM[3]), Part.SEARCH, Part.REASONS),
    _final("F09", (regulations(16, 2), _ITEM[3]), Part.SEARCH, Part.REASONS),
    _final("F10", (regulations(16, 2), _ITEM[3]), Part.SEARCH, Part.REASONS),
    _final("F11", (_ITEM[7],)),
    _final("F12", (_ITEM[4],), Part.SEARCH),
    _final("F13", (regulations(10, 1), _ITEM[5]), Part.REASONS),
    _final("F14", (_ITEM[4],), Part.SEARCH),
    _final("F15", (regulations(38),), Part.SEARCH, Part.REASONS),
    _final("F16", (regulations(29, 2, 2), regulations(30)), Part.REASONS),
    _final("F17", (regulations(39, 1),)),
    _final("F18", (_ITEM[6],)),
    _final("F19", (regulations(39, 2),)),
    _final("F20", (regulations(35),), Part.REASONS),
    _final("F21", (_ITEM[6], regulations(38))),
    _final("F22", (regulations(30),)),
    _final("F23", (regulations(42), _FEES)),
    _final("F24", ()),
    _final("F25", (regulations(2),), Part.REASONS),
    _final("F26", (_ARCHIVES,)),
)
_OTHERS = (
    _letter(
        "T01",
        _THIRD,
        (regulations(32),),
        (*_FRAME, Part.REQUEST, Part.REASONS, Part.GROUNDS, Part.DECISION, Part.REMEDY, *_END),
    ),
    _letter("T02", _THIRD, (regulations(32),), (*_ANSWER, Part.REQUEST, Part.DECISION)),  # 采纳情况
    _letter("G01", _APPLICANT, (regulations(41),), _REPLY),  # 政府信息更正告知书
    _final("G03", (regulations(36),), Part.SEARCH, Part.REASONS),  # 重新答复告知书
    _letter(
        "G04",
        _APPLICANT,
        (regulations(5),),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.GROUNDS, *_END),
    ),  # 便民答复附页
    _letter("A01", _INTERNAL, _REGISTER),  # 归档目录
)

LETTERS: Mapping[str, LetterKind] = {
    letter.code: letter for letter in (*_INCOMING, *_PROCEDURAL, *_FINAL, *_OTHERS)
}
"""Every kind of letter, by its code."""


def letter_kind(code: str) -> LetterKind:
    """Return one kind of letter.

    Raises:
        LetterUnknown: the catalogue has no such code.
    """
    if code not in LETTERS:
        raise LetterUnknown(letter=code)
    return LETTERS[code]


def same_letter(code: str) -> tuple[str, ...]:
    """Give the codes that stand for the same letter of a case: a reply is one, whatever it says.

    Raises:
        LetterUnknown: the catalogue has no such code.
    """
    if not letter_kind(code).final:
        return (code,)
    return tuple(each.code for each in LETTERS.values() if each.final)


def drafted_anew_with(code: str) -> tuple[str, ...]:
    """Give the codes whose drafts a new draft of this letter ends: what went beside a reply too.

    Raises:
        LetterUnknown: the catalogue has no such code.
    """
    beside = tuple(each.code for each in LETTERS.values() if each.beside)
    return same_letter(code) + (beside if letter_kind(code).final else ())
