"""The program of one printing process: letters come in at one pipe, PDFs leave by another.

Run as `python -m engine.documents.compositor FONTS`, by `engine.documents.press` only.
"""

import json
import logging
import os
import resource
import sys
from datetime import date
from pathlib import Path
from typing import IO, Final

from engine.documents.press import PRINTED, READY, REFUSED, receive, send
from engine.documents.typesetter import Typesetter
from engine.errors import OfficeError

log = logging.getLogger(__name__)

MOST_MEMORY: Final = 3 * 1024**3  # bytes of address space; the mapped fonts count
MOST_SECONDS: Final = 25  # of processor, for one letter
UNEXPECTED: Final = "letter.printing_failed"


def serve(fonts: Path, requests: IO[bytes], replies: IO[bytes]) -> None:
    """Print until the requests end; say why, when the fonts or a library are missing."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        typesetter = Typesetter(fonts)
    except OfficeError as error:
        send(replies, REFUSED, _told(error))
        return
    send(replies, READY, b"")
    try:
        while (job := _next(requests)) is not None:
            send(replies, *_print(typesetter, job))
    finally:
        typesetter.close()


def _next(requests: IO[bytes]) -> bytes | None:
    try:
        _, body = receive(requests)
    except EOFError:
        return None
    return body


def _print(typesetter: Typesetter, body: bytes) -> tuple[bytes, bytes]:
    _grant_seconds()
    job = json.loads(body)
    try:
        on = date.fromisoformat(job["on"])
        if job["proof"]:
            return PRINTED, typesetter.proof(job["html"], job["identity"], on).packed()
        return PRINTED, typesetter.print(job["html"], job["identity"], on)
    except OfficeError as error:
        return REFUSED, _told(error)
    except Exception:  # this is a door: the next letter must still be printed
        log.exception("letter could not be set")
        return REFUSED, json.dumps({"code": UNEXPECTED, "facts": {}}).encode()


def _grant_seconds() -> None:
    """Allow this letter its share of processor time, counted from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + MOST_SECONDS, hard))


def _told(error: OfficeError) -> bytes:
    facts = {name: str(fact) for name, fact in error.facts.items()}
    return json.dumps({"code": error.code, "facts": facts}, ensure_ascii=False).encode()


def _main() -> None:
    logging.basicConfig(level=logging.ERROR)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may reach the pipe
    serve(Path(sys.argv[1]), sys.stdin.buffer, replies)


if __name__ == "__main__":
    _main()
