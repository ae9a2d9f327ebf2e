"""Roles given and taken; what one person may hold together is in `engine.people.duties`."""

from collections.abc import Set as AbstractSet

from engine.office import Office
from engine.people.accounts import DepartmentMissing, person_of
from engine.people.duties import ALONE, check_another, check_roles
from engine.people.journal import changed, tell
from engine.roles import LABELS, Role
from engine.store.people import Person, RoleGrant


def set_roles(office: Office, person_id: int, roles: AbstractSet[Role]) -> Person:
    """Make these the roles of a person, all at once; what is so already changes nothing.

    Raises:
        NotAdministrator, PersonNotFound, RolesApart, LastOfRole, DepartmentMissing.
    """
    person = person_of(office, person_id)
    held = {Role(role) for role in person.roles}
    for role in sorted((held - roles) & ALONE):
        check_another(office.session, person, role)
    if roles - held:
        check_roles(roles)
    if Role.DEPARTMENT in roles - held and person.department_id is None:
        raise DepartmentMissing
    kept = [grant for grant in person.grants if grant.role in roles]
    person.grants = kept + [RoleGrant(role=role) for role in sorted(roles - held)]
    change = changed({"roles": sorted(held)}, {"roles": sorted(roles)})
    if change:
        tell(office, "role:changed", f"调整{person.titled}的岗位为{_in_words(roles)}", change)
    return person


def grant_role(office: Office, person_id: int, role: Role) -> Person:
    """Grant one more role.

    Raises:
        NotAdministrator, PersonNotFound, RolesApart, DepartmentMissing.
    """
    held = {Role(held) for held in person_of(office, person_id).roles}
    return set_roles(office, person_id, held | {role})


def revoke_role(office: Office, person_id: int, role: Role) -> Person:
    """Take a role back.

    Raises:
        NotAdministrator, PersonNotFound, LastOfRole.
    """
    held = {Role(held) for held in person_of(office, person_id).roles}
    return set_roles(office, person_id, held - {role})


def _in_words(roles: AbstractSet[Role]) -> str:
    return "、".join(LABELS[role] for role in Role if role in roles) or "无"
