"""人员与岗位: accounts and roles, departments, and passwords drawn anew."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from engine.errors import OfficeError
from engine.office import Office
from engine.people.accounts import (
    NewPerson,
    create_person,
    disable,
    enable,
    grant_role,
    people_of,
    reset_password,
    revoke_role,
)
from engine.roles import LABELS, Permission, Role
from engine.store.agencies import Department
from webui.guard import Route
from webui.sent import key_of


class DepartmentNameTaken(OfficeError):
    """A department needs a name of its own."""

    code = "department_name_taken"
    message = "科室名称为空或已存在，没有添加。请换一个名称。"


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
    """Make the ticked roles the person's roles: first take, then give."""
    wanted = {role for role in Role if role in request.form.getlist("roles")}
    person = next((each for each in people_of(office) if each.id == person_id), None)
    held = {Role(role) for role in person.roles} if person else set()
    try:
        for role in sorted(held - wanted):
            revoke_role(office, person_id, role)
        for role in sorted(wanted - held):
            grant_role(office, person_id, role)
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


def add_department(office: Office) -> ResponseReturnValue:
    """Add a department that can be asked to search its files."""
    name = request.form.get("name", "").strip()[:40]
    if not name or name in {each.name for each in _departments(office)}:
        raise DepartmentNameTaken
    office.session.add(Department(agency_id=office.actor.agency_id, name=name))
    flash(f"已添加科室“{name}”。")
    return redirect("/people", 303)


def switch_department(office: Office, department_id: int) -> ResponseReturnValue:
    """Take a department out of use, or into it again; its past stays."""
    for department in _departments(office):
        if department.id == department_id:
            department.active = not department.active
            flash(f"“{department.name}”已{'启用' if department.active else '停用'}。")
    return redirect("/people", 303)


def _page(office: Office, refusal: OfficeError | None = None) -> str:
    departments = _departments(office)
    return render_template(
        "people/list.html",
        people=people_of(office),
        departments=departments,
        department_names={each.id: each.name for each in departments},
        labels=LABELS,
        refusal=refusal,
        typed=request.form,
    )


def _departments(office: Office) -> list[Department]:
    rows = select(Department).where(Department.agency_id == office.actor.agency_id)
    return list(office.session.scalars(rows.order_by(Department.id)))


ROUTES = (
    Route("/people", people, Permission.ADMINISTER),
    Route("/people", add_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/roles", change_roles, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/disable", disable_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/enable", enable_person, Permission.ADMINISTER, ("POST",)),
    Route("/people/<int:person_id>/password", draw_password, Permission.ADMINISTER, ("POST",)),
    Route("/departments", add_department, Permission.ADMINISTER, ("POST",)),
    Route("/departments/<int:department_id>", switch_department, Permission.ADMINISTER, ("POST",)),
)
