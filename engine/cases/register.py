"""文号登记簿: every number that was drawn, in its order, and what became of it (queries only).

A number is drawn inside the act that signs, so a series has no gaps; the register does not take
that on trust, but counts.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.cases import access
from engine.cases.numbers import CASES
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.letters import Letter, NumberSeries

PAGE = 100


@dataclass(frozen=True)
class RegisterQuery:
    """Which part is wanted; `before` is the sequence of the last one seen."""

    year: int
    series: str | None = None  # None: all of the year
    before: int | None = None


@dataclass(frozen=True)
class Series:
    """One series (字) of a year: how far it has come, what was withdrawn, what is missing."""

    name: str
    last: int
    latest: str  # the number as it is written
    withdrawn: int
    missing: tuple[int, ...]


@dataclass(frozen=True)
class RegisterRow:
    """One number with its letter, its case, and the letter that has taken its place."""

    letter: Letter
    case: Case
    replaced_by: Letter | None


@dataclass(frozen=True)
class RegisterPage:
    """Numbers, the latest first, and the sequence before which the next page begins."""

    rows: tuple[RegisterRow, ...]
    next: int | None


def years_of(office: Office) -> list[int]:
    """List the years in which the agency has numbered letters, the latest first.

    Raises:
        NotAllowed.
    """
    access.require(office, Permission.NUMBERS)
    rows = (
        select(NumberSeries.year)
        .where(NumberSeries.agency_id == office.actor.agency_id, NumberSeries.series != CASES)
        .distinct()
        .order_by(NumberSeries.year.desc())
    )
    return list(office.session.scalars(rows))


def series_of(office: Office, year: int) -> list[Series]:
    """Say of every series of a year how far it has come, and whether any number is missing.

    Raises:
        NotAllowed.
    """
    access.require(office, Permission.NUMBERS)
    drawn = office.session.execute(
        select(NumberSeries.series, NumberSeries.last)
        .where(NumberSeries.agency_id == office.actor.agency_id, NumberSeries.year == year)
        .where(NumberSeries.series != CASES, NumberSeries.last > 0)
        .order_by(NumberSeries.series)
    )
    return [_series(office, year, name, last) for name, last in drawn]


def _series(office: Office, year: int, name: str, last: int) -> Series:
    mine = (Letter.agency_id == office.actor.agency_id, Letter.year == year, Letter.series == name)
    rows = select(Letter.sequence, Letter.number, Letter.withdrawn_on).where(*mine)
    found = {row.sequence: row for row in office.session.execute(rows)}
    return Series(
        name=name,
        last=last,
        latest=found[last].number or "" if last in found else "",
        withdrawn=sum(row.withdrawn_on is not None for row in found.values()),
        missing=tuple(number for number in range(1, last + 1) if number not in found),
    )


def read_register(office: Office, query: RegisterQuery, most: int | None = PAGE) -> RegisterPage:
    """Give the numbers of a year, or of one of its series, the latest first.

    Raises:
        NotAllowed.
    """
    access.require(office, Permission.NUMBERS)
    successor = aliased(Letter)
    rows = (
        select(Letter, Case, successor)
        .join(Case, Case.id == Letter.case_id)
        .outerjoin(successor, successor.id == Letter.replaced_by_id)
        .where(Letter.agency_id == office.actor.agency_id, Letter.year == query.year)
        .order_by(Letter.series, Letter.sequence.desc())
    )
    if query.series is not None:
        rows = rows.where(Letter.series == query.series)
    if query.before is not None:
        rows = rows.where(Letter.sequence < query.before)
    if most is not None:
        rows = rows.limit(most + 1)
    found = [RegisterRow(*row) for row in office.session.execute(rows).unique()]
    page = tuple(found if most is None else found[:most])
    return RegisterPage(page, page[-1].letter.sequence if len(found) > len(page) else None)
