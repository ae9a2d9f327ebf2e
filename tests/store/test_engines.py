"""The promises of the records: nothing lost, nobody starved, readers that cannot write."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engine.store.engines import SessionFactory
from engine.store.people import Person


def test_a_reading_session_cannot_write(office, sessions: SessionFactory):
    office.commit()
    with sessions.reading() as session:
        person = session.scalars(select(Person).limit(1)).one()
        person.name = "改名"
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.flush()


def test_what_was_not_committed_is_gone(office, sessions: SessionFactory):
    office.person("clerk").name = "改名"
    office.session.flush()
    office.session.rollback()
    with sessions.reading() as session:
        names = session.scalars(select(Person.name)).all()
    assert "改名" not in names


@pytest.mark.parametrize("change", ["UPDATE case_event SET summary = ''", "DELETE FROM case_event"])
def test_an_event_can_be_neither_changed_nor_removed(sessions: SessionFactory, change: str):
    with sessions.open_session(writer=True) as session:
        if session.get_bind().dialect.name == "sqlite":
            _add_an_event(session)  # SQLite's triggers fire per row, so there must be one
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(change))


def _add_an_event(session):
    session.execute(text("PRAGMA defer_foreign_keys=on"))
    session.execute(
        text(
            "INSERT INTO case_event (id, case_id, seq, tag, legal_day, recorded_at, actor,"
            " node_id, summary, article, payload, previous, digest)"
            " VALUES (1, 1, 1, 't', '2026-03-02', '2026-03-02', 'a', '', 's', '', '{}', '', '')"
        )
    )
