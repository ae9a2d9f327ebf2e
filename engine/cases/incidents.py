"""Failed steps as rows: one open row per step that waits to be repaired."""

from sqlalchemy import select

from engine.cases.sitting import Sitting
from engine.store.instances import StepIncident


def write(sitting: Sitting) -> list[str]:
    """Keep one open row per failed step; a step that got through is marked resolved."""
    now = {incident.key: incident for incident in sitting.instance.incidents()} | sitting.failed
    if not now and not sitting.projected.get("incidents"):
        return []
    session = sitting.office.session
    rows = session.scalars(
        select(StepIncident).where(
            StepIncident.case_id == sitting.case_id, StepIncident.resolved_at.is_(None)
        )
    ).all()
    fresh = dict(now)
    for row in rows:
        incident = fresh.pop(row.step_key, None)
        if incident is None:
            row.resolved_at = sitting.office.at
            row.resolution = row.resolution or "已恢复办理"
        else:
            row.message = incident.message
    for incident in fresh.values():
        session.add(
            StepIncident(
                case_id=sitting.case_id,
                step_key=incident.key,
                node_id=incident.node.id,
                node_name=incident.node.name or incident.node.id,
                message=incident.message,
                raised_at=sitting.office.at,
            )
        )
    session.flush()
    return list(now)
