"""Finished letters to be read: the published samples, as they are and with one thing changed."""

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from engine.checking import Finding, Finished, check
from engine.documents import (
    LetterTemplate,
    letter_files,
    missing_glyphs,
    read_template,
    render_html,
    text_of,
)
from engine.law.letter_parts import Addressee

LETTERS = Path(__file__).resolve().parents[2] / "templates" / "letters"
CODES = sorted(path.parent.name for path in LETTERS.glob("*/about.json"))
Values = dict[str, Any]


@cache
def template_of(code: str) -> LetterTemplate:
    """Read a published template."""
    files = (path for path in LETTERS.rglob("*") if path.is_file())
    return read_template(
        letter_files({str(p.relative_to(LETTERS)): p.read_bytes() for p in files}, code)
    )


def values_of(code: str) -> Values:
    """Give the sample's values, to be changed freely."""
    values = copy.deepcopy(dict(template_of(code).sample))
    values.setdefault("applicant", {"name": "甲某", "kind": "natural", "kind_label": "自然人"})
    values["secrets"] = ("000-12345678", "11010519491231002X", "示例省示例县示例路2号")
    return values


def read(code: str, written: Values, page: Callable[[str], str] = str) -> tuple[Finding, ...]:
    """Read the letter that `written` makes (and `page` changes) beside the facts of the sample."""
    return read_beside(code, values_of(code), written, page)


def read_beside(
    code: str, facts: Values, written: Values, page: Callable[[str], str] = str
) -> tuple[Finding, ...]:
    """Read a letter beside facts that are not those of the sample."""
    html = page(render_html(template_of(code), written))
    return check(
        Finished(
            code=code,
            addressee=Addressee(template_of(code).about.addressee),
            paragraphs=tuple(text_of(html).split("\n")),
            facts=facts,
            remedy=tuple(facts.get("remedy", {}).get("paragraphs", ())),
            on=facts["letter"]["date"],
            secrets=facts["secrets"],
            missing=missing_glyphs,
        )
    )
