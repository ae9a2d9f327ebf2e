"""The journal's chain: it only grows, by whomever at whatever moment, and a change shows."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.store.chain import Recorder
from engine.store.engines import SessionFactory
from engine.store.journal import HouseEvent, Note, examine, record
from tests.conftest import MOMENT

BY = Recorder(None, "系统", MOMENT)
NOTE = Note("department:added", "添加科室“规划科”", None, {"after": {"department": "规划科"}})


def fill(sessions: SessionFactory, count: int = 3) -> None:
    for number in range(count):
        with sessions.writing() as session:
            record(session, replace(NOTE, summary=f"第{number}件"), BY)


def unguarded(session: Session) -> None:
    """Take the triggers away, as somebody with the keys to the database could."""
    if session.connection().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER house_event_no_update"))
        session.execute(text("DROP TRIGGER house_event_no_delete"))
    else:
        session.execute(text("DROP TRIGGER house_event_append_only ON house_event"))


def test_an_untouched_chain_is_whole(sessions: SessionFactory):
    with sessions.reading() as session:
        assert examine(session).length == 0
    fill(sessions)
    with sessions.reading() as session:
        found = examine(session)
        last = session.get_one(HouseEvent, 3)
    assert (found.length, found.broken, found.digest) == (3, 0, last.digest)


@pytest.mark.parametrize(
    "change",
    [
        update(HouseEvent).where(HouseEvent.seq == 2).values(summary="另一件"),
        delete(HouseEvent).where(HouseEvent.seq == 2),
        text("TRUNCATE house_event"),
    ],
    ids=["update", "delete", "truncate"],
)
def test_the_database_refuses_to_change_an_entry(sessions: SessionFactory, change):
    fill(sessions)
    if sessions.writer.dialect.name == "sqlite" and "TRUNCATE" in str(change):
        pytest.skip("SQLite knows no TRUNCATE")
    with sessions.open_session(writer=True) as session, pytest.raises(DBAPIError, match="append"):
        session.execute(change)


@pytest.mark.parametrize(
    ("values", "broken"),
    [({"summary": "另一件"}, 2), ({"actor": "别人"}, 2), ({"payload": {}}, 2), ({"seq": 9}, 3)],
)
def test_a_change_behind_the_databases_back_shows(
    sessions: SessionFactory, values: dict, broken: int
):
    fill(sessions)
    with sessions.writing() as session:
        unguarded(session)
        session.execute(update(HouseEvent).where(HouseEvent.seq == 2).values(values))
    with sessions.reading() as session:
        assert examine(session).broken == broken


@pytest.mark.parametrize("gone", [1, 2])
def test_an_entry_taken_out_shows_at_the_one_that_followed(sessions: SessionFactory, gone: int):
    fill(sessions)
    with sessions.writing() as session:
        unguarded(session)
        session.execute(delete(HouseEvent).where(HouseEvent.seq == gone))
    with sessions.reading() as session:
        assert examine(session).broken == gone + 1


def test_the_newest_entries_are_examined_without_the_rest(sessions: SessionFactory):
    fill(sessions, 6)
    with sessions.writing() as session:
        unguarded(session)
        session.execute(update(HouseEvent).where(HouseEvent.seq == 2).values(summary="另一件"))
    with sessions.reading() as session:
        whole, some = examine(session), examine(session, newest=3)
        assert (whole.first, whole.broken) == (1, 2)
        assert (some.first, some.broken, some.length) == (4, 0, 6)
        assert examine(session, newest=5).broken == 2
        assert examine(session, newest=9).broken == 2


def test_an_act_that_is_rolled_back_leaves_no_entry(sessions: SessionFactory):
    with sessions.open_session(writer=True) as session:
        record(session, NOTE, BY)
        session.rollback()
    with sessions.reading() as session:
        assert examine(session).length == 0


def test_people_who_act_at_the_same_moment_write_one_chain(sessions: SessionFactory):
    together = threading.Barrier(8)

    def act() -> None:
        together.wait()
        fill(sessions, 5)

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions.reading() as session:
        found = examine(session)
        numbers = list(session.scalars(select(HouseEvent.seq).order_by(HouseEvent.seq)))
    assert (found.length, found.broken) == (40, 0)
    assert numbers == list(range(1, 41))
