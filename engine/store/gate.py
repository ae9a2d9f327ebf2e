"""The write gate: writers of one SQLite file queue fairly instead of fighting for its lock.

SQLite's own busy handler is a lottery: with sixteen writers the unluckiest waits for
seconds. Here the threads of one process queue first come, first served, and the one at
the head waits for the other processes in the kernel's queue (flock on a side file). The
kernel drops that lock when a process dies, however it dies.
"""

import fcntl
import os
import threading
from collections import deque
from pathlib import Path

from engine.errors import OfficeError

PATIENCE = 30.0
"""Seconds a thread waits in the queue before the person is told to try again."""


class StoreBusy(OfficeError):
    """Another writer has kept the gate for too long."""

    code = "store_busy"
    message = "系统正忙，{seconds:.0f} 秒内未能保存。您填写的内容没有丢失，请稍后再提交一次。"


class Gate:
    """Lets one writer at a time through, over all threads and all processes."""

    _mutex: threading.Lock
    _queue: deque[threading.Event]
    _holder: object | None
    _thread: int | None
    _file: int | None

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._file = None
        self._open_queue()

    def enter(self, holder: object) -> None:
        """Wait until `holder` is the only writer.

        Raises:
            StoreBusy: the wait took longer than the gate's patience.
            RuntimeError: this thread already writes, and would wait for itself.
        """
        self._wait_in_line(holder)
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self.leave(holder)
            raise

    def leave(self, holder: object) -> None:
        """Let the next writer through; nothing happens if `holder` is not the writer."""
        if self._holder is not holder:
            return
        if self._file is not None:
            # Closing alone is not enough: a forked child may have inherited the descriptor.
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
            self._file = None
        with self._mutex:
            self._holder = None
            self._thread = None
            if self._queue:
                self._queue[0].set()

    def forget(self) -> None:
        """Start anew in a forked child: the parent's writers and waiters are not here."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._open_queue()

    def _open_queue(self) -> None:
        self._mutex = threading.Lock()
        self._queue = deque()
        self._holder = None
        self._thread = None

    def _wait_in_line(self, holder: object) -> None:
        turn = threading.Event()
        with self._mutex:
            if self._thread == threading.get_ident():
                raise RuntimeError("this thread already has a writing transaction")
            self._queue.append(turn)
            if self._holder is None and self._queue[0] is turn:
                turn.set()
        in_time = turn.wait(self._patience)
        with self._mutex:
            self._queue.remove(turn)
            if in_time or turn.is_set():
                self._holder, self._thread = holder, threading.get_ident()
                return
        raise StoreBusy(seconds=self._patience)


_gates: dict[Path, Gate] = {}
_gates_mutex = threading.Lock()


def gate_of(database: Path) -> Gate:
    """Give the one gate of a database file in this process."""
    path = database.resolve()
    with _gates_mutex:
        if path not in _gates:
            _gates[path] = Gate(path.with_name(path.name + ".gate"))
        return _gates[path]


def _after_fork() -> None:
    for gate in _gates.values():
        gate.forget()


os.register_at_fork(after_in_child=_after_fork)
