"""What the letter beside the form costs: from the answers on the wire to the pages on the wire.

    python tests/benchmarks/bench_preview.py

Serves the product as its own process, with its printing processes, on a refusal that is being
drafted (two pages), and asks for its preview as the clerk's browser does after a pause in typing.
Server and transfer on the loopback, warm; each question says something else than the one before.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import update

from engine.people.passwords import hash_password
from engine.store.engines import session_factory
from engine.store.migrate import migrate
from engine.store.people import Person
from engine.store.vault import Vault
from tests import answers, staff
from tests.benchmarks.bench_web import AT, PASSWORD, Client, Hidden, first_page, serve
from tests.conftest import Desk
from tests.plots import registered, searched
from tests.story import Story
from tests.webui.test_studio import PIECE, TYPED

ASKED, WARMING = 40, 5
DAY = f"{AT:%Y-%m-%d}"


def prepare(folder: Path, url: str) -> int:
    """Bring one application as far as the drafting of its reply; give the task."""
    vault = folder / "vault.key"
    vault.write_bytes(bytes(32))
    vault.chmod(0o600)
    sessions = session_factory(url, Vault(bytes(32)))
    migrate(sessions.writer)
    staff.publish(url)
    with sessions.writing() as session:
        session.execute(update(Person).values(password_hash=hash_password(PASSWORD)))
    with sessions.open_session(writer=True) as session:
        story = Story(Desk(session), AT)
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", **answers.CLEAR)
        searched(story, DAY, answers.FOUND)
        story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
        task = story.task("draft_reply").id
        session.commit()
    sessions.dispose()
    return task


def processor(server: int) -> float:
    """Give the milliseconds of processor used so far by the server and its printing processes.

    Where others are at work on the machine this says what a preview costs, and the clock does not.
    """
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        name, _, rest = stat.read_text(encoding="ascii", errors="replace").rpartition(")")
        fields = rest.split()
        if str(server) in {name.partition(" ")[0], fields[1]}:
            used += int(fields[11]) + int(fields[12])
    return used * 1000 / os.sysconf("SC_CLK_TCK")


def measure(client: Client, task: int, server: int) -> None:
    """Type, pause, look; print what was waited for."""
    hidden = Hidden(client.ask("GET", "/account")[1]).fields
    address = f"/tasks/{task}/letter"
    times, sizes, pages, before = [], [], 0, 0.0
    for turn in range(WARMING + ASKED):
        before = processor(server) if turn == WARMING else before
        typed = TYPED | {"reasons": f"{TYPED['reasons']}第{turn}次修改。"}
        start = time.perf_counter()
        status, page = client.ask("POST", address, hidden | typed, **PIECE)
        times.append((time.perf_counter() - start) * 1000)
        sizes.append(len(page) // 1024)
        pages = page.count("<image ")
        if status != 200 or not pages:
            raise SystemExit(f"{status}: {page[:400]}")
    warm = sorted(times[WARMING:])
    print(f"pages: {pages}; answer: {sizes[-1]} kB")
    print(f"first: {times[0]:.0f} ms")
    most = warm[ASKED * 9 // 10]
    print(f"warm:  median {statistics.median(warm):.0f} ms, nine in ten {most:.0f} ms")
    print(f"processor: {(processor(server) - before) / ASKED:.0f} ms for each")


def main() -> None:
    """Build, serve, measure."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/bench.sqlite3"
        task = prepare(folder, url)
        server = serve(folder, url)
        try:
            first_page(server, time.perf_counter())
            client = Client()
            client.sign_in("clerk")
            measure(client, task, server.pid)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
