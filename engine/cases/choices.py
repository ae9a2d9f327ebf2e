"""What a form may offer to choose from, beyond its own options (`valuesKey`)."""

from typing import Any

from sqlalchemy import select

from engine.law.replies import Reply
from engine.office import Office
from engine.store.agencies import Department
from engine.store.holdings import HeldDocument
from engine.store.people import Person

_MOST_HOLDINGS = 500


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


def _people(office: Office) -> list[dict[str, str]]:
    rows = office.session.scalars(
        select(Person)
        .where(Person.agency_id == office.actor.agency_id, Person.active)
        .order_by(Person.id)
    )
    return [_option(each.id, each.name) for each in rows]


def _holdings(office: Office) -> list[dict[str, str]]:
    rows = office.session.execute(
        select(HeldDocument.id, HeldDocument.title, HeldDocument.number)
        .where(HeldDocument.agency_id == office.actor.agency_id)
        .order_by(HeldDocument.id.desc())
        .limit(_MOST_HOLDINGS)
    )
    return [_option(row.id, f"{row.title}{row.number and f'（{row.number}）'}") for row in rows]


def _option(value: object, label: str) -> dict[str, str]:
    return {"value": str(value), "label": label}
