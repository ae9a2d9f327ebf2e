"""The records of one request: reading requests cannot write, writing ones queue fairly."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session as AnySession
from typing_extensions import override

from engine.store.engines import engine_options
from engine.store.tables import Base

READER = "reader"


class RequestSession(Session):
    """A session that writes only where the guard has said so."""

    @override
    def get_bind(
        self,
        mapper: Any = None,
        clause: Any = None,
        bind: Engine | Connection | None = None,
        **more: Any,
    ) -> Engine | Connection:
        """Choose the reader, or the writer inside an unsafe request."""
        del mapper, clause, bind, more
        return self._db.engines[None if g.get("writes", False) else READER]


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": RequestSession, "expire_on_commit": False},
)


def binds(url: str) -> dict[str | None, dict[str, Any]]:
    """Describe both engines of a database to Flask-SQLAlchemy."""
    return {None: engine_options(url, writer=True), READER: engine_options(url, writer=False)}


def let_go(session: AnySession) -> None:
    """End reading before something slow is done: nothing is held, what was read stays as read.

    What was read is not looked up again: by then another may have taken it away.
    """
    session.expunge_all()
    session.rollback()


@contextmanager
def reading_first() -> Iterator[None]:
    """Let an act that writes at its end read with the reader, and hold nothing from then on.

    What it has written before is undone: call it before the act writes anything.
    """
    db.session.rollback()
    g.writes = False
    try:
        yield
    finally:
        db.session.rollback()
        g.writes = True
