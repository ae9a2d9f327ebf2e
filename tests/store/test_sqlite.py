"""Where SQLite may be trusted: which library, which disk, which settings."""

from pathlib import Path

import pytest
from sqlalchemy import text

from engine.store import sqlite
from engine.store.engines import UnknownDatabase, make_engine, session_factory

MOUNTS = """\
21 1 8:1 / / rw - ext4 /dev/sda1 rw
22 21 0:44 / /srv rw shared:1 - nfs4 server:/export rw
23 21 0:45 / /mnt rw - fuse.sshfs server: rw
"""


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_library_that_may_corrupt_the_log_is_refused(version: tuple[int, ...]):
    with pytest.raises(sqlite.UnsafeSqlite):
        sqlite.refuse_unsafe_library(version)


def test_the_library_in_use_is_safe():
    sqlite.refuse_unsafe_library(sqlite.OfficeSqlite.import_dbapi().sqlite_version_info)


@pytest.mark.parametrize(
    ("device", "kind"), [("0:44", "nfs4"), ("0:45", "fuse.sshfs"), ("9:9", "")]
)
def test_the_kind_of_a_disk_is_read_from_the_mounts(monkeypatch, device: str, kind: str):
    major, minor = device.split(":")
    monkeypatch.setattr(sqlite.os, "major", lambda _: int(major))
    monkeypatch.setattr(sqlite.os, "minor", lambda _: int(minor))
    assert sqlite.file_system_of(Path("/"), MOUNTS) == kind


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_disk_without_reliable_locks_is_refused(monkeypatch, tmp_path: Path, kind: str):
    monkeypatch.setattr(sqlite, "file_system_of", lambda *_: kind)
    with pytest.raises(sqlite.NetworkFileSystem):
        make_engine(f"sqlite:///{tmp_path / 'office.sqlite3'}", writer=True)


@pytest.mark.parametrize("address", ["mysql://host/office", "sqlite://", "sqlite:///:memory:"])
def test_any_other_database_is_refused(address: str):
    with pytest.raises(UnknownDatabase):
        make_engine(address, writer=True)


def test_a_password_in_a_refused_address_is_not_shown():
    with pytest.raises(UnknownDatabase) as refusal:
        make_engine("mysql://office:secret@host/office", writer=True)
    assert "secret" not in str(refusal.value)


def test_an_acknowledged_act_survives_a_power_cut_and_references_hold(tmp_path: Path):
    path = tmp_path / "office.sqlite3"
    sessions = session_factory(f"sqlite:///{path}")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
    for engine in (sessions.reader, sessions.writer):
        with engine.connect() as connection:
            found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in wanted}
        assert found == wanted
    assert path.stat().st_mode & 0o077 == 0
    sessions.dispose()
