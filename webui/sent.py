"""What a browser sent: its fields and files, without the fields that are ours."""

from typing import Final
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from engine.cases.files import Upload
from engine.store.instances import OpenTask
from webui import forgery, replay

LARGEST_KEY: Final = 2**31 - 1
"""What both databases can hold as a key."""

_DIGITS: Final = 10
_OURS: Final = {forgery.FIELD, replay.FIELD, "_labels", "_step"}


def raw_form() -> dict[str, list[str]]:
    """Give the fields by name; the files that came with them are `uploads`."""
    return {
        name: values
        for name, values in request.form.to_dict(flat=False).items()
        if name not in _OURS
    }


def uploads() -> dict[str, list[Upload]]:
    """Give the files by the name of their field; empty file fields are left out.

    A stream can be read once only, so what was read is kept for the rest of the request.
    """
    if "uploads" not in g:
        g.uploads = {
            name: found
            for name, files in request.files.lists()
            if (found := [Upload(f.filename, f.read()) for f in files if f.filename])
        }
    kept: dict[str, list[Upload]] = g.uploads
    return kept


def step_of(task: OpenTask) -> str:
    """Name the very step a page is drawn for: numbers of tasks may come again."""
    return f"{task.case_id}:{task.step_key}"


def leave_out_nothings() -> None:
    """Take U+0000 out of what was sent: it means nothing in a text, and PostgreSQL keeps none."""
    request.args = _without(request.args)
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        request.form = _without(request.form)
        for file in request.files.values():
            file.filename = (file.filename or "").replace("\0", "")


def _without(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    pairs = sent.items(multi=True)
    return ImmutableMultiDict([(n.replace("\0", ""), v.replace("\0", "")) for n, v in pairs])


def is_fragment() -> bool:
    """Say whether a script asks for a part of a page only."""
    return bool(request.headers.get("X-Fragment"))


def key_of(text: str) -> int:
    """Give the key of a row as a form or an address writes it; 0, which no row has, otherwise."""
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain and int(text) <= LARGEST_KEY else 0


def own_page(address: str) -> str:
    """Give an address if it is one of our own pages, else the start."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and not parts.scheme and not parts.netloc else "/"


def number(name: str) -> int | None:
    """Give a number from the address, such as the key of the last row seen."""
    return key_of(request.args.get(name, "")) or None
