"""Print numbered letters outside every lock, then let their cases go on.

The door hands over `open_office`: a context manager that opens an Office (writer or reader),
commits when its block ends well and rolls back otherwise.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from engine.cases import steps
from engine.cases.files import keep
from engine.cases.sealing import finish_sealing, waiting_cases
from engine.documents import font_warning, render_pdf
from engine.office import Office
from engine.store.fingerprints import identifiers_of, sm3_of
from engine.store.letters import Letter

OpenOffice = Callable[[bool], AbstractContextManager[Office]]
"""`open_office(writer)`."""

_ROUNDS = 20
"""A case that goes on may sign the next letter; no procedure signs twenty in a row."""


@dataclass(frozen=True)
class Job:
    """One letter to print: everything the printer needs, and nothing alive."""

    letter_id: int
    case_id: int
    html: str
    identity: str
    on: date


def finish_rendering(open_office: OpenOffice, case_id: int | None = None) -> int:
    """Print every numbered letter (of one case, or of all) and carry the cases on.

    Returns:
        How many letters were printed.
    """
    printed = 0
    for _ in range(_ROUNDS):
        with open_office(False) as office:  # noqa: FBT003  (reader)
            jobs = pending(office, case_id)
        if not jobs:
            break
        for job in jobs:
            pdf = render_pdf(job.html, job.identity, job.on)
            with open_office(True) as office:  # noqa: FBT003  (writer)
                printed += attach_print(office, job, pdf)
    _finish_sealing(open_office, case_id)
    return printed


def _finish_sealing(open_office: OpenOffice, case_id: int | None) -> None:
    """Put the electronic seals that letters wait for, new ones and those that failed before."""
    with open_office(False) as office:  # noqa: FBT003  (reader)
        cases = waiting_cases(office.session)
    for waiting, _ in cases:
        if case_id in (None, waiting):
            finish_sealing(open_office, waiting)


def pending(office: Office, case_id: int | None = None, limit: int = 50) -> list[Job]:
    """List letters that are signed but have no print yet, oldest first."""
    rows = select(Letter).where(Letter.status == "numbered").order_by(Letter.id).limit(limit)
    if case_id is not None:
        rows = rows.where(Letter.case_id == case_id)
    return [
        Job(
            letter.id,
            letter.case_id,
            letter.html,
            letter.number or _unnumbered(letter),
            letter.issued_on,
        )
        for letter in office.session.scalars(rows)
        if letter.issued_on is not None
    ]


def _unnumbered(letter: Letter) -> str:
    """Name a record for ever, which bears no number."""
    return f"record-{letter.id}"


def attach_print(office: Office, job: Job, pdf: bytes) -> bool:
    """Freeze the print with its SHA-256 and SM3 and carry the case on; False if done before."""
    letter = office.session.get(Letter, job.letter_id, with_for_update=True)
    if letter is None or letter.status != "numbered":
        return False
    letter.pdf_sha256, letter.pdf_sm3 = keep(office, pdf), sm3_of(pdf)
    letter.pdf_identifier = next(iter(identifiers_of(pdf)), None)
    letter.status = "issued"
    office.session.flush()
    steps.resume(office, letter.case_id)
    return True


def faces_lacking(fonts: Path) -> str:
    """Say what letters printed with these fonts lack of GB/T 9704; empty if nothing."""
    return font_warning(fonts)
