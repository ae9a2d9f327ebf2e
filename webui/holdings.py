"""本机关文件目录: the documents the agency holds, searched before every answer."""

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.files import FileBroken, FileKindRefused, FileTooLarge
from engine.cases.holdings import (
    ATTRIBUTES,
    PAGE,
    HoldingIncomplete,
    file_of,
    find_holdings,
    holding_of,
    save_holding,
)
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.holdings import HeldDocument
from webui.downloads import attachment
from webui.guard import Route
from webui.sent import number, uploads

_OCTETS = "application/octet-stream"
_REFUSALS = (HoldingIncomplete, FileTooLarge, FileKindRefused, FileBroken)


def holdings(office: Office) -> ResponseReturnValue:
    """List the documents whose title, number, maker or text has the words."""
    text = request.args.get("q", "").strip()[:60]
    chosen = request.args.get("attribute", "")
    attribute = chosen if chosen in ATTRIBUTES else ""
    found = find_holdings(office, text, attribute, number("before"))
    return render_template(
        "holdings/list.html",
        found=found,
        text=text,
        attribute=attribute,
        attributes=ATTRIBUTES,
        next=found[-1].id if len(found) == PAGE else None,
    )


def new_holding(office: Office) -> ResponseReturnValue:
    """Show an empty form."""
    del office
    return _page(None, {})


def show_holding(office: Office, document_id: int) -> ResponseReturnValue:
    """Show a document and its form."""
    document = holding_of(office, document_id)
    return _page(document, _values(document))


def add_holding(office: Office) -> ResponseReturnValue:
    """Register a document."""
    return _save(office, None)


def change_holding(office: Office, document_id: int) -> ResponseReturnValue:
    """Better what is registered."""
    return _save(office, document_id)


def holding_file(office: Office, document_id: int) -> Response:
    """Hand out a document's file, as a download only."""
    document, content = file_of(office, document_id)
    return attachment(content, document.filename, _OCTETS)


def _save(office: Office, document_id: int | None) -> ResponseReturnValue:
    values = request.form.to_dict()
    sent = uploads().get("file", [])
    try:
        document = save_holding(office, values, sent[0] if sent else None, document_id)
    except _REFUSALS as refusal:
        office.session.rollback()
        known = holding_of(office, document_id) if document_id else None
        return make_response(_page(known, values, refusal), 422)
    flash(f"已保存《{document.title}》。")
    return redirect("/holdings", 303)


def _page(
    document: HeldDocument | None,
    values: Mapping[str, object],
    refusal: OfficeError | None = None,
) -> str:
    return render_template(
        "holdings/edit.html",
        document=document,
        values=values,
        attributes=ATTRIBUTES,
        refusal=refusal,
    )


def _values(document: HeldDocument) -> dict[str, object]:
    names = ("title", "number", "made_by", "attribute", "attribute_reason", "public_way", "body")
    values: dict[str, object] = {name: getattr(document, name) for name in names}
    values["issued_on"] = document.issued_on.isoformat() if document.issued_on else ""
    values["pages"] = document.pages or ""
    return values


ROUTES = (
    Route("/holdings", holdings, Permission.HOLDINGS),
    Route("/holdings/new", new_holding, Permission.HOLDINGS),
    Route("/holdings", add_holding, Permission.HOLDINGS, ("POST",)),
    Route("/holdings/<int:document_id>", show_holding, Permission.HOLDINGS),
    Route("/holdings/<int:document_id>", change_holding, Permission.HOLDINGS, ("POST",)),
    Route("/holdings/<int:document_id>/file", holding_file, Permission.HOLDINGS),
)
