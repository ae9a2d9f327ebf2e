"""导出证据卷 from the papers of a case: a reason, a few seconds, one PDF, one record."""

import hashlib
import io
from typing import Any
from urllib.parse import unquote

import pypdf
import pytest

from engine.cases.evidence import Dossier
from engine.cases.evidence_binding import Volume
from engine.store.cases import Case
from engine.store.events import CaseEvent, events_of
from tests.webui.conftest import Site

ADDRESS, REASON = "/cases/1/evidence", "行政复议答复"


def exports(site: Site) -> list[CaseEvent]:
    with site.records().reading() as session:
        return [each for each in events_of(session, 1) if each.tag == "evidence:exported"]


def test_the_whole_case_is_handed_out_and_written_down(site: Site):
    clerk = site.as_("clerk")
    assert f'action="{ADDRESS}"' in clerk.get("/cases/1/papers").text
    answer = clerk.send(ADDRESS, {"reason": REASON})
    assert answer.mimetype == "application/pdf"
    name = unquote(answer.headers["Content-Disposition"])
    assert "attachment" in name
    assert "政府信息公开申请案件证据卷2026-公开-0001.pdf" in name
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    (written,) = exports(site)
    assert written.payload["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert written.payload["pages"] == len(pages)
    assert f"证据材料已导出（{REASON}）" in clerk.get("/cases/1/history").text


def test_without_a_reason_nothing_is_handed_out(site: Site):
    clerk = site.as_("clerk")
    answer = clerk.send(ADDRESS, {"reason": " "})
    assert answer.status_code == 422
    assert "请填写导出证据卷的事由" in answer.text
    assert exports(site) == []


def test_others_write_while_a_case_is_bound(site: Site, monkeypatch: pytest.MonkeyPatch):
    """The binding takes seconds; it must keep nobody from writing, least of all to the case."""

    def meanwhile(dossier: Dossier) -> Volume:
        with site.records().writing() as session:
            session.get_one(Case, 1).subject = "另一人改的摘要"
        return Volume(b"%PDF", len(dossier.sections))

    monkeypatch.setattr("webui.evidence.bind_dossier", meanwhile)
    clerk = site.as_("clerk")
    assert clerk.send(ADDRESS, {"reason": REASON}).status_code == 200
    assert "另一人改的摘要" in clerk.get("/cases/1/papers").text
    assert len(exports(site)) == 1


def test_whoever_presses_again_gets_it_again(site: Site, monkeypatch: pytest.MonkeyPatch):
    made: list[Any] = []

    def quickly(dossier: Dossier) -> Volume:
        made.append(dossier.through)
        return Volume(b"%PDF", 1)

    monkeypatch.setattr("webui.evidence.bind_dossier", quickly)
    clerk = site.as_("clerk")
    clerk.get("/cases/1/papers")
    answers = [clerk.send(ADDRESS, {"reason": REASON}).status_code for _ in range(2)]
    assert answers == [200, 200]
    assert len(exports(site)) == len(made) == 2


def test_a_binding_that_fails_leaves_no_record(site: Site, monkeypatch: pytest.MonkeyPatch):
    def fail(_: Dossier) -> Volume:
        raise RuntimeError("no room")

    monkeypatch.setattr("webui.evidence.bind_dossier", fail)
    assert site.as_("clerk").send(ADDRESS, {"reason": REASON}).status_code == 500
    assert exports(site) == []
