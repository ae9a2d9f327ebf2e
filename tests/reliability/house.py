"""An installation whose servers and workers are real processes that can be killed."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.documents.fonts import FONTS
from engine.people.passwords import hash_password
from engine.store.engines import session_factory
from engine.store.migrate import FOLDER
from engine.store.people import Person
from engine.store.vault import Vault
from tests.reliability.nursery import POINTS

ROOT = Path(__file__).parents[2]
PASSWORD = "Example-2026-pass"
VAULT_KEY = bytes(32)
PATIENCE = 60.0  # seconds for a server to answer on a busy machine
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


class Nursery:
    """The process that has the product in memory and forks servers from it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._learned = False
        assert self._read() == "ready"

    def raise_child(self, order: dict[str, Any]) -> int:
        """Fork a server or worker; give its process number."""
        return int(self._ask(order))

    def learn(self, url: str, folder: Path) -> None:
        """Have the published package and the fonts read once, for every child to know."""
        if not self._learned:
            self._ask({"learn": url, "folder": str(folder)})
            self._learned = True

    def bury(self, child: int) -> int:
        """Wait until a child has ended; give its exit code, negative for a signal."""
        return int(self._ask({"wait": child}))

    def close(self) -> None:
        """End the process and whoever it still has."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, order: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@dataclass
class House:
    """The records and the moment of one installation, and the server that serves it now."""

    nursery: Nursery
    folder: Path
    url: str
    at: datetime
    inline: bool = True
    server: int = 0
    port: int = 0
    kills: int = 0
    _count: int = field(default=0)

    def serve(self) -> None:
        """Start a server at the present moment, and wait until it listens."""
        log = self._log()
        self.server = self._raise(["serve"], log)
        deadline = time.monotonic() + PATIENCE
        while not (found := _ADDRESS.search(log.read_text() if log.exists() else "")):
            assert self._is_alive(self.server), log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.01)
        self.port = int(found[1])

    def kill(self) -> None:
        """Kill the server with -9, whatever it is doing."""
        os.kill(self.server, signal.SIGKILL)
        self.found_dead()

    def found_dead(self) -> None:
        """Note that the server was killed."""
        assert self.nursery.bury(self.server) == -signal.SIGKILL
        self.server = 0
        self.kills += 1

    def restart(self) -> None:
        """Kill the server and start another one."""
        self.kill()
        self.serve()

    def leave(self) -> None:
        """End the server, if there is one."""
        if self.server:
            os.kill(self.server, signal.SIGKILL)
            self.nursery.bury(self.server)
            self.server = 0

    def start_worker(self) -> int:
        """Start one pass of the worker; `end_of` waits for its end."""
        return self._raise(["tick"], self._log())

    def end_of(self, child: int) -> int:
        """Give the exit code of a worker when it has ended."""
        code = self.nursery.bury(child)
        self.kills += code == -signal.SIGKILL
        return code

    def await_end(self, child: int) -> None:
        """Wait until a child is dead; it stays unburied, and its number its own."""
        while self._is_alive(child):
            time.sleep(0.005)

    @staticmethod
    def _is_alive(child: int) -> bool:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] != "Z"

    @contextmanager
    def doom(self, child: int, seconds: float | None) -> Iterator[None]:
        """Kill a child so many seconds from now, unless the block ends before."""
        if seconds is None:
            yield
            return
        timer = threading.Timer(seconds, os.kill, [child, signal.SIGKILL])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # the child is not buried before, so its number is still its own

    def arm(self, point: int) -> None:
        """Let the next processes die at a point counted from now; 0 lets them live."""
        self._points.write_bytes(POINTS.pack(0, point))

    @property
    def passed(self) -> int:
        """How many points were passed since `arm`."""
        return int(POINTS.unpack(self._points.read_bytes())[0])

    @contextmanager
    def records(self) -> Iterator[Session]:
        """Read the records with a connection of one's own: a crash is recovered by opening."""
        factory = session_factory(self.url, Vault(VAULT_KEY))
        try:
            with factory.reading() as session:
                yield session
        finally:
            factory.dispose()

    def logs(self) -> str:
        """Give everything the processes have said."""
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))

    @property
    def _points(self) -> Path:
        return self.folder / "points"

    def _log(self) -> Path:
        self._count += 1
        return self.folder / f"{self._count:04}.log"

    def _raise(self, arguments: list[str], log: Path) -> int:
        environment = {
            "MINGDA_DATA": str(self.folder),
            "MINGDA_DATABASE": self.url,
            "MINGDA_FONTS": str(FONTS),
            "MINGDA_PORT": "0",
            "MINGDA_AT": self.at.isoformat(),
        }
        return self.nursery.raise_child(
            {
                "arguments": arguments,
                "environment": environment,
                "inline": self.inline,
                "log": str(log),
                "points": str(self._points),
            }
        )


def furnish(url: str, folder: Path) -> None:
    """Make a copy of the `deployed` template one that can be served and signed in to."""
    factory = session_factory(url)
    with factory.writing() as session:
        session.execute(update(Person).values(password_hash=_known_hash()))
        context = MigrationContext.configure(session.connection())
        context.stamp(ScriptDirectory(str(FOLDER)), "head")
    factory.dispose()
    folder.mkdir(mode=0o700, exist_ok=True)
    key = folder / "vault.key"
    key.touch(mode=0o600)
    key.write_bytes(VAULT_KEY)
    (folder / "points").write_bytes(POINTS.pack(0, 0))


@cache
def _known_hash() -> str:
    return hash_password(PASSWORD)
