"""Every answer: its headers, its words, its number, and never a stack trace."""

import logging
import re
from pathlib import Path

import pytest

from engine.store.cases import Attachment, Blob
from tests.conftest import MOMENT
from tests.databases import Databases
from tests.webui.conftest import Site, Visitor, close, settings_for
from webui import create_app
from webui.headers import CONTENT_SECURITY_POLICY

PAGES = ("/work", "/cases", "/cases/1", "/cases/1/clock", "/dashboard", "/help", "/nowhere")


@pytest.mark.parametrize("page", ["/sign-in", *PAGES, "/static/styles.css", "/letters/1/pdf"])
def test_every_answer_says_what_the_browser_may_not_do(site: Site, page: str):
    with site.as_("clerk").get(page) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_pages_with_personal_data_are_kept_by_nobody(site: Site):
    visitor = site.as_("clerk")
    for page in ("/work", "/cases/1", "/letters/1/pdf"):
        assert visitor.get(page).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_inline_style_or_script(site: Site, page: str):
    text = site.as_("clerk").get(page).text
    assert " style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)


def test_an_unknown_address_is_answered_in_words(site: Site):
    answer = site.visitor().get("/nowhere")
    assert answer.status_code == 404
    assert "没有对应的页面" in answer.text


def test_an_address_for_forms_cannot_be_opened(site: Site):
    answer = site.visitor().get("/work/claim")
    assert answer.status_code == 405
    assert "不能直接打开" in answer.text


def test_an_oversized_form_is_refused(site: Site):
    visitor = site.as_("clerk")
    answer = visitor.send("/tasks/1/draft", {"explanation": "长" * 1_000_000})
    assert answer.status_code == 413
    assert "兆字节" in answer.text


def test_a_fault_of_ours_shows_a_number_that_stands_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
):
    visitor = site.as_("clerk")
    with site.records().writing() as session:  # a file whose content is lost
        session.connection().exec_driver_sql("update letter set pdf_sha256 = null")
        session.connection().exec_driver_sql("update letter set html = '{', status = 'nonsense'")
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/letters/1")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "KeyError" not in answer.text
    number = re.search(r"编号 ([0-9a-f]{8})", answer.text)
    assert number is not None
    assert number[1] in {getattr(record, "number", "") for record in caplog.records}


def test_an_empty_installation_without_a_package_says_what_to_do(
    databases: Databases, tmp_path: Path
):
    url = databases.fresh("unpublished")
    app = create_app(settings_for(url, tmp_path / "data"))
    visitor = Visitor(app.test_client())
    visitor.sign_in("registrar")
    answer = visitor.get("/cases/new")
    close(app)
    databases.drop(url)
    assert answer.status_code < 500
    assert "发布" in answer.text


def test_downloads_are_named_and_never_run(site: Site):
    answer = site.as_("clerk").send("/letters/1/download")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.data.startswith(b"%PDF-")
    inline = site.as_("clerk").get("/letters/1/pdf")
    assert inline.headers["Content-Disposition"].startswith("inline;")
    assert inline.data == answer.data


def test_a_file_of_a_case_is_a_download(site: Site):
    with site.records().writing() as session:
        session.add(Blob(sha256="0", size=1, content=b"<"))
        session.flush()
        session.add(
            Attachment(
                case_id=1,
                kind="attachments",
                filename="证明.html",
                media_type="text/html",
                sha256="0",
                added_by="甲登记",
                added_at=MOMENT,
            )
        )
    answer = site.as_("clerk").get("/files/1")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_static_files_stay_inside_their_folder(site: Site):
    for path in ("../guard.py", "..%2fguard.py", "/etc/passwd", "%2e%2e/guard.py"):
        assert site.visitor().get(f"/static/{path}").status_code in {404, 308}
