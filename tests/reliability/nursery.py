"""Raises servers and workers quickly: the product is imported once, each of them is a fork.

Run as a program by `tests.reliability.house`. It reads orders as lines of JSON and answers
each with one line. A child runs the operator's own verb (`mingda serve`, `mingda tick`) in
the environment it is given; nothing of the product is replaced, but for two liberties:

* `inline` lets it print its letters itself instead of in a second process, which makes it
  start in a tenth of the time and die in the middle of a letter when it dies;
* every statement to the database and every commit counts as a point, and the child kills
  itself (SIGKILL, as `kill -9` does) at the point that is written in its file of points.
"""

import contextlib
import json
import mmap
import os
import signal
import struct
import sys
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from engine.cases.package import current_package
from engine.cli import door
from engine.documents import close_press, open_press
from engine.documents.fonts import FONTS
from engine.settings import Settings
from engine.store.agencies import Agency
from engine.store.engines import session_factory
from webui import commands, create_app

POINTS = struct.Struct("<QQ")
"""The points passed so far, and the one to die at (0: none)."""


class Points:
    """Counts the points of one process in a file that the test reads and sets."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), POINTS.size)

    def pass_by(self, *_: object, **__: object) -> None:
        """Count a point; die if it is the one."""
        passed, fatal = POINTS.unpack(self._page[:])
        self._page[:] = POINTS.pack(passed + 1, fatal)
        if passed + 1 == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self) -> None:
        """Count before every statement, before every commit, and after it."""
        event.listen(Engine, "before_cursor_execute", self.pass_by)
        event.listen(Engine, "commit", self.pass_by)
        event.listen(Session, "after_commit", self.pass_by)


def live(order: dict[str, Any]) -> None:
    """Be the server or the worker that was ordered, until the end."""
    os.environ.update(order["environment"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    Points(Path(order["points"])).listen()
    if order["inline"]:
        door.open_press = partial(door.open_press, workers=0)
    commands.mingda(order["arguments"])


def learn(url: str, folder: Path) -> int:
    """Read once, before any child is born, what every one of them would read first."""
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
    factory = session_factory(url)
    with factory.reading() as session:
        agency_id = session.scalars(select(Agency.id)).one()
        package = current_package(session, agency_id)
        for code in ("R02", "F01", "F03", "P06"):
            package.template(code)
    factory.dispose()
    open_press(FONTS.resolve(), workers=0)
    close_press()
    app = create_app(Settings(data_dir=folder, database_url=url))
    app.test_client().get("/sign-in")
    return agency_id


def bear(order: dict[str, Any]) -> int:
    """Fork a child and give its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        live(order)
        status = 0
    except SystemExit as left:
        status = int(left.code or 0)
    except BaseException:  # noqa: BLE001  (told in the log; the child ends here)
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Obey until the orders end; then nobody is left behind."""
    alive: set[int] = set()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            alive.discard(order["wait"])
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif "learn" in order:
            print(learn(order["learn"], Path(order["folder"])), flush=True)
        else:
            child = bear(order)
            alive.add(child)
            print(child, flush=True)
    for child in alive:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
