"""Accounts: create, disable and enable them, set and change passwords."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.office import Actor, Office
from engine.people import passwords
from engine.people.duties import ALONE, check_another, check_roles
from engine.people.journal import changed, tell
from engine.people.sign_in import forget_attempts
from engine.roles import Permission, Role, may
from engine.store.agencies import Department
from engine.store.people import Person, RoleGrant, WebSession


class NotAdministrator(OfficeError):
    """Only the administrator keeps accounts."""

    code = "not_administrator"
    article = "GB/T 22239—2019第8.1.4.2条"
    message = (
        "账号、岗位、科室和机关设置只能由系统管理员管理（系统管理与案件办理相分离），"
        "未作任何改动。如确需调整，请联系系统管理员。"
    )


class LoginTaken(OfficeError):
    """Another account has this login."""

    code = "login_taken"
    article = "GB/T 22239—2019第8.1.4.1条"
    message = (
        "登录名“{login}”已被使用，没有保存。登录名须唯一，停用的账号也保留其登录名，请换一个。"
    )


class LoginUnusable(OfficeError):
    """The login is empty or has characters that are hard to type or to tell apart."""

    code = "login_unusable"
    message = (
        "登录名“{login}”不可用，没有保存。登录名限于2至40个小写字母、数字、下划线、点或连字符，"
        "请换一个。"
    )


class PersonNotFound(OfficeError):
    """No such account in this agency."""

    code = "person_not_found"
    message = "没有找到该账号，未作任何改动。它可能属于其他机关；请从人员列表重新进入。"


class DepartmentMissing(OfficeError):
    """A department's officer belongs to a department of the agency."""

    code = "department_missing"
    message = (
        "“承办科室”岗位的人员须属于本机关的一个在用科室，没有保存。请选择科室；"
        "尚无科室的，请先添加科室。"
    )


class WrongPassword(OfficeError):
    """The old password is wrong."""

    code = "wrong_password"
    message = "原密码不正确，密码没有更改。请重新输入。"


@dataclass(frozen=True)
class NewPerson:
    """What an administrator fills in for a new account; without a password one is drawn."""

    login: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    department_id: int | None = None
    password: str | None = None


@dataclass(frozen=True)
class Created:
    """A new account with its first password, which is shown once and kept nowhere."""

    person: Person
    password: str


def actor_of(person: Person) -> Actor:
    """Give the actor as whom a person acts."""
    return Actor(person.id, person.name, person.agency_id, person.department_id, person.roles)


def create_person(office: Office, new: NewPerson) -> Created:
    """Create an account; a drawn password has to be changed at the first sign-in.

    Raises:
        NotAdministrator, LoginTaken, LoginUnusable, RolesApart, DepartmentMissing,
        PasswordTooWeak.
    """
    _require_administrator(office)
    check_login(office.session, new.login)
    check_roles(new.roles)
    _check_department(office, new)
    password = new.password or passwords.generate()
    passwords.check_strength(password, new.login)
    person = Person(
        agency_id=office.actor.agency_id,
        department_id=new.department_id,
        login=new.login,
        name=new.name.strip() or new.login,
        password_hash=passwords.hash_password(password),
        must_change_password=new.password is None,
        created_at=office.at,
        grants=[RoleGrant(role=role) for role in sorted(new.roles)],
    )
    office.session.add(person)
    office.session.flush()
    made = changed({}, _shown(office, person))
    tell(office, "account:created", f"新建{person.titled}的账号", made)
    return Created(person, password)


def disable(office: Office, person_id: int) -> Person:
    """Disable an account at once: its sessions end, its name stays on what it did.

    Raises:
        NotAdministrator, PersonNotFound, LastOfRole.
    """
    person = person_of(office, person_id)
    for role in person.roles & ALONE:
        check_another(office.session, person, Role(role))
    end_sessions(office.session, person.id)
    return _switch(office, person, active=False)


