"""What a sample may hold: plain values in bounds, in the parts that every case has."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from engine.documents.labels import label_of

LONGEST_LIST: Final = 100
DEEPEST: Final = 6
_LONGEST_TEXT: Final = 20_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST: Final = 10**12
_PARTS: Final = ("letter", "agency", "applicant", "case", "notice", "reply", "remedy")
_TEXTS: Final = ("letter.title", "agency.name", "agency.signing_entity", "applicant.kind")
_LISTS: Final = ("reply.searches", "reply.documents", "reply.withheld", "remedy.paragraphs")


def lint_sample(document: Mapping[str, object]) -> str:
    """Say what is wrong with a sample; empty if letters can be tried on it."""
    for part in document.keys() - set(_PARTS):
        return f"没有名为“{part}”的部分，可用的有{'、'.join(_PARTS)}"
    for part in _PARTS:
        inside = document.get(part)
        if inside is not None and not isinstance(inside, Mapping):
            return f"“{part}”应当是一个对象 {{ … }}"
        for name, value in (inside or {}).items():
            if f"{part}.{name}" in _LISTS and not isinstance(value, list | None):
                return f"“{label_of(f'{part}.{name}')}”应当是一个列表 [ … ]"
    return next(_problems(document), "")


def _problems(document: Mapping[str, object]) -> Iterator[str]:
    waiting: list[tuple[str, object, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if depth > DEEPEST:
            yield f"“{path}”嵌套超过{DEEPEST}层"
        elif isinstance(value, Mapping):
            yield from (f"“{path}”中的名称“{key}”写法不对" for key in value if not _is_name(key))
            waiting += [(_below(path, key), part, depth + 1) for key, part in value.items()]
        elif isinstance(value, list):
            if len(value) > LONGEST_LIST:
                yield f"“{label_of(path)}”有{len(value)}项，超过{LONGEST_LIST}项"
            waiting += [(path, part, depth + 1) for part in value]
            yield from _unlike(path, value)
        else:
            yield from _plain(path, value)


def _unlike(path: str, value: list[object]) -> Iterator[str]:
    kinds = {isinstance(part, Mapping) for part in value}
    if len(kinds) > 1:
        yield f"“{label_of(path)}”各项的写法不一致"


def _plain(path: str, value: object) -> Iterator[str]:
    label = label_of(path)
    if isinstance(value, float):
        yield f'“{label}”的数字带有小数点，请写成文字，例如 "12.50"'
    elif isinstance(value, int) and abs(value) > _LARGEST:
        yield f"“{label}”的数字过大"
    elif isinstance(value, int) and path in _TEXTS:
        yield f"“{label}”应当是文字"
    elif isinstance(value, str):
        yield from _text(label, value)


def _text(label: str, value: str) -> Iterator[str]:
    if len(value) > _LONGEST_TEXT:
        yield f"“{label}”有{len(value)}个字，超过{_LONGEST_TEXT}个字"
    if any("\ud800" <= character <= "\udfff" for character in value):
        yield f"“{label}”有不完整的字符"
    if _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"“{label}”中的日期 {value} 不存在"


def _is_name(key: object) -> bool:
    return isinstance(key, str) and bool(_NAME.fullmatch(key))


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
