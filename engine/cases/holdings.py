"""Keep and search the register of documents the agency holds (本机关文件目录)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from engine.cases import access
from engine.cases.files import FileNotFound, Upload, examine, keep
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Blob
from engine.store.holdings import HeldDocument

ATTRIBUTES = {
    "published": "主动公开",
    "on_request": "依申请公开",
    "withheld": "不予公开",
}
"""公开属性 of a document."""

PAGE = 50


class HoldingIncomplete(OfficeError):
    """A document needs a title and an attribute; what is not published needs a reason."""

    code = "holding_incomplete"
    message = "登记文件还缺少：{what}。请补充后保存。"


class HoldingNotFound(OfficeError):
    """No such document in this agency's register."""

    code = "holding_not_found"
    message = "本机关文件目录中没有该文件。请返回目录重新查找。"


def find_holdings(
    office: Office, text: str = "", attribute: str = "", before: int | None = None
) -> list[HeldDocument]:
    """List documents whose title, number, maker or body has the words, newest first."""
    rows = select(HeldDocument).where(HeldDocument.agency_id == office.actor.agency_id)
    for word in text.split():
        rows = rows.where(
            or_(
                HeldDocument.title.contains(word, autoescape=True),
                HeldDocument.number.contains(word, autoescape=True),
                HeldDocument.made_by.contains(word, autoescape=True),
                HeldDocument.body.contains(word, autoescape=True),
            )
        )
    if attribute:
        rows = rows.where(HeldDocument.attribute == attribute)
    if before is not None:
        rows = rows.where(HeldDocument.id < before)
    return list(office.session.scalars(rows.order_by(HeldDocument.id.desc()).limit(PAGE)))


def holding_of(office: Office, document_id: int) -> HeldDocument:
    """Give one document of the agency's register.

    Raises:
        HoldingNotFound: there is none.
    """
    document = office.session.get(HeldDocument, document_id)
    if document is None or document.agency_id != office.actor.agency_id:
        raise HoldingNotFound
    return document


def save_holding(
    office: Office,
    values: Mapping[str, Any],
    upload: Upload | None = None,
    document_id: int | None = None,
) -> HeldDocument:
    """Register a document, or better what is registered.

    Raises:
        HoldingIncomplete, FileTooLarge, FileKindRefused, FileBroken: it cannot be kept.
    """
    access.require(office, Permission.HOLDINGS)
    _check(values)
    document = holding_of(office, document_id) if document_id else _new(office)
    for name in ("title", "number", "made_by", "attribute", "attribute_reason", "public_way"):
        setattr(document, name, str(values.get(name) or "").strip())
    document.issued_on = _day(values.get("issued_on"))
    pages = str(values.get("pages") or "")
    document.pages = int(pages) if pages.isdigit() else None
    document.body = str(values.get("body") or document.body or "")
    document.recorded_by, document.recorded_at = office.actor.name, office.at
    if upload is not None and upload.content:
        _keep_file(office, document, upload)
    office.session.add(document)
    office.session.flush()
    return document


def _new(office: Office) -> HeldDocument:
    return HeldDocument(agency_id=office.actor.agency_id, body="", filename="")


def _check(values: Mapping[str, Any]) -> None:
    missing = []
    if not str(values.get("title") or "").strip():
        missing.append("文件名称")
    attribute = str(values.get("attribute") or "")
    if attribute not in ATTRIBUTES:
        missing.append("公开属性")
    if attribute == "published" and not str(values.get("public_way") or "").strip():
        missing.append("公开的方式和途径")
    if attribute == "withheld" and not str(values.get("attribute_reason") or "").strip():
        missing.append("不予公开的依据和理由")
    if values.get("issued_on") and _day(values["issued_on"]) is None:
        missing.append("正确的成文日期")
    if missing:
        raise HoldingIncomplete(what="、".join(missing))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _keep_file(office: Office, document: HeldDocument, upload: Upload) -> None:
    name, media_type = examine(upload)
    document.filename, document.sha256 = name, keep(office, upload.content)
    if media_type == "text/plain" and not document.body:
        document.body = upload.content.decode("utf-8-sig")


def file_of(office: Office, document_id: int) -> tuple[HeldDocument, bytes]:
    """Give a document's file.

    Raises:
        FileNotFound: none was uploaded.
    """
    document = holding_of(office, document_id)
    if document.sha256 is None:
        raise FileNotFound
    return document, office.session.get_one(Blob, document.sha256).content
