"""文书验证 on the page: open to whoever holds a copy, and no more talkative than the copy."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.cases import verifying
from engine.cases.numbers import verification_code
from engine.people.sealing import make_test_certificates
from engine.store.agencies import Agency
from engine.store.letters import Letter, VerificationAttempt
from engine.store.vault import Vault
from tests.answers import APPLICATION
from tests.conftest import Desk
from tests.webui.conftest import VAULT_KEY, Site, Visitor
from tests.webui.test_withdrawn import withdrawn
from webui import verification


def letter_of(site: Site) -> tuple[bytes, str]:
    """Give the bytes and the code of the first receipt."""
    with site.records().reading() as session:
        code = verification_code(session.get_one(Letter, 1).pdf_sha256 or "")
    return site.as_("clerk").get("/letters/1/pdf").data, code


def stranger(site: Site) -> Visitor:
    visitor = site.visitor()
    visitor.get("/verify")
    return visitor


def sent(visitor: Visitor, content: bytes, name: str = "收件回执.pdf"):
    return visitor.send("/verify", {"file": (io.BytesIO(content), name)})


def misses(site: Site) -> int:
    with site.records().reading() as session:
        return session.query(VerificationAttempt).count()


def test_a_stranger_whose_file_is_searched_keeps_nobody_from_writing(
    site: Site, monkeypatch: pytest.MonkeyPatch
):
    records, asking = site.records(), stranger(site)

    def write() -> None:
        with records.writing() as session:
            session.execute(update(Letter).values(title="改"))

    def searching(session: Session, content: bytes) -> verifying.Answer:
        with ThreadPoolExecutor(1) as another:
            another.submit(write).result(timeout=5)
        return verifying.verify_file(session, content)

    monkeypatch.setattr(verification, "verify_file", searching)
    assert "没有这份文书" in sent(asking, b"%PDF-1.7").text
    assert misses(site) == 1


def test_the_way_leads_from_the_sign_in_page(site: Site):
    assert 'href="/verify"' in site.visitor().get("/sign-in").text


def test_a_stranger_learns_that_a_letter_is_genuine(site: Site):
    answer = sent(stranger(site), letter_of(site)[0])
    assert answer.status_code == 200
    for told in ("与存档一致", "示政办回〔2026〕1号", "示例县人民政府办公室", "2026年3月2日"):
        assert told in answer.text
    assert misses(site) == 0


def test_a_changed_letter_is_not_to_be_believed(site: Site):
    answer = sent(stranger(site), letter_of(site)[0] + b"%")
    assert "内容已被改动" in answer.text
    assert "与存档一致。" not in answer.text
    assert misses(site) == 1


def test_what_is_no_letter_of_ours_is_unknown(site: Site):
    answer = sent(stranger(site), b"GIF89a", "<script>.pdf")
    assert "本系统没有这份文书" in answer.text
    assert "<script>.pdf" not in answer.text


def test_a_corrected_letter_leads_to_its_successor_but_not_to_the_reason(site: Site):
    _, _, pdf = withdrawn(site)
    page = sent(stranger(site), pdf).text
    assert "该文书已更正，不再有效" in page
    assert "示政办回〔2026〕4号" in page
    assert "收到日期有误" not in page


def test_a_printed_copy_is_checked_by_number_and_code(site: Site):
    code = letter_of(site)[1]
    right = stranger(site).send("/verify", {"number": "示政办回〔2026〕1号", "code": code.lower()})
    assert "与存档一致" in right.text
    wrong = stranger(site).send("/verify", {"number": "示政办回〔2026〕1号", "code": "2222"})
    assert "本系统没有这份文书" in wrong.text
    assert 'value="示政办回〔2026〕1号"' in wrong.text


def test_nothing_sent_is_said_and_costs_nothing(site: Site):
    answer = stranger(site).send("/verify", {"number": "示政办回〔2026〕1号"})
    assert answer.status_code == 422
    assert "请选择要验证的 PDF 文件" in answer.text
    assert 'value="示政办回〔2026〕1号"' in answer.text


def test_who_guesses_codes_is_made_to_rest(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying, "MISSES", 3)
    visitor, code = stranger(site), letter_of(site)[1]
    for _ in range(3):
        visitor.send("/verify", {"number": "示政办回〔2026〕1号", "code": "2222-2222-2222"})
    answer = visitor.send("/verify", {"number": "示政办回〔2026〕1号", "code": code})
    assert answer.status_code == 429
    assert "请于09:01:00之后再试" in answer.text


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    site: Site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("webui.verification.MOST_BYTES", 10)
    answer = sent(stranger(site), b"%PDF-" + bytes(10))
    assert answer.status_code == 413
    assert "超过上限" in answer.text


def test_whoever_has_signed_in_verifies_within_the_site(site: Site):
    clerk = site.as_("clerk")
    page = clerk.get("/verify").text
    assert 'href="/verify" aria-current="page"' in page
    assert "与存档一致" in sent(clerk, letter_of(site)[0]).text


def test_a_form_from_elsewhere_is_refused(site: Site):
    visitor = stranger(site)
    visitor.hidden["csrf"] = "other"
    assert sent(visitor, b"x").status_code == 403


def test_the_seal_on_paper_is_recorded_on_the_letters_page(site: Site):
    clerk = site.as_("clerk")
    assert "尚未用印" in clerk.get("/letters/1").text
    assert clerk.send("/letters/1/seal").location == "/letters/1"
    page = clerk.get("/letters/1").text
    assert "登记已盖章" not in page
    assert "乙经办 · 2026年3月2日" in page
    assert clerk.send("/letters/1/seal").status_code == 422
    auditor = site.as_("auditor")
    assert "登记已盖章" not in auditor.get("/letters/2").text


def test_whose_test_certificate_sealed_a_file_is_told_to_whoever_asks(site: Site):
    administrator = site.as_("administrator")
    with site.records().writing() as session:
        session.info["vault"] = Vault(VAULT_KEY)
        make_test_certificates(Desk(session)("administrator"))
        agency = session.scalars(select(Agency)).one()
        agency.settings = agency.settings | {"letter_sealing": "pades"}
    assert '<option value="pades" selected>' in administrator.get("/agency").text
    counter = site.as_("registrar")
    counter.get("/cases/new")
    counter.send("/cases/new", APPLICATION | {"channel": "in_person", "date": "2026-03-02"})
    with site.records().reading() as session:
        newest = session.scalars(select(Letter.id).order_by(Letter.id.desc())).first()
    answer = sent(stranger(site), site.as_("clerk").get(f"/letters/{newest}/pdf").data)
    for told in ("与存档一致", "签名有效", "测试证书，不具有法律效力"):
        assert told in answer.text
