"""Tells the plots of `tests.plots` to a served house, whose server dies on the way."""

import http.client
import random
import signal
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from typing_extensions import override

from engine.store.cases import Case
from engine.store.instances import DueTimer, OfferedMessage, OpenTask
from engine.store.letters import Letter
from engine.store.people import Person
from tests.reliability.house import House
from tests.reliability.invariants import violations
from tests.reliability.visitor import Answer, Press, ServerGone, Visitor
from tests.story import moment


class Calm:
    """No misfortune at all."""

    def strike(self, house: House) -> float | None:
        """Choose the end of the next process at work: by a point, or after so many seconds."""
        house.arm(0)
        return None

    def settle(self, house: House) -> None:
        """Come after a step that is done."""


class BetweenSteps(Calm):
    """The server is killed after every step."""

    @override
    def settle(self, house: House) -> None:
        house.restart()


@dataclass
class DuringSteps(Calm):
    """Whoever works is killed at it, most often at a point, now and then by the clock.

    A second try is killed again half the time; the third is left in peace.
    """

    dice: random.Random
    most_points: int = 60
    most_seconds: float = 0.3
    tries: int = 0

    @override
    def strike(self, house: House) -> float | None:
        self.tries += 1
        house.arm(0)
        if self.tries > 2 or (self.tries == 2 and self.dice.random() < 0.5):
            return None
        if self.dice.random() < 0.25:
            return self.dice.uniform(0.0, self.most_seconds)
        house.arm(self.dice.randint(1, self.most_points))
        return None

    @override
    def settle(self, house: House) -> None:
        self.tries = 0


@dataclass
class Application:
    """One application carried over HTTP, whatever happens to the server."""

    house: House
    fate: Calm = field(default_factory=Calm)
    case_id: int = 0
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def on(self, day: str | date) -> "Application":
        """Let time pass: the server is started anew at each moment, the worker wakes cases."""
        goal = moment(day)
        while (due := self._next_due()) is not None and due <= goal:
            self._move(max(self.house.at, due + timedelta(hours=1)))
            self._work()
        self._move(max(self.house.at, goal))
        return self

    def receive(self, who: str = "registrar", **values: Any) -> "Application":
        """Register the application at the counter."""
        before = self._count(Case.id)
        answer = self._press(who, "/cases/new", "/cases/new", {"channel": "in_person", **values})
        self.case_id = int(answer.location.rpartition("/")[2])
        assert self._count(Case.id) == before + 1
        self._settle()
        return self

    def do(self, who: str, node: str, about: str = "", **values: Any) -> "Application":
        """Finish the open task of a node."""
        task_id = self.task(node, about)
        self._press(who, f"/tasks/{task_id}", f"/tasks/{task_id}", values)
        assert not self._is_open(task_id), node
        self._settle()
        return self

    def say(self, who: str, message: str, **values: Any) -> "Application":
        """Press a button the diagram offers."""
        with self.house.records() as session:
            offer_id = session.scalars(
                select(OfferedMessage.id).where(
                    OfferedMessage.case_id == self.case_id, OfferedMessage.name == message
                )
            ).one()
        self._press(who, f"/messages/{offer_id}", f"/messages/{offer_id}", values)
        self._settle()
        return self

    def department(self, who: str) -> int:
        """Give the department somebody works in."""
        with self.house.records() as session:
            found = session.scalars(select(Person.department_id).where(Person.login == who)).one()
        return found or 0

    def task(self, node: str, about: str = "") -> int:
        """Give the number of the open task of a node."""
        with self.house.records() as session:
            rows = session.scalars(select(OpenTask).where(OpenTask.case_id == self.case_id)).all()
        found = [task.id for task in rows if task.node_id == node and about in task.note]
        assert found, f"{node} is not open; open: {[(t.node_id, t.note) for t in rows]}"
        return found[0]

    def _press(self, who: str, page: str, action: str, values: dict[str, Any]) -> Answer:
        """Press the button until an answer comes, and then once more: the form is the same."""
        visitor = self.visitors.setdefault(who, Visitor(self.house, who))
        press = visitor.fill(page, action, values)
        first = self._answer(visitor, press, self.fate)
        assert first.status == http.client.SEE_OTHER, f"{page}: {first} {self.house.logs()[-3000:]}"
        again = self._answer(visitor, press, Calm())
        assert again.outcome == first.outcome, again
        return first

    def _answer(self, visitor: Visitor, press: Press, fate: Calm) -> Answer:
        while True:
            seconds = fate.strike(self.house)
            try:
                with self.house.doom(self.house.server, seconds):
                    return visitor.send(press)
            except ServerGone:
                self.house.found_dead()
                self._check()
                self.house.serve()

    def _settle(self) -> None:
        while self._count_numbered():
            self._work()
        self._check(at_rest=True)
        self.fate.settle(self.house)

    def _work(self) -> None:
        """Let workers come until one survives its pass."""
        while True:
            seconds = self.fate.strike(self.house)
            worker = self.house.start_worker()
            with self.house.doom(worker, seconds):
                self.house.await_end(worker)
            code = self.house.end_of(worker)
            self.house.arm(0)
            self._check()
            if code == 0:
                return
            assert code == -signal.SIGKILL, self.house.logs()[-3000:]

    def _check(self, *, at_rest: bool = False) -> None:
        with self.house.records() as session:
            found = violations(session, at_rest=at_rest)
        assert not found, "\n".join(found)

    def _move(self, to: Any) -> None:
        self.house.leave()
        self.house.at = to
        self.house.serve()

    def _next_due(self) -> Any:
        with self.house.records() as session:
            return session.scalar(select(func.min(DueTimer.due_at)))

    def _count(self, column: Any) -> int:
        with self.house.records() as session:
            return session.scalar(select(func.count(column))) or 0

    def _count_numbered(self) -> int:
        with self.house.records() as session:
            rows = select(func.count()).where(Letter.status == "numbered")
            return session.scalar(rows) or 0

    def _is_open(self, task_id: int) -> bool:
        with self.house.records() as session:
            return session.get(OpenTask, task_id) is not None
