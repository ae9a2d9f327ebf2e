"""How a letter was served, as the papers of a case tell it."""

from datetime import date

from sqlalchemy import select

from engine.store.letters import Delivery, Letter
from tests.conftest import MOMENT
from tests.webui.conftest import Site
from webui.served import served

SENT, SIGNED = date(2026, 3, 4), date(2026, 3, 6)


def record(**more: object) -> Delivery:
    """Record what is known of a posted letter."""
    kept = {"tracking_no": "E1", "received_by": "", "note": "", "delivered_on": None}
    return Delivery(method="ems", sent_on=SENT, **{**kept, **more})


def test_receipt_completes_dispatch():
    known = served([record(note="附光盘"), record(delivered_on=SIGNED, received_by="测试甲")])
    assert [(each.sent_on, each.delivered_on) for each in known] == [(SENT, SIGNED)]
    assert (known[0].received_by, known[0].note) == ("测试甲", "附光盘")


def test_a_second_parcel_is_a_second_service():
    assert len(served([record(), record(tracking_no="E2")])) == 2


def test_every_date_of_service_has_its_name(site: Site):
    with site.records().writing() as session:
        letter = session.scalars(select(Letter).where(Letter.case_id == 1)).first()
        assert letter is not None
        letter.status = "issued"
        for more in ({}, {"delivered_on": SIGNED}):
            made = record(recorded_by="甲登记", recorded_at=MOMENT, **more)
            made.letter_id = letter.id
            session.add(made)
        address = f"/letters/{letter.id}"
    visitor = site.as_("clerk")
    for page in (visitor.get("/cases/1/papers").text, visitor.get(address).text):
        assert "<dt>发出（交邮）</dt><dd>2026年3月4日</dd>" in page
        assert "<dt>送达（签收）</dt><dd>2026年3月6日</dd>" in page
        assert page.count("邮政企业邮寄（EMS、挂号信）") == 1
    assert "3月4日发出 · 3月6日送达" in visitor.get("/cases/1").text


def test_a_letter_that_was_sent_is_not_said_to_have_arrived(site: Site):
    with site.records().writing() as session:
        letter = session.scalars(select(Letter).where(Letter.case_id == 1)).first()
        assert letter is not None
        made = record(recorded_by="甲登记", recorded_at=MOMENT)
        made.letter_id = letter.id
        session.add(made)
    page = site.as_("clerk").get("/cases/1/papers").text
    assert '<dt>送达（签收）</dt><dd><span class="mut">尚未登记</span></dd>' in page


def test_a_record_without_a_number_is_kept_and_not_served(site: Site):
    with site.records().writing() as session:
        letter = session.scalars(select(Letter).where(Letter.case_id == 1)).first()
        assert letter is not None
        letter.status, letter.number = "issued", ""
        title = letter.title
    visitor = site.as_("clerk")
    papers, case = visitor.get("/cases/1/papers").text, visitor.get("/cases/1").text
    assert "存入本案案卷" in papers
    assert f"<b>{title}</b><small>已签发" in case
    assert "草稿" not in case
