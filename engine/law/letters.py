"""The catalogue of letters: what each is called, to whom it goes, and what it must contain."""

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
    "letter_kind",
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
        final: whether it ends the case.
    """

    code: str
    title: str
    addressee: Addressee
    articles: tuple[str, ...]
    parts: tuple[Part, ...]
    seal: bool = True
    remedy: bool = False
    suffix: str = ""
    final: bool = False


_FRAME = (Part.NUMBER, Part.RECIPIENT)
_END = (Part.SIGNATURE, Part.CONTACT)
_REPLY = (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.GROUNDS, Part.DECISION, Part.REMEDY, *_END)
_FEES = Citation(Instrument.FEE_MEASURES, 6)
_ARCHIVES = Citation(Instrument.ARCHIVES_LAW, 15)
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
    "T01": "三告",
    "T02": "三告",
    "G01": "更",
    "G03": "告",
}
UNSEALED = frozenset(("R01", "R03", "R04", "P11", "P14", "P15", "G04", "A01"))


def _letter(
    code: str,
    title: str,
    to: Addressee,
    basis: tuple[Citation, ...],
    parts: tuple[Part, ...] = (),
) -> LetterKind:
    final = code.startswith("F")
    return LetterKind(
        code=code,
        title=title,
        addressee=to,
        articles=tuple(str(citation) for citation in basis),
        parts=parts,
        seal=code not in UNSEALED,
        remedy=Part.REMEDY in parts,
        suffix="告" if final else SUFFIXES.get(code, ""),
        final=final,
    )


def _final(code: str, title: str, basis: tuple[Citation, ...], *parts: Part) -> LetterKind:
    return _letter(code, title, Addressee.APPLICANT, basis, (*_REPLY, *parts))


_APPLICANT, _THIRD = Addressee.APPLICANT, Addressee.THIRD_PARTY
_AGENCY, _INTERNAL = Addressee.AGENCY, Addressee.INTERNAL
_ITEM = {item: regulations(36, None, item) for item in range(1, 8)}
_ABSOLUTE, _REGISTER = (regulations(14), _ITEM[3]), (regulations(45),)

_INCOMING = (
    _letter("R01", "政府信息公开申请登记表", _INTERNAL, _REGISTER),
    _letter(
        "R02",
        "政府信息公开申请收件回执",
        _APPLICANT,
        (regulations(31), regulations(45)),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.PERIOD, *_END),
    ),
    _letter("R03", "口头申请代填记录", _APPLICANT, (regulations(29, 1),)),
    _letter("R04", "收件确认记录", _INTERNAL, (regulations(31),)),
)
_PROCEDURAL = (
    _letter(
        "P01", "政府信息公开申请补正告知书", _APPLICANT, (regulations(30),), (*_ASK, Part.REASONS)
    ),
    _letter(
        "P02",
        "政府信息公开申请说明理由告知书",
        _APPLICANT,
        (regulations(35),),
        (*_ASK, Part.REASONS),
    ),
    _letter(
        "P03",
        "延期答复告知书",
        _APPLICANT,
        (regulations(33, 2),),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.REASONS, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter(
        "P04",
        "延迟答复告知书",
        _APPLICANT,
        (regulations(35),),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.REASONS, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter(
        "P05",
        "政府信息公开信息处理费收费通知书",
        _APPLICANT,
        (regulations(42), _FEES),
        (*_ASK, Part.CALCULATION, Part.REMEDY),
    ),
    _letter(
        "P06", "征求第三方意见书", _THIRD, (regulations(15), regulations(32)), (*_ASK, Part.REASONS)
    ),
    _letter(
        "P07",
        "征求意见情况告知书",
        _APPLICANT,
        (regulations(32), regulations(33, 3)),
        (*_FRAME, Part.RECEIPT, Part.REQUEST, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter("P08", "征求共同制作机关意见书", _AGENCY, (regulations(34),), _ASK),
    _letter(
        "P09",
        "政府信息公开征询函",
        _AGENCY,
        (regulations(11), regulations(33, 3)),
        (*_FRAME, Part.REQUEST, Part.PERIOD, Part.GROUNDS, *_END),
    ),
    _letter("P10", "征询函复", _AGENCY, (regulations(11),), (Part.REASONS, Part.GROUNDS)),
    _letter("P11", "疑难件会商纪要", _INTERNAL, (regulations(11),)),
    _letter("P12", "报请确定函", _AGENCY, (regulations(17, 3),), (*_FRAME, Part.REQUEST)),
    _letter("P13", "转办告知书", _APPLICANT, (_ITEM[5],), (*_FRAME, Part.RESPONSIBLE, *_END)),
    _letter("P14", "公开审查呈批单", _INTERNAL, (regulations(17),)),
    _letter("P15", "送达回证", _INTERNAL, _REGISTER),
)
_FINAL = (
    _final("F01", "政府信息公开告知书", (_ITEM[2], regulations(40)), Part.SEARCH, Part.DOCUMENTS),
    _final("F02", "政府信息获取方式告知书", (_ITEM[1],)),
    _final(
        "F03",
        "政府信息部分公开告知书",
        (regulations(37), _ITEM[3]),
        *(Part.SEARCH, Part.DOCUMENTS, Part.WITHHELD),
    ),
    _final("F04", "政府信息不予公开告知书（国家秘密）", _ABSOLUTE, Part.SEARCH, Part.REASONS),
    _final(
        "F05",
        "政府信息不予公开告知书（法律行政法规禁止公开）",
        _ABSOLUTE,
        Part.SEARCH,
        Part.REASONS,
    ),
    _final("F06", "政府信息不予公开告知书（三安全一稳定）", _ABSOLUTE, Part.SEARCH, Part.REASONS),
    _final(
        "F07",
        "政府信息不予公开告知书（第三方合法权益）",
        (regulations(15), regulations(32), _ITEM[3]),
        *(Part.SEARCH, Part.REASONS),
    ),
    _final(
        "F08",
        "政府信息不予公开告知书（内部事务信息）",
        (regulations(16, 1), _ITEM[3]),
        *(Part.SEARCH, Part.REASONS),
    ),
    _final(
        "F09",
        "政府信息不予公开告知书（过程性信息）",
        (regulations(16, 2), _ITEM[3]),
        *(Part.SEARCH, Part.REASONS),
    ),
    _final(
        "F10",
        "政府信息不予公开告知书（行政执法案卷）",
        (regulations(16, 2), _ITEM[3]),
        *(Part.SEARCH, Part.REASONS),
    ),
    _final("F11", "行政查询事项告知书", (_ITEM[7],)),
    _final("F12", "政府信息不存在告知书", (_ITEM[4],), Part.SEARCH),
    _final("F13", "非本机关负责公开告知书", (regulations(10, 1), _ITEM[5]), Part.REASONS),
    _final("F14", "本机关不掌握政府信息告知书", (_ITEM[4],), Part.SEARCH),
    _final(
        "F15", "政府信息需加工分析不予提供告知书", (regulations(38),), Part.SEARCH, Part.REASONS
    ),
    _final(
        "F16",
        "补正后申请内容仍不明确告知书",
        (regulations(29, 2, 2), regulations(30)),
        Part.REASONS,
    ),
    _final("F17", "信访投诉举报类申请告知书", (regulations(39, 1),)),
    _final("F18", "不予重复处理告知书", (_ITEM[6],)),
    _final("F19", "公开出版物获取途径告知书", (regulations(39, 2),)),
    _final("F20", "不予处理告知书", (regulations(35),), Part.REASONS),
    _final("F21", "不予确认或者重新出具告知书", (_ITEM[6], regulations(38))),
    _final("F22", "逾期不补正不再处理告知书", (regulations(30),)),
    _final("F23", "逾期不缴费不再处理告知书", (regulations(42), _FEES)),
    _final("F24", "终止办理告知书", ()),
    _final("F25", "不属于政府信息告知书", (regulations(2),), Part.REASONS),
    _final("F26", "已移交国家档案馆告知书", (_ARCHIVES,)),
)
_OTHERS = (
    _letter(
        "T01",
        "决定公开告知书",
        _THIRD,
        (regulations(32),),
        (*_FRAME, Part.REQUEST, Part.REASONS, Part.GROUNDS, Part.DECISION, Part.REMEDY, *_END),
    ),
    _letter("T02", "意见采纳情况告知书", _THIRD, (regulations(32),), (*_FRAME, *_END)),
    _letter("G01", "政府信息更正告知书", _APPLICANT, (regulations(41),), _REPLY),
    _letter("G03", "重新答复告知书", _APPLICANT, (regulations(36),), _REPLY),
    _letter("G04", "便民答复", _APPLICANT, ()),
    _letter("A01", "归档目录", _INTERNAL, _REGISTER),
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
