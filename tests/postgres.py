"""A PostgreSQL of the suite's own: on a free loopback port, in a folder that is thrown away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "mingda"
_PATIENCE = 30.0
_SPEED = (
    # The suite tests our transactions, not PostgreSQL's recovery: the disk may lie.
    "-cfsync=off",
    "-csynchronous_commit=off",
    "-cfull_page_writes=off",
    "-cshared_buffers=64MB",
    "-cmax_connections=200",
    "-cunix_socket_directories=",
)


def find_binaries() -> Path | None:
    """Give the folder of the newest PostgreSQL on this machine; None if there is none."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = sorted(folders, key=lambda path: int(path.parents[1].name))
    return found[-1].parent if found else None


@dataclass
class Cluster:
    """A running server; `stop` ends it and removes its folder."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @classmethod
    def start(cls, binaries: Path) -> "Cluster":
        """Create and start a server, and wait until it answers."""
        folder = Path(tempfile.mkdtemp(prefix="mingda-postgresql-"))
        user = _server_user()
        if user:
            shutil.chown(folder, user, user)
        data = folder / "data"
        create = [binaries / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        create += ["--locale=C", "--no-sync"]
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)
        port = _free_port()
        serve = [binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), *_SPEED]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(serve, stdout=log, stderr=log, user=user, cwd=folder)
        cluster = cls(folder, port, process)
        cluster.wait()
        return cluster

    def url(self, database: str) -> str:
        """Give the address of one of its databases."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"

    def wait(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def create(self, database: str, template: str | None = None) -> str:
        """Create a database, as a copy of another one if that is named."""
        self._command(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(template or "template0")
            )
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self._command(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def stop(self) -> None:
        """Stop the server at once; nothing in it is worth keeping."""
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)

    def _command(self, command: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)


def _server_user() -> str | None:
    """Name the user that the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
