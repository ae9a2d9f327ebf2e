"""The invented agency 示例县 and its people, and how each template database is filled."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.actions import ACTIONS
from engine.law.calendar import published_calendar
from engine.office import Actor, Office
from engine.repository.bundle import read_folders
from engine.repository.deploy import deploy
from engine.roles import Role
from engine.store.agencies import Agency, Department
from engine.store.engines import session_factory
from engine.store.people import Person, RoleGrant
from engine.store.schema import METADATA
from engine.store.tables import LOCAL_ZONE

ROOT = Path(__file__).parents[1]
OPENED = datetime(2026, 1, 5, 9, 0, tzinfo=LOCAL_ZONE)
NO_PASSWORD = "!"  # not a hash: nobody can sign in with it

PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("registrar", "甲登记", Role.REGISTRAR, None),
    ("clerk", "乙经办", Role.CLERK, None),
    ("clerk_2", "丙经办", Role.CLERK, None),
    ("department", "丁规划", Role.DEPARTMENT, "规划科"),
    ("department_2", "戊档案", Role.DEPARTMENT, "档案科"),
    ("legal_reviewer", "己法审", Role.LEGAL_REVIEWER, None),
    ("head", "庚负责", Role.HEAD, None),
    ("manager", "辛流程", Role.MANAGER, None),
    ("auditor", "壬审计", Role.AUDITOR, None),
    ("administrator", "癸系统", Role.ADMINISTRATOR, None),
)
"""Login, name, role, department."""


def create_tables(url: str) -> None:
    """Create the empty tables."""
    sessions = session_factory(url)
    METADATA.create_all(sessions.writer)
    sessions.dispose()


def employ(url: str) -> None:
    """Create the tables, the agency and its people."""
    create_tables(url)
    sessions = session_factory(url)
    with sessions.writing() as session:
        _add_agency(session)
    sessions.dispose()


def neighbour() -> Agency:
    """Describe a second agency."""
    return _agency("邻县人民政府办公室", "邻县")


def _agency(name: str, county: str) -> Agency:
    return Agency(
        name=name,
        short_name=f"{county}政府办",
        code_word=f"{county[0]}政办",
        kind="government_office",
        signing_entity=name,
        review_body="示例市人民政府",
        court="示例市中级人民法院",
        address=f"示例省{county}示例路1号",
        phone="000-00000000",
        postcode="000000",
        contact=f"{name}政务公开科",
    )


def _add_agency(session: Session) -> None:
    agency = _agency("示例县人民政府办公室", "示例县")
    session.add(agency)
    session.flush()
    departments = {}
    for name in ("规划科", "档案科"):
        departments[name] = Department(agency_id=agency.id, name=name)
        session.add(departments[name])
    session.flush()
    for login, name, role, department in PEOPLE:
        session.add(
            Person(
                agency_id=agency.id,
                department_id=departments[department].id if department else None,
                login=login,
                name=name,
                password_hash=NO_PASSWORD,
                created_at=OPENED,
                grants=[RoleGrant(role=role)],
            )
        )


def leave_bare(url: str) -> None:
    """Create the database and nothing in it."""
    sessions = session_factory(url)
    sessions.writer.connect().close()
    sessions.dispose()


def publish(url: str) -> None:
    """Create the agency and publish the standard package as its process manager."""
    employ(url)
    sessions = session_factory(url)
    with sessions.writing() as session:
        manager = session.scalars(select(Person).where(Person.login == "manager")).one()
        actor = Actor(manager.id, manager.name, manager.agency_id, None, manager.roles)
        office = Office(session, published_calendar(), actor, OPENED)
        deploy(office, read_folders(ROOT), ACTIONS.keys())
    sessions.dispose()


BUILDS = {"bare": leave_bare, "empty": create_tables, "office": employ, "deployed": publish}
