"""Tell an application's story through the real acts: who does what, on which day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engine.cases import clocks, history, intake, printing, steps, tasks
from engine.law.clock import Reading
from engine.office import Actor, Office
from engine.roles import Role
from engine.store.cases import Case
from engine.store.instances import DueTimer, OfferedMessage, OpenTask
from engine.store.letters import Letter
from engine.store.tables import LOCAL_ZONE
from tests import answers
from tests.conftest import Desk


def moment(day: str | date, hour: int = 9) -> datetime:
    """Give a moment of an ordinary office day."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(hour), LOCAL_ZONE)


@dataclass
class Story:
    """One application from the door on; `at` is where time stands."""

    desk: Desk
    at: datetime
    case_id: int = 0
    printed: int = field(default=0)

    def office(self, who: str = "clerk") -> Office:
        """Open the office for somebody at this point of the story."""
        return self.desk(who, self.at)

    @contextmanager
    def open_office(self, writer: bool) -> Iterator[Office]:  # noqa: FBT001
        """Open and commit, as a door does: what is printed goes on in the system's name."""
        system = Actor(None, "系统", self.desk.agency_id, None, frozenset({Role.MANAGER}))
        yield replace(self.office(), actor=system)
        self.desk.commit()
        del writer

    def settle(self) -> None:
        """Commit, print what is to be printed, go on, commit."""
        self.desk.commit()
        self.printed += printing.finish_rendering(self.open_office)
        self.desk.commit()

    def on(self, day: str | date) -> "Story":
        """Let time pass to a day; the worker wakes whatever falls due before."""
        goal = moment(day)
        while True:
            due = self.desk.session.scalar(
                select(DueTimer.due_at)
                .where(DueTimer.due_at <= goal)
                .order_by(DueTimer.due_at)
                .limit(1)
            )
            if due is None:
                break
            self.at = max(self.at, due + timedelta(hours=1))
            for case_id in steps.due_cases(self.office()):
                steps.wake(self.office(), case_id)
            self.settle()
        self.at = max(self.at, goal)
        return self

    def receive(self, who: str = "registrar", **values: object) -> "Story":
        """Register the application at the counter."""
        raw = {
            **answers.APPLICATION,
            "channel": "in_person",
            "date": self.at.date().isoformat(),
            **values,
        }
        self.case_id = intake.receive_application(self.office(who), raw).id
        self.settle()
        return self

    def do(self, who: str, node: str, about: str = "", **values: object) -> "Story":
        """Finish the open task of a node."""
        task = self.task(node, about)
        try:
            tasks.complete_task(self.office(who), task.id, values)
        except tasks.FormRefused as refusal:
            raise AssertionError(f"{node}: {refusal.view.errors}") from refusal
        self.settle()
        return self

    def say(self, who: str, message: str, **values: object) -> "Story":
        """Press a button the diagram offers."""
        offer = self.desk.session.scalars(
            select(OfferedMessage).where(
                OfferedMessage.case_id == self.case_id, OfferedMessage.name == message
            )
        ).one()
        tasks.send_message(self.office(who), offer.id, values)
        self.settle()
        return self

    def department(self, who: str) -> int:
        """Give the department somebody works in."""
        return self.desk.person(who).department_id or 0

    def task(self, node: str, about: str = "") -> OpenTask:
        """Give the open task of a node."""
        found = [t for t in self.tasks() if t.node_id == node and about in t.note]
        assert found, f"{node} is not open; open: {[(t.node_id, t.note) for t in self.tasks()]}"
        return found[0]

    def tasks(self) -> list[OpenTask]:
        """List what is open."""
        assert not history.incidents_of(self.office(), self.case_id), [
            (i.node_id, i.message) for i in history.incidents_of(self.office(), self.case_id)
        ]
        return history.open_tasks(self.office(), self.case_id)

    def open_nodes(self) -> list[str]:
        """Name the nodes at which somebody has something to do."""
        return sorted(task.node_id for task in self.tasks())

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self.desk.session.get_one(Case, self.case_id, populate_existing=True)

    def clock(self) -> Reading:
        """Read the statutory clock."""
        return clocks.case_clock(self.office(), self.case_id)

    def letters(self) -> dict[str, Letter]:
        """Give the newest letter of each code."""
        rows = self.desk.session.scalars(
            select(Letter).where(Letter.case_id == self.case_id).order_by(Letter.id)
        )
        return {letter.code: letter for letter in rows}
