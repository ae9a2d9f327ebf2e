"""登记申请: an application comes in, and its day of receipt is shown while it is typed."""

from flask import flash, g, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from engine.cases.intake import preview_receipt, receive_application, similar_cases, start_view
from engine.cases.tasks import FormRefused, Raw
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from webui.guard import Route
from webui.sent import is_fragment, raw_form, uploads

FORM_ACTION = "/cases/new/form"


def new_case(office: Office) -> ResponseReturnValue:
    """Show the empty form."""
    return _page(office, None)


def refresh_new_case(office: Office) -> ResponseReturnValue:
    """Draw the form anew for what has been typed, with the day of receipt."""
    raw = raw_form()
    if is_fragment():
        return render_template("cases/new_fields.html", **_parts(office, raw))
    return _page(office, raw)


def register_case(office: Office) -> ResponseReturnValue:
    """Register the application; its process starts."""
    raw = raw_form()
    try:
        case = receive_application(office, raw, uploads())
    except FormRefused as refusal:
        office.session.rollback()
        parts = _parts(office, raw) | {"form": refusal.view}
        return make_response(render_template("cases/new.html", **parts), 422)
    g.print_case = case.id
    place = f"当前环节：{case.position}。" if case.position else "收件回执正在制作。"
    flash(f"已登记，案件编号 {case.number}。{place}")
    return redirect(f"/cases/{case.id}", 303)


def _page(office: Office, raw: Raw | None) -> str:
    return render_template("cases/new.html", **_parts(office, raw))


def _parts(office: Office, raw: Raw | None) -> dict[str, object]:
    content = (raw or {}).get("content") or ""
    text = content[0] if isinstance(content, list) else str(content)
    return {
        "form": start_view(office, raw),
        "receipt": _receipt(office, raw),
        "similar": similar_cases(office, text),
        "form_action": FORM_ACTION,
    }


def _receipt(office: Office, raw: Raw | None) -> object:
    try:
        return preview_receipt(office, raw) if raw else None
    except OfficeError:
        return None


ROUTES = (
    Route("/cases/new", new_case, Permission.INTAKE),
    Route("/cases/new", register_case, Permission.INTAKE, ("POST",)),
    Route("/cases/new/form", refresh_new_case, Permission.INTAKE, ("POST",), reads=True),
)
