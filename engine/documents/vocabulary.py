"""What a letter may fill in: each name with its meaning, and how it is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.documents.labels import label_of
from engine.documents.shape import known_names, offered
from engine.documents.template import LetterTemplate

_SHARED: Final = "parts/"
_NOTICE: Final = "notice"
_MEANINGS: Final = {"case.received_on": "收到申请之日"}
_REMARK = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)
_DAY_NAMES: Final = ("_on", "_to", "_due", ".date")


@dataclass(frozen=True, slots=True)
class Word:
    """A name a template may use: its part of the values, its meaning, what to type."""

    part: str
    name: str
    label: str
    writing: str


def words_for(template: LetterTemplate) -> tuple[Word, ...]:
    """List what a letter may fill in, and the paragraphs it may share with others."""
    known = known_names(template.sample, template.about.addressee)
    notice = {_NOTICE: template.sample.get(_NOTICE) or {}}
    found = [*_words(offered(), ""), *_words(notice, "")]
    shared = [
        Word(_SHARED, name, _remark(source), f'{{% include "{name}" %}}')
        for name, source in sorted(template.sources.items())
        if name.startswith(_SHARED)
    ]
    return (*(word for word in found if word.name in known), *shared)


def _words(values: Mapping[str, object], above: str) -> Iterator[Word]:
    for key, value in values.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _words(value, f"{name}.")
        elif isinstance(value, list):
            yield from _of_list(name, value)
        else:
            yield _word(name, f"{{{{ {name}{_as_day(name, value)} }}}}")


def _of_list(name: str, value: list[object]) -> Iterator[Word]:
    entry = next((part for part in value if isinstance(part, Mapping)), None)
    inner = "……" if entry else "{{ item }}"
    yield _word(name, f"{{% for item in {name} %}}{inner}{{% endfor %}}")
    for key, part in (entry or {}).items():
        yield _word(f"{name}.{key}", f"{{{{ item.{key}{_as_day(key, part)} }}}}")


def _word(name: str, writing: str) -> Word:
    return Word(name.partition(".")[0], name, _MEANINGS.get(name) or label_of(name), writing)


def _as_day(name: str, value: object) -> str:
    return "|cn_date" if isinstance(value, date) or name.endswith(_DAY_NAMES) else ""


def _remark(source: str) -> str:
    remark = _REMARK.search(source)
    return remark[1] if remark else ""
