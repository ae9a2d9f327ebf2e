"""A form with its answers, as plain values that a page only has to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.forms.answers import number_limits
from engine.forms.conditions import (
    evaluate,
    is_hidden,
    is_locked,
    is_required,
    names_read,
    options_of,
    row_context,
)
from engine.forms.document import Component, Form, Kind
from engine.forms.proposals import followed, proposed, shown
from engine.forms.prose import Prose, prose_of
from engine.forms.raw import Answers

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Choice:
    """One option of a question, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FieldView:
    """One thing to draw, everything about it decided.

    `kind` is one of text, textarea, email, number, date, time, datetime, select, radio,
    checkbox, checklist, taglist, file, computed, group, list, prose, separator, spacer.
    `value` is what the control shows (a day as 2026-11-20, a ticked box as "true");
    `chosen` of the choices is decided already. `refresh` asks the page to fetch the view
    again when the answer changes; `proposed` is what a question that follows others is
    offered now, which the page sends back, so that what a person wrote is told from it.
    `rows` are the lines inside a group, `items` those of
    each row of a list (`name` is then the list's name; row n has the prefix name.n).
    """

    kind: str
    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    help: str = ""
    errors: tuple[str, ...] = ()
    hidden: bool = False
    readonly: bool = False
    refresh: bool = False
    proposed: str | None = None
    columns: int = 16
    law: str = ""
    explain: str = ""
    placeholder: str = ""
    prefix: str = ""
    suffix: str = ""
    max_length: int | None = None
    lowest: str = ""
    highest: str = ""
    accept: str = ""
    multiple: bool = False
    searchable: bool = False
    may_add: bool = False
    prose: tuple[Prose, ...] = ()
    rows: tuple[tuple["FieldView", ...], ...] = ()
    items: tuple[tuple[tuple["FieldView", ...], ...], ...] = ()


@dataclass(frozen=True)
class FormView:
    """A whole form: its lines of fields and the summary of what is wrong."""

    title: str
    rows: tuple[tuple[FieldView, ...], ...]
    errors: tuple[tuple[str, str], ...] = field(default=())


def present(
    form: Form,
    values: Mapping[str, object],
    errors: Errors,
    context: Mapping[str, object],
    options: Mapping[str, object] | None = None,
) -> FormView:
    """Draw the form with these answers; conditions see `context` under the answers.

    A question without an answer in `values` shows its default (`defaultValue`, or
    `properties.default`, which may be FEEL).
    """
    drawing = _Drawing(errors, options or {}, names_read(form.walk()))
    filled = drawing.defaults(form.components, values, context)
    rows = drawing.lines(form.components, "", filled, {**context, **filled})
    summary = tuple((name, message) for name, said in errors.items() for message in said)
    return FormView(form.title, rows, summary)


