"""What stored answers are called: the words of the published form in which they were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from engine.cases import access
from engine.cases.choices import choices_for
from engine.cases.files import HELD, attachments_of
from engine.cases.package import Package, shelved
from engine.errors import OfficeError
from engine.forms import Component, Form, Kind, file_answers
from engine.law.wording import in_chinese
from engine.office import Office
from engine.store.cases import Case
from engine.store.deployments import Deployment
from engine.store.events import CaseEvent, events_of

Labels = Mapping[str, Mapping[str, str]]
"""The words of stored values, by where the choice comes from."""

_INTAKE, _DELIVERY = "intake", "delivery"


def wishes_of(office: Office, case_id: int) -> list[tuple[str, str]]:
    """Say in words how the applicant wants the information (条例第二十九条第二款第三项).

    The labels are those of the intake form of the case's own package; what that form does not
    ask is not shown. A box that was ticked is its label alone, without further words.

    Raises:
        CaseNotFound.
    """
    case = access.case_of(office, case_id)
    package = _package_of(office, case)
    form = package.form(package.definition.start_form or _INTAKE)
    return [
        (component.label, _words(component, case.wishes[component.key]))
        for component in form.walk()
        if component.key and case.wishes.get(component.key)
    ]


def delivery_methods(office: Office, case_id: int) -> Mapping[str, str]:
    """Give the ways of service by their value, as the delivery form of the case offers them.

    Raises:
        CaseNotFound.
    """
    package = _package_of(office, access.case_of(office, case_id))
    if f"forms/{_DELIVERY}.json" not in package.files:
        return {}
    components = package.form(_DELIVERY).walk()
    return next((_options(each) for each in components if each.key == "method"), {})


@dataclass(frozen=True)
class Record:
    """One recorded act with everything that was filled in: (question, answer) in form order."""

    event: CaseEvent
    answers: tuple[tuple[str, str], ...]
    form: str = ""  # the key of the form it was filled in on
    files: tuple[str, ...] = ()  # the files that were sent or ticked, as the answers keep them


class RecordNotFound(OfficeError):
    """The case has no such record."""

    code = "record_not_found"
    message = "本案没有这条办理记录。请从“办理记录”中重新选择。"


def record_of(office: Office, case_id: int, seq: int) -> Record:
    """Read back what was filled in at a step, in the words of the form it was given in.

    Raises:
        CaseNotFound, RecordNotFound.
    """
    case = access.case_of(office, case_id)
    event = office.session.scalar(
        select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.seq == seq)
    )
    if event is None:
        raise RecordNotFound
    return _record(event, _package_of(office, case), _known(office, case_id))


def records_of(office: Office, case_id: int) -> list[Record]:
    """Read back everything that was filled in on a case, in the order in which it was.

    Raises:
        CaseNotFound.
    """
    package = _package_of(office, access.case_of(office, case_id))
    known = _known(office, case_id)
    events = events_of(office.session, case_id)
    return [_record(event, package, known) for event in events if event.payload.get("form")]


def application_of(
    office: Office, case_id: int, filled: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """Write what was filled in when a case was registered, in the words of its own intake form.

    Raises:
        CaseNotFound.
    """
    package = _package_of(office, access.case_of(office, case_id))
    form = package.form(package.definition.start_form or _INTAKE)
    return _answers(form, filled, _known(office, case_id))


def _record(event: CaseEvent, package: Package, known: Labels) -> Record:
    node = package.definition.nodes.get(event.node_id)
    key = (node.form_key or node.properties.get("formKey", "")) if node else ""
    filled = event.payload.get("form")
    if not key or not isinstance(filled, dict):
        return Record(event, ())
    form = package.form(key)
    files = (str(each) for _, given in file_answers(form, filled) for each in given)
    return Record(event, _answers(form, filled, known), key, tuple(files))


def _answers(form: Form, filled: Mapping[str, Any], known: Labels) -> tuple[tuple[str, str], ...]:
    return tuple(
        (component.label, _said(component, filled[component.key], known))
        for component in form.walk()
        if component.key and filled.get(component.key) not in (None, "", [])
    )


def _known(office: Office, case_id: int) -> Labels:
    """Give the words of what the office offers and of files, by the source of the choice."""
    known = {
        source: {option["value"]: option["label"] for option in options}
        for source, options in choices_for(office).items()
    }
    files = {str(each.id): each.filename for each in attachments_of(office, case_id)}
    held = {f"{HELD}{key}": label for key, label in known["holdings"].items()}
    return known | {Kind.FILEPICKER.value: files | held}


def _said(component: Component, answer: Any, known: Labels) -> str:  # noqa: ANN401  (a JSON value)
    """Write one answer as a reader expects it; a list has one line per row."""
    if isinstance(answer, bool):
        return "是" if answer else "否"
    if component.kind is Kind.DATETIME:
        return _day(str(answer))
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return "\n".join(
            _row(component, number, row, known) for number, row in enumerate(answer, 1)
        )
    return _words(component, answer, known)


def _day(answer: str) -> str:
    """Write a day as a record has to be read; a time of day stays as it was given."""
    try:
        return in_chinese(date.fromisoformat(answer))
    except ValueError:
        return answer


def _row(component: Component, number: int, row: Mapping[str, Any], known: Labels) -> str:
    cells = [
        f"{child.label}：{_said(child, row[child.key], known)}"
        for child in component.children
        if child.key and row.get(child.key) not in (None, "", [])
    ]
    said = cells or [str(row.get("name") or row.get("label") or "")]
    return f"{number}. {'；'.join(said)}"


def _words(
    component: Component,
    answer: Any,  # noqa: ANN401  (a JSON value)
    known: Labels = MappingProxyType({}),
) -> str:
    if answer is True:
        return ""
    given = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else [answer]
    source = str(component.document.get("valuesKey") or component.kind.value)
    labels = known.get(source) or _options(component)
    return "、".join(labels.get(str(each), str(each)) for each in given)


def _options(component: Component) -> dict[str, str]:
    return {str(option.value): option.label for option in component.options}


def _package_of(office: Office, case: Case) -> Package:
    content = select(Deployment.content_hash).where(Deployment.id == case.deployment_id)
    return shelved(office.session, case.deployment_id, office.session.scalars(content).one())
