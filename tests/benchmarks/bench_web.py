"""What the web costs with 1,000 cases: time to the first page, each page, memory.

    python tests/benchmarks/bench_web.py

Starts the served product as its own process on a loopback port, on a database with 1,000
open cases made by real acts (only their receipts are not printed), and asks for each page as
a clerk. Server time is what the client waits on one connection; medians of 15.
"""

import http.client
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import select, update
from typing_extensions import override

from engine.cases import intake, printing
from engine.law.calendar import published_calendar
from engine.office import Actor, Office
from engine.people.passwords import hash_password
from engine.store.engines import SessionFactory, session_factory
from engine.store.migrate import migrate
from engine.store.people import Person
from engine.store.tables import LOCAL_ZONE
from engine.store.vault import Vault
from tests import answers, staff

ROOT = Path(__file__).parents[2]
CASES, AT_ONCE = 1_000, 50
CALENDAR = published_calendar()
PORT = 8391
PASSWORD = "Example-2026-pass"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL_ZONE)
PAGES = (
    *("/work", "/work?scope=unclaimed", "/work?text=0500", "/cases", "/cases?text=养护"),
    *("/cases/500", "/cases/500/clock", "/cases/500/papers", "/cases/500/history"),
    *("/cases/new", "/letters", "/dashboard", "/holdings", "/help"),
)


class Hidden(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden":
            self.fields[str(said.get("name"))] = str(said.get("value"))


class Client:
    """A browser without a screen: cookies and one connection."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **more: str
    ) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} | more
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{PORT}"
        self.connection.request(method, path, urlencode(form or {}), headers)
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode("utf-8", "replace")

    def sign_in(self, who: str) -> None:
        fields = Hidden(self.ask("GET", "/sign-in")[1]).fields
        status, text = self.ask("POST", "/sign-in", fields | {"login": who, "password": PASSWORD})
        if status != http.client.SEE_OTHER:
            raise SystemExit(text[:500])


def fill(sessions: SessionFactory) -> None:
    """Receive the applications, many in one transaction: here the disk is not measured."""
    for first in range(0, CASES, AT_ONCE):
        with sessions.writing() as session:
            clerk = session.scalars(select(Person).where(Person.login == "clerk")).one()
            actor = Actor(clerk.id, clerk.name, clerk.agency_id, None, clerk.roles)
            office = Office(session, CALENDAR, actor, AT)
            for number in range(first, first + AT_ONCE):
                receive(office, number)


def receive(office: Office, number: int) -> None:
    """Receive one application; its receipt is numbered, and counts as printed."""
    raw = answers.APPLICATION | {
        "channel": "in_person",
        "date": AT.date().isoformat(),
        "content": f"示例县第{number}号农村公路养护计划",
    }
    case = intake.receive_application(office, raw)
    for job in printing.pending(office, case.id):
        printing.attach_print(office, job, b"%PDF-1.7 not printed for the benchmark")


def serve(folder: Path, url: str) -> subprocess.Popen[bytes]:
    """Start the product."""
    environment = os.environ | {
        "MINGDA_DATA": str(folder),
        "MINGDA_DATABASE": url,
        "MINGDA_PORT": str(PORT),
        "MINGDA_AT": AT.isoformat(),
        "MINGDA_FONTS": os.environ.get("MINGDA_FONTS", str(ROOT / "var" / "fonts")),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "webui.commands", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def first_page(server: subprocess.Popen[bytes], began: float) -> float:
    """Wait for the first answer; give the seconds since the start."""
    while server.poll() is None:
        try:
            Client().ask("GET", "/sign-in")
            return time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")


def resident(pid: int) -> int:
    """Give a process's resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def measure(server: subprocess.Popen[bytes], began: float) -> None:
    """Ask for every page and print."""
    print(f"time to the first page: {first_page(server, began):.1f} s")
    client = Client()
    client.sign_in("clerk")
    print(f"memory of the web process after sign-in: {resident(server.pid)} MB")
    for page in PAGES:
        path = page.replace("养护", "%E5%85%BB%E6%8A%A4")
        times = []
        for _ in range(15):
            start = time.perf_counter()
            status, _text = client.ask("GET", path)
            times.append((time.perf_counter() - start) * 1000)
        print(f"{page:28} {status}  median {statistics.median(times):6.1f} ms")
    print(f"memory of the web process after all pages: {resident(server.pid)} MB")


def prepare(folder: Path, url: str) -> None:
    """Make the database, its people and its cases."""
    vault = folder / "vault.key"
    vault.write_bytes(bytes(32))
    vault.chmod(0o600)
    sessions = session_factory(url, Vault(bytes(32)))
    migrate(sessions.writer)
    staff.publish(url)
    with sessions.writing() as session:
        session.execute(update(Person).values(password_hash=hash_password(PASSWORD)))
    fill(sessions)
    sessions.dispose()


def main() -> None:
    """Build, serve, measure."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/bench.sqlite3"
        prepare(folder, url)
        began = time.perf_counter()
        server = serve(folder, url)
        try:
            measure(server, began)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
