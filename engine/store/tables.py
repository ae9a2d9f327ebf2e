"""The declarative base that every table shares, and the column types of the field."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of every legal day (北京时间)."""


NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose rows are deleted: a page that still shows a gone row must not meet another."""


class Base(DeclarativeBase):
    """The base of every table; constraint names are stable for migrations and errors."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy's own idiom)
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC and read back in the office's zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as the office's clock showed it."""
        del dialect
        if value is None:
            return None
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(LOCAL_ZONE)


def table_of(entity: type[Base]) -> Table:
    """Give the table of an entity, for statements that are built once and run often."""
    table = entity.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{entity.__name__} has no table of its own")
    return table