def enable(office: Office, person_id: int) -> Person:
    """Let a disabled account sign in again.

    Raises:
        NotAdministrator, PersonNotFound.
    """
    return _switch(office, person_of(office, person_id), active=True)


def _switch(office: Office, person: Person, *, active: bool) -> Person:
    change = changed({"active": person.active}, {"active": active})
    person.active = active
    if change:
        tag, word = ("account:enabled", "恢复") if active else ("account:disabled", "停用")
        tell(office, tag, f"{word}{person.titled}的账号", change)
    return person


def reset_password(office: Office, person_id: int) -> Created:
    """Draw a new password for somebody who forgot theirs, and end their sessions.

    Raises:
        NotAdministrator, PersonNotFound.
    """
    person = person_of(office, person_id)
    password = passwords.generate()
    person.password_hash = passwords.hash_password(password)
    person.must_change_password = True
    forget_attempts(office.session, person.login)
    end_sessions(office.session, person.id)
    tell(office, "password:reset", f"重置{person.titled}的密码")
    return Created(person, password)


def change_password(office: Office, old: str, new: str) -> None:
    """Change one's own password; every open session of the person ends.

    Raises:
        WrongPassword: `old` is not the present one.
        PasswordTooWeak: `new` could be guessed.
    """
    person = office.session.get_one(Person, office.actor.id)
    if not passwords.matches(person.password_hash, old):
        raise WrongPassword
    if new == old:
        raise passwords.PasswordTooWeak(problem="与原密码相同")
    passwords.check_strength(new, person.login)
    person.password_hash = passwords.hash_password(new)
    person.must_change_password = False
    end_sessions(office.session, person.id)
    tell(office, "password:changed", f"{person.titled}更改本人密码")


def people_of(office: Office) -> list[Person]:
    """List the agency's accounts by login, disabled ones too.

    Raises:
        NotAdministrator.
    """
    _require_administrator(office)
    rows = select(Person).where(Person.agency_id == office.actor.agency_id).order_by(Person.login)
    return list(office.session.scalars(rows))


def find_person(office: Office, login: str) -> Person:
    """Give an account of the agency by its login.

    Raises:
        NotAdministrator, PersonNotFound.
    """
    for person in people_of(office):
        if person.login == login:
            return person
    raise PersonNotFound


def end_sessions(session: Session, person_id: int) -> None:
    """End every session of a person."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))


def _require_administrator(office: Office) -> None:
    if not may(office.actor.roles, Permission.ADMINISTER):
        raise NotAdministrator


def person_of(office: Office, person_id: int) -> Person:
    """Give an account of the agency to the administrator.

    Raises:
        NotAdministrator, PersonNotFound.
    """
    _require_administrator(office)
    person = office.session.get(Person, person_id)
    if person is None or person.agency_id != office.actor.agency_id:
        raise PersonNotFound
    return person


def check_login(session: Session, login: str) -> None:
    """Refuse a login that is hard to type, or another's.

    Raises:
        LoginUnusable, LoginTaken.
    """
    plain = login.replace("_", "").replace(".", "").replace("-", "")
    usable = plain.isascii() and plain.isalnum() and login == login.lower()
    if not usable or not 2 <= len(login) <= 40:  # noqa: PLR2004
        raise LoginUnusable(login=login)
    if session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise LoginTaken(login=login)


def _shown(office: Office, person: Person) -> dict[str, Any]:
    """Give what the journal says of an account; never its password."""
    department = office.session.get(Department, person.department_id or 0)
    return {
        "login": person.login,
        "person": person.name,
        "department": department.name if department else "",
        "roles": sorted(person.roles),
    }


def _check_department(office: Office, new: NewPerson) -> None:
    if new.department_id is None:
        if Role.DEPARTMENT in new.roles:
            raise DepartmentMissing
        return
    department = office.session.get(Department, new.department_id)
    if (
        department is None
        or not department.active
        or department.agency_id != office.actor.agency_id
    ):
        raise DepartmentMissing
