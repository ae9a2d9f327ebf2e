"""Files and letters as answers: named, typed, and never run by the browser."""

from urllib.parse import quote

from flask import Response


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Answer with a file to be kept (RFC 6266: the name in UTF-8)."""
    return _answer(content, name, media_type, "attachment")


def inline_pdf(content: bytes, name: str) -> Response:
    """Answer with a PDF to be shown inside one of our own pages."""
    return _answer(content, name, "application/pdf", "inline")


def _answer(content: bytes, name: str, media_type: str, disposition: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    return response
