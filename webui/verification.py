"""文书验证: anybody who holds a copy of a letter may ask whether it is the one that was signed."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.files import MOST_BYTES, FileTooLarge
from engine.cases.verifying import (
    Answer,
    Verdict,
    note_miss,
    refuse_in_haste,
    verify_copy,
    verify_file,
)
from engine.errors import OfficeError
from webui.database import reading_first
from webui.errors import status_of
from webui.guard import OPEN, Door, Route
from webui.sent import uploads

_HOLDS = (Verdict.AUTHENTIC, Verdict.WITHDRAWN)


class NothingToVerify(OfficeError):
    """Neither a file nor a number with its code was sent."""

    code = "nothing_to_verify"
    message = "请选择要验证的 PDF 文件，或者填写文号和校验码。"


def verification(door: Door) -> ResponseReturnValue:
    """Show the two ways to ask."""
    del door
    return render_template("verify.html")


def verify_letter(door: Door) -> ResponseReturnValue:
    """Answer for a file, or for a printed copy; nobody waits to write while a file is searched."""
    address = request.remote_addr or ""
    try:
        with reading_first():
            refuse_in_haste(door.session, address, door.at)
            answer = _answer(door)
    except OfficeError as refusal:
        page = render_template("verify.html", refusal=refusal, typed=request.form)
        return make_response(page, status_of(refusal.code))
    if answer.verdict not in _HOLDS:
        note_miss(door.session, address, door.at)
    return render_template("verify.html", answer=answer, typed=request.form, **_asked())


def _answer(door: Door) -> Answer:
    sent = uploads().get("file", [])
    number, code = (request.form.get(name, "").strip() for name in ("number", "code"))
    if sent:
        size, most = len(sent[0].content) >> 20, MOST_BYTES >> 20
        if len(sent[0].content) > MOST_BYTES:
            raise FileTooLarge(name=sent[0].name[-120:], size=size, most=most)
        return verify_file(door.session, sent[0].content)
    if number and code:
        return verify_copy(door.session, number, code)
    raise NothingToVerify


def _asked() -> dict[str, object]:
    """Say what was asked after, as far as it was typed or named by whoever asks."""
    sent = uploads().get("file", [])
    named = sent[0].name[-120:] if sent else request.form.get("number", "")[:120]
    return {"asked": named, "by_file": bool(sent)}


ROUTES = (
    Route("/verify", verification, OPEN),
    Route("/verify", verify_letter, OPEN, ("POST",)),
)
