"""The plan of an evidence bundle (证据卷): its parts, their order, their templates.

It is content like the letters: `templates/evidence/volume.json` names the forms and letters that
belong to each part, so that an agency with other steps binds them in its own order.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.documents.grammar import Finding
from engine.documents.lint import lint_template
from engine.documents.template import (
    LetterTemplate,
    TemplateRefused,
    letter_files,
    read_template,
)

PLAN: Final = "volume.json"
PRINTED: Final = frozenset({"application", "clock", "records", "deliveries", "history"})
"""Kinds of parts that are printed from a template of their own."""

LETTERS: Final = "letters"
_FACES: Final = ("front", "hashes", "sheets")


@dataclass(frozen=True)
class Part:
    """One part of the bundle.

    `forms` and `letters` are the keys and codes that belong to it; a part of records or letters
    that names none takes what no other part has named.
    """

    kind: str
    title: str
    template: str = ""
    forms: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class VolumePlan:
    """What a bundle is made of; `front`, `hashes` and `sheets` are codes of templates."""

    title: str
    front: str
    hashes: str
    sheets: str
    parts: tuple[Part, ...]
    templates: Mapping[str, LetterTemplate]

    def named(self, what: str) -> frozenset[str]:
        """Give the forms or the letters that some part names."""
        return frozenset(key for part in self.parts for key in getattr(part, what))


def read_volume(files: Mapping[str, bytes]) -> VolumePlan:
    """Read the plan and its templates from the files below templates/evidence/.

    Raises `TemplateRefused` when the plan or a template cannot be used.
    """
    document, wrong = _read_plan(files)
    if wrong:
        raise TemplateRefused(tuple(wrong))
    parts = tuple(_part(row) for row in document["parts"])
    codes = {*(document[face] for face in _FACES), *(part.template for part in parts)} - {""}
    return VolumePlan(
        title=document["title"],
        parts=parts,
        templates={code: read_template(letter_files(files, code)) for code in sorted(codes)},
        **{face: document[face] for face in _FACES},
    )


def lint_volume(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """List everything that keeps the templates of the bundle from being published."""
    if not files:
        return ()
    _, wrong = _read_plan(files)
    return (*wrong, *_of_templates(files))


def _of_templates(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for code in sorted({name.partition("/")[0] for name in files if name.endswith("/letter.html")}):
        own = letter_files(files, code)
        for found in lint_template(own):
            file = found.file if found.file in files else f"{code}/{found.file}"
            yield Finding(file, found.line, found.message)


def _read_plan(files: Mapping[str, bytes]) -> tuple[dict[str, Any], list[Finding]]:
    try:
        document = json.loads(files[PLAN])
    except KeyError:
        return {}, [Finding(PLAN, 1, "缺少这个文件")]
    except (ValueError, RecursionError) as error:
        return {}, [Finding(PLAN, getattr(error, "lineno", 1), f"不是有效的 JSON：{error}")]
    return document, [Finding(PLAN, 1, message) for message in _wrong(document, files)]


def _wrong(document: Any, files: Mapping[str, bytes]) -> Iterator[str]:  # noqa: ANN401
    if not isinstance(document, dict) or not isinstance(document.get("parts"), list):
        yield "应当是一个对象，其中“parts”是一个列表"
        return
    if not _word(document, "title"):
        yield "缺少“title”"
    for face in _FACES:
        if f"{_word(document, face)}/letter.html" not in files:
            yield f"“{face}”没有指定一个存在的模板"
    for row in document["parts"]:
        yield from _wrong_part(row, files)


def _wrong_part(row: Any, files: Mapping[str, bytes]) -> Iterator[str]:  # noqa: ANN401
    if not isinstance(row, dict) or not _word(row, "title"):
        yield "“parts”中的每一项都应当有“title”"
        return
    kind = _word(row, "kind")
    if kind not in {*PRINTED, LETTERS}:
        known = "、".join(sorted({*PRINTED, LETTERS}))
        yield f"“{row['title']}”的“kind”无法识别，可用的有{known}"
    if kind in PRINTED and f"{_word(row, 'template')}/letter.html" not in files:
        yield f"“{row['title']}”没有指定一个存在的模板"
    for key in ("forms", "letters"):
        named = row.get(key, [])
        if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
            yield f"“{row['title']}”的“{key}”应当是文字的列表"


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        kind=row["kind"],
        title=row["title"],
        template=row["template"] if row["kind"] in PRINTED else "",
        forms=tuple(row.get("forms", ())),
        letters=tuple(row.get("letters", ())),
    )


def _word(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""