@dataclass(frozen=True)
class _Drawing:
    errors: Errors
    options: Mapping[str, object]
    watched: frozenset[str]

    def defaults(
        self,
        components: Sequence[Component],
        values: Mapping[str, object],
        context: Mapping[str, object],
    ) -> Answers:
        """Return the answers, with defaults where nothing was ever entered."""
        filled: Answers = dict(values)
        for component in components:
            key = component.key
            if component.kind is Kind.GROUP:
                given = filled if key is None else filled.get(key)
                inner = given if isinstance(given, Mapping) else {}
                made = self.defaults(component.children, inner, {**context, **filled})
                filled.update(made if key is None else {key: made})
            elif key is not None and key not in filled:
                filled[key] = self.default(component, {**context, **filled})
            if key is not None and "follows" in component.properties:
                filled[key] = followed(component, filled, context)
        return filled

    def default(self, component: Component, context: Mapping[str, object]) -> object:
        written = component.properties.get("default")
        if written is not None:
            return evaluate(written, context)
        if component.kind is Kind.DYNAMICLIST:
            repeated = component.document.get("defaultRepetitions", 1)
            return [{} for _ in range(repeated if isinstance(repeated, int) else 1)]
        return component.document.get("defaultValue")

    def lines(
        self,
        components: Sequence[Component],
        prefix: str,
        answers: Mapping[str, object],
        context: Mapping[str, object],
    ) -> tuple[tuple[FieldView, ...], ...]:
        """Group the fields by `layout.row`: neighbours of one row share a line."""
        lines: list[list[FieldView]] = []
        last: str | None = None
        for component in components:
            if component.kind is Kind.BUTTON:
                continue
            drawn = self.one(component, prefix, answers, context)
            if component.row is None or component.row != last:
                lines.append([])
            lines[-1].append(drawn)
            last = component.row
        return tuple(tuple(line) for line in lines)

    def one(
        self,
        component: Component,
        prefix: str,
        answers: Mapping[str, object],
        context: Mapping[str, object],
    ) -> FieldView:
        name = f"{prefix}{component.key or component.id}"
        value = answers.get(component.key) if component.key else None
        lowest, highest = self.limits(component, context)
        if component.kind is Kind.EXPRESSION:
            value = evaluate(component.document.get("expression"), context)
        return replace(
            _as_written(component, name),
            value=shown(value),
            choices=self.choices(component, value, context),
            errors=tuple(self.errors.get(name, ())),
            required=is_required(component, context),
            hidden=is_hidden(component, context),
            readonly=is_locked(component, context),
            refresh=component.key in self.watched,
            proposed=proposed(component, context),
            lowest=lowest,
            highest=highest,
            prose=prose_of(component, context) if component.kind is Kind.TEXT else (),
            rows=self.inside(component, prefix, value, answers, context),
            items=self.items(component, name, value, context),
        )

    def limits(self, component: Component, context: Mapping[str, object]) -> tuple[str, str]:
        if component.kind is not Kind.NUMBER:
            return "", ""
        lowest, highest = number_limits(component, context)
        return shown(lowest), shown(highest)

    def choices(
        self, component: Component, value: object, context: Mapping[str, object]
    ) -> tuple[Choice, ...]:
        chosen = {shown(each) for each in (value if isinstance(value, list | tuple) else [value])}
        return tuple(
            Choice(str(option.value), option.label, str(option.value) in chosen)
            for option in options_of(component, context, self.options)
        )

    def inside(
        self,
        component: Component,
        prefix: str,
        value: object,
        answers: Mapping[str, object],
        context: Mapping[str, object],
    ) -> tuple[tuple[FieldView, ...], ...]:
        if component.kind is not Kind.GROUP:
            return ()
        if component.key is None:
            return self.lines(component.children, prefix, answers, context)
        inner = value if isinstance(value, Mapping) else {}
        return self.lines(
            component.children, f"{prefix}{component.key}.", inner, {**context, **inner}
        )

    def items(
        self, component: Component, name: str, value: object, context: Mapping[str, object]
    ) -> tuple[tuple[tuple[FieldView, ...], ...], ...]:
        if component.kind is not Kind.DYNAMICLIST or not isinstance(value, list | tuple):
            return ()
        drawn = []
        for number, given in enumerate(value):
            row = given if isinstance(given, Mapping) else {}
            filled = self.defaults(component.children, row, context)
            seen = row_context(context, filled)
            drawn.append(self.lines(component.children, f"{name}.{number}.", filled, seen))
        return tuple(drawn)


def _as_written(component: Component, name: str) -> FieldView:
    """Return what is the same whatever has been answered."""
    return FieldView(
        kind=_kind(component),
        name=name,
        label=component.label,
        help=component.help,
        columns=component.columns,
        law=component.properties.get("law", ""),
        explain=component.properties.get("explain", ""),
        placeholder=str(component.document.get("placeholder") or ""),
        prefix=_adorned(component, "prefixAdorner"),
        suffix=_adorned(component, "suffixAdorner"),
        max_length=_longest(component),
        accept=str(component.document.get("accept") or ""),
        multiple=bool(component.document.get("multiple")),
        searchable=bool(component.document.get("searchable")),
        may_add=bool(component.document.get("allowAddRemove", True)),
    )


def _kind(component: Component) -> str:
    match component.kind:
        case Kind.TEXTFIELD:
            return "email" if component.validate.get("validationType") == "email" else "text"
        case Kind.DATETIME:
            return str(component.document.get("subtype") or "date")
        case _:
            return _KINDS.get(component.kind, component.kind.value)


def _adorned(component: Component, where: str) -> str:
    look = component.document.get("appearance")
    return str(look.get(where) or "") if isinstance(look, Mapping) else ""


def _longest(component: Component) -> int | None:
    longest = component.validate.get("maxLength")
    return longest if isinstance(longest, int) else None


_KINDS = {
    Kind.FILEPICKER: "file",
    Kind.EXPRESSION: "computed",
    Kind.DYNAMICLIST: "list",
    Kind.TEXT: "prose",
}
