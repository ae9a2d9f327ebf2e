"""Open a case: its row, its number, its first facts, its running instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from engine.cases import numbers
from engine.cases.facts import rules_of
from engine.cases.package import Package
from engine.cases.sitting import Facts, Sitting
from engine.law.application import Channel, day_of_receipt
from engine.office import Office
from engine.store.agencies import Agency
from engine.store.cases import Applicant, Case
from engine.store.events import CLOCK_TAG, Entry, Link, Recorder, append, clock_events
from engine.store.instances import ProcessInstance

CASE_NUMBER = "{year}-公开-{seq}"
"""How an application is numbered unless the agency set another pattern."""

_TITLE = 60  # characters: fits a worklist row


@dataclass(frozen=True)
class Application:
    """What an application says, checked: who, what, by which channel, in which form."""

    applicant: Applicant
    channel: str
    content: str
    received: Mapping[str, Any]  # the `received` event of engine.law.events
    form: Mapping[str, Any] = field(default_factory=dict)  # as filled in, for the diagram
    wishes: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""


def open_case(
    office: Office, package: Package, application: Application, parent: Case | None = None
) -> Sitting:
    """Keep a new case with its first facts and start its process.

    Whoever calls carries it on (`steps.begin`), so that its own first actions are done.
    """
    case = _new_case(office, package, application, parent)
    last = _record_receipt(office, case, application)
    facts = World(at=office.at, calendar=office.calendar, facts=Facts(office, case.id))
    variables = {"intake": dict(application.form)}
    instance = Instance.start(package.definition, variables, facts)
    office.session.add(
        ProcessInstance(case_id=case.id, version=0, state=instance.state(), changed_at=office.at)
    )
    office.session.flush()
    return Sitting(
        office, case.id, case.agency_id, package, instance, 0, last=last, clock_moved=True
    )


def _record_receipt(office: Office, case: Case, application: Application) -> Link:
    """Record what is known of the receipt; its day follows from the channel (条例第三十一条)."""
    rules = rules_of(office.session.get_one(Agency, case.agency_id))
    receipt = day_of_receipt(application.received, rules, office.calendar)
    channel = Channel(case.channel).label
    entry = Entry(
        CLOCK_TAG,
        receipt.on or office.today,
        f"收到申请（{channel}）：{receipt.reason}",
        receipt.article,
        application.received,
    )
    actor = office.actor
    return append(office.session, case.id, entry, Recorder(actor.id, actor.name, office.at))


def _new_case(
    office: Office, package: Package, application: Application, parent: Case | None
) -> Case:
    agency = office.session.get_one(Agency, office.actor.agency_id)
    year = office.today.year
    sequence = numbers.draw(office, agency.id, year, numbers.CASES)
    pattern = str(agency.settings.get("case_number", CASE_NUMBER))
    case = Case(
        agency_id=agency.id,
        number=numbers.case_number(pattern, year, sequence),
        parent_id=parent.id if parent else None,
        deployment_id=package.deployment_id,
        applicant=application.applicant,
        channel=application.channel,
        subject=application.subject or subject_of(application.content),
        content=application.content,
        wishes=dict(application.wishes),
        query_code=numbers.query_code(),
        created_at=office.at,
    )
    office.session.add(case)
    office.session.flush()
    return case


def open_child(sitting: Sitting, content: str) -> Case:
    """Give one matter of a letter its own case, received with the letter (一事一申请)."""
    parent = sitting.case
    application = Application(
        applicant=parent.applicant,
        channel=parent.channel,
        content=content,
        received=_receipt_known(sitting),
        form=_form_of(sitting),
        wishes=parent.wishes,
    )
    child = open_case(sitting.office, sitting.package, application, parent)
    sitting.opened.append(child)
    return child.case


def _form_of(sitting: Sitting) -> dict[str, Any]:
    form = sitting.instance.variables.get("intake")
    return dict(form) if isinstance(form, dict) else {}


def _receipt_known(sitting: Sitting) -> dict[str, Any]:
    """Give the parent's receipt with its confirmation, if that came later."""
    events = clock_events(sitting.office.session, sitting.case.id)
    received = dict(next(event for event in events if event["type"] == "received"))
    for event in events:
        if event["type"] == "receipt_confirmed":
            received["confirmed"] = event["date"]
    return received


def subject_of(content: str) -> str:
    """Make a working title from what the applicant wrote; the registrar may better it."""
    line = " ".join(content.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"
