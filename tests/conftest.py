"""What every test may ask for: a database, an office with its people, a published package.

`database_url` is a fresh database of each kind (`--database=sqlite|postgresql|both`). What is
in it depends on what else the test asks for: with `office`, an agency and its people; with
`deployed`, the standard package as well; otherwise only the empty tables.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.law.calendar import WorkingCalendar, published_calendar
from engine.office import Actor, Office
from engine.store.agencies import Agency
from engine.store.deployments import Deployment, current_deployment
from engine.store.engines import SessionFactory, session_factory
from engine.store.people import Person
from engine.store.tables import LOCAL_ZONE
from engine.store.vault import Vault
from tests import staff
from tests.databases import Databases, PostgresDatabases, SqliteFiles
from tests.postgres import Cluster, find_binaries

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL_ZONE)
"""A Monday on which nothing is special: when the tests' acts happen unless they say."""

KINDS = ("sqlite", "postgresql")
CHROMIUM = shutil.which("chromium")
"""The machine's browser; None where Playwright has brought its own (Ubuntu)."""
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*KINDS, "both"), default="both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("database")
    kinds = [kind for kind in KINDS if chosen in (kind, "both")]
    marks = {"postgresql": pytest.mark.postgresql}
    params = [pytest.param(kind, marks=marks.get(kind, ())) for kind in kinds]
    metafunc.parametrize("database_kind", params)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"), staff.BUILDS)


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("this machine has no PostgreSQL")
    cluster = Cluster.start(binaries)
    yield PostgresDatabases(cluster, staff.BUILDS)
    cluster.stop()


@pytest.fixture
def databases(database_kind: str, request: pytest.FixtureRequest) -> Databases:
    name = {"sqlite": "sqlite_files", "postgresql": "postgres_databases"}[database_kind]
    found: Databases = request.getfixturevalue(name)
    return found


@pytest.fixture
def database_url(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    wanted = (name for name in ("deployed", "office") if name in request.fixturenames)
    url = databases.fresh(next(wanted, "empty"))
    yield url
    databases.drop(url)


@pytest.fixture
def sessions(database_url: str) -> Iterator[SessionFactory]:
    factory = session_factory(database_url, Vault(bytes(32)))
    yield factory
    factory.dispose()


@dataclass
class Desk:
    """Seats anybody of the agency at any moment; all acts share one writing transaction.

    `office("head")` is the head at `MOMENT`. `commit` ends the transaction, so that another
    session (a worker, a web request) sees what was done, and may write.
    """

    session: Session
    calendar: WorkingCalendar = field(default_factory=published_calendar)

    def __call__(self, who: str = "clerk", at: datetime = MOMENT) -> Office:
        """Open the office for the person whose login is `who`."""
        person = self.person(who)
        actor = Actor(person.id, person.name, person.agency_id, person.department_id, person.roles)
        return Office(self.session, self.calendar, actor, at)

    def person(self, who: str) -> Person:
        """Give the account whose login is `who`."""
        return self.session.scalars(select(Person).where(Person.login == who)).one()

    def other_agency(self) -> Agency:
        """Add a second agency, whose people and cases must stay unseen."""
        other = staff.neighbour()
        self.session.add(other)
        self.session.flush()
        return other

    @property
    def agency_id(self) -> int:
        """The only agency."""
        return self.person("clerk").agency_id

    def commit(self) -> None:
        """Make everything done so far visible to others."""
        self.session.commit()


@pytest.fixture
def office(sessions: SessionFactory) -> Iterator[Desk]:
    with sessions.open_session(writer=True) as session:
        yield Desk(session)


@pytest.fixture
def deployed(office: Desk) -> Deployment:
    deployment = current_deployment(office.session, office.agency_id)
    assert deployment is not None
    return deployment


@pytest.fixture(scope="session")
def repository_root() -> Path:
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, started once for every browser test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
