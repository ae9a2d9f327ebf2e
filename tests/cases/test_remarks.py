"""Remarks on a draft: tied to its words, found again in the next draft, never changed."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engine.cases import remarks
from engine.cases.history import first_broken_link, timeline
from engine.cases.remarks import Kind, marked
from engine.errors import OfficeError
from engine.store.engines import SessionFactory
from engine.store.events import CaseEvent
from engine.store.letters import Letter
from engine.store.remarks import Remark
from tests import answers
from tests.conftest import Desk
from tests.plots import registered
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2025-03-10"
TITLE = "不作为政府信息公开申请处理告知书"
PETITION: dict[str, str] = {
    "result": "not_processed.petition",
    "reasons": "您反映的是路面破损问题，请求予以修复。",
    "delivery_way": "ems",
}
QUOTE = "您要求解决路面问题。"
VAGUE = PETITION | {"reasons": f"{QUOTE}不属于申请。"}


@pytest.fixture
def story(office: Desk) -> Story:
    """A reply that waits for its legal review."""
    told = Story(office, moment(DAY))
    registered(told, channel="in_person", date=DAY)
    told.do("clerk", "formal_review", finding="petition", explanation="系投诉。")
    return told.do("clerk", "draft_reply", **VAGUE)


def draft_of(story: Story) -> Letter:
    rows = select(Letter).where(Letter.case_id == story.case_id, Letter.status == "draft")
    return story.desk.session.scalars(rows.order_by(Letter.id.desc()).limit(1)).one()


def remarked(story: Story, quote: str = QUOTE, words: str = "请写明是哪一条路。") -> Remark:
    reviewer = story.office("legal_reviewer")
    return remarks.remark(reviewer, draft_of(story).id, quote, 0, words)


def returned(story: Story) -> Story:
    return story.do("legal_reviewer", "legal_review", decision="return", opinion="请按批注修改。")


def seen(story: Story, who: str = "clerk") -> remarks.Marked:
    return marked(story.office(who), draft_of(story).id)


def test_a_remark_stands_on_its_words(story: Story):
    remarked(story)
    read = seen(story)
    assert [span.words for row in read.paragraphs for span in row if span.numbers] == [QUOTE]
    (thread,) = read.threads
    assert (thread.first.by, thread.first.words, thread.open) == (
        "己法审",
        "请写明是哪一条路。",
        True,
    )


def test_the_return_lists_what_is_still_open_and_the_drafter_sees_it(story: Story):
    remarked(story)
    settled = remarked(story, "不属于申请。", "措辞可商。")
    remarks.respond(story.office("legal_reviewer"), settled.id, Kind.SETTLED, "")
    returned(story)
    told = next(each for each in timeline(story.office(), story.case_id) if "退回" in each.what)
    assert told.what == (
        f"“法制审核”退回“拟定答复意见”修改，待处理的批注1条：（1）“{QUOTE}”：请写明是哪一条路。"
    )
    ((letter, threads),) = remarks.open_remarks(story.office("clerk"), story.case_id)
    assert letter.id == draft_of(story).id
    assert [each.first.quote for each in threads] == [QUOTE]


def test_a_remark_outlives_the_draft_it_was_made_on(story: Story):
    remarked(story)
    remarked(story, "不属于申请。", "请说明为什么。")
    before = draft_of(story).id
    returned(story)
    better = f"根据申请表的内容，{QUOTE}应当通过投诉渠道提出。"
    story.do("clerk", "draft_reply", **PETITION | {"reasons": better})
    assert draft_of(story).id != before
    kept, gone = seen(story).threads
    assert kept.at is not None
    assert gone.at is None  # 原文已改
    assert kept.open
    assert gone.open


def test_a_reply_keeps_its_remarks_when_its_result_changes(story: Story):
    remarked(story, "示例县人民政府办公室")
    returned(story)
    other = PETITION | {"result": "unable.not_ours", "responsible_name": "示例县住房和城乡建设局"}
    story.do("clerk", "draft_reply", **other)
    assert draft_of(story).code == "F13"
    assert len(seen(story).threads) == 1
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)  # the former result is gone


def test_the_drafter_answers_and_settles_and_the_reviewer_may_ask_again(story: Story):
    first = remarked(story)
    returned(story)
    clerk = story.office("clerk")
    remarks.respond(clerk, first.id, Kind.ANSWER, "申请表写明了，已改。")
    assert seen(story).threads[0].open
    remarks.respond(clerk, first.id, Kind.SETTLED, "")
    assert not seen(story).threads[0].open
    story.do("clerk", "draft_reply", **VAGUE)
    remarks.respond(story.office("legal_reviewer"), first.id, Kind.REOPENED, "文稿未改。")
    (thread,) = seen(story).threads
    assert thread.open
    assert [(each.by, each.kind) for each in thread.later] == [
        *(("乙经办", "answer"), ("乙经办", "settled"), ("己法审", "reopened"))
    ]


def test_everything_said_is_on_the_record_of_the_case(story: Story):
    first = remarked(story)
    remarks.respond(story.office("legal_reviewer"), first.id, Kind.SETTLED, "口头说明过。")
    rows = select(CaseEvent).where(CaseEvent.tag.startswith("remark:")).order_by(CaseEvent.seq)
    assert [(each.actor, each.summary) for each in story.desk.session.scalars(rows)] == [
        ("己法审", f"批注《{TITLE}》“{QUOTE}”：请写明是哪一条路。"),
        ("己法审", f"批注已处理《{TITLE}》“{QUOTE}”：口头说明过。"),
    ]
    assert first_broken_link(story.office("auditor"), story.case_id) is None


def test_no_remark_is_ever_changed_or_taken_out(story: Story):
    remarked(story)
    story.desk.commit()
    for change in ("UPDATE letter_remark SET words = '改'", "DELETE FROM letter_remark"):
        with pytest.raises(DBAPIError, match="append-only"):
            story.desk.session.execute(text(change))
        story.desk.session.rollback()


def test_a_letter_that_was_signed_meanwhile_is_remarked_on_no_more(
    story: Story, sessions: SessionFactory
):
    letter = draft_of(story)
    story.desk.commit()
    with sessions.writing() as session:
        session.get_one(Letter, letter.id).status = "numbered"
    with pytest.raises(remarks.NotADraft):
        remarks.remark(story.office("legal_reviewer"), letter.id, QUOTE, 0, "请写明。")


def test_what_cannot_be_kept_is_refused_and_said(story: Story):
    for quote, words, told in (
        ("没有写过的话", "请改。", "当前的文稿中"),
        (QUOTE, "  ", "尚未填写批注内容"),
        ("", "请改。", "尚未填写所引文字"),
        (QUOTE, "长" * 1001, "批注内容有1001字，超过1000字"),
    ):
        with pytest.raises(OfficeError, match=told):
            remarked(story, quote, words)
    for who in ("clerk", "head", "registrar", "manager"):
        with pytest.raises(remarks.NotAtWork):
            remarks.remark(story.office(who), draft_of(story).id, QUOTE, 0, "请改。")
    assert seen(story).threads == ()


def test_a_signed_letter_is_remarked_on_no_more(story: Story):
    number = draft_of(story).id
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.do("head", "sign", **answers.APPROVE)
    with pytest.raises(remarks.NotADraft):
        remarks.remark(story.office("registrar"), number, QUOTE, 0, "请改。")


def test_the_remarks_of_another_agency_are_not_to_be_found(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    first = remarked(story)
    stranger = story.office("clerk")
    actor = stranger.actor
    other = story.desk.other_agency().id
    monkeypatch.setattr(
        remarks, "_at_work", lambda *_: pytest.fail("a stranger came as far as the case")
    )
    foreign = type(stranger)(
        stranger.session,
        stranger.calendar,
        type(actor)(actor.id, actor.name, other, None, actor.roles),
        stranger.at,
    )
    asks: tuple[Callable[[], object], ...] = (
        lambda: marked(foreign, draft_of(story).id),
        lambda: remarks.respond(foreign, first.id, Kind.ANSWER, "答"),
        lambda: remarks.open_remarks(foreign, story.case_id),
    )
    for ask in asks:
        with pytest.raises(OfficeError, match="没有找到"):
            ask()
