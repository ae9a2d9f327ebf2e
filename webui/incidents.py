"""故障处理: steps that failed, to be tried again or passed by, with a reason on record."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.access import case_of
from engine.cases.history import incidents_of
from engine.cases.steps import movable_to, move, retry
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.instances import StepIncident
from webui.guard import Route


class ReasonMissing(OfficeError):
    """Moving a case by hand needs a reason for the record."""

    code = "reason_missing"
    message = "移动案件须填写理由并选择目标环节，理由将记入办理记录。请补充后再提交。"


class IncidentNotFound(OfficeError):
    """No such incident, or not in this person's agency."""

    code = "incident_not_found"
    message = "没有找到该故障记录，可能已经恢复。请返回故障列表查看。"


def incidents(office: Office) -> ResponseReturnValue:
    """List the failed steps of the agency."""
    rows = [(row, case_of(office, row.case_id)) for row in incidents_of(office)]
    return render_template("incidents/list.html", rows=rows)


def show_incident(office: Office, incident_id: int) -> ResponseReturnValue:
    """Show one failed step, and where the case could be taken."""
    row = _incident(office, incident_id)
    return render_template(
        "incidents/one.html",
        row=row,
        case=case_of(office, row.case_id),
        targets=movable_to(office, incident_id),
    )


def retry_incident(office: Office, incident_id: int) -> ResponseReturnValue:
    """Try the step again."""
    _incident(office, incident_id)
    row = retry(office, incident_id)
    g.print_case = row.case_id
    flash("已恢复办理。" if row.resolved_at else f"重试后仍未成功：{row.message}")
    return redirect(f"/cases/{row.case_id}" if row.resolved_at else "/incidents", 303)


def move_incident(office: Office, incident_id: int) -> ResponseReturnValue:
    """Take the case to another step."""
    _incident(office, incident_id)
    target, reason = request.form.get("target", ""), request.form.get("reason", "").strip()
    if not target or not reason:
        raise ReasonMissing
    row = move(office, incident_id, target, reason)
    g.print_case = row.case_id
    flash("案件已移至所选环节，理由已记入办理记录。")
    return redirect(f"/cases/{row.case_id}", 303)


def _incident(office: Office, incident_id: int) -> StepIncident:
    row = office.session.get(StepIncident, incident_id)
    if row is None:
        raise IncidentNotFound
    case_of(office, row.case_id)
    return row


ROUTES = (
    Route("/incidents", incidents, Permission.REPAIR),
    Route("/incidents/<int:incident_id>", show_incident, Permission.REPAIR),
    Route("/incidents/<int:incident_id>/retry", retry_incident, Permission.REPAIR, ("POST",)),
    Route("/incidents/<int:incident_id>/move", move_incident, Permission.REPAIR, ("POST",)),
)
