"""用印登记: an officer records that a printed letter was sealed."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from engine.cases.sealing import record_stamp
from engine.office import Office
from engine.roles import Permission
from webui.guard import Route


def seal_letter(office: Office, letter_id: int) -> ResponseReturnValue:
    """Record the seal, once."""
    record_stamp(office, letter_id)
    flash("已登记用印，写入办理记录。")
    return redirect(f"/letters/{letter_id}", 303)


ROUTES = (Route("/letters/<int:letter_id>/seal", seal_letter, Permission.WORK, ("POST",)),)
