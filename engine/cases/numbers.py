"""Numbers that are never reused: drawn inside the act, gap-free per agency, year and series."""

from contextlib import suppress

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from engine.office import Office
from engine.store.letters import NumberSeries

CASES = "case"
"""The series of application numbers (申请编号)."""


def draw(office: Office, agency_id: int, year: int, series: str) -> int:
    """Draw the next number of a series; it counts only if the act is committed.

    The row is locked by the UPDATE, so two acts never draw the same number; an act that
    is rolled back gives its number back.
    """
    row = (
        NumberSeries.agency_id == agency_id,
        NumberSeries.year == year,
        NumberSeries.series == series,
    )
    following = (
        update(NumberSeries)
        .where(*row)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
    )
    session = office.session
    drawn = session.execute(following).scalar_one_or_none()
    if drawn is not None:
        return drawn
    begin = insert(NumberSeries).values(agency_id=agency_id, year=year, series=series, last=0)
    with suppress(IntegrityError), session.begin_nested():
        session.execute(begin)  # waits for, and yields to, another who begins it at this moment
    return session.execute(following).scalar_one()


def case_number(pattern: str, year: int, sequence: int) -> str:
    """Write an application number by the agency's pattern, such as 2026-公开-0007."""
    return pattern.replace("{year}", str(year)).replace("{seq}", f"{sequence:04d}")
