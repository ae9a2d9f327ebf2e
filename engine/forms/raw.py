"""The flat names of a web form (`documents.0.title`) as nested, tidy answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from engine.forms.document import MANY, Component, Form, Kind
from engine.forms.identifiers import CHECKS, normal_identifier

MAX_ROWS = 200
MAX_DIGITS = 30
WAS = "_was."
"""Before the name of a question that follows others: what the page had proposed for it."""

_ADD, _REMOVE = "_add", "_remove"  # buttons of a list; their value is the list's (row's) name
_YES = frozenset({"true", "on", "1", "yes"})
# A browser sends nothing for these when nothing is ticked.
_SILENT_WHEN_EMPTY = MANY | {Kind.CHECKBOX, Kind.GROUP}

Answers = dict[str, object]


def nest(form: Form, raw: Mapping[str, object], *, drop_blank: bool) -> Answers:
    """Nest a submission; blanks become None, unknown names are left out.

    Accepts the flat names of a browser and answers that are nested already. With
    `drop_blank`, rows of a list in which nothing was entered disappear; without it
    they stay, and the buttons `_add` and `_remove` are obeyed.
    """
    return _Nesting(raw, drop_blank).container(form.components, "", raw)


class _Nesting:
    def __init__(self, raw: Mapping[str, object], drop_blank: bool) -> None:  # noqa: FBT001
        self.raw = raw
        self.drop_blank = drop_blank

    def container(
        self, components: Sequence[Component], prefix: str, given: Mapping[str, object]
    ) -> Answers:
        found: Answers = {}
        for component in components:
            if component.kind is Kind.GROUP and component.key is None:
                found.update(self.container(component.children, prefix, given))
            elif component.key is not None and component.kind is not Kind.EXPRESSION:
                name = prefix + component.key
                if self.drop_blank or self.was_asked(component, name, given):
                    found[component.key] = self.answer(component, name, given)
                if WAS + name in self.raw:
                    was = tidy(component, _single(self.raw[WAS + name]))
                    found[WAS + component.key] = was or ""
        return found

    def was_asked(self, component: Component, name: str, given: Mapping[str, object]) -> bool:
        """Say whether the page showed the question: what it did not may still get its default."""
        if component.kind in _SILENT_WHEN_EMPTY or component.key in given or name in self.raw:
            return True
        if component.kind is Kind.DYNAMICLIST:
            removed = any(str(row).startswith(f"{name}.") for row in self.pressed(_REMOVE))
            return removed or name in self.pressed(_ADD) or bool(_row_numbers(self.raw, name))
        return False

    def pressed(self, button: str) -> list[object]:
        return _several(self.raw.get(button))

    def answer(self, component: Component, name: str, given: Mapping[str, object]) -> object:
        nested = given.get(component.key or "")
        if component.kind is Kind.GROUP:
            inner = nested if isinstance(nested, Mapping) else {}
            return self.container(component.children, f"{name}.", inner)
        if component.kind is Kind.DYNAMICLIST:
            return self.rows(component, name, nested)
        value = self.raw.get(name, nested)
        if component.kind in MANY:
            return [item for item in _several(value) if item not in (None, "")]
        return tidy(component, _single(value))

    def rows(self, component: Component, name: str, nested: object) -> list[Answers]:
        if isinstance(nested, Sequence) and not isinstance(nested, str):
            given = [row for row in nested if isinstance(row, Mapping)]
            rows = [
                self.container(component.children, f"{name}.{number}.", row)
                for number, row in enumerate(given[:MAX_ROWS])
            ]
        else:
            numbers = sorted(_row_numbers(self.raw, name))[:MAX_ROWS]
            rows = [
                self.container(component.children, f"{name}.{number}.", {})
                for number in numbers
                if self.drop_blank or f"{name}.{number}" not in self.pressed(_REMOVE)
            ]
        if self.drop_blank:
            return [row for row in rows if not is_blank(component, row)]
        if name in self.pressed(_ADD) and len(rows) < MAX_ROWS:
            rows.append({})
        return rows


def tidy(component: Component, value: object) -> object:
    """Write one answer the one way we keep it: no outer blanks, '' is None."""
    if component.kind is Kind.CHECKBOX:
        return value is True or (isinstance(value, str) and value.strip().lower() in _YES)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if component.properties.get("check") in CHECKS:
        text = normal_identifier(text)
    return text or None


def is_blank(container: Component, row: Mapping[str, object]) -> bool:
    """Say whether a row holds nothing but what the form itself had put there."""
    return all(_untouched(component, row) for component in _inputs(container.children))


def _inputs(components: Sequence[Component]) -> Iterator[Component]:
    for component in components:
        if component.kind is Kind.GROUP and component.key is None:
            yield from _inputs(component.children)
        elif component.key is not None and component.kind is not Kind.EXPRESSION:
            yield component


def _untouched(component: Component, row: Mapping[str, object]) -> bool:
    value = row.get(component.key or "")
    if component.kind is Kind.GROUP:
        return not isinstance(value, Mapping) or is_blank(component, value)
    default = component.document.get("defaultValue")
    return value in (None, "", [], False) or (default is not None and str(value) == str(default))


def _row_numbers(raw: Mapping[str, object], name: str) -> set[int]:
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})\.")
    return {int(match[1]) for key in raw if (match := pattern.match(key))}


def _several(value: object) -> list[object]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return [] if value is None else [value]


def _single(value: object) -> object:
    """Return the last of several values: a hidden `false` may stand before a ticked box."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value[-1] if value else None
    return value


def guess(component: Component, value: object) -> object:
    """Give an unchecked answer its type if it has one, so that conditions can compare it."""
    if not isinstance(value, str):
        return value
    try:
        if component.kind is Kind.NUMBER:
            return _number(Decimal(value)) if len(value) <= MAX_DIGITS else value
        if component.kind is Kind.DATETIME and component.document.get("subtype") != "time":
            return date.fromisoformat(value)
    except (ValueError, ArithmeticError):
        return value
    return value


def _number(number: Decimal) -> object:
    if not number.is_finite() or number.adjusted() > MAX_DIGITS:
        return str(number)
    return int(number) if number == number.to_integral_value() else number
