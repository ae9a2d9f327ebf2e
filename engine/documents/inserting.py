"""Files of strangers as pages of a bundle: each is drawn anew, or refused with its reason.

A file is taken apart in a program of its own (`engine.documents.inserter`), with limits on time
and memory, so that none of them can harm the bundle, the server or the files beside it.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_PAGES: Final = 300
"""Pages of one file; a longer one is handed over as a file."""

PATIENCE: Final = 60.0  # seconds for all the files of one bundle
INSERTABLE: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
PROGRAM: Final = Path(__file__).with_name("inserter.py")
_REASONS: Final = {
    "encrypted": "文件设有密码，无法读取",
    "broken": "文件损坏，或者内容与格式不符",
    "too_large": "单页内容或者图像过大",
    "too_many_pages": "共{detail}页，超过单份{most}页的上限",
    "too_costly": "处理所需的时间或者内存超过限制",
}


@dataclass(frozen=True)
class Leaves:
    """A file as clean A4 pages; `across` says of each page whether it lies across."""

    pdf: bytes
    across: tuple[bool, ...]


@dataclass(frozen=True)
class NotInserted:
    """Why a file could not be turned into pages."""

    reason: str


def insert(
    files: Sequence[tuple[str, bytes]], most: int = MOST_PAGES
) -> list[Leaves | NotInserted]:
    """Turn files, each with its media type, into clean pages; the same in gives the same out."""
    if not files:
        return []
    with tempfile.TemporaryDirectory(prefix="mingda-bundle-") as room:
        folder = Path(room)
        order = [media_type for media_type, _ in files]
        (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
        for number, (_, content) in enumerate(files):
            (folder / str(number)).write_bytes(content)
        told = _tell(folder, len(files), most)
        return [_read(folder, number, each, most) for number, each in enumerate(told)]


def _tell(folder: Path, count: int, most: int) -> list[dict[str, object]]:
    """Ask until every file is told of; where the program dies, the next file begins a new one."""
    until = time.monotonic() + PATIENCE
    told: list[dict[str, object]] = []
    while len(told) < count:
        left = until - time.monotonic()
        if left > 0:
            told += _run(folder, len(told), most, left)[: count - len(told)]
        if len(told) < count:
            told.append({"refused": "too_costly"})
    return told


def _run(folder: Path, first: int, most: int, seconds: float) -> list[dict[str, object]]:
    command = (sys.executable, "-I", str(PROGRAM), str(folder), str(first), str(most))
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            command, capture_output=True, check=False, timeout=seconds, env={"LANG": "C.UTF-8"}
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    whole = said[: said.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


def _read(folder: Path, number: int, told: dict[str, object], most: int) -> Leaves | NotInserted:
    across = told.get("across")
    if isinstance(across, list):
        return Leaves((folder / f"{number}.pdf").read_bytes(), tuple(map(bool, across)))
    word, _, detail = str(told.get("refused")).partition(":")
    return NotInserted(_REASONS.get(word, _REASONS["broken"]).format(detail=detail, most=most))
