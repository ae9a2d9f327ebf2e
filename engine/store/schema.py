"""Every table in one place, and the triggers that keep the records append-only."""

from sqlalchemy import Connection, MetaData, event

from engine.store import (
    agencies,
    cases,
    deployments,
    drafts,
    events,
    holdings,
    holidays,
    idempotency,
    instances,
    journal,
    letter_drafts,
    letters,
    people,
    remarks,
    seals,
)
from engine.store.tables import Base

__all__ = ["APPEND_ONLY", "METADATA", "TABLE_MODULES", "append_only_statements"]

TABLE_MODULES = (
    agencies,
    cases,
    deployments,
    drafts,
    events,
    holdings,
    holidays,
    idempotency,
    instances,
    journal,
    letter_drafts,
    letters,
    people,
    remarks,
    seals,
)
METADATA = Base.metadata
"""Complete, because importing this module has imported every module with a table."""

APPEND_ONLY = (
    events.CaseEvent.__tablename__,
    journal.HouseEvent.__tablename__,
    letter_drafts.LetterText.__tablename__,
    letter_drafts.OutsideRevision.__tablename__,
    remarks.Remark.__tablename__,
)
"""Tables whose rows may be added and never changed (网络安全法第二十三条第三项)."""

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
"""


def append_only_statements(table: str, dialect: str) -> tuple[str, ...]:
    """Give the SQL that makes `table` refuse changes on `dialect`."""
    if dialect == "sqlite":
        return tuple(_SQLITE.format(table=table, verb=verb) for verb in ("update", "delete"))
    return (
        _POSTGRESQL_FUNCTION.format(table=table),
        _POSTGRESQL_TRIGGER.format(table=table),
    )


@event.listens_for(METADATA, "after_create")
def _guard(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    for table in APPEND_ONLY:
        for statement in append_only_statements(table, connection.dialect.name):
            connection.exec_driver_sql(statement)
