"""Signing in and out, one's own password, and the first administrator of an empty house."""

from collections.abc import Mapping

from flask import Response, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import OfficeError
from engine.office import Office
from engine.people.accounts import change_password
from engine.people.agencies import SettingsRefused
from engine.people.founding import is_empty
from engine.people.sign_in import Visitor, authenticate, leave
from engine.roles import Permission, may
from engine.store.people import Person
from webui import sessions
from webui.agencies import agency_parts
from webui.founding import found_house
from webui.guard import OPEN, Door, Route
from webui.sent import own_page

_REFUSED = 401


def start(office: Office) -> ResponseReturnValue:
    """Lead everybody to the page their work begins with."""
    for permission, page in (
        (Permission.WORK, "/work"),
        (Permission.READ_CASE, "/cases"),
        (Permission.ADMINISTER, "/people"),
    ):
        if may(office.actor.roles, permission):
            return redirect(page, 303)
    return redirect("/account", 303)


def sign_in_page(door: Door) -> ResponseReturnValue:
    """Show the form; in an empty house lead to its founding instead."""
    if door.signed_in is not None:
        return redirect("/", 303)
    if is_empty(door.session):
        return redirect("/setup", 303)
    return render_template("sign_in.html", next=request.args.get("next", "/"), login="")


def sign_in(door: Door) -> ResponseReturnValue:
    """Let somebody in whose password is right; the attempt is kept either way."""
    login = request.form.get("login", "").strip()
    visitor = Visitor(login, request.form.get("password", ""), request.remote_addr or "")
    outcome = authenticate(door.session, visitor, door.at)
    g.keep = True
    if outcome.person is None:
        page = render_template(
            "sign_in.html", next=request.form.get("next", "/"), login=login, refusal=outcome.refusal
        )
        return make_response(page, _REFUSED)
    return _let_in(door, outcome.person, own_page(request.form.get("next", "/")))


def sign_out(door: Door) -> ResponseReturnValue:
    """Close the session on both sides."""
    if door.signed_in is not None:
        person = door.signed_in.row.person
        sessions.end(door.session, door.signed_in.token)
        leave(door.session, person, request.remote_addr or "", door.at)
    response = make_response(redirect("/sign-in", 303))
    sessions.Cookie(secure=request.is_secure).take_back(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def account(office: Office) -> ResponseReturnValue:
    """Show one's own account."""
    return _account_page(office)


def change_own_password(office: Office) -> ResponseReturnValue:
    """Change one's own password; every session ends, and one signs in anew."""
    try:
        if request.form.get("new", "") != request.form.get("again", ""):
            raise PasswordsDiffer
        change_password(office, request.form.get("old", ""), request.form.get("new", ""))
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_account_page(office, refusal), 422)
    flash("密码已更改，请用新密码重新登录。")
    return redirect("/sign-in", 303)


class PasswordsDiffer(OfficeError):
    """The new password was typed in two ways."""

    code = "passwords_differ"
    message = "两次输入的新密码不一致，密码没有更改。请重新输入。"


def setup_page(door: Door) -> ResponseReturnValue:
    """Show the founding of an empty house: the agency and its first administrator."""
    if not is_empty(door.session):
        return redirect("/sign-in", 303)
    return _setup_page({})


def set_up(door: Door) -> ResponseReturnValue:
    """Found the agency and its first administrator, once."""
    try:
        person = found_house(door.session, request.form, door.at)
    except OfficeError as refusal:
        door.session.rollback()
        return make_response(_setup_page(request.form, refusal), 422)
    flash("系统已启用，标准办理流程已发布。请添加科室和人员，即可登记申请。")
    return _let_in(door, person, "/people")


def _setup_page(typed: Mapping[str, str], refusal: OfficeError | None = None) -> str:
    problems = refusal.problems if isinstance(refusal, SettingsRefused) else {}
    return render_template(
        "setup.html", typed=typed, refusal=refusal, problems=problems, **agency_parts()
    )


def _account_page(office: Office, refusal: OfficeError | None = None) -> str:
    person = office.session.get_one(Person, office.actor.id)
    return render_template("account.html", person=person, refusal=refusal)


def _let_in(door: Door, person: Person, page: str) -> Response:
    """Open a new session: whatever cookie the browser had before opens nothing."""
    if door.signed_in is not None:
        sessions.end(door.session, door.signed_in.token)
    fresh = sessions.begin(door.session, person, door.at)
    response = make_response(redirect(page, 303))
    cookie = sessions.Cookie(secure=request.is_secure)
    cookie.take_back(response)
    cookie.hand_out(response, fresh, door.at)
    return response


ROUTES = (
    Route("/", start, Permission.SIGNED_IN),
    Route("/sign-in", sign_in_page, OPEN),
    Route("/sign-in", sign_in, OPEN, ("POST",)),
    Route("/sign-out", sign_out, OPEN, ("POST",)),
    Route("/account", account, Permission.SIGNED_IN),
    Route("/account/password", change_own_password, Permission.SIGNED_IN, ("POST",)),
    Route("/setup", setup_page, OPEN),
    Route("/setup", set_up, OPEN, ("POST",)),
)
