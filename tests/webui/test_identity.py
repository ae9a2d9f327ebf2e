"""An applicant's identity number: masked, sealed, and shown in one answer that nothing keeps."""

from base64 import urlsafe_b64decode

import pytest

from engine.store.cases import Case
from tests.webui.conftest import Site, Visitor

NUMBER = "11010519491231002X"
READ = "查看申请人完整证件号码"


def cookies(visitor: Visitor) -> str:
    """Write out every cookie of a browser, and what is packed in its signed parts."""
    kept = [cookie.value for cookie in visitor.client._cookies.values()]  # noqa: SLF001
    parts = [part for value in kept for part in value.split(".")]
    return " ".join(kept + [unpacked(part) for part in parts])


def unpacked(part: str) -> str:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""


def test_reading_an_identity_number_stands_in_the_record(site: Site):
    visitor = site.as_("clerk")
    page = visitor.get("/cases/1").text
    assert NUMBER not in page
    assert "12345678" not in page
    answer = visitor.send("/cases/1/identity")
    assert (answer.status_code, NUMBER in answer.text) == (200, True)
    record = visitor.get("/cases/1/history").text
    assert READ in record
    assert NUMBER not in record


def test_an_identity_number_never_travels_in_a_cookie_and_is_kept_nowhere(site: Site):
    visitor = site.as_("clerk")
    visitor.get("/cases/1")
    answer = visitor.send("/cases/1/identity")
    assert NUMBER in answer.text
    assert answer.headers.getlist("Set-Cookie") == []
    assert NUMBER not in cookies(visitor)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_the_test_reads_in_a_cookie_is_what_a_notice_says(site: Site):
    visitor = site.as_("administrator")
    visitor.get("/people")
    visitor.send("/departments", {"department_name": "xinxi-ke"})
    assert "xinxi-ke" in cookies(visitor)


def test_pressing_again_shows_nothing_and_says_so(site: Site):
    visitor = site.as_("clerk")
    visitor.get("/cases/1")
    visitor.send("/cases/1/identity")
    answer = visitor.send("/cases/1/identity")
    assert (answer.status_code, NUMBER in answer.text) == (409, False)
    assert "结果只显示一次" in answer.text
    assert visitor.get("/cases/1/history").text.count(READ) == 1


@pytest.mark.parametrize("who", ["head", "legal_reviewer", "department", "auditor"])
def test_whoever_may_not_reveal_it_does_not_see_it(site: Site, who: str):
    visitor = site.as_(who)
    answer = visitor.send("/cases/1/identity")
    assert (answer.status_code, NUMBER in answer.text) == (403, False)


def test_an_identity_number_that_was_not_given_leaves_no_entry(site: Site):
    with site.records().writing() as session:
        session.get_one(Case, 1).applicant.id_number_sealed = None
    visitor = site.as_("clerk")
    assert "申请人未提供证件号码" in visitor.send("/cases/1/identity").text
    assert READ not in visitor.get("/cases/1/history").text
