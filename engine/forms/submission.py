"""What a browser sends, as typed and checked answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marshmallow import EXCLUDE, Schema, ValidationError

from engine.errors import OfficeError
from engine.forms.answers import AnyField, field_of
from engine.forms.conditions import evaluate, is_hidden, is_locked, options_of, row_context
from engine.forms.document import Component, Form, Kind
from engine.forms.raw import WAS, Answers, guess, nest

Messages = dict[str, list[str]]


class FormErrors(OfficeError):
    """The answers cannot be accepted as they are.

    `errors` maps the name of a question (`documents.0.title`) to its messages;
    `typed` holds what was entered, so that nothing must be typed twice.
    """

    code = "form_errors"
    message = "填写内容有{count}处需要更正，请按提示修改后重新提交。"

    def __init__(self, errors: Mapping[str, list[str]], typed: Answers) -> None:
        """Keep the messages and what was entered."""
        super().__init__(count=len(errors))
        self.errors = dict(errors)
        self.typed = typed


def load_submission(
    form: Form,
    raw: Mapping[str, object],
    context: Mapping[str, object],
    options: Mapping[str, object] | None = None,
) -> Answers:
    """Return the typed answers; raise FormErrors if any is missing or wrong.

    Hidden and locked questions are left out: what the page did not ask cannot be
    answered. `context` is what conditions may read (facts, variables of the case),
    `options` the choices behind each `valuesKey`.
    """
    entered = nest(form, raw, drop_blank=True)
    loading = _Loading(options or {}, {})
    typed = _guess_all(form.components, entered)
    answers = loading.container(form.components, _Place("", "", typed, {**context, **typed}))
    if loading.errors:
        raise FormErrors(loading.errors, typed)
    return answers


def typed_values(form: Form, raw: Mapping[str, object]) -> Answers:
    """Return the answers as far as they can be read, without judging them.

    For drafts and for drawing a page again; blank rows stay, `_add` and `_remove` act.
    """
    return _guess_all(form.components, nest(form, raw, drop_blank=False))


def input_names(form: Form) -> tuple[str, ...]:
    """Return the keys of every answer at the top of the form, computed ones included."""
    return tuple(dict.fromkeys(c.key for c in _level(form.components) if c.key is not None))


def file_answers(form: Form, answers: Answers) -> Iterator[tuple[str, list[object]]]:
    """Yield the key of every file question that was asked with its answer, to be changed there.

    An answer has the files that were sent and the values of the offered ones that were ticked.
    """
    yield from _file_answers(form.components, answers)


def _file_answers(
    components: Sequence[Component], answers: Answers
) -> Iterator[tuple[str, list[object]]]:
    for component in _level(components):
        given = answers.get(component.key or "")
        if component.kind is Kind.FILEPICKER and isinstance(given, list):
            yield str(component.key), given
        elif component.kind is Kind.GROUP and isinstance(given, dict):
            yield from _file_answers(component.children, given)
        elif component.kind is Kind.DYNAMICLIST and isinstance(given, list):
            for row in given:
                yield from _file_answers(component.children, row)


@dataclass(frozen=True)
class _Place:
    """A container of answers: its name, how it is called, what was entered, what is known."""

    prefix: str
    spoken: str
    entered: Answers
    context: Mapping[str, object]


@dataclass
class _Loading:
    options: Mapping[str, object]
    errors: Messages

    def container(self, components: Sequence[Component], place: _Place) -> Answers:
        shown = list(_shown(components, place.context))
        asked = [c for c in shown if c.is_input and not is_locked(c, place.context)]
        answers = self._load(asked, place)
        for component in shown:
            if component.kind in (Kind.GROUP, Kind.DYNAMICLIST):
                answers[component.key or ""] = self._inside(component, place)
        known = {**place.context, **answers}
        for component in shown:
            if component.kind is Kind.EXPRESSION and component.key is not None:
                answers[component.key] = evaluate(component.document.get("expression"), known)
            elif f"{place.prefix}{component.key}" not in self.errors:
                self._assert(component, place, known)
        return answers

    def _load(self, asked: Sequence[Component], place: _Place) -> Answers:
        made: dict[str, AnyField] = {
            component.key: field_of(
                component, place.context, options_of(component, place.context, self.options)
            )
            for component in asked
            if component.key is not None
        }
        schema = Schema.from_dict(dict(made))(unknown=EXCLUDE)
        try:
            answers: Answers = schema.load(
                {
                    key: _plain(place.entered[key])
                    for key in made
                    if place.entered.get(key) is not None
                }
            )
        except ValidationError as reason:
            self._complain(asked, place, reason)
            answers = dict(reason.valid_data) if isinstance(reason.valid_data, Mapping) else {}
        empty: Answers = {key: None for key in made if key not in answers}
        return {**answers, **empty}

    def _complain(self, asked: Sequence[Component], place: _Place, reason: ValidationError) -> None:
        messages = reason.messages_dict
        for component in asked:
            if component.key in messages:
                said = dict.fromkeys(_flat(messages[component.key]))
                self._say(component, place, list(said))

    def _say(self, component: Component, place: _Place, predicates: Sequence[str]) -> None:
        name = f"{place.prefix}{component.key}"
        self.errors.setdefault(name, []).extend(
            f"{place.spoken}“{component.label}”{predicate}" for predicate in predicates
        )

    def _inside(self, component: Component, place: _Place) -> object:
        entered = place.entered.get(component.key or "")
        name = f"{place.prefix}{component.key}"
        if component.kind is Kind.GROUP:
            inner = entered if isinstance(entered, dict) else {}
            context = {**place.context, **inner}
            return self.container(
                component.children, _Place(f"{name}.", place.spoken, inner, context)
            )
        rows = entered if isinstance(entered, list) else []
        if component.required and not rows:
            self._say(component, place, ["须至少填写一项"])
        return [
            self.container(
                component.children,
                _Place(
                    f"{name}.{number}.",
                    f"{component.label}第{number + 1}项",
                    row,
                    row_context(place.context, row),
                ),
            )
            for number, row in enumerate(rows)
        ]

    def _assert(self, component: Component, place: _Place, known: Mapping[str, object]) -> None:
        """Hold the answer against `properties.valid`, a FEEL sentence; null passes."""
        sentence = component.properties.get("valid")
        if sentence and evaluate(sentence, known) is False:
            self._say(component, place, [component.properties.get("validMessage", "内容有误")])


def _level(components: Sequence[Component]) -> Iterator[Component]:
    """Yield the components whose answers stand side by side, groups without path opened."""
    for component in components:
        if component.kind is Kind.GROUP and component.key is None:
            yield from _level(component.children)
        else:
            yield component


def _shown(components: Sequence[Component], context: Mapping[str, object]) -> Iterator[Component]:
    for component in components:
        if is_hidden(component, context):
            continue
        if component.kind is Kind.GROUP and component.key is None:
            yield from _shown(component.children, context)
        else:
            yield component


def _guess_all(components: Sequence[Component], entered: Mapping[str, object]) -> Answers:
    found: Answers = {}
    for component in _level(components):
        key = component.key
        if key is not None and WAS + key in entered:
            found[WAS + key] = entered[WAS + key]
        if key is None or key not in entered:
            continue
        value = entered[key]
        if component.kind is Kind.GROUP and isinstance(value, Mapping):
            found[key] = _guess_all(component.children, value)
        elif component.kind is Kind.DYNAMICLIST and isinstance(value, list):
            found[key] = [_guess_all(component.children, row) for row in value]
        else:
            found[key] = guess(component, value)
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _flat(messages: object) -> Iterator[str]:
    if isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _flat(inner)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner)
    else:
        yield str(messages)
