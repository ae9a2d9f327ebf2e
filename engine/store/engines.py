"""How the records are reached: a reader that cannot write, and a writer, on either database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.store import sqlite
from engine.store.vault import Vault

__all__ = ["SessionFactory", "UnknownDatabase", "engine_options", "make_engine", "session_factory"]

_POSTGRESQL_OPTIONS = {
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "120s",
    "timezone": "UTC",
}
_READABLE = json.JSONEncoder(ensure_ascii=False)
_OVERFLOW = 64
"""Connections beyond the pool's five: threads that wait for their turn to write hold one."""


class UnknownDatabase(OfficeError):
    """The address names neither of the two databases."""

    code = "unknown_database"
    message = (
        "数据库地址 {address} 无法识别。请使用 sqlite:////绝对路径/文件.sqlite3 "
        "或 postgresql://用户:密码@主机/库名。"
    )


def engine_options(url: str | URL, *, writer: bool) -> dict[str, Any]:
    """Give the arguments of `create_engine`, `url` among them.

    They are the whole preparation of an engine, so Flask-SQLAlchemy, which makes its own
    engines, takes the same dictionary.

    Raises:
        UnknownDatabase: the address is neither SQLite's nor PostgreSQL's.
        NetworkFileSystem, UnsafeSqlite: when the engine is made.
    """
    address = make_url(url)
    options: dict[str, Any] = {"max_overflow": _OVERFLOW, "json_serializer": _READABLE.encode}
    match address.get_backend_name():
        case "sqlite" if address.database and address.database != ":memory:":
            options |= {"url": address.set(drivername=_sqlite_driver()), "writer": writer}
        case "postgresql":
            settings = _POSTGRESQL_OPTIONS | (
                {} if writer else {"default_transaction_read_only": "on"}
            )
            words = " ".join(f"-c {name}={value}" for name, value in settings.items())
            options |= {
                "url": address.set(drivername="postgresql+psycopg"),
                "connect_args": {"options": words},
                "pool_pre_ping": True,
            }
        case _:
            raise UnknownDatabase(address=address.render_as_string())
    return options


def make_engine(url: str | URL, *, writer: bool) -> Engine:
    """Make an engine whose transactions may write, or may not."""
    return create_engine(**engine_options(url, writer=writer))


@dataclass(frozen=True)
class SessionFactory:
    """Opens sessions on one database; the door that opens one also closes it."""

    reader: Engine
    writer: Engine
    vault: Vault | None = None  # what seals identity numbers; acts find it in `session.info`

    def open_session(self, *, writer: bool) -> Session:
        """Open a session; what it read stays readable after its commit."""
        engine = self.writer if writer else self.reader
        return Session(engine, expire_on_commit=False, info={"vault": self.vault})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that cannot write."""
        with self.open_session(writer=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that commits at the end, or rolls back on any exception."""
        with self.open_session(writer=True) as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.reader.dispose()
        self.writer.dispose()


def session_factory(url: str | URL, vault: Vault | None = None) -> SessionFactory:
    """Open one database for reading and for writing."""
    return SessionFactory(make_engine(url, writer=False), make_engine(url, writer=True), vault)


def _sqlite_driver() -> str:
    return f"sqlite+{sqlite.OfficeSqlite.driver}"
