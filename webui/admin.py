"""人员与岗位: accounts and roles, departments, and passwords drawn anew."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import OfficeError
from engine.office import Office
from engine.people.accounts import (
    NewPerson,
    create_person,
    disable,
    enable,
    people_of,
    reset_password,
)
from engine.people.departments import add_department, departments_of, switch_department
from engine.people.grants import set_roles
from engine.roles import LABELS, Permission, Role
from webui.guard import Route
from webui.sent import key_of


def people(office: Office) -> ResponseReturnValue:
    """List the accounts and the departments."""
    return _page(office)


def add_person(office: Office) -> ResponseReturnValue:
    """Create an account; its first password is shown on this page once and kept nowhere."""
    new = NewPerson(
        login=request.form.get("login", "").strip(),
        name=request.form.get("name", ""),
        roles=frozenset(role for role in Role if role in request.form.getlist("roles")),
        department_id=key_of(request.form.get("department", "")) or None,
    )
    try:
        created = create_person(office, new)
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, refusal), 422)
    return render_template("people/password.html", created=created)


def change_roles(office: Office, person_id: int) -> ResponseReturnValue:
    """Make the ticked roles the person's roles."""
    wanted = {role for role in Role if role in request.form.getlist("roles")}
    try:
        set_roles(office, person_id, wanted)
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, refusal), 422)
    flash("岗位已调整，立即生效。")
    return redirect("/people", 303)


def disable_person(office: Office, person_id: int) -> ResponseReturnValue:
    """Disable an account at once."""
    try:
        person = disable(office, person_id)
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, refusal), 422)
    flash(f"已停用{person.name}的账号，其登录立即失效。")
    return redirect("/people", 303)


def enable_person(office: Office, person_id: int) -> ResponseReturnValue:
    """Let a disabled account sign in again."""
    person = enable(office, person_id)
    flash(f"已恢复{person.name}的账号。")
    return redirect("/people", 303)


def draw_password(office: Office, person_id: int) -> ResponseReturnValue:
    """Draw a new password for somebody who forgot theirs."""
    return render_template("people/password.html", created=reset_password(office, person_id))


def new_department(office: Office) -> ResponseReturnValue:
    """Add a department that can be asked to search its files."""
    try:
        department = add_department(office, request.form.get("department_name", ""))
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, refusal), 422)
    flash(f"已添加科室“{department.name}”。")
    return redirect("/people", 303)


def turn_department(office: Office, department_id: int) -> ResponseReturnValue:
    """Take a department out of use, or into it again."""
    department = switch_department(office, department_id)
    flash(f"“{department.name}”已{'启用' if department.active else '停用'}。")
    return redirect("/people", 303)


def _page(office: Office, refusal: OfficeError | None = None) -> str:
    departments = departments_of(office)
    return render_template(
        "people/list.html",
        people=people_of(office),
        departments=departments,
        department_names={each.id: each.name for each in departments},
        labels=LABELS,
        refusal=refusal,
        typed=request.form,
    )


ROUTES = (
    Route("/people", people, Permission.ADMINISTER),
    Route("/people", add_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/roles", change_roles, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/disable", disable_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/enable", enable_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/password", draw_password, Permission.ADMINISTER, ("POST",)),
    Route("/departments", new_department, Permission.ADMINISTER, ("POST",)),
    Route("/departments/<int:department_id>", turn_department, Permission.ADMINISTER, ("POST",)),
)
