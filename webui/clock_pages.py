"""计算依据: the statutory clock day by day, and what it would say if."""

from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.clocks import case_clock, what_if
from engine.errors import OfficeError
from engine.law.clock import Reading
from engine.office import Office
from engine.roles import Permission
from webui.case_head import head_of
from webui.clock_rail import rail_of
from webui.guard import Route

PARTY = "（试算）第三方"
MOST_DAYS = 60


def show_clock(office: Office, case_id: int) -> ResponseReturnValue:
    """Show the ledger of the period, and a trial reading if one is asked for."""
    reading = case_clock(office, case_id)
    trial, refusal = _trial(office, case_id, reading)
    return render_template(
        "cases/clock.html",
        head=head_of(office, case_id),
        reading=reading,
        trial=trial,
        trial_rail=rail_of(trial) if trial else None,
        refusal=refusal,
        asked=request.args,
    )


def _trial(
    office: Office, case_id: int, reading: Reading
) -> tuple[Reading | None, OfficeError | None]:
    events = _supposed(office, reading)
    if not events:
        return None, None
    try:
        return what_if(office, case_id, events), None
    except OfficeError as refusal:
        return None, refusal


def _supposed(office: Office, reading: Reading) -> list[dict[str, Any]]:
    """Write what is supposed in the vocabulary of the clock: a consultation, an extension."""
    events: list[dict[str, Any]] = []
    sent, replied = _day("sent"), _day("replied")
    if sent is not None:
        consultation = {"type": "third_party_consult", "party": PARTY, "sent": sent}
        events.append(consultation | ({"replied": replied} if replied else {}))
    extra = request.args.get("extension", "")
    if extra.isdigit() and 0 < int(extra) <= MOST_DAYS and reading.reply_due is not None:
        day = office.today.isoformat()
        events.append(
            {"type": "extension", "approved": day, "notified": day, "workdays": int(extra)}
        )
    return events


def _day(name: str) -> str | None:
    try:
        return date.fromisoformat(request.args.get(name, "")).isoformat()
    except ValueError:
        return None


ROUTES = (Route("/cases/<int:case_id>/clock", show_clock, Permission.READ_CASE),)
