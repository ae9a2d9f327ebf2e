"""Printing without waiting on one another: a few processes that set letters.

WeasyPrint must not be shared between threads, a letter costs a tenth of a second of
one processor, and a hostile text can cost far more; so every letter is set in a process
of its own pool, with a limit on time and memory, and a process that fails is replaced.
"""

import json
import logging
import queue
import struct
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

from typing_extensions import override

from engine.documents.fonts import FontsMissing
from engine.documents.proofs import Proof
from engine.documents.typesetter import GlyphsMissing, ResourceRefused, SubsetterMissing, Typesetter
from engine.errors import OfficeError

log = logging.getLogger(__name__)

WORKERS: Final = 2
PATIENCE: Final = 30.0  # seconds one letter may take
STARTING: Final = 60.0  # seconds a process may take to start
WAIT: Final = 60.0  # seconds for a free process
JOBS_PER_PROCESS: Final = 1_000  # then a fresh one: whatever leaked goes with it
READY, PRINTED, REFUSED = b"R", b"P", b"E"
_HEAD = struct.Struct(">cI")
_KNOWN: Final[dict[str, type[OfficeError]]] = {
    error.code: error for error in (FontsMissing, GlyphsMissing, ResourceRefused, SubsetterMissing)
}
_ROOT = Path(__file__).resolve().parents[2]


class PrintingFailed(OfficeError):
    """The process that set the letter died, ran out of time or of memory."""

    code = "letter.printing_failed"
    message = (
        "文书未能生成（{reason}）。案件数据没有变化；请重试一次，"
        "仍不成功的，请缩短申请内容等较长文字或者联系系统管理员。"
    )


class PressBusy(OfficeError):
    """All processes are at work and the queue did not move."""

    code = "letter.press_busy"
    message = "正在生成的文书较多，暂时没有轮到；请稍后重试。"


class Press(ABC):
    """Something that turns a letter's HTML into its PDF."""

    @abstractmethod
    def print(self, html: str, identity: str, on: date) -> bytes:
        """Print one letter: the same page, identity and day give the same bytes."""

    @abstractmethod
    def proof(self, html: str, identity: str, on: date) -> Proof:
        """Print one letter and show its pages, with what stands where."""

    @abstractmethod
    def close(self) -> None:
        """Stop; letters being printed are given up."""


class InlinePress(Press):
    """Prints in this process, one letter after the other: for tests and commands."""

    def __init__(self, fonts: Path) -> None:
        """Read the fonts now."""
        self._typesetter = Typesetter(fonts)
        self._lock = threading.Lock()

    @override
    def print(self, html: str, identity: str, on: date) -> bytes:
        """Print one letter."""
        with self._lock:
            return self._typesetter.print(html, identity, on)

    @override
    def proof(self, html: str, identity: str, on: date) -> Proof:
        """Show one letter."""
        with self._lock:
            return self._typesetter.proof(html, identity, on)

    @override
    def close(self) -> None:
        """Give back the private font cache."""
        self._typesetter.close()


class PooledPress(Press):
    """Prints in processes of its own; may be used from many threads at once."""

    def __init__(self, fonts: Path, workers: int = WORKERS, patience: float = PATIENCE) -> None:
        """Start one process now, so that a missing library is told at the start."""
        self._fonts = fonts
        self._patience = patience
        self._closed = False
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(workers - 1):
            self._idle.put(None)  # started when needed
        self._idle.put(_Process(fonts, patience))

    @override
    def print(self, html: str, identity: str, on: date) -> bytes:
        """Print one letter; raises what the typesetter raised, or `PrintingFailed`."""
        with self._process() as process:
            return process.print(html, identity, on)

    @override
    def proof(self, html: str, identity: str, on: date) -> Proof:
        """Show one letter; raises what the typesetter raised, or `PrintingFailed`."""
        with self._process() as process:
            return Proof.unpacked(process.print(html, identity, on, proof=True))

    @property
    def idle(self) -> tuple[int, ...]:
        """List the process numbers of the compositors that wait for work."""
        with self._idle.mutex:
            return tuple(process.pid for process in self._idle.queue if process is not None)

    @override
    def close(self) -> None:
        """Stop the idle processes; those at work stop when they are done."""
        self._closed = True
        while True:
            try:
                process = self._idle.get_nowait()
            except queue.Empty:
                return
            if process is not None:
                process.stop()

    @contextmanager
    def _process(self) -> Iterator["_Process"]:
        if self._closed:
            raise PressBusy
        try:
            process = self._idle.get(timeout=WAIT)
        except queue.Empty:
            raise PressBusy from None
        try:
            if process is None:
                process = _Process(self._fonts, self._patience)
            yield process
        finally:
            self._give_back(process)

    def _give_back(self, process: "_Process | None") -> None:
        if process is not None and (process.worn or self._closed):
            process.stop()
            process = None
        self._idle.put(process)


class _Process:
    """One compositor: a child process spoken to through its pipes."""

    def __init__(self, fonts: Path, patience: float) -> None:
        self._patience = patience
        self._jobs = 0
        command = (sys.executable, "-m", "engine.documents.compositor", str(fonts.resolve()))
        self._child = subprocess.Popen(  # noqa: S603 (our own program)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "TZ": "Asia/Shanghai", "HOME": "/nonexistent"},
            start_new_session=True,  # an interrupt at the terminal is for the server alone
        )
        try:
            self._receive(READY, STARTING)
        except OfficeError:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._child.pid

    @property
    def worn(self) -> bool:
        """Say whether it should make room for a fresh process."""
        return self._child.poll() is not None or self._jobs >= JOBS_PER_PROCESS

    def print(self, html: str, identity: str, on: date, *, proof: bool = False) -> bytes:
        """Send one letter, wait for its PDF, or for its packed proof."""
        self._jobs += 1
        job = {"html": html, "identity": identity, "on": on.isoformat(), "proof": proof}
        return self._receive(PRINTED, self._patience, json.dumps(job).encode())

    def stop(self) -> None:
        """End it: it ends by itself when its input does, or is ended."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                _close(pipe)
        try:
            self._child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _receive(self, expected: bytes, patience: float, job: bytes | None = None) -> bytes:
        timer = threading.Timer(patience, self._child.kill)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(expected, job)
        except (OSError, EOFError) as error:
            self._child.kill()
            code = self._child.wait()
            log.exception("compositor gone", extra={"exit_code": code})
            reason = "超过时间或者内存限制" if code < 0 else "打印进程退出"
            raise PrintingFailed(reason=reason) from error
        finally:
            timer.cancel()

    def _exchange(self, expected: bytes, job: bytes | None) -> bytes:
        to, back = self._child.stdin, self._child.stdout
        if to is None or back is None:
            raise EOFError("no pipes")
        if job is not None:
            send(to, PRINTED, job)
        kind, body = receive(back)
        if kind == expected:
            return body
        told = json.loads(body)
        known = _KNOWN.get(told["code"])
        raise known(**told["facts"]) if known else PrintingFailed(reason="排版出错")


def send(pipe: IO[bytes], kind: bytes, body: bytes) -> None:
    """Write one message: a letter for its kind, its length, its body."""
    pipe.write(_HEAD.pack(kind, len(body)) + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    """Read one message; raise `EOFError` when the other side has gone."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError("the other side closed the pipe")
    kind, size = _HEAD.unpack(head)
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError("the other side closed the pipe in the middle")
    return kind, body


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # unsent bytes to a process that is gone
        log.debug("pipe was broken")
