"""Files and letters as answers: named, typed, and never run by the browser."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Answer with a file to be kept (RFC 6266: the name in UTF-8)."""
    return _answer(content, name, media_type, "attachment")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> Response:
    """Answer with a table that a spreadsheet opens."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_harmless(cell) for cell in row)
    content = "\ufeff" + written.getvalue()  # without the mark, Excel takes it for GBK
    return attachment(content.encode(), f"{name}.csv", "text/csv")


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from working out what somebody typed as a name."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def inline_pdf(content: bytes, name: str) -> Response:
    """Answer with a PDF to be shown inside one of our own pages."""
    return _answer(content, name, "application/pdf", "inline")


def _answer(content: bytes, name: str, media_type: str, disposition: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    return response
