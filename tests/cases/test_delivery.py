"""送达: how a reply was served decides whether it is on time and until when it is challenged."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.cases import tasks
from engine.cases.files import Upload
from engine.cases.remedy_days import remedies_of
from engine.documents import text_of
from engine.store.letters import Delivery
from tests import answers
from tests.answers import by_ems
from tests.conftest import Desk
from tests.plots import registered
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY, LATER = "2025-03-10", "2025-03-14"
REPLY = {
    "result": "not_processed.petition",
    "reasons": "您反映的是路面破损问题，请求予以修复。",
    "delivery_way": "ems",
}


@pytest.fixture
def story(office: Desk) -> Story:
    """A reply that was signed and is to be served."""
    told = Story(office, moment(DAY))
    registered(told, channel="in_person", date=DAY)
    told.do("clerk", "formal_review", finding="petition", explanation="系投诉。")
    told.do("clerk", "draft_reply", **REPLY)
    told.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    return told.do("head", "sign", **answers.APPROVE)


def proof(story: Story) -> str:
    story.do("registrar", "archive", **answers.ARCHIVE)
    letter = story.letters()["P15"]
    assert (letter.status, letter.number) == ("issued", None)
    return "".join(text_of(letter.html).split())


def services(story: Story) -> list[Delivery]:
    return list(story.desk.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_posted_reply_is_on_time_by_its_posting_and_challenged_from_its_arrival(story: Story):
    story.do("registrar", "deliver_reply", **by_ems(DAY))
    (waiting,) = remedies_of(story.office(), story.case_id)
    assert (waiting.delivered_on, waiting.ways) == (None, ())
    story.on(LATER)
    sent = {"files": [Upload("查询结果.png", b"\x89PNG\r\n\x1a\nx")]}
    said = {"evidence": "ems_record", "delivered_on": LATER, "note": "本人签收"}
    task = story.task("confirm_reply_delivery")
    tasks.complete_task(story.office("registrar"), task.id, said, sent)
    story.settle()
    assert story.clock().timely is True
    (remedy,) = remedies_of(story.office(), story.case_id)
    assert [(way.label, way.last_day) for way in remedy.ways] == [
        ("申请行政复议", date(2025, 5, 13)),
        ("提起行政诉讼", date(2025, 9, 15)),  # the fourteenth is a Sunday
    ]
    assert "行政复议法" in remedy.ways[0].article
    assert "行政诉讼法" in remedy.ways[1].article
    assert len(services(story)[-1].evidence) == 1
    text = proof(story)
    for words in ("测试申请人甲", "■邮政企业邮寄", "2025年3月10日", "2025年3月14日", "本人签收"):
        assert words in text


def test_a_reply_left_with_a_witness_is_served_on_that_day(story: Story):
    said = {"method": "left", "sent_on": DAY, "delivered_on": DAY, "note": "拒绝签收。"}
    task = story.task("deliver_reply")
    with pytest.raises(tasks.FormRefused):  # nobody is named who saw it
        tasks.complete_task(story.office("registrar"), task.id, said)
    story.desk.session.rollback()
    story.do("registrar", "deliver_reply", **said, witness="示例社区甲某")
    assert story.clock().timely is True
    assert services(story)[-1].received_by == "拒绝签收，见证人：示例社区甲某"
    text = proof(story)
    assert "■留置送达" in text
    assert "见证人：示例社区甲某" in text
