"""Time comes in: what is due is done once, missed time is caught up, nothing blocks the rest."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from engine import worker
from engine.cases.intake import receive_application
from engine.cases.tasks import complete_task
from engine.store.cases import Case
from engine.store.engines import SessionFactory
from engine.store.idempotency import Idempotency
from engine.store.instances import DueTimer, Notice, OpenTask, ProcessInstance
from engine.store.letters import Letter
from engine.store.people import WebSession
from tests.conftest import MOMENT, Desk

APPLICATION = {
    "channel": "in_person",
    "date": "2026-03-02",
    "applicant_kind": "natural",
    "applicant_name": "测试申请人",
    "content": "申请公开示例县2025年公交线路调整方案。",
    "wanted_way": ["pickup"],
}
WARN_ON = datetime(2026, 3, 25, 9, tzinfo=MOMENT.tzinfo)
"""Three working days before 2026-03-30, the twentieth working day."""
OVERDUE = WARN_ON + timedelta(days=30)


@pytest.fixture
def desk(office: Desk, deployed) -> Desk:
    del deployed
    return office


def register(desk: Desk) -> int:
    """Receive and register an application, so that supervision begins."""
    case = receive_application(desk("registrar"), APPLICATION)
    desk.commit()
    return case.id


def supervise(desk: Desk, sessions: SessionFactory) -> int:
    """Carry a case to the point at which only people and timers are waited for."""
    case_id = register(desk)
    worker.tick(sessions, MOMENT)  # prints the receipt
    desk.session.expire_all()
    rows = select(OpenTask.id).where(OpenTask.case_id == case_id, OpenTask.node_id == "register")
    task_id = desk.session.scalars(rows).one()
    complete_task(desk("registrar"), task_id, {"subject": "公交线路调整方案"})
    desk.commit()
    worker.tick(sessions, MOMENT)  # prints the record of registration
    return case_id


def notices(sessions: SessionFactory, case_id: int) -> list[str]:
    with sessions.reading() as session:
        rows = select(Notice.kind).where(Notice.case_id == case_id).order_by(Notice.id)
        return list(dict.fromkeys(session.scalars(rows)))


def test_a_letter_that_waits_is_printed_and_its_case_goes_on(desk: Desk, sessions: SessionFactory):
    case_id = register(desk)
    report = worker.tick(sessions, MOMENT)
    assert report.printed == 1
    with sessions.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.case_id == case_id)).one()
        assert (letter.code, letter.status) == ("R02", "issued")
        assert session.scalars(select(OpenTask.node_id)).all() == ["register"]
    assert worker.tick(sessions, MOMENT).idle


def test_a_timer_fires_when_it_is_due_and_only_then(desk: Desk, sessions: SessionFactory):
    case_id = supervise(desk, sessions)
    assert worker.tick(sessions, MOMENT).fired == 0
    assert worker.tick(sessions, WARN_ON).fired == 1
    assert notices(sessions, case_id) == ["warning"]
    assert worker.tick(sessions, WARN_ON).idle


def test_missed_time_is_caught_up(desk: Desk, sessions: SessionFactory):
    case_id = supervise(desk, sessions)
    assert worker.tick(sessions, OVERDUE).woken == 1
    assert notices(sessions, case_id)[-1] == "overdue"
    with sessions.reading() as session:
        due = session.scalars(select(DueTimer.due_at).where(DueTimer.due_at <= OVERDUE)).all()
    assert due == []


def test_several_workers_fire_a_timer_once(desk: Desk, sessions: SessionFactory):
    supervise(desk, sessions)
    fired: list[int] = []
    gang = [
        threading.Thread(target=lambda: fired.append(worker.tick(sessions, WARN_ON).fired))
        for _ in range(4)
    ]
    for each in gang:
        each.start()
    for each in gang:
        each.join()
    assert sum(fired) == 1


def test_a_case_that_cannot_be_woken_does_not_stop_the_others(
    desk: Desk, sessions: SessionFactory, caplog
):
    broken, sound = supervise(desk, sessions), supervise(desk, sessions)
    with sessions.writing() as session:
        session.get_one(ProcessInstance, broken).state = b"damaged"
    report = worker.tick(sessions, WARN_ON)
    assert (report.woken, report.failed) == (1, 1)
    assert notices(sessions, sound) == ["warning"]
    assert "could not be woken" in caplog.text


def test_a_failing_act_leaves_its_case_untouched(desk: Desk, sessions: SessionFactory):
    case_id = supervise(desk, sessions)
    with sessions.writing() as session:
        session.get_one(ProcessInstance, case_id).state = b"damaged"
        before = session.get_one(Case, case_id).updated_at
    worker.tick(sessions, WARN_ON)
    with sessions.reading() as session:
        assert session.get_one(Case, case_id).updated_at == before


def test_what_has_served_is_thrown_away(office: Desk, sessions: SessionFactory):
    person = office.person("clerk")
    for name, age in (("old", 8), ("new", 0)):
        at = MOMENT - timedelta(days=age)
        office.session.add(
            WebSession(
                token_hash=name,
                person_id=person.id,
                csrf="",
                created_at=at,
                seen_at=at,
                expires_at=at + timedelta(hours=12),
            )
        )
        office.session.add(
            Idempotency(key=name, route="/", request_hash="", status=303, location="/", at=at)
        )
    office.commit()
    worker.tick(sessions, MOMENT)
    with sessions.reading() as session:
        assert session.scalars(select(WebSession.token_hash)).all() == ["new"]
        assert session.scalars(select(Idempotency.key)).all() == ["new"]


def test_the_loop_ticks_until_it_is_stopped(desk: Desk, sessions: SessionFactory):
    case_id = supervise(desk, sessions)
    stop = threading.Event()
    moments = iter([WARN_ON])

    def now() -> datetime:
        at = next(moments, None)
        if at is None:
            stop.set()
        return at or WARN_ON

    worker.run(sessions, now, stop)
    assert notices(sessions, case_id) == ["warning"]


def test_the_loop_outlives_a_database_that_is_away(office: Desk, sessions: SessionFactory, caplog):
    office.commit()
    with sessions.writing() as session:
        session.execute(text("DROP TABLE due_timer"))
    stop = threading.Event()

    def now() -> datetime:
        stop.set()
        return MOMENT

    worker.run(sessions, now, stop)
    assert "tick failed" in caplog.text
