"""Which role may do what: one table."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The roles of an agency; the value is also the candidate group in a diagram."""

    REGISTRAR = "registrar"
    CLERK = "clerk"
    DEPARTMENT = "department"
    LEGAL_REVIEWER = "legal_reviewer"
    HEAD = "head"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LABELS: dict[Role, str] = {
    Role.REGISTRAR: "登记窗口",
    Role.CLERK: "经办人",
    Role.DEPARTMENT: "承办科室",
    Role.LEGAL_REVIEWER: "法制审核",
    Role.HEAD: "负责人",
    Role.MANAGER: "流程管理员",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "系统管理员",
}


class Permission(StrEnum):
    """What a route or an act may ask for."""

    SIGNED_IN = "signed_in"
    WORK = "work"  # see the worklist and complete tasks of one's own groups
    INTAKE = "intake"  # register a new application
    READ_CASE = "read_case"  # open any case of the agency
    ASSIGN = "assign"  # give a task to somebody else
    REPAIR = "repair"  # retry or move a failed step
    HOLDINGS = "holdings"  # keep the register of documents held
    WITHDRAW = "withdraw"  # take back a letter that was signed
    NUMBERS = "numbers"  # read the register of letter numbers
    REVEAL = "reveal"  # unmask personal data, recorded
    PUBLISH = "publish"  # change the package, deploy it
    RELEASE = "release"  # publish what somebody else has changed
    ADMINISTER = "administer"  # people, roles, calendar, settings
    JOURNAL = "journal"  # read what the house did to itself
    AUDIT = "audit"  # take the journal away as a file


_STAFF = frozenset({Permission.SIGNED_IN, Permission.WORK, Permission.READ_CASE})
_TABLE: dict[Role, frozenset[Permission]] = {
    Role.REGISTRAR: _STAFF | {Permission.INTAKE, Permission.HOLDINGS, Permission.REVEAL},
    Role.CLERK: _STAFF
    | {Permission.INTAKE, Permission.HOLDINGS, Permission.REVEAL, Permission.ASSIGN},
    Role.DEPARTMENT: frozenset({Permission.SIGNED_IN, Permission.WORK, Permission.HOLDINGS}),
    Role.LEGAL_REVIEWER: _STAFF | {Permission.NUMBERS},
    Role.HEAD: _STAFF
    | {Permission.ASSIGN, Permission.REPAIR, Permission.WITHDRAW, Permission.RELEASE},
    Role.MANAGER: frozenset(
        {Permission.SIGNED_IN, Permission.READ_CASE, Permission.PUBLISH, Permission.REPAIR}
        | {Permission.NUMBERS, Permission.RELEASE}
    ),
    Role.AUDITOR: frozenset(
        {Permission.SIGNED_IN, Permission.JOURNAL, Permission.AUDIT, Permission.READ_CASE}
        | {Permission.NUMBERS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.SIGNED_IN, Permission.ADMINISTER, Permission.JOURNAL}
    ),
}


def may(roles: Iterable[str], permission: Permission) -> bool:
    """Say whether any of `roles` carries `permission`."""
    return any(permission in _TABLE[Role(role)] for role in roles)
