"""The demonstration: an invented agency whose cases came about by real acts on real days."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.actions import ACTIONS
from engine.cases.holdings import save_holding
from engine.cases.intake import receive_application
from engine.cases.printing import finish_rendering
from engine.cases.steps import wake
from engine.cases.tasks import complete_task
from engine.cli.content import STANDARD
from engine.cli.demo_acts import Act
from engine.cli.demo_stories import HOLDINGS, STORIES
from engine.cli.door import Installation, installation
from engine.errors import OfficeError
from engine.office import Actor, Office
from engine.people import accounts, passwords
from engine.people.calendars import calendar_of
from engine.people.departments import add_department
from engine.repository.bundle import read_folders
from engine.repository.deploy import deploy
from engine.roles import LABELS, Role
from engine.store.agencies import Agency, Department
from engine.store.instances import DueTimer, OpenTask
from engine.store.migrate import refuse_other_schema
from engine.store.people import Person

ACCOUNTS_FILE = "demo-accounts.txt"
"""Where the passwords of the demonstration are kept, for their owner's eyes only."""

_DEPARTMENTS = ("综合科", "档案室")
_PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("registrar", "甲示例", Role.REGISTRAR, None),
    ("clerk", "乙示例", Role.CLERK, None),
    ("department", "丙示例", Role.DEPARTMENT, "综合科"),
    ("archive", "丁示例", Role.DEPARTMENT, "档案室"),
    ("legal", "戊示例", Role.LEGAL_REVIEWER, None),
    ("head", "己示例", Role.HEAD, None),
    ("manager", "庚示例", Role.MANAGER, None),
    ("auditor", "辛示例", Role.AUDITOR, None),
    ("administrator", "壬示例", Role.ADMINISTRATOR, None),
)


class NotEmpty(OfficeError):
    """There is an agency already; a demonstration has no business beside real cases."""

    code = "not_empty"
    message = "系统中已有机关，演示数据只能载入空系统。请另设 MINGDA_DATA 目录后再试。"


class StoryOutOfStep(OfficeError):
    """The published procedure does not offer the step that the demonstration wants to do."""

    code = "story_out_of_step"
    message = "演示案件“{case}”没有走到环节“{step}”，流程可能已被改动。演示数据没有全部载入。"


@click.command(name="demo", short_help="载入演示数据 load the demonstration")
def demo() -> None:
    """Load the demonstration: an invented agency with accounts and cases.

    载入演示数据：虚构的机关、各岗位账号，以及停在不同环节的案件。只能载入空系统。
    """
    here = installation()
    load_demonstration(here)
    click.echo((here.settings.data_dir / ACCOUNTS_FILE).read_text("utf-8"))


def load_demonstration(here: Installation) -> None:
    """Create the demonstration, and write its accounts to a file.

    Raises:
        NotEmpty: there is an agency already.
        DeploymentRefused: the standard package has errors.
    """
    refuse_other_schema(here.sessions.reader)
    known = _found_agency(here)
    _write_accounts(here.settings.data_dir / ACCOUNTS_FILE, known)
    stage = _Stage(here)
    stage.play()


def _found_agency(here: Installation) -> dict[str, str]:
    """Create the agency, its departments and people, publish the package; give the passwords."""
    known = {login: passwords.generate() for login, *_ in _PEOPLE}
    at = here.settings.now()
    with here.sessions.writing() as session:
        if session.scalar(select(Agency.id).limit(1)) is not None:
            raise NotEmpty
        agency_id = _add_agency(session)
        roles = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
        actor = Actor(None, "系统", agency_id, None, roles)
        office = Office(session, calendar_of(session, agency_id), actor, at)
        departments = {name: add_department(office, name).id for name in _DEPARTMENTS}
        for login, name, role, department in _PEOPLE:
            new = accounts.NewPerson(
                login,
                name,
                frozenset({role}),
                departments[department] if department else None,
                known[login],
            )
            accounts.create_person(office, new)
        deploy(office, read_folders(STANDARD), ACTIONS, "标准流程")
    return known


def _add_agency(session: Session) -> int:
    agency = Agency(
        name="示例县人民政府办公室",
        short_name="示例县政府办",
        code_word="示政办",
        kind="government_office",
        signing_entity="示例县人民政府办公室",
        review_body="示例市人民政府",
        court="示例市中级人民法院",
        address="示例省示例县示例路1号",
        phone="000-00000000",
        postcode="000000",
        contact="示例县人民政府办公室政务公开科",
    )
    session.add(agency)
    session.flush()
    return agency.id


