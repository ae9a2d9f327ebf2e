"""A withdrawn letter on the page: the mark stands above it, the bytes stay as they were signed."""

from engine.cases.letters import frozen_pdf
from engine.cases.numbers import verification_code
from engine.store.fingerprints import sm3_of
from engine.store.vault import Vault
from tests.conftest import Desk
from tests.webui.conftest import VAULT_KEY, Site
from tests.withdrawal import receipts, receive_twice


def withdrawn(site: Site) -> tuple[int, int, bytes]:
    """Correct the first of two receipts; give both keys and the bytes the first was signed with."""
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        desk = Desk(session)
        story = receive_twice(desk)
        first, second = receipts(desk, story.case)
        signed = frozen_pdf(desk("head"), first.id).pdf
        assert signed is not None
        story.do("head", "decide", manner="corrected", reason="收到日期有误", replaced="是")
        session.commit()
        return first.id, second.id, signed


def test_the_page_of_a_corrected_letter_names_reason_and_successor(site: Site):
    first, second, _ = withdrawn(site)
    page = site.as_("clerk").get(f"/letters/{first}").text
    assert "本文书已更正（2026年3月2日），不再有效。理由：收到日期有误。" in page
    assert f'替代文书：<a href="/letters/{second}">' in page
    assert (
        f'本文书替代<a href="/letters/{first}">' in site.as_("clerk").get(f"/letters/{second}").text
    )


def test_its_bytes_are_those_that_were_signed(site: Site):
    first, _, signed = withdrawn(site)
    assert site.as_("clerk").send(f"/letters/{first}/download", {"once": ""}).data == signed


def test_the_papers_of_the_case_say_that_it_counts_no_longer(site: Site):
    withdrawn(site)
    page = site.as_("clerk").get("/cases/3/papers").text
    assert "已更正" in page
    assert "收到日期有误" in page


def test_an_issued_letter_shows_both_hashes_and_its_code(site: Site):
    page = site.as_("clerk").get("/letters/1").text
    pdf = site.as_("clerk").get("/letters/1/pdf").data
    with site.records().reading() as session:
        sha256 = frozen_pdf(Desk(session)("clerk"), 1).letter.pdf_sha256 or ""
    assert sha256 in page
    assert sm3_of(pdf) in page
    assert verification_code(sha256) in page
