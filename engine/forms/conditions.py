"""What is shown, locked and offered, once the other answers are known (FEEL on the server)."""

from collections.abc import Iterable, Mapping, Sequence

from engine.feel import Expression
from engine.forms.document import (
    MANY,
    Component,
    Form,
    Kind,
    Option,
    feel,
    is_expression,
    option_of,
)
from engine.law.calendar import WorkingCalendar


def is_hidden(component: Component, context: Mapping[str, object]) -> bool:
    """Say whether `conditional.hide` is true; null and false both show the component."""
    return component.hide is not None and component.hide(context) is True


def is_required(component: Component, context: Mapping[str, object]) -> bool:
    """Say whether an answer must be given here: always, or because none would not be valid."""
    sentence = component.properties.get("valid")
    if component.required or component.key is None or sentence is None:
        return component.required
    nothing: list[object] | None = [] if component.kind in MANY else None
    return evaluate(sentence, {**context, component.key: nothing}) is False


def is_locked(component: Component, context: Mapping[str, object]) -> bool:
    """Say whether the answer may only be read."""
    if isinstance(component.readonly, bool):
        return component.readonly
    return component.readonly(context) is True


def row_context(context: Mapping[str, object], row: Mapping[str, object]) -> dict[str, object]:
    """Let the conditions inside one row of a list see that row first, as form-js does."""
    return {**context, **row, "this": row, "parent": context}


def options_of(
    component: Component,
    context: Mapping[str, object],
    options: Mapping[str, object] | None = None,
) -> tuple[Option, ...]:
    """Return the choices: written in the form, given from outside, or computed.

    What a file question `offers` are files that are there already, to be ticked.
    """
    key = component.document.get("valuesKey")
    if key:
        offered = (options or {}).get(str(key), context.get(str(key)))
        return _as_options(offered)
    expression = component.document.get("valuesExpression") or component.properties.get("offers")
    if is_expression(expression):
        return _as_options(feel(str(expression))(context))
    return component.options


CALENDAR = " calendar"
"""Where a context carries the working calendar; no expression can name it."""


def evaluate(value: object, context: Mapping[str, object]) -> object:
    """Return a plain attribute as it is, and the result of one that is FEEL."""
    if not is_expression(value):
        return value
    calendar = context.get(CALENDAR)
    known = calendar if isinstance(calendar, WorkingCalendar) else None
    return feel(str(value))(context, known)


def names_read(components: Iterable[Component]) -> frozenset[str]:
    """Return every name on which some condition, limit, default or text of a form depends."""
    names: set[str] = set()
    for component in components:
        for expression in expressions_of(component):
            names |= expression.names
    return frozenset(names)


def names_in(form: Form) -> frozenset[str]:
    """Return every name that any expression of a form reads."""
    components = list(form.walk())
    unshown = {name for c in components for e in unshown_expressions(c) for name in e.names}
    return names_read(components) | unshown


def expressions_of(component: Component) -> list[Expression]:
    """Return every FEEL expression of one component whose result the page shows."""
    found = [e for e in (component.hide, component.readonly) if not isinstance(e, bool | None)]
    document = component.document
    texts = [document.get("valuesExpression"), *component.validate.values()]
    texts += [component.properties.get(name) for name in ("follows", "offers")]
    if component.kind is Kind.EXPRESSION:
        texts.append(document.get("expression"))
    found += [feel(str(text)) for text in texts if is_expression(text)]
    if component.kind is Kind.TEXT:
        found += [feel(part) for part in templates_in(str(document.get("text") or ""))]
    return found


def unshown_expressions(component: Component) -> list[Expression]:
    """Return what is asked of a component once: its default, and whether its answer is valid."""
    texts = (component.properties.get(name) for name in ("valid", "default", "checkWhen"))
    return [feel(str(text)) for text in texts if is_expression(text)]


def templates_in(text: str) -> list[str]:
    """Return the expressions between {{ and }} of a form-js text."""
    parts = text.split("{{")[1:]
    return [part.partition("}}")[0].strip() for part in parts if "}}" in part]


def _as_options(offered: object) -> tuple[Option, ...]:
    if not isinstance(offered, Sequence) or isinstance(offered, str):
        return ()
    return tuple(option_of(entry) for entry in offered)
