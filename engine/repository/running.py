"""Which versions are still worked on: open cases stay on the one they began with."""

from sqlalchemy import func, select

from engine.office import Office
from engine.store.cases import Case


def open_cases(office: Office) -> dict[int, int]:
    """Count the agency's open cases by the key of the deployment they run on."""
    rows = office.session.execute(
        select(Case.deployment_id, func.count())
        .where(Case.agency_id == office.actor.agency_id, Case.open)
        .group_by(Case.deployment_id)
    )
    return {row[0]: row[1] for row in rows}
