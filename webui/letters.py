"""Every letter as it is printed: to be looked at, and to be taken away, alone or with others."""

from collections.abc import Iterator
from datetime import date
from typing import IO, Final
from urllib.parse import quote

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.downloads import (
    MOST_LETTERS,
    archive_of,
    days_of_issue,
    issued_on,
    record_download,
)
from engine.cases.letters import (
    enclosed,
    enclosure_of,
    file_name,
    frozen_pdf,
    large_copy,
    large_pdf,
    preview_pdf,
    served_set,
)
from engine.office import Office
from engine.roles import Permission
from webui.database import let_go
from webui.downloads import attachment, inline_pdf
from webui.guard import Route
from webui.sent import key_of

_PIECE: Final = 256 * 1024


def letter_pdf(office: Office, letter_id: int) -> Response:
    """Give the letter as PDF: frozen if it is issued, else as the draft would print."""
    found = frozen_pdf(office, letter_id)
    let_go(office.session)  # printing a draft takes a while
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    return inline_pdf(content, file_name(found.letter))


def download_letter(office: Office, letter_id: int) -> Response:
    """Give the letter's PDF as a download; the record says who took it."""
    found = frozen_pdf(office, letter_id)
    name = file_name(found.letter)
    let_go(office.session)
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    record_download(office, letter_id)
    return attachment(content, name, "application/pdf")


def download_large(office: Office, letter_id: int) -> Response:
    """Give a copy in large print, for somebody who reads the letter with difficulty."""
    letter, page = large_copy(office, letter_id)
    name = file_name(letter).removesuffix(".pdf")
    let_go(office.session)
    content = large_pdf(letter, page)
    record_download(office, letter_id, "下载大字版")
    return attachment(content, f"{name}（大字版）.pdf", "application/pdf")


def download_enclosure(office: Office, letter_id: int, seq: int) -> Response:
    """Give one of the files that go out with a letter, as a download only."""
    enclosure, content = enclosure_of(office, letter_id, seq)
    return attachment(content, enclosure.name, enclosure.media_type)


def download_set(office: Office, letter_id: int) -> Response:
    """Give the letter's PDF and everything that goes out with it in one archive."""
    found, files = frozen_pdf(office, letter_id), enclosed(office, letter_id)
    name = file_name(found.letter).removesuffix(".pdf")
    let_go(office.session)
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    record_download(office, letter_id, "下载全套")
    return attachment(served_set(found.letter, content, files), f"{name}.zip", "application/zip")


def issued_letters(office: Office) -> ResponseReturnValue:
    """List the letters signed on one day, to be taken away together."""
    day = _day(request.args.get("on", "")) or office.today
    before, after = days_of_issue(office, day)
    return render_template(
        "letters/issued.html",
        day=day,
        before=before,
        after=after,
        rows=issued_on(office, day),
        most=MOST_LETTERS,
    )


def download_many(office: Office) -> Response:
    """Give the letters that were chosen in one archive with its index, piece by piece."""
    chosen = [key_of(each) for each in request.form.getlist("letter")]
    archive = archive_of(office, chosen)
    response = Response(_pieces(archive), mimetype="application/zip")
    name = quote(f"文书{office.today:%Y%m%d}.zip")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _pieces(archive: IO[bytes]) -> Iterator[bytes]:
    with archive:
        while piece := archive.read(_PIECE):
            yield piece


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ROUTES = (
    Route("/letters/issued", issued_letters, Permission.READ_CASE),
    Route("/letters/issued", download_many, Permission.READ_CASE, ("POST",)),
    Route("/letters/<int:letter_id>/pdf", letter_pdf, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/download", download_letter, Permission.READ_CASE, ("POST",)),
    Route("/letters/<int:letter_id>/set", download_set, Permission.READ_CASE, ("POST",)),
    Route("/letters/<int:letter_id>/large", download_large, Permission.READ_CASE, ("POST",)),
    Route(
        "/letters/<int:letter_id>/enclosures/<int:seq>", download_enclosure, Permission.READ_CASE
    ),
)
