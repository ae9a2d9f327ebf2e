"""科室: the departments of an agency that can be asked to search their files."""

from sqlalchemy import select

from engine.errors import OfficeError
from engine.office import Office
from engine.people.accounts import NotAdministrator
from engine.people.journal import changed, tell
from engine.roles import Permission, may
from engine.store.agencies import Department

LONGEST = 40


class DepartmentNameRefused(OfficeError):
    """A department needs a name that can be read in a list."""

    code = "department_name_refused"
    message = "科室名称为空或超过{longest}个字，没有添加。请填写科室的规范名称。"


class DepartmentNameTaken(OfficeError):
    """A department needs a name of its own."""

    code = "department_name_taken"
    message = (
        "科室“{name}”已存在，没有重复添加。同一机关的科室名称不得相同；"
        "如该科室已停用，请在列表中重新启用，否则请换一个名称。"
    )


class DepartmentNotFound(OfficeError):
    """No such department in this agency."""

    code = "department_not_found"
    message = "没有找到该科室，未作改动。它可能属于其他机关；请从人员与岗位页面重新进入。"


def departments_of(office: Office) -> list[Department]:
    """List the agency's departments, those out of use too."""
    rows = select(Department).where(Department.agency_id == office.actor.agency_id)
    return list(office.session.scalars(rows.order_by(Department.id)))


def add_department(office: Office, name: str) -> Department:
    """Add a department.

    Raises:
        NotAdministrator, DepartmentNameRefused, DepartmentNameTaken.
    """
    _require_administrator(office)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise DepartmentNameRefused(longest=LONGEST)
    if name in {each.name for each in departments_of(office)}:
        raise DepartmentNameTaken(name=name)
    department = Department(agency_id=office.actor.agency_id, name=name)
    office.session.add(department)
    office.session.flush()
    tell(office, "department:added", f"添加科室“{name}”", changed({}, {"department": name}))
    return department


def switch_department(office: Office, department_id: int) -> Department:
    """Take a department out of use, or into it again; its past stays.

    Raises:
        NotAdministrator, DepartmentNotFound.
    """
    _require_administrator(office)
    department = office.session.get(Department, department_id)
    if department is None or department.agency_id != office.actor.agency_id:
        raise DepartmentNotFound
    department.active = not department.active
    word = "启用" if department.active else "停用"
    change = changed({"active": not department.active}, {"active": department.active})
    tell(office, "department:switched", f"{word}科室“{department.name}”", change)
    return department


def _require_administrator(office: Office) -> None:
    if not may(office.actor.roles, Permission.ADMINISTER):
        raise NotAdministrator
