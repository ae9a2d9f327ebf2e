"""文书设置: how the agency issues each letter, where it differs from the catalogue.

The name of a field is `letters.F01.series`; what is empty stands for the default. Letters that
are signed keep their number, title and seal: a change holds for those signed from now on.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.documents import FORMS
from engine.law.letter_style import OWN, SEALS, WORDS, Seal
from engine.law.letters import LETTERS, LetterKind
from engine.office import Office
from engine.people.agencies import SettingsRefused, agency_of, agency_to_change
from engine.people.journal import AFTER, changed, tell
from engine.people.numbering import LETTER_TOKENS, check_pattern

FIELDS: Final[Mapping[str, str]] = {
    "word": "文种",
    "series": "文种字",
    "number": "文号格式",
    "seal": "印章",
    "form": "版式",
}
"""What may be chosen for one letter."""

_SERIES = re.compile(r"[\u4e00-\u9fff]{1,4}")
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "word": {word: word for word in WORDS},
    "seal": SEALS,
    "form": FORMS,
}

_NOT_A_SERIES = "文种字应为一至四个汉字，不含数字、字母和符号，请更正。"
_NOT_CHOSEN: Final = {
    ("seal", True): (
        "答复申请人的文书有机关署名，应当加盖印章"
        "（《党政机关公文处理工作条例》第九条第（十三）项），请选择所盖的印章。"
    ),
    ("word", True): "该文书的文种不能改换，只有答复类文书可以选用告知书、答复书、决定书。",
}
"""Why a value that other letters may have cannot be chosen for this one."""


def numbered_letters() -> tuple[LetterKind, ...]:
    """List the letters that an agency may issue in its own way: records are what they are."""
    return tuple(kind for kind in LETTERS.values() if kind.numbered)


def choices_for(kind: LetterKind, name: str) -> Mapping[str, str]:
    """Give the values among which an agency chooses for a letter, with their words."""
    if name == "word" and not kind.final:
        return {}
    if name == "seal" and kind.final:
        return {value: words for value, words in SEALS.items() if value != Seal.NONE}
    return _CHOICES[name]


def read_lettering(office: Office) -> dict[str, str]:
    """Give the settings of every letter as a form shows them.

    Raises:
        NotAdministrator.
    """
    own = agency_of(office).settings.get(OWN, {})
    return {
        field_of(kind.code, name): str(own.get(kind.code, {}).get(name, ""))
        for kind in numbered_letters()
        for name in FIELDS
    }


def save_lettering(office: Office, values: Mapping[str, str]) -> None:
    """Save the settings of every letter, or nothing; no letter is numbered anew.

    Raises:
        NotAdministrator.
        SettingsRefused: naming every field that is wrong.
    """
    agency, before = agency_to_change(office), read_lettering(office)
    problems = {
        name: f"没有“{name}”这一项文书设置，没有采用。请刷新页面后重新填写。"
        for name in values
        if name.startswith(f"{OWN}.") and name not in before
    }
    own = {kind.code: _chosen(kind, values, problems) for kind in numbered_letters()}
    if problems:
        raise SettingsRefused(problems)
    kept = {key: value for key, value in agency.settings.items() if key != OWN}
    named = {code: chosen for code, chosen in own.items() if chosen}
    agency.settings = kept | ({OWN: named} if named else {})
    change = changed(before, read_lettering(office))
    if change:
        tell(office, "agency:changed", f"更改文书设置{len(change[AFTER])}项", change)


def field_of(code: str, name: str) -> str:
    """Name the field of one choice for one letter."""
    return f"{OWN}.{code}.{name}"


def label_of(field: str) -> str:
    """Say what a field is about; the field itself if it is none of these."""
    match field.split("."):
        case [where, code, name] if where == OWN and name in FIELDS:
            return f"文书{code}的{FIELDS[name]}"
    return field


def said(field: str, value: str) -> str:
    """Say a value of a field in words."""
    name = field.rpartition(".")[2] if field.startswith(f"{OWN}.") else ""
    return _CHOICES.get(name, {}).get(value, value)


def _chosen(
    kind: LetterKind, values: Mapping[str, str], problems: dict[str, str]
) -> dict[str, Any]:
    chosen = {}
    for name in FIELDS:
        field = field_of(kind.code, name)
        value = values.get(field, "").strip()
        if value:
            problem = _problem(kind, name, value)
            chosen[name] = value
            if problem:
                problems[field] = f"{kind.code}：{problem}"
    return chosen


def _problem(kind: LetterKind, name: str, value: str) -> str:
    """Say what is wrong with a value; empty if nothing is."""
    if name == "number":
        return check_pattern(value, LETTER_TOKENS)
    if name == "series":
        return "" if _SERIES.fullmatch(value) else _NOT_A_SERIES
    if value in choices_for(kind, name):
        return ""
    return _NOT_CHOSEN.get((name, value in _CHOICES[name]), f"请从列表中选择{FIELDS[name]}。")
