"""Several people, and several workers, at the same moment: one wins, the others are told."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import func, select

from engine.cases import hands, intake, printing, tasks
from engine.errors import OfficeError
from engine.law.calendar import published_calendar
from engine.office import Actor, Office
from engine.store.cases import Case
from engine.store.engines import SessionFactory
from engine.store.events import CaseEvent
from engine.store.instances import DueTimer, OpenTask
from engine.store.letters import Letter
from engine.store.people import Person
from tests import answers
from tests.reliability.house import House
from tests.reliability.invariants import violations
from tests.reliability.visitor import Answer, Visitor
from tests.story import moment

pytestmark = pytest.mark.slow

DAY = moment("2025-03-10")
RIVALS = 8
SIGNED, GIVEN_UP, WIDTH = 200, 20, 20
"""Letters that are signed at the same time, signatures that come to nothing, and how many sign."""

APPLICATION = {
    **answers.APPLICATION,
    "channel": "in_person",
    "date": "2025-03-10",
}
TOLD = ("办理完毕，本次提交未重复办理", "已由他人办理")


class ChangedMyMind(Exception):
    """An act that is given up after its number was drawn."""


@dataclass(frozen=True)
class Offices:
    """Opens the office for anybody, in a transaction of its own."""

    sessions: SessionFactory
    people: dict[str, Actor]
    at: datetime = DAY

    @classmethod
    def of(cls, sessions: SessionFactory) -> "Offices":
        with sessions.reading() as session:
            rows = session.scalars(select(Person)).all()
            found = {p.login: Actor(p.id, p.name, p.agency_id, None, p.roles) for p in rows}
        return cls(sessions, found)

    def act(self, who: str, deed: Callable[[Office], object]) -> object:
        """Do something as somebody, or be refused."""
        try:
            with self.sessions.writing() as session:
                office = Office(session, published_calendar(), self.people[who], self.at)
                return deed(office)
        except OfficeError as refusal:
            return refusal


def together(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Do everything at the same moment; what goes wrong is an answer too."""
    start = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def do(number: int) -> None:
        start.wait()
        try:
            results[number] = deeds[number]()
        except Exception as fault:  # noqa: BLE001  (whatever it is, the test must see it)
            results[number] = fault

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def received(offices: Offices, count: int) -> list[int]:
    """Register applications whose receipts are printed; give their `register` tasks."""
    for _ in range(count):
        offices.act("registrar", lambda office: intake.receive_application(office, APPLICATION))
    printing.finish_rendering(door(offices))
    with offices.sessions.reading() as session:
        return list(session.scalars(select(OpenTask.id).order_by(OpenTask.id)))


def door(offices: Offices) -> printing.OpenOffice:
    """Open transactions as the worker does."""

    def open_office(writer: bool) -> object:  # noqa: FBT001
        opened = offices.sessions.writing() if writer else offices.sessions.reading()
        return _Opened(opened, offices)

    return open_office  # type: ignore[return-value]


@dataclass
class _Opened:
    opened: object
    offices: Offices

    def __enter__(self) -> Office:
        session = self.opened.__enter__()  # type: ignore[attr-defined]
        return Office(
            session, published_calendar(), self.offices.people["manager"], self.offices.at
        )

    def __exit__(self, *how: object) -> object:
        return self.opened.__exit__(*how)  # type: ignore[attr-defined]


def check(sessions: SessionFactory) -> None:
    with sessions.reading() as session:
        found = violations(session)
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("deployed")
def test_one_of_several_people_finishes_a_task(office, sessions: SessionFactory):
    office.commit()
    offices = Offices.of(sessions)
    for task_id in received(offices, 4):
        results = together(
            [
                lambda task_id=task_id: offices.act(
                    "registrar",
                    lambda office: tasks.complete_task(office, task_id, answers.REGISTER).id,
                )
            ]
            * RIVALS
        )
        assert sum(isinstance(result, int) for result in results) == 1, results
        refused = [str(result) for result in results if not isinstance(result, int)]
        assert all(any(words in told for words in TOLD) for told in refused), refused
    check(sessions)


@pytest.mark.usefixtures("deployed")
def test_people_who_claim_a_task_at_once_leave_an_unbroken_record(office, sessions: SessionFactory):
    office.commit()
    offices = Offices.of(sessions)
    registered = received(offices, 3)
    for task_id in registered:
        offices.act(
            "registrar",
            lambda office, task_id=task_id: tasks.complete_task(office, task_id, answers.REGISTER),
        )
    with sessions.reading() as session:
        reviews = session.scalars(select(OpenTask.id).order_by(OpenTask.id)).all()
    for task_id in reviews:
        results = together(
            [
                lambda who=who, task_id=task_id: offices.act(
                    who, lambda office: hands.claim(office, task_id).id
                )
                for who in ("clerk", "clerk_2") * 3
            ]
        )
        faults = [r for r in results if not isinstance(r, int | OfficeError)]
        assert not faults, faults
        assert {type(r).__name__ for r in results} == {"int", "NotYourTask"}
    check(sessions)


