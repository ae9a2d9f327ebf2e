"""The founding of an empty house: its agency, and the administrator who lets in the rest."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.law.authority import AuthorityKind
from engine.people import passwords
from engine.roles import Role
from engine.store.agencies import Agency
from engine.store.people import Person, RoleGrant

KINDS: Final = (
    (AuthorityKind.DEPARTMENT, "政府工作部门"),
    (AuthorityKind.GOVERNMENT_OFFICE, "政府办公厅（室）"),
    (AuthorityKind.GOVERNMENT, "县级以上地方人民政府"),
    (AuthorityKind.TOWNSHIP, "乡镇人民政府"),
    (AuthorityKind.SUBDISTRICT, "街道办事处等派出机关"),
    (AuthorityKind.JUSTICE_DEPARTMENT, "司法行政部门"),
    (AuthorityKind.VERTICAL, "垂直领导部门（海关、金融、税务等）"),
    (AuthorityKind.AUTHORISED_ORGANISATION, "法律法规授权的组织"),
    (AuthorityKind.PROVINCIAL_GOVERNMENT, "省级人民政府"),
    (AuthorityKind.STATE_COUNCIL_DEPARTMENT, "国务院部门"),
)
_NEEDED: Final = {
    "agency": "行政机关全称",
    "short_name": "规范简称",
    "code_word": "机关代字",
    "review_body": "行政复议机关",
    "court": "管辖法院",
    "name": "管理员姓名",
    "login": "登录名",
}
_LOGIN = re.compile(r"[a-z0-9][a-z0-9_.-]{1,39}")


class FoundedAlready(OfficeError):
    """The house is founded once."""

    code = "founded_already"
    message = "系统已经启用，不能再次登记。请使用已有账号登录；如无账号，请联系系统管理员。"


class FoundingIncomplete(OfficeError):
    """Something that letters and sign-in need is missing."""

    code = "founding_incomplete"
    message = "还缺少：{what}。请补充后再启用。"


def is_empty(session: Session) -> bool:
    """Say whether nobody works here yet."""
    return session.scalar(select(Person.id).limit(1)) is None


def found(session: Session, values: Mapping[str, str], at: datetime) -> Person:
    """Found the agency and its first administrator.

    Raises:
        FoundedAlready, FoundingIncomplete, PasswordTooWeak.
    """
    if not is_empty(session):
        raise FoundedAlready
    given = {name: values.get(name, "").strip() for name in _NEEDED}
    _check(given, values.get("kind", ""))
    passwords.check_strength(values.get("password", ""), given["login"])
    agency = _agency(session, given, values["kind"])
    person = Person(
        agency_id=agency.id,
        login=given["login"],
        name=given["name"],
        password_hash=passwords.hash_password(values["password"]),
        created_at=at,
        grants=[RoleGrant(role=Role.ADMINISTRATOR)],
    )
    session.add(person)
    session.flush()
    return person


def _check(given: Mapping[str, str], kind: str) -> None:
    missing = [label for name, label in _NEEDED.items() if not given[name]]
    if given["login"] and not _LOGIN.fullmatch(given["login"]):
        missing.append("可用的登录名（2至40个小写字母、数字、下划线、点或连字符）")
    if kind not in {each.value for each, _ in KINDS}:
        missing.append("机关类型")
    if missing:
        raise FoundingIncomplete(what="、".join(missing))


def _agency(session: Session, given: Mapping[str, str], kind: str) -> Agency:
    agency = Agency(
        name=given["agency"],
        short_name=given["short_name"],
        code_word=given["code_word"],
        kind=kind,
        signing_entity=given["agency"],
        review_body=given["review_body"],
        court=given["court"],
        address="",
        phone="",
        postcode="",
        contact="",
    )
    session.add(agency)
    session.flush()
    return agency
