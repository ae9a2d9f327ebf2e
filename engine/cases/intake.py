"""What comes in from outside: an application is received, by whichever channel."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from engine.cases import access, steps
from engine.cases.choices import choices_for
from engine.cases.facts import rules_of
from engine.cases.files import Upload, attach, problems_of
from engine.cases.opening import Application, open_case
from engine.cases.package import Package, current_package
from engine.cases.tasks import FormRefused, Raw
from engine.errors import OfficeError
from engine.forms import (
    CALENDAR,
    Form,
    FormErrors,
    FormView,
    load_submission,
    present,
    typed_values,
)
from engine.law.application import Receipt, day_of_receipt
from engine.office import Office
from engine.roles import Permission
from engine.store.agencies import Agency
from engine.store.cases import Applicant, Case
from engine.store.events import Entry, Recorder, append
from engine.store.vault import vault_of

_RECEIPT_KEYS = (
    *("channel", "date", "posted", "signed", "addressed_to"),
    *("arrived", "submitted", "confirmed"),
)
_CONTACT_KEYS = (
    *("phone", "email", "address", "postcode", "contact_name", "legal_representative"),
    *("agent_name", "fax"),
)
_WISH_KEYS = (
    *("wanted_form", "wanted_way", "accept_other"),
    *("needs_help", "large_print", "index_number"),
)


class CameInFuture(OfficeError):
    """An application cannot have come in tomorrow."""

    code = "came_in_future"
    article = "条例第三十一条"
    message = "收到申请的日期{day}晚于今天{today}。请按实际收到的日期填写。"


def start_view(office: Office, raw: Raw | None = None) -> FormView:
    """Show the form with which an application is registered (the diagram's start form)."""
    access.require(office, Permission.INTAKE)
    form = _start_form(current_package(office.session, office.actor.agency_id))
    context = {"today": office.today, CALENDAR: office.calendar}
    return present(form, typed_values(form, raw or {}), {}, context, choices_for(office))


def preview_receipt(office: Office, raw: Raw) -> Receipt | None:
    """Work out the day of receipt while the form is being filled in; None if it can't be yet."""
    form = _start_form(current_package(office.session, office.actor.agency_id))
    typed = typed_values(form, raw)
    if not typed.get("channel"):
        return None
    rules = rules_of(office.session.get_one(Agency, office.actor.agency_id))
    try:
        return day_of_receipt(_received(typed), rules, office.calendar)
    except OfficeError:
        return None


def receive_application(
    office: Office, raw: Raw, files: Mapping[str, list[Upload]] | None = None
) -> Case:
    """Register an application and start its process (条例第二十九条、第三十一条).

    Raises:
        NotAllowed: the actor may not register.
        FormRefused: something typed cannot be taken.
        CameInFuture: a date lies ahead.
    """
    access.require(office, Permission.INTAKE)
    package = current_package(office.session, office.actor.agency_id)
    values = _checked(office, _start_form(package), raw, files or {})
    received = _received(values)
    _check_days(office, received)
    application = Application(
        applicant=_applicant(office, values),
        channel=str(values["channel"]),
        content=str(values["content"]),
        received=received,
        form=_without_identity(values),
        wishes={key: values[key] for key in _WISH_KEYS if values.get(key)},
    )
    sitting = open_case(office, package, application)
    for kind, uploads in (files or {}).items():
        for upload in uploads:
            attach(office, sitting.case, kind, upload)
    steps.begin(sitting)
    return sitting.case


def _start_form(package: Package) -> Form:
    return package.form(package.definition.start_form or "intake")


def _checked(
    office: Office, form: Form, raw: Raw, files: Mapping[str, list[Upload]]
) -> dict[str, Any]:
    context = {"today": office.today, CALENDAR: office.calendar}
    options = choices_for(office)
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    try:
        named = {field: [upload.name for upload in sent] for field, sent in files.items()}
        values = load_submission(form, {**raw, **named}, context, options)
    except FormErrors as refusal:
        errors = refusal.errors
    if errors := errors | problems_of(files):
        view = present(form, typed_values(form, raw), errors, context, options)
        raise FormRefused(view, len(errors))
    return values


def _received(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write the receipt in the vocabulary of `engine.law.events`."""
    event = {"type": "received"} | {key: values.get(key) for key in _RECEIPT_KEYS}
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in event.items()
        if value is not None
    }


def _check_days(office: Office, received: Mapping[str, Any]) -> None:
    days = [received[key] for key in _RECEIPT_KEYS[1:] if key in received]
    for day in days:
        if isinstance(day, str) and day[:4].isdigit() and day > office.today.isoformat():
            raise CameInFuture(day=day, today=office.today.isoformat())


def _applicant(office: Office, values: Mapping[str, Any]) -> Applicant:
    """Keep who applied; the identity number is sealed under the applicant's own place."""
    applicant = Applicant(
        agency_id=office.actor.agency_id,
        kind=str(values["applicant_kind"]),
        name=str(values["applicant_name"]),
        id_type=str(values.get("id_type") or ""),
        org_code=str(values.get("org_code") or ""),
        contact={key: values[key] for key in _CONTACT_KEYS if values.get(key)},
    )
    office.session.add(applicant)
    office.session.flush()
    if values.get("id_number"):
        applicant.id_number_sealed = vault_of(office.session).seal(
            str(values["id_number"]), f"applicant:{applicant.id}"
        )
        office.session.flush()
    return applicant


def _without_identity(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of the process what only the sealed record may hold (个人信息保护法第六条)."""
    secret = {"id_number", "agent_id_number"}
    return {key: value for key, value in values.items() if key not in secret}


def identity_of(office: Office, case_id: int) -> str:
    """Reveal an applicant's identity number; that it was read stands in the record.

    Empty, and nothing is recorded, where the applicant gave none.

    Raises:
        NotAllowed: the actor may not.
        IdentityUnreadable: it was sealed with another key.
    """
    access.require(office, Permission.REVEAL)
    applicant = access.case_of(office, case_id).applicant
    if applicant.id_number_sealed is None:
        return ""
    try:
        number = vault_of(office.session).open(
            applicant.id_number_sealed, f"applicant:{applicant.id}"
        )
    except InvalidTag as changed:
        raise IdentityUnreadable from changed
    entry = Entry("identity:read", office.today, "查看申请人完整证件号码", "个人信息保护法第六条")
    actor = office.actor
    append(office.session, case_id, entry, Recorder(actor.id, actor.name, office.at))
    return number


class IdentityUnreadable(OfficeError):
    """The sealed number does not open under the installation's key."""

    code = "identity_unreadable"
    message = "证件号码无法解密：密钥与数据不匹配。请联系系统管理员核对密钥备份。"


def masked(number: str) -> str:
    """Show only the first three and last four characters of an identity number."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"  # noqa: PLR2004


def similar_cases(office: Office, content: str, limit: int = 5) -> list[Case]:
    """List earlier cases with the same words, newest first: a hint, never a decision."""
    words = content.strip()[:40]
    if len(words) < 4:  # noqa: PLR2004  (too short to mean anything)
        return []
    rows = (
        select(Case)
        .where(access.my_cases(office), Case.content.contains(words, autoescape=True))
        .order_by(Case.id.desc())
        .limit(limit)
    )
    return list(office.session.scalars(rows))
