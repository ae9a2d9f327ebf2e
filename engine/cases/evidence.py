"""证据卷: everything a case consists of, gathered for court or review.

Three steps, so that nobody waits for the binding: `gather` reads, `engine.cases.evidence_binding`
prints and binds outside every transaction, `record_export` writes down what was handed out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.cases import access
from engine.cases.evidence_matter import Section
from engine.cases.evidence_parts import sections_of
from engine.cases.evidence_source import MOST_BYTES, Source
from engine.cases.facts import agency_of
from engine.cases.package import current_package
from engine.cases.sitting import hold
from engine.documents import TemplateRefused
from engine.documents.volume import VolumePlan, read_volume
from engine.errors import OfficeError
from engine.law.application import ApplicantKind
from engine.law.replies import Reply
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.events import Entry, Recorder, append, events_of

MOST_REASON = 200
EXPORTED = "evidence:exported"
_FOLDER = "templates/evidence/"


class ReasonMissing(OfficeError):
    """Whoever takes a whole case away says what for."""

    code = "reason_missing"
    message = f"请填写导出证据卷的事由（不超过{MOST_REASON}字），如“行政复议答复”。没有导出。"


class VolumeMissing(OfficeError):
    """The published package has no templates for the bundle."""

    code = "volume_missing"
    message = (
        "现行流程包没有证据卷的模板（templates/evidence），不能编制证据卷，案件没有变化。"
        "请流程管理员发布含有该模板的流程包。"
    )


@dataclass(frozen=True)
class Dossier:
    """A case as it stood at one moment: plain values and bytes, nothing alive."""

    case_id: int
    plan: VolumePlan
    face: dict[str, Any]  # what every template knows: agency, applicant, case
    front: dict[str, Any]  # what the cover says besides
    sections: tuple[Section, ...]
    reason: str
    at: datetime
    through: int  # the last record it contains


def gather(office: Office, case_id: int, reason: str) -> Dossier:
    """Read everything a bundle of the case consists of.

    Raises:
        NotAllowed, CaseNotFound: the actor may not read the case.
        ReasonMissing, VolumeMissing.
    """
    access.require(office, Permission.READ_CASE)
    case = access.case_of(office, case_id)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= MOST_REASON:
        raise ReasonMissing
    plan = _plan_of(office)
    events = tuple(events_of(office.session, case.id))
    source = Source(office, case, plan, events, MOST_BYTES)
    last = events[-1]
    return Dossier(
        case_id=case.id,
        plan=plan,
        face=_face(office, case, source),
        front={
            "subject": case.subject or "—",
            "result": Reply.of(case.result).value.label if case.result else "",
            "reason": reason,
            "made_by": office.actor.name,
            "through": last.seq,
            "digest": last.digest,
            "verdict": source.verdict,
        },
        sections=sections_of(source),
        reason=reason,
        at=office.at,
        through=last.seq,
    )


def record_export(office: Office, dossier: Dossier, sha256: str, pages: int) -> None:
    """Write down who took the bundle away, what for, and which bytes it had."""
    hold(office, access.case_of(office, dossier.case_id).id)
    entry = Entry(
        EXPORTED,
        office.today,
        f"证据材料已导出（{dossier.reason}）：证据卷共{pages}页，截至第{dossier.through}条办理记录，"
        f"校验值{sha256}",
        payload={
            "reason": dossier.reason,
            "sha256": sha256,
            "pages": pages,
            "through": dossier.through,
        },
    )
    actor = office.actor
    append(office.session, dossier.case_id, entry, Recorder(actor.id, actor.name, office.at))


def _plan_of(office: Office) -> VolumePlan:
    files = current_package(office.session, office.actor.agency_id).files
    own = {
        path.removeprefix(_FOLDER): content
        for path, content in files.items()
        if path.startswith(_FOLDER)
    }
    try:
        return read_volume(own)
    except TemplateRefused as refusal:
        raise VolumeMissing from refusal


def _face(office: Office, case: Case, source: Source) -> dict[str, Any]:
    agency, reading = agency_of(office, case), source.reading
    return {
        "agency": {"name": agency.name, "signing_entity": agency.signing_entity},
        "applicant": {
            "name": case.applicant.name,
            "kind": case.applicant.kind,
            "kind_label": ApplicantKind(case.applicant.kind).label,
        },
        "case": {
            "number": case.number,
            "received_on": reading.receipt_date,
            "receipt_reason": reading.receipt_reason,
        },
    }
