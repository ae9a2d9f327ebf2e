"""Which cases are to be counted anew when the calendar or an agency's way of counting changes."""

from sqlalchemy import select

from engine.office import Office
from engine.store.cases import Case


def running_cases(office: Office) -> list[int]:
    """List the agency's cases whose period still runs or may run again, the most urgent first.

    `engine.cases.steps.wake` counts one of them anew and sets its timers.
    """
    own = (Case.agency_id == office.actor.agency_id, Case.open)
    rows = select(Case.id).where(*own).order_by(Case.due_on.is_(None), Case.due_on, Case.id)
    return list(office.session.scalars(rows))
