"""Migrations: they lead to the tables of the code, once, and never backwards."""

import hashlib
import threading
from datetime import datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Connection, MetaData, Table, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from engine.store import migrate
from engine.store.cases import Case
from engine.store.engines import SessionFactory, session_factory
from engine.store.fingerprints import sm3_of
from engine.store.letters import Letter
from engine.store.schema import APPEND_ONLY, METADATA
from engine.store.tables import LOCAL_ZONE, Moment

AT = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture
def bare(databases):
    url = databases.fresh("bare")
    sessions = session_factory(url)
    yield sessions
    sessions.dispose()
    databases.drop(url)


def test_migrations_lead_to_the_tables_of_the_code(bare: SessionFactory):
    migrate.migrate(bare.writer)
    with bare.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    assert differences == []


def test_a_case_still_stands_where_it_stood_after_the_place_has_moved(bare: SessionFactory):
    migrate.migrate(bare.writer, "0003")
    with bare.writer.begin() as connection:
        for table in ("agency", "deployment", "applicant"):
            add(connection, table, id=1)
        add(connection, "disclosure_case", id=1, stage="process", position="形式审查")
        add(connection, "process_instance", case_id=1)
    migrate.migrate(bare.writer)
    with bare.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.stage, case.position, case.updated_at) == ("process", "形式审查", AT)


def test_a_letter_that_was_frozen_before_is_known_by_sm3_as_well(bare: SessionFactory):
    pdf = b"%PDF-1.7 abc /ID [(say\\051) <00>]"
    sha256 = hashlib.sha256(pdf).hexdigest()
    migrate.migrate(bare.writer, "0005")
    with bare.writer.begin() as connection:
        for table in ("agency", "deployment", "applicant", "disclosure_case"):
            add(connection, table, id=1)
        add(connection, "blob", sha256=sha256, size=len(pdf), content=pdf)
        add(connection, "letter", id=1, pdf_sha256=sha256, void_reason="重复制作")
    migrate.migrate(bare.writer)
    with bare.reading() as session:
        letter = session.scalars(select(Letter)).one()
        assert letter.pdf_sm3 == sm3_of(pdf)
        assert letter.pdf_identifier == b"say)".hex()
        assert letter.withdrawn_reason == "重复制作"


def add(connection: Connection, name: str, **given: object) -> None:
    """Add a row to a table as it was then; what is not given and not optional is empty."""
    table = Table(name, MetaData(), autoload_with=connection)
    row = dict(given)
    for column in table.columns:
        if column.name.endswith("_at"):
            row[column.name] = literal(AT, Moment())
        elif not column.nullable and column.name not in row:
            row[column.name] = _empty(column.name, column.type)
    connection.execute(table.insert().values(row))


def _empty(name: str, kind: TypeEngine[object]) -> object:
    if name.endswith("_id"):
        return 1
    if name in {"settings", "contact", "wishes", "tags", "projected", "content"}:
        return literal({}, JSON())
    return {"int": 0, "bool": False, "bytes": b""}.get(kind.python_type.__name__, "")


def test_a_second_migration_does_nothing(bare: SessionFactory):
    first = migrate.migrate(bare.writer)
    second = migrate.migrate(bare.writer)
    assert (first.before, first.changed) == (None, True)
    assert (second.before, second.changed) == (migrate.head(), False)


def test_two_programs_that_migrate_at_once_do_so_one_after_the_other(bare: SessionFactory):
    url = bare.writer.url
    outcomes: list[bool] = []

    def run():
        own = session_factory(url)
        outcomes.append(migrate.migrate(own.writer).changed)
        own.dispose()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]


def test_an_older_database_is_upgraded_and_refused_until_then(bare: SessionFactory):
    with pytest.raises(migrate.DatabaseOlder):
        migrate.refuse_other_schema(bare.reader)
    migrate.migrate(bare.writer)
    migrate.refuse_other_schema(bare.reader)


def test_a_newer_database_is_left_alone(bare: SessionFactory):
    migrate.migrate(bare.writer)
    with bare.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.DatabaseNewer):
        migrate.migrate(bare.writer)
    with pytest.raises(migrate.DatabaseNewer):
        migrate.refuse_other_schema(bare.reader)


def test_tables_of_unknown_origin_are_left_alone(bare: SessionFactory):
    METADATA.create_all(bare.writer)
    with pytest.raises(migrate.DatabaseForeign):
        migrate.migrate(bare.writer)


def test_a_migration_that_fails_leaves_nothing_behind(bare: SessionFactory):
    with bare.writer.begin() as connection:
        connection.execute(text("CREATE TABLE delivery (stray INTEGER)"))
    with pytest.raises(DBAPIError):
        migrate.migrate(bare.writer)
    assert inspect(bare.reader).get_table_names() == ["delivery"]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_migrated_database_guards_the_record_of_events(bare: SessionFactory, table: str):
    migrate.migrate(bare.writer)
    guards = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:t AS regclass)"
        " AND NOT tgisinternal",
    }
    with bare.reader.connect() as connection:
        query = guards[connection.dialect.name]
        assert connection.scalar(text(query), {"t": table})


def test_sqlite_tables_are_strict(tmp_path):
    sessions = session_factory(f"sqlite:///{tmp_path / 'strict.sqlite3'}")
    migrate.migrate(sessions.writer)
    with sessions.writing() as session, pytest.raises(DBAPIError, match="cannot store TEXT"):
        session.execute(text("INSERT INTO number_series VALUES (1, 'soon', 's', 1)"))
    sessions.dispose()
