"""Numbers that are never reused: drawn inside the act, gap-free per agency, year and series.

And the codes with which somebody outside asks after a case or a letter, which nobody can guess.
"""

import secrets
import unicodedata
from contextlib import suppress

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from engine.office import Office
from engine.store.letters import NumberSeries

CASES = "case"
"""The series of application numbers (申请编号)."""

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a query code (查询码) is made of: nothing that is read as another, 0 O, 1 I L, U V."""

_CODE, _SHORT, _GROUP = 16, 12, 4
"""Sixteen of thirty characters are 78 bits, twelve are 58, in groups that can be read out."""


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


def query_code() -> str:
    """Draw a query code at random, such as K7QD-4M2X-9HTR-WB3E."""
    return _grouped("".join(secrets.choice(UNMISTAKABLE) for _ in range(_CODE)))


def verification_code(sha256: str) -> str:
    """Give the code (校验码) by which a printed copy is asked after, from the PDF's SHA-256."""
    rest, characters = int(sha256, 16), ""
    for _ in range(_SHORT):
        rest, place = divmod(rest, len(UNMISTAKABLE))
        characters += UNMISTAKABLE[place]
    return _grouped(characters)


def typed_code(typed: str) -> str:
    """Give the code that somebody meant who typed it in small or wide letters, or ran it on."""
    wide = unicodedata.normalize("NFKC", typed).upper()
    return _grouped("".join(each for each in wide if each.isalnum()))


def _grouped(characters: str) -> str:
    return "-".join(characters[at : at + _GROUP] for at in range(0, len(characters), _GROUP))
