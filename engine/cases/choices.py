"""What a form may offer to choose from, beyond its own options (`valuesKey`), and ask about it."""

from typing import Any

from sqlalchemy import Row, Select, select

from engine.cases.files import HELD
from engine.forms import Form, names_in
from engine.law.replies import Reply
from engine.office import Office
from engine.store.agencies import Department
from engine.store.cases import Attachment
from engine.store.holdings import HeldDocument
from engine.store.people import Person

_MOST_HOLDINGS = 500
_TOLD = (
    *(HeldDocument.id, HeldDocument.title, HeldDocument.number, HeldDocument.made_by),
    *(HeldDocument.issued_on, HeldDocument.pages, HeldDocument.attribute),
    *(HeldDocument.public_way, HeldDocument.filename),
)


def choices_for(office: Office) -> dict[str, Any]:
    """Gather the agency's departments, people, documents held, and the lawful results."""
    agency = office.actor.agency_id
    departments = office.session.scalars(
        select(Department)
        .where(Department.agency_id == agency, Department.active)
        .order_by(Department.id)
    ).all()
    return {
        "departments": [_option(each.id, each.name) for each in departments],
        "people": _people(office),
        "holdings": _holdings(office),
        "replies": [_option(each.value.code, each.value.label) for each in Reply],
        "grounds": [
            _option(each.value.code, each.value.label)
            for each in Reply
            if each.value.code.startswith("deny.")
        ],
    }


def files_and_documents(office: Office, case_id: int, form: Form) -> dict[str, Any]:
    """Give a form that asks for them the documents held (`holdings`) and the case's files, by key.

    A document has what the register says of it; its `files`, and each of the case's files, are
    options which a file question may offer.
    """
    asked = names_in(form)
    known: dict[str, Any] = {}
    if "holdings" in asked:
        rows = office.session.execute(_newest(select(*_TOLD), office))
        known["holdings"] = {str(row.id): _facts(row) for row in rows}
    if "case_files" in asked:
        files = office.session.scalars(select(Attachment).where(Attachment.case_id == case_id))
        known["case_files"] = {str(f.id): _option(f.id, f"本案材料：{f.filename}") for f in files}
    return known


def _facts(document: "Row[*tuple[Any, ...]]") -> dict[str, Any]:
    facts = {name: value or None for name, value in document._asdict().items()}
    file = _option(f"{HELD}{document.id}", f"目录所存文件：{document.filename}")
    return facts | {"files": [file] if document.filename else []}


def _people(office: Office) -> list[dict[str, str]]:
    rows = office.session.scalars(
        select(Person)
        .where(Person.agency_id == office.actor.agency_id, Person.active)
        .order_by(Person.id)
    )
    return [_option(each.id, each.name) for each in rows]


def _holdings(office: Office) -> list[dict[str, str]]:
    columns = select(HeldDocument.id, HeldDocument.title, HeldDocument.number)
    rows = office.session.execute(_newest(columns, office))
    return [_option(row.id, f"{row.title}{row.number and f'（{row.number}）'}") for row in rows]


def _newest(rows: "Select[*tuple[Any, ...]]", office: Office) -> "Select[*tuple[Any, ...]]":
    return (
        rows.where(HeldDocument.agency_id == office.actor.agency_id)
        .order_by(HeldDocument.id.desc())
        .limit(_MOST_HOLDINGS)
    )


def _option(value: object, label: str) -> dict[str, str]:
    return {"value": str(value), "label": label}
