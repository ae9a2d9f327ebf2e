"""A wrong letter is withdrawn and replaced, never overwritten."""

import zipfile

import pytest
from sqlalchemy import select

from engine.cases import history, steps
from engine.cases.downloads import archive_of
from engine.cases.letters import frozen_pdf, standing_of
from engine.store.events import CaseEvent
from engine.store.letters import Delivery
from tests.conftest import MOMENT, Desk
from tests.story import Story
from tests.withdrawal import receipts, receive_twice

pytestmark = pytest.mark.usefixtures("deployed")
WRONG = "收到日期有误"


def facts(office: Desk, tag: str) -> list[str]:
    rows = select(CaseEvent.summary).where(CaseEvent.tag == tag).order_by(CaseEvent.seq)
    return list(office.session.scalars(rows))


def test_a_corrected_letter_stays_as_it_was_signed_and_names_its_successor(office: Desk):
    story = receive_twice(office)
    before = frozen_pdf(office("head"), receipts(office, story.case)[0].id).pdf
    story.do("head", "decide", manner="corrected", reason=WRONG, replaced="是")
    first, second = receipts(office, story.case)
    assert (first.status, first.withdrawn_reason) == ("corrected", WRONG)
    assert first.withdrawn_on == MOMENT.date()
    assert (second.status, first.replaced_by_id) == ("issued", second.id)
    assert frozen_pdf(office("head"), first.id).pdf == before
    assert standing_of(office("head"), first).replaced_by is second
    assert standing_of(office("head"), second).replaces == (first,)
    assert story.open_nodes() == ["register"]


def test_the_record_says_what_was_withdrawn_why_and_what_stands_instead(office: Desk):
    story = receive_twice(office)
    story.do("head", "decide", manner="corrected", reason=WRONG, replaced="是")
    title = receipts(office, story.case)[0].title
    assert facts(office, "letter:withdrawn") == [
        f"更正《{title}》示政办回〔2026〕1号。理由：{WRONG}。替代文书：《{title}》示政办回〔2026〕2号。"
    ]


def test_the_number_of_a_void_letter_is_not_given_again(office: Desk):
    story = receive_twice(office)
    story.do("head", "decide", manner="void", reason="重复制作")
    first, second = receipts(office, story.case)
    assert (first.status, first.sequence, second.sequence) == ("void", 1, 2)
    next_one = Story(office, MOMENT).receive()
    assert [each.sequence for each in receipts(office, next_one.case)] == [3, 4]


def test_an_archive_says_which_of_its_letters_count_no_longer(office: Desk):
    story = receive_twice(office)
    story.do("head", "decide", manner="revoked", reason=WRONG)
    keys = [each.id for each in receipts(office, story.case)]
    with archive_of(office("head"), keys) as made, zipfile.ZipFile(made) as archive:
        first, second = archive.read("目录.csv").decode().splitlines()[1:]
    assert "1号" in first
    assert "已撤销" in first
    assert "已签发" in second


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"manner": "corrected", "reason": WRONG}, "应当以另行签发的文书替代"),
        ({"manner": "erased", "reason": WRONG}, "没有说明文书的处理方式"),
        ({"manner": "revoked"}, "没有得到所需内容“reason”"),
    ],
)
def test_what_is_not_complete_changes_nothing_and_is_said(
    office: Desk, values: dict[str, str], told: str
):
    story = receive_twice(office)
    story.do("head", "decide", **values)
    (incident,) = history.incidents_of(office("head"), story.case_id)
    assert told in incident.message
    assert [each.status for each in receipts(office, story.case)] == ["issued", "issued"]


def test_a_letter_that_was_sent_is_not_voided_but_revoked(office: Desk):
    story = receive_twice(office)
    first, _ = receipts(office, story.case)
    sent = {"method": "mail", "sent_on": MOMENT.date()}
    office.session.add(
        Delivery(letter_id=first.id, recorded_by="甲登记", recorded_at=MOMENT, **sent)
    )
    story.do("head", "decide", manner="void", reason=WRONG)
    (incident,) = history.incidents_of(office("head"), story.case_id)
    assert "已登记送达，不能作废" in incident.message
    assert receipts(office, story.case)[0].status == "issued"


def test_only_who_may_sign_may_withdraw_whatever_the_diagram_says(office: Desk):
    story = receive_twice(office, group="registrar")
    story.do("registrar", "decide", manner="revoked", reason=WRONG)
    (incident,) = history.incidents_of(office("head"), story.case_id)
    assert "撤销、更正文书" in incident.message
    assert receipts(office, story.case)[0].status == "issued"
    steps.retry(office("head"), incident.id)
    assert receipts(office, story.case)[0].status == "revoked"