def _write_accounts(path: Path, known: dict[str, str]) -> None:
    lines = ["演示账号（密码仅属于本次安装） accounts of this installation's demonstration", ""]
    for login, name, role, department in _PEOPLE:
        place = f"（{department}）" if department else ""
        lines.append(f"{login:<14} {known[login]:<16} {name} {LABELS[role]}{place}")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(("\n".join(lines) + "\n").encode())


@dataclass
class _Stage:
    """Plays the stories day by day, so that numbers, dates and timers fall as in life."""

    here: Installation
    cases: dict[int, int] = field(default_factory=dict)  # story → case

    def play(self) -> None:
        """Act every day from the first story's to today, timers first."""
        self._keep_holdings()
        first = max(story.ago for story in STORIES)
        for ago in range(first, -1, -1):
            at = self._moment(ago)
            self._wake_due(at)
            for number, story in enumerate(STORIES):
                if story.ago == ago:
                    self._receive(number, at)
                for act in story.acts:
                    if act.ago == ago:
                        self._act(number, act, at)

    def _keep_holdings(self) -> None:
        with self._office("registrar", self.here.settings.now()) as office:
            for document in HOLDINGS:
                save_holding(office, document)

    def _receive(self, number: int, at: datetime) -> None:
        with self._office("registrar", at) as office:
            answers = self._filled(office, STORIES[number].application)
            self.cases[number] = receive_application(office, answers).id
        self._print(self.cases[number], at)

    def _act(self, number: int, act: Act, at: datetime) -> None:
        case_id = self.cases[number]
        with self._office(act.who, at) as office:
            tasks = office.session.scalars(
                select(OpenTask)
                .where(OpenTask.case_id == case_id, OpenTask.node_id == act.step)
                .order_by(OpenTask.id)
            )
            own = (None, office.actor.department_id)
            task = next((each for each in tasks if each.department_id in own), None)
            if task is None:
                name = str(STORIES[number].application["applicant_name"])
                raise StoryOutOfStep(case=name, step=act.step)
            complete_task(office, task.id, self._filled(office, act.answers))
        self._print(case_id, at)

    def _wake_due(self, at: datetime) -> None:
        with self.here.sessions.reading() as session:
            rows = select(DueTimer.case_id).where(DueTimer.due_at <= at).distinct()
            due = sorted(session.scalars(rows))
        for case_id in due:
            with self._office(None, at) as office:
                wake(office, case_id)
            self._print(case_id, at)

    def _print(self, case_id: int, at: datetime) -> None:
        finish_rendering(lambda writer: self._office(None, at, writer=writer), case_id)

    @contextmanager
    def _office(self, login: str | None, at: datetime, *, writer: bool = True) -> Iterator[Office]:
        """Seat a person of the demonstration, or nobody: the system itself."""
        sessions = self.here.sessions
        with sessions.writing() if writer else sessions.reading() as session:
            agency_id = session.scalars(select(Agency.id)).one()
            actor = Actor(None, "系统", agency_id, None, frozenset({Role.MANAGER}))
            if login is not None:
                rows = select(Person).where(Person.login == login)
                actor = accounts.actor_of(session.scalars(rows).one())
            yield Office(session, calendar_of(session, agency_id), actor, at)

    def _moment(self, ago: int) -> datetime:
        """Give a moment so many working days ago, in office hours; today, now."""
        now = self.here.settings.now()
        if ago == 0:
            return now
        with self._office(None, now, writer=False) as office:
            return self._shift(office, ago).replace(hour=9, minute=30, second=0, microsecond=0)

    def _shift(self, office: Office, ago: int) -> datetime:
        day, step = self.here.settings.now(), timedelta(days=1 if ago < 0 else -1)
        left = abs(ago)
        while left:
            day += step
            left -= office.calendar.is_working_day(day.date())
        return day

    def _filled(self, office: Office, value: Any) -> Any:  # noqa: ANN401
        """Put real days and departments in the place of @ and #."""
        match value:
            case dict():
                return {key: self._filled(office, each) for key, each in value.items()}
            case list():
                return [self._filled(office, each) for each in value]
            case str() if re.fullmatch(r"@-?\d+", value):
                return self._shift(office, int(value[1:])).date().isoformat()
            case str() if value.startswith("#"):
                rows = select(Department.id).where(Department.name == value[1:])
                return str(office.session.scalars(rows).one())
            case _:
                return value
