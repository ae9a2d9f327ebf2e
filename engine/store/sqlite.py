"""SQLite as the office needs it: durable, strict, one fair writer, readers that cannot write.

Python's bundled driver is not used: SQLite before 3.51.3 can corrupt a write-ahead log
(the WAL-reset bug), and its legacy transaction mode loses updates without an error.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Table
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDDLCompiler, SQLiteTypeCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from engine.errors import OfficeError
from engine.store.gate import Gate, gate_of

OLDEST_SAFE = (3, 51, 3)
"""The first SQLite without the WAL-reset bug."""

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "9p"}
)
"""File systems whose locks or memory maps SQLite cannot rely on; FUSE is refused as well."""

_PRAGMAS = (
    "busy_timeout=30000",
    "synchronous=full",  # an acknowledged act survives a power cut
    "foreign_keys=on",
    "trusted_schema=off",
    "cache_size=-32768",
    "mmap_size=0",
    "journal_size_limit=67108864",
)

_STRICT_WORDS = {
    "VARCHAR": "TEXT",
    "DATE": "TEXT",
    "DATETIME": "TEXT",
    "JSON": "TEXT",
    "BOOLEAN": "INTEGER",
}


class UnsafeSqlite(OfficeError):
    """The SQLite library can lose data in the mode that is needed."""

    code = "unsafe_sqlite"
    message = (
        "当前 SQLite 版本为 {version}，存在可能损坏数据库的缺陷（WAL-reset），"
        "须使用 3.51.3 或更高版本。请重新安装 pysqlite3 后再启动。"
    )


class NetworkFileSystem(OfficeError):
    """The database file lies where file locks do not hold."""

    code = "network_file_system"
    message = (
        "数据库文件 {path} 位于网络或用户态文件系统（{kind}），文件锁不可靠。"
        "请把数据目录放在本机磁盘上，或者改用 PostgreSQL。"
    )


class StrictTypes(SQLiteTypeCompiler):
    """Spells every column type as one of the five that a STRICT table knows."""

    @override
    def process(self, type_: TypeEngine[Any], **options: Any) -> str:
        spelling = super().process(type_, **options)
        return _STRICT_WORDS.get(spelling.partition("(")[0], spelling)


class StrictTables(SQLiteDDLCompiler):
    """Makes every table STRICT, so that a text never hides in a column of numbers."""

    @override
    def post_create_table(self, table: Table) -> str:
        return " STRICT"


class OfficeSqlite(SQLiteDialect_pysqlite):
    """The dialect `sqlite+office`; `writer=True` makes its connections writers."""

    driver = "office"
    supports_statement_cache = True
    type_compiler_cls = StrictTypes
    ddl_compiler = StrictTables

    # create_engine passes only what it finds among the positional parameters.
    def __init__(self, writer: bool = False, **options: Any) -> None:  # noqa: ANN401, FBT001, FBT002
        super().__init__(**options)
        self.writer = writer
        self._gate: Gate | None = None

    @classmethod
    @override
    def import_dbapi(cls) -> Any:
        return pysqlite3.dbapi2

    @override
    def create_connect_args(self, url: URL) -> Any:
        refuse_unsafe_library(pysqlite3.dbapi2.sqlite_version_info)
        arguments = super().create_connect_args(url)
        path = Path(arguments[0][0])
        refuse_network_file_system(path)
        path.touch(mode=0o600, exist_ok=True)
        self._gate = gate_of(path)
        return arguments

    @override
    def on_connect(self) -> Callable[[Any], None]:
        prepare_functions = super().on_connect()

        def prepare(connection: Any) -> None:  # noqa: ANN401
            connection.isolation_level = None  # the driver must not manage transactions
            prepare_functions(connection)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            self._use_write_ahead_log(connection)
            connection.execute(f"PRAGMA query_only={int(not self.writer)}")

        return prepare

    @override
    def do_begin(self, dbapi_connection: Any) -> None:
        if not self.writer:
            dbapi_connection.execute("BEGIN")
            return
        holder = dbapi_connection.driver_connection
        self._the_gate.enter(holder)
        try:
            # Plain BEGIN would let two writers read the same version and one lose its update.
            dbapi_connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._the_gate.leave(holder)
            raise

    @override
    def do_commit(self, dbapi_connection: Any) -> None:
        try:
            dbapi_connection.commit()
        finally:
            if not dbapi_connection.in_transaction:
                self._the_gate.leave(dbapi_connection.driver_connection)

    @override
    def do_rollback(self, dbapi_connection: Any) -> None:
        try:
            dbapi_connection.rollback()
        finally:
            self._the_gate.leave(dbapi_connection.driver_connection)

    @override
    def do_close(self, dbapi_connection: Any) -> None:
        try:
            dbapi_connection.close()
        finally:
            self._the_gate.leave(dbapi_connection)

    @property
    def _the_gate(self) -> Gate:
        if self._gate is None:
            raise RuntimeError("the engine has not been given a database file")
        return self._gate

    def _use_write_ahead_log(self, connection: Any) -> None:  # noqa: ANN401
        """Switch the file over once; SQLite's busy handler does not cover the switch."""
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        self._the_gate.enter(connection)
        try:
            connection.execute("PRAGMA journal_mode=wal")
        finally:
            self._the_gate.leave(connection)


def refuse_unsafe_library(version: tuple[int, ...]) -> None:
    """Refuse an SQLite library that can corrupt the write-ahead log.

    Raises:
        UnsafeSqlite: `version` is older than the fix.
    """
    if version < OLDEST_SAFE:
        raise UnsafeSqlite(version=".".join(map(str, version)))


def refuse_network_file_system(path: Path) -> None:
    """Refuse a place for the database where file locks do not hold.

    Raises:
        NetworkFileSystem: `path` lies on one.
    """
    mounts = Path("/proc/self/mountinfo")
    if mounts.exists():  # only Linux says it this way; elsewhere the operator must know
        kind = file_system_of(path.parent, mounts.read_text())
        if kind in NETWORK_FILE_SYSTEMS or kind.startswith("fuse"):
            raise NetworkFileSystem(path=path, kind=kind)


def file_system_of(folder: Path, mounts: str) -> str:
    """Name the file system of a folder by its device number; "" when it is not listed."""
    device = folder.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in mounts.splitlines():
        fields, _, source = line.partition(" - ")
        if fields.split()[2] == wanted:
            return source.split()[0]
    return ""


registry.register("sqlite.office", __name__, OfficeSqlite.__name__)
