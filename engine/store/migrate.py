"""Bring a database to the tables of this release: all steps in one transaction, under a lock."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from engine.errors import OfficeError
from engine.store.people import Person

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x4D494E47  # any number that nothing else in the database uses


class DatabaseNewer(OfficeError):
    """A newer release has migrated the database; this one could damage it."""

    code = "database_newer"
    message = (
        "数据库由更新版本的程序升级过（版本 {found}），当前程序只认识到版本 {known}。"
        "请使用更新版本的程序，或者恢复升级前的备份。"
    )


class DatabaseOlder(OfficeError):
    """The database lacks tables or columns of this release."""

    code = "database_older"
    message = "数据库尚未升级到当前版本。请先执行 mingda migrate。"


class DatabaseForeign(OfficeError):
    """The database has tables, but not by our migrations."""

    code = "database_foreign"
    message = "数据库中已有数据表，但没有版本记录，不能升级。请换用空数据库，或者恢复完整的备份。"


@dataclass(frozen=True)
class Migrated:
    """The revision before (None for an empty database) and after."""

    before: str | None
    after: str

    @property
    def changed(self) -> bool:
        """Say whether anything had to be done."""
        return self.before != self.after


def migrate(writer: Engine, target: str = "head") -> Migrated:
    """Create or upgrade the tables; nothing happens if they are those of this release.

    `target` names an earlier revision, for trying how its data are taken along.

    Two programs that migrate at once do so one after the other. On an error everything is
    rolled back: the tables are the old ones or the new ones, never a mixture.

    Raises:
        DatabaseNewer: a newer release was here before.
        DatabaseForeign: the tables are not from our migrations.
    """
    with writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        before = _revision(connection)
        if before is None and inspect(connection).has_table(Person.__tablename__):
            raise DatabaseForeign
        configuration = Config()
        configuration.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, target)
        return Migrated(before, _revision(connection) or "")


def refuse_other_schema(reader: Engine) -> None:
    """Refuse to work on a database that is older or newer than this release.

    Raises:
        DatabaseNewer, DatabaseOlder.
    """
    with reader.connect() as connection:
        if _revision(connection) != head():
            raise DatabaseOlder


def head() -> str:
    """Name the newest revision of this release."""
    newest = _scripts().get_current_head()
    if newest is None:
        raise RuntimeError("the migrations are missing from this installation")
    return newest


def _revision(connection: Connection) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(found=found, known=head())
    return found


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))
