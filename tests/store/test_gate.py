"""Many writers on one SQLite file: nothing lost, nobody starved, nobody left locked out."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from engine.store.agencies import Agency
from engine.store.engines import SessionFactory, session_factory
from engine.store.gate import Gate, StoreBusy, gate_of
from tests import staff

PROCESSES, INCREMENTS = 4, 200
WRITERS = 16
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
fork = multiprocessing.get_context("fork")


@pytest.fixture
def counted(databases):
    """A database whose one agency counts in its settings."""
    url = databases.fresh("office")
    yield url
    databases.drop(url)


def count_up(url: str, times: int, waits: list[float] | None = None) -> None:
    """Read, add one, write back: the act that loses updates if anything can."""
    sessions = session_factory(url)
    for _ in range(times):
        begun = time.perf_counter()
        with sessions.writing() as session:
            agency = session.scalars(select(Agency).with_for_update()).one()
            agency.settings = {"count": agency.settings.get("count", 0) + 1}
        if waits is not None:
            waits.append(time.perf_counter() - begun)
    sessions.dispose()


def counted_so_far(url: str) -> int:
    sessions = session_factory(url)
    with sessions.reading() as session:
        settings = session.scalars(select(Agency.settings)).one()
    sessions.dispose()
    return settings["count"]


def test_four_processes_lose_no_update(counted: str):
    workers = [fork.Process(target=count_up, args=(counted, INCREMENTS)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    assert counted_so_far(counted) == PROCESSES * INCREMENTS


def test_sixteen_writers_are_never_told_that_the_database_is_locked(counted: str):
    waits: list[float] = []
    failures: list[Exception] = []

    def write() -> None:
        try:
            count_up(counted, 20, waits)
        except Exception as fault:  # noqa: BLE001  (whatever it is, it must not happen)
            failures.append(fault)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counted_so_far(counted) == WRITERS * 20
    assert max(waits) < 5.0  # nobody starves, even on a machine busy with other things


def test_writers_enter_in_the_order_in_which_they_came(tmp_path: Path):
    gate = Gate(tmp_path / "gate")
    order: list[int] = []
    gate.enter("first")

    def follow(number: int) -> None:
        gate.enter(number)
        order.append(number)
        gate.leave(number)

    threads = []
    for number in range(8):
        thread = threading.Thread(target=follow, args=(number,))
        thread.start()
        threads.append(thread)
        while len(gate._queue) <= number:  # noqa: SLF001  (wait until it stands in line)
            time.sleep(0.001)
    gate.leave("first")
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path):
    gate = Gate(tmp_path / "gate", patience=0.05)
    gate.enter("slow")
    outcome: list[str] = []

    def hurry() -> None:
        try:
            gate.enter("hurried")
        except StoreBusy as busy:
            outcome.append(busy.code)

    thread = threading.Thread(target=hurry)
    thread.start()
    thread.join()
    gate.leave("slow")
    gate.enter("next")  # whoever gave up does not stand in the way
    gate.leave("next")
    assert outcome == ["store_busy"]


def test_a_thread_that_would_wait_for_itself_is_stopped(tmp_path: Path):
    gate = Gate(tmp_path / "gate")
    gate.enter("one")
    with pytest.raises(RuntimeError):
        gate.enter("two")
    gate.leave("two")  # not the writer: nothing happens
    with pytest.raises(RuntimeError):
        gate.enter("two")
    gate.leave("one")


def test_a_killed_writer_leaves_the_gate_open(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'office.sqlite3'}"
    staff.employ(url)
    pipe, far = fork.Pipe()
    writer = fork.Process(target=hold_for_ever, args=(url, far))
    writer.start()
    assert pipe.recv() == "writing"
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    begun = time.perf_counter()
    count_up(url, 1)
    assert time.perf_counter() - begun < 5.0
    assert counted_so_far(url) == 1


def hold_for_ever(url: str, far) -> None:
    sessions = session_factory(url)
    with sessions.writing() as session:
        agency = session.scalars(select(Agency)).one()
        agency.settings = {"count": 1000}
        session.flush()
        far.send("writing")
        time.sleep(60)


def test_a_child_forked_while_somebody_writes_does_not_hold_the_gate(tmp_path: Path):
    gate = gate_of(tmp_path / "office.sqlite3")
    gate.enter("parent")
    pipe, far = fork.Pipe()
    child = fork.Process(target=wait_for_word, args=(far,))
    child.start()
    gate.leave("parent")
    done = threading.Event()

    def write() -> None:
        gate.enter("next")
        gate.leave("next")
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert done.wait(5)
    pipe.send("go")
    thread.join()
    child.join()


def wait_for_word(far) -> None:
    far.recv()


@pytest.mark.parametrize("statement", ["SELECT no_such_column", "INSERT INTO person VALUES (1)"])
def test_a_statement_that_fails_opens_the_gate_again(counted: str, statement: str):
    sessions = session_factory(counted)
    for _ in range(2):
        with pytest.raises(Exception, match=r"column|syntax|violates"), sessions.writing() as s:
            s.execute(text(statement))
    sessions.dispose()
    count_up(counted, 1)


def test_a_session_that_is_dropped_opens_the_gate_again(counted: str):
    sessions = session_factory(counted)
    session = sessions.open_session(writer=True)
    session.execute(text("SELECT 1"))
    session.close()
    count_up(counted, 1)
    sessions.dispose()


def test_readers_do_not_wait_for_the_writer(counted: str):
    sessions: SessionFactory = session_factory(counted)
    with sessions.writing() as writing:
        writing.execute(text("UPDATE agency SET name = '改名'"))
        with sessions.reading() as reading:
            assert reading.scalars(select(Agency.name)).one() == "示例县人民政府办公室"
    sessions.dispose()
