"""The head of every page of a case: what it is about, how its clock stands."""

from dataclasses import dataclass
from typing import Any

from engine.cases.access import case_of
from engine.cases.clocks import case_clock
from engine.cases.files import attachments_of
from engine.cases.labels import wishes_of
from engine.cases.letters import letters_of
from engine.cases.tasks import offers_of
from engine.law.application import ApplicantKind, Channel
from engine.law.clock import Reading
from engine.law.replies import Reply
from engine.office import Office
from engine.roles import Permission, may
from engine.store.agencies import Department
from engine.store.cases import Case
from engine.store.instances import OfferedMessage
from engine.store.people import Person
from webui.clock_rail import Rail, rail_of
from webui.urgency import Pill, masked_name, pill


@dataclass(frozen=True)
class CaseHead:
    """What stands above the tabs of a case."""

    case: Case
    reading: Reading
    pill: Pill
    rail: Rail | None
    applicant: str
    applicant_kind: str
    channel: str
    department: str
    handler: str
    result: str
    papers: int
    offers: tuple[OfferedMessage, ...]
    wishes: tuple[tuple[str, str], ...]


def head_of(office: Office, case_id: int) -> CaseHead:
    """Gather the head of a case the actor may see."""
    case = case_of(office, case_id)
    reading = case_clock(office, case_id)
    papers = len(letters_of(office, case_id)) + len(attachments_of(office, case_id))
    return CaseHead(
        case=case,
        reading=reading,
        pill=pill(str(reading.state), reading.left, filed=not case.open),
        rail=rail_of(reading),
        applicant=applicant_shown(office, case),
        applicant_kind=kind_label(case.applicant.kind),
        channel=Channel(case.channel).label,
        department=_name(office.session.get(Department, case.department_id or 0)),
        handler=_name(office.session.get(Person, case.handler_id or 0)),
        result=result_label(case.result),
        papers=papers,
        offers=tuple(offers_of(office, case_id)),
        wishes=tuple(wishes_of(office, case_id)),
    )


def applicant_shown(office: Office, case: Case) -> str:
    """Write the applicant's name; a department that only searches sees it masked."""
    name = case.applicant.name
    return name if may(office.actor.roles, Permission.READ_CASE) else masked_name(name)


def kind_label(kind: str) -> str:
    """Name an applicant's category as the annual report does."""
    return ApplicantKind(kind).label


def result_label(code: str | None) -> str:
    """Name a result; empty while there is none."""
    return Reply.of(code).value.label if code else ""


def _name(row: Any) -> str:  # noqa: ANN401  (a person or a department)
    return str(row.name) if row is not None else ""
