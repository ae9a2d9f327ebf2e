"""Which roles one person may hold: administration, audit and case work stay apart (三员分立)."""

from collections.abc import Set as AbstractSet

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.roles import LABELS, Role
from engine.store.people import Person, RoleGrant

ALONE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that suffer no other beside them: they must not act on what they watch."""


class RolesApart(OfficeError):
    """Administration, audit and case work are done by different people."""

    code = "roles_apart"
    article = "GB/T 22239—2019第8.1.4.2条"
    message = (
        "“{alone}”不得与“{other}”由同一人担任（系统管理、审计与案件办理相分离），没有保存。"
        "请改派他人。"
    )


class LastOfRole(OfficeError):
    """Without this person nobody would be left to administer, or to audit."""

    code = "last_of_role"
    article = "GB/T 22239—2019第8.1.4.2条"
    message = (
        "该账号是最后一名“{role}”，停用或者撤销岗位后将无人担任，未作改动。请先指定另一人担任。"
    )


def check_roles(roles: AbstractSet[Role]) -> None:
    """Refuse roles that one person may not hold together.

    Raises:
        RolesApart: one of them stands alone, and another is beside it.
    """
    alone = sorted(roles & ALONE)
    if alone and len(roles) > 1:
        other = min(roles - {alone[0]})
        raise RolesApart(alone=LABELS[alone[0]], other=LABELS[other])


def check_another(session: Session, person: Person, role: Role) -> None:
    """Refuse to lose the last person of a role that must always be held.

    Raises:
        LastOfRole: nobody else of the agency holds it.
    """
    others = (
        select(func.count())
        .select_from(Person)
        .join(RoleGrant)
        .where(
            Person.agency_id == person.agency_id,
            Person.active,
            Person.id != person.id,
            RoleGrant.role == role,
        )
    )
    if not session.scalar(others):
        raise LastOfRole(role=LABELS[role])
