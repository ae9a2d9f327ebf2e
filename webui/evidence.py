"""证据卷: a whole case as one numbered PDF, for court or review."""

from flask import Response, request

from engine.cases.evidence import gather, record_export
from engine.cases.evidence_binding import bind_dossier
from engine.office import Office
from engine.roles import Permission
from webui.database import reading_first
from webui.downloads import attachment
from webui.guard import Route


def export_evidence(office: Office, case_id: int) -> Response:
    """Bind the case while nobody waits for it, write down that it was taken away, hand it out."""
    with reading_first():
        dossier = gather(office, case_id, request.form.get("reason", ""))
    volume = bind_dossier(dossier)
    record_export(office, dossier, volume.sha256, volume.pages)
    name = f"{dossier.plan.title}{dossier.face['case']['number']}.pdf"
    return attachment(volume.pdf, name, "application/pdf")


ROUTES = (Route("/cases/<int:case_id>/evidence", export_evidence, Permission.READ_CASE, ("POST",)),)
