"""The founding of an empty house: its agency, and the administrator who lets in the rest."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.people import passwords
from engine.people.accounts import check_login
from engine.people.agencies import SettingsRefused, checked_agency
from engine.people.journal import changed
from engine.roles import Role
from engine.store.agencies import Agency
from engine.store.chain import Recorder
from engine.store.journal import Note, record
from engine.store.people import Person, RoleGrant


class FoundedAlready(OfficeError):
    """The house is founded once."""

    code = "founded_already"
    message = "系统已经启用，不能再次登记。请使用已有账号登录；如无账号，请联系系统管理员。"


def is_empty(session: Session) -> bool:
    """Say whether nobody works here yet."""
    return session.scalar(select(Person.id).limit(1)) is None


def found(session: Session, values: Mapping[str, str], at: datetime) -> Person:
    """Found the agency, with all that its letters print, and its first administrator.

    `values` holds the fields of `engine.people.agencies`, and the administrator's
    `admin_name`, `login`, `password` and, typed once more, `again`.

    Raises:
        FoundedAlready.
        SettingsRefused: naming every field that is wrong; nothing was saved.
    """
    if not is_empty(session):
        raise FoundedAlready
    problems: dict[str, str] = {}
    columns = checked_agency(values, problems)
    _check_administrator(session, values, problems)
    if problems:
        raise SettingsRefused(problems)
    agency = Agency(**columns)
    session.add(agency)
    session.flush()
    person = Person(
        agency_id=agency.id,
        login=values["login"].strip(),
        name=values["admin_name"].strip(),
        password_hash=passwords.hash_password(values["password"]),
        created_at=at,
        grants=[RoleGrant(role=Role.ADMINISTRATOR)],
    )
    session.add(person)
    session.flush()
    words = f"启用系统：登记{agency.name}，首任系统管理员为{person.titled}"
    made = changed({}, columns | {"login": person.login, "person": person.name})
    by = Recorder(person.id, person.name, at)
    record(session, Note("house:founded", words, agency.id, made), by)
    return person


def _check_administrator(
    session: Session, values: Mapping[str, str], problems: dict[str, str]
) -> None:
    login, password = values.get("login", "").strip(), values.get("password", "")
    if not 0 < len(values.get("admin_name", "").strip()) <= 40:  # noqa: PLR2004
        problems["admin_name"] = "请填写管理员姓名，不超过40个字。"
    try:
        check_login(session, login)
    except OfficeError as refusal:
        problems["login"] = str(refusal) if login else "请填写登录名。"
    try:
        passwords.check_strength(password, login or "\0")
    except OfficeError as refusal:
        problems["password"] = str(refusal)
    if password != values.get("again", ""):
        problems["again"] = "两次输入的密码不一致，请重新输入。"
