"""Letters taken away: one, or those of a day together, always with a line on the case's record."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from sqlalchemy import ColumnElement, func, select

from engine.cases import access
from engine.cases.letters import letter_of, served_sha256
from engine.cases.sitting import hold
from engine.cases.withdrawing import LETTER_STATES
from engine.errors import OfficeError
from engine.office import Office
from engine.store.cases import Blob, Case
from engine.store.events import Entry, Recorder, append
from engine.store.letters import Letter
from engine.store.seals import LetterSeal

MOST_LETTERS: Final = 200
MOST_BYTES: Final = 300 * 1024 * 1024
_IN_MEMORY: Final = 8 * 1024 * 1024
_LONGEST_NAME: Final = 80  # characters; with a folder before it a path of Windows has room for it
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
_COLUMNS = ("文号", "文书", "状态", "送往", "案件", "签发日期", "SHA-256", "文件名")
_SERVED = func.coalesce(LetterSeal.pdf_sha256, Letter.pdf_sha256)
"""The file in which a letter goes out: with its electronic seal, if it bears one."""


class NothingChosen(OfficeError):
    """There is no letter to be taken away."""

    code = "nothing_chosen"
    message = "没有选择可以下载的文书。请勾选已签发的文书后再下载。"


class TooManyLetters(OfficeError):
    """More was asked for than one archive should hold."""

    code = "too_many_letters"
    message = (
        "所选文书共{count}份、{size}兆字节，超过一次下载的上限（{most}份、{bytes}兆字节）。"
        "请分日期或者分批下载。"
    )


@dataclass(frozen=True)
class Issued:
    """A letter that was signed and printed, its case, and the file in which it goes out."""

    letter: Letter
    case: Case
    sha256: str
    size: int


def record_download(office: Office, letter_id: int, what: str = "下载") -> None:
    """Put on the record of its case who took a letter away.

    Raises:
        LetterNotFound.
    """
    letter = letter_of(office, letter_id)
    hold(office, letter.case_id)
    name = letter.number or ("草稿" if letter.status == "draft" else "")
    entry = Entry(
        tag="letter:downloaded",
        on=office.today,
        summary=f"{what}《{letter.title}》{name}",
        payload={"letter": letter.id, "sha256": served_sha256(office, letter)},
    )
    by = Recorder(office.actor.id, office.actor.name, office.at)
    append(office.session, letter.case_id, entry, by)


def issued_on(office: Office, day: date) -> list[Issued]:
    """List the printed letters of a day that the actor may see, in the order of signature."""
    return _issued(office, Letter.issued_on == day)


def days_of_issue(office: Office, day: date) -> tuple[date | None, date | None]:
    """Give the nearest days before and after `day` on which letters were issued."""
    rows = (
        select(func.max(Letter.issued_on), func.min(Letter.issued_on))
        .join(Case, Case.id == Letter.case_id)
        .where(access.my_cases(office), Letter.pdf_sha256.is_not(None))
    )
    before = office.session.execute(rows.where(Letter.issued_on < day)).one()
    after = office.session.execute(rows.where(Letter.issued_on > day)).one()
    return before[0], after[1]


def archive_of(office: Office, letter_ids: Sequence[int]) -> IO[bytes]:
    """Put letters into one archive with an index, and say on each case that they were taken.

    One PDF is in memory at a time; a large archive lies on the disk until it is closed.

    Raises:
        NothingChosen, TooManyLetters.
    """
    found = _issued(office, Letter.id.in_(list(letter_ids)[: MOST_LETTERS + 1]))
    size = sum(each.size for each in found)
    if not found:
        raise NothingChosen
    if len(found) > MOST_LETTERS or size > MOST_BYTES:
        raise TooManyLetters(
            count=len(found), size=size >> 20, most=MOST_LETTERS, bytes=MOST_BYTES >> 20
        )
    names = list(_names(found))
    made: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed by whoever sends it)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, name in zip(found, names, strict=True):
            content = select(Blob.content).where(Blob.sha256 == each.sha256)
            _put(archive, name, office.session.scalars(content).one(), each.letter.issued_on)
        rows = [_cells(each, name) for each, name in zip(found, names, strict=True)]
        _put(archive, "目录.csv", _table(rows), office.today)
        _put(archive, "目录.html", _page(rows), office.today)
    made.seek(0)
    for each in sorted(found, key=lambda each: each.case.id):
        record_download(office, each.letter.id, f"成批下载（共{len(found)}份）")
    return made


def safe_name(name: str) -> str:
    """Write a file name that every system takes, also Windows."""
    plain = _UNFIT.sub("_", name).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return _RESERVED.sub(r"_\1", plain, count=1) if _RESERVED.match(plain) else plain or "_"


def _issued(office: Office, which: ColumnElement[bool]) -> list[Issued]:
    rows = office.session.execute(
        select(Letter, Case, Blob.sha256, Blob.size)
        .join(Case, Case.id == Letter.case_id)
        .outerjoin(LetterSeal, LetterSeal.letter_id == Letter.id)
        .join(Blob, Blob.sha256 == _SERVED)
        .where(access.my_cases(office), which)
        .order_by(Letter.issued_on, Letter.series, Letter.sequence, Letter.id)
    )
    return [Issued(*row) for row in rows.unique()]


def _names(found: Iterable[Issued]) -> Iterator[str]:
    used: set[str] = set()
    for each in found:
        letter = each.letter
        stem = safe_name(f"{letter.number or each.case.number} {letter.title}")
        name, again = stem, 1
        while name.casefold() in used:
            again += 1
            name = f"{stem}（{again}）"
        used.add(name.casefold())
        yield f"{name}.pdf"


def _put(archive: zipfile.ZipFile, name: str, content: bytes, on: date | None) -> None:
    day = (on.year, on.month, on.day, 0, 0, 0) if on else (1980, 1, 1, 0, 0, 0)
    entry = zipfile.ZipInfo(name, day)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _cells(each: Issued, name: str) -> tuple[str, ...]:
    letter = each.letter
    on = f"{letter.issued_on:%Y-%m-%d}" if letter.issued_on else ""
    return (
        *(letter.number or "", letter.title, LETTER_STATES[letter.status], letter.party),
        *(each.case.number, on, each.sha256, name),
    )


def _table(rows: list[tuple[str, ...]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + written.getvalue()).encode()  # without the mark, Excel takes it for GBK


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from working out a party's name."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _page(rows: list[tuple[str, ...]]) -> bytes:
    def line(cells: Iterable[str], kind: str) -> str:
        return "<tr>" + "".join(f"<{kind}>{html.escape(c)}</{kind}>" for c in cells) + "</tr>"

    body = line(_COLUMNS, "th") + "".join(line(row, "td") for row in rows)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>文书目录</title>'
        "<style>body{font:14px/1.6 sans-serif;margin:24px}table{border-collapse:collapse}"
        "td,th{border:1px solid #999;padding:4px 8px;text-align:left;word-break:break-all}</style>"
        f"<h1>文书目录（{len(rows)}份）</h1><table>{body}</table></html>"
    ).encode()
