"""Files come in whole, or the form comes back with the reason and everything that was typed."""

import io

import pikepdf
from sqlalchemy import select

from engine.store.cases import Attachment, Blob
from tests.answers import APPLICATION
from tests.webui.conftest import Site

COUNTER = APPLICATION | {"channel": "in_person", "date": "2026-03-02"}


def scan() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_scan_is_kept_byte_for_byte_with_the_application(site: Site):
    content = scan()
    clerk = site.as_("registrar")
    clerk.get("/cases/new")
    answer = clerk.send(
        "/cases/new", COUNTER | {"attachments": (io.BytesIO(content), "申请表.pdf")}
    )
    assert answer.status_code == 303
    with site.records().reading() as session:
        kept = session.scalars(select(Attachment).where(Attachment.filename == "申请表.pdf")).one()
        assert session.get_one(Blob, kept.sha256).content == content


def test_a_file_that_cannot_be_taken_costs_nothing_that_was_typed(site: Site):
    clerk = site.as_("registrar")
    clerk.get("/cases/new")
    bad = {"attachments": (io.BytesIO(b"MZ"), "程序.exe")}
    answer = clerk.send("/cases/new", COUNTER | bad)
    assert answer.status_code == 422
    assert "不接受文件“程序.exe”" in answer.text
    assert str(APPLICATION["content"]) in answer.text
