"""A letter written from the facts of its case, before it has a number or a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.cases.sitting import Sitting
from engine.cases.values import letter_page, letter_values

CONTROL = ("letter", "party")
"""Inputs that say which letter it is, not what it says."""


@dataclass(frozen=True)
class Written:
    """A letter as a draft: the values it was made from, and its page."""

    code: str
    party: str
    title: str
    notice: dict[str, Any]
    values: dict[str, Any]
    html: str


def write(sitting: Sitting, code: str, inputs: Mapping[str, Any]) -> Written:
    """Write a letter of a case; it bears 草稿 and no number.

    Raises:
        ValueMissing, LetterTooLong, TemplateRefused: it cannot be written.
    """
    party = str(inputs.get("party") or "")
    notice = {key: value for key, value in inputs.items() if key not in CONTROL}
    notice["party"] = party
    face = {"code": code, "number": None, "date": None, "copy": "draft"}
    values = letter_values(sitting, face, notice)
    title = str(values["letter"]["title"])
    return Written(code, party, title, notice, values, letter_page(sitting, values))