@pytest.mark.usefixtures("deployed")
def test_two_hundred_signatures_leave_no_gap_and_no_double(office, sessions: SessionFactory):
    office.commit()
    offices = Offices.of(sessions)

    def receive(office: Office, number: int) -> int:
        case = intake.receive_application(office, APPLICATION)
        if number % (SIGNED // GIVEN_UP + 1) == 0:
            raise ChangedMyMind
        return case.id

    def some(numbers: range) -> None:
        for number in numbers:
            try:
                done = offices.act("registrar", lambda office, n=number: receive(office, n))
                assert isinstance(done, int), done
            except ChangedMyMind:
                continue

    attempts = SIGNED + GIVEN_UP
    results = together([lambda n=n: some(range(n, attempts, WIDTH)) for n in range(WIDTH)])
    assert results == [None] * WIDTH, results
    with sessions.reading() as session:
        letters = session.scalars(select(Letter)).all()
        cases = session.scalar(select(func.count()).select_from(Case))
    assert cases == SIGNED
    assert sorted(letter.sequence or 0 for letter in letters) == list(range(1, SIGNED + 1))
    assert len({letter.number for letter in letters}) == SIGNED
    check(sessions)


def served(house: House, count: int) -> list[int]:
    """Serve a house with cases at the counter; give their `register` tasks."""
    house.at = DAY
    with house.records() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
    house.serve()
    registrar = Visitor(house, "registrar")
    for _ in range(count):
        registrar.send(registrar.fill("/cases/new", "/cases/new", APPLICATION))
    with house.records() as session:
        return list(session.scalars(select(OpenTask.id).order_by(OpenTask.id)))


def statuses(results: Sequence[object]) -> Counter[int]:
    faults = [result for result in results if not isinstance(result, Answer)]
    assert not faults, faults
    return Counter(result.status for result in results if isinstance(result, Answer))


def test_the_others_are_told_on_the_page(house: House):
    for task_id in served(house, 3):
        page = f"/tasks/{task_id}"
        registrar = Visitor(house, "registrar")
        presses = [registrar.fill(page, page, answers.REGISTER) for _ in range(RIVALS)]
        results = together([partial(registrar.send, press) for press in presses])
        assert statuses(results) == {303: 1, 409: RIVALS - 1}, results
        refused = [r.text for r in results if isinstance(r, Answer) and r.status == 409]
        assert all(any(words in text for words in TOLD) for text in refused), refused[0]
    with house.records() as session:
        assert not violations(session, at_rest=True)


def test_a_double_press_has_one_effect_and_one_answer(house: House):
    task_ids = served(house, 1)
    registrar = Visitor(house, "registrar")
    page = f"/tasks/{task_ids[0]}"
    for press in (
        registrar.fill("/cases/new", "/cases/new", APPLICATION),
        registrar.fill(page, page, answers.REGISTER),
    ):
        results = together([partial(registrar.send, press)] * RIVALS)
        assert len({r.outcome for r in results if isinstance(r, Answer)}) == 1, results
        assert statuses(results) == {303: RIVALS}
    with house.records() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        assert not violations(session)


def test_two_workers_fire_each_timer_once_though_one_is_killed(house: House):
    for task_id in served(house, 6):
        page = f"/tasks/{task_id}"
        registrar = Visitor(house, "registrar")
        assert registrar.send(registrar.fill(page, page, answers.REGISTER)).status == 303
    house.leave()
    house.at = moment("2025-04-30")
    with house.records() as session:
        due = session.scalar(select(func.count(DueTimer.case_id.distinct())))
    assert due == 6
    house.arm(60)  # one of the two is killed on its way, never mind which
    gang = [house.start_worker(), house.start_worker()]
    codes = sorted(house.end_of(worker) for worker in gang)
    assert codes in ([-9, -9], [-9, 0])
    house.arm(0)
    with house.records() as session:
        assert not violations(session)
    gang = [house.start_worker(), house.start_worker()]
    assert [house.end_of(worker) for worker in gang] == [0, 0]
    with house.records() as session:
        assert not violations(session, at_rest=True)
        fired = session.execute(
            select(CaseEvent.case_id, CaseEvent.node_id, func.count())
            .where(CaseEvent.tag == "timer")
            .group_by(CaseEvent.case_id, CaseEvent.node_id)
        ).all()
    assert len({case_id for case_id, _, _ in fired}) == 6
    assert {count for _, _, count in fired} == {1}
