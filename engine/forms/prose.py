"""The explanatory text between questions: a small part of Markdown, and FEEL in {{ }}."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.forms.document import Component, feel

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|__)(.+?)\1")


@dataclass(frozen=True)
class Prose:
    """One block of explanation: `kind` is heading, item or paragraph."""

    kind: str
    text: str


def prose_of(component: Component, context: Mapping[str, object]) -> tuple[Prose, ...]:
    """Return the blocks of a text component, its expressions evaluated."""
    text = str(component.document.get("text") or "")
    filled = _TEMPLATE.sub(lambda found: _words(feel(found[1])(context)), text)
    return tuple(_block(line) for line in filled.splitlines() if line.strip())


def _block(line: str) -> Prose:
    text = _EMPHASIS.sub(r"\2", line.strip())
    if text.startswith("#"):
        return Prose("heading", text.lstrip("# "))
    if text.startswith(("- ", "* ")):
        return Prose("item", text[2:].strip())
    return Prose("paragraph", text)


def _words(value: object) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return "是" if value else "否"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case list() | tuple():
            return "、".join(_words(each) for each in value)
        case _:
            return str(value)
