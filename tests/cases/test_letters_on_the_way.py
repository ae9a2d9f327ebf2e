"""The letters that few applications need: each carried through the acts, and read."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.cases import steps, tasks
from engine.cases.letters import standing_of
from engine.documents import text_of
from engine.store.engines import SessionFactory
from engine.store.letters import Delivery, Letter
from tests import answers
from tests.answers import by_ems, by_hand
from tests.conftest import Desk
from tests.plots import registered, searched, signed
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2026-03-02"
WHOM = answers.APPLICATION["applicant_name"]


@pytest.fixture
def story(office: Desk) -> Story:
    return Story(office, moment(DAY))


def text(story: Story, code: str) -> str:
    return "".join(text_of(story.letters()[code].html).split())


def status_of(story: Story, letter: Letter) -> str:
    return story.desk.session.get_one(Letter, letter.id, populate_existing=True).status


def investigated(story: Story, five_steps: dict[str, object]) -> None:
    """Bring the application to the end of its investigation."""
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    story.do("clerk", "five_steps", **five_steps)


def reply_signed(story: Story) -> Letter:
    """Bring the application to a reply that is signed and not yet served."""
    investigated(story, answers.RELEASE_ALL)
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    signed(story)
    return story.letters()["F01"]


def replaced(story: Story, reply: dict[str, object]) -> None:
    """Approve the replacement, draft it anew, review and sign it."""
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **reply)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)


def test_the_file_has_its_records_without_numbers(story: Story):
    story.receive(channel="internet", submitted=DAY)
    story.do(
        "registrar",
        "confirm_receipt",
        confirmed=DAY,
        method="phone",
        contact_person=WHOM,
        note="已告知答复期限。",
    )
    story.do("registrar", "register", **answers.REGISTER, tags=["规划建设"])
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    story.do("clerk", "five_steps", **answers.RELEASE_ALL)
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    signed(story)
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    story.do("registrar", "archive", **answers.ARCHIVE)
    assert not story.case.open
    records = {code: story.letters()[code] for code in ("R04", "R01", "P14", "A01")}
    assert {letter.number for letter in records.values()} == {None}
    assert {letter.status for letter in records.values()} == {"issued"}
    assert "已告知答复期限。" in text(story, "R04")
    for words in (WHOM, "000-12345678", "纸质文件", "邮寄", "规划建设"):
        assert words in text(story, "R01")
    assert "示例县2025年农村公路养护计划" in text(story, "P14")
    assert "■不涉及国家秘密，可以公开" in text(story, "P14")
    index = text(story, "A01")
    assert "2026-示公开-0001" in index
    for letter in story.letters().values():
        assert letter.code == "A01" or letter.title in index


def test_an_oral_application_is_a_record_to_be_signed(story: Story):
    story.receive(channel="oral", date=DAY)
    record = text(story, "R03")
    for words in (WHOM, "居民身份证", "000-12345678", answers.APPLICATION["content"], "申请人签名"):
        assert words in record
    story.do("registrar", "oral_record", read_back="true", signed_on=DAY)


def test_a_difficult_application_is_conferred_upon_with_notice_and_minutes(story: Story):
    investigated(story, answers.RELEASE_ALL | {"needs_conference": "yes"})
    story.do(
        "clerk",
        "plan_conference",
        organs="示例县司法局、示例县交通运输局",
        held_on="2026-03-05",
        time="上午9时",
        place="第二会议室",
        issues="养护计划的附表能否公开。",
    )
    notice = text(story, "P16")
    for words in ("示例县司法局、示例县交通运输局：", "2026年3月5日上午9时", "附表能否公开。"):
        assert words in notice
    assert WHOM not in notice
    story.do("registrar", "send_conference_notice", **by_hand(DAY))
    story.on("2026-03-05").do(
        "clerk",
        "conference_minutes",
        held_on="2026-03-05",
        place="第二会议室",
        chair="庚负责",
        participants="示例县司法局、示例县交通运输局",
        issues="养护计划的附表能否公开。",
        opinions="均同意公开。",
        conclusion="予以公开。",
        signatories="示例县司法局、示例县交通运输局",
    )
    assert "予以公开。" in text(story, "P11")
    assert story.clock().reply_due == moment("2026-03-30").date()
    assert story.open_nodes() == ["secrecy_review"]


QUESTION = {
    "name": "示例镇人民政府",
    "questions": "该计划是否由贵单位制作？",
    "basis": "条例第十条",
    "period_workdays": "5",
}


def test_an_agency_that_does_not_answer_is_urged_in_writing_and_the_clock_runs_on(story: Story):
    investigated(story, answers.RELEASE_ALL | {"inquiries": [QUESTION]})
    story.do("registrar", "send_consultation_notice", **by_hand(DAY))
    story.do("registrar", "send_inquiry", **by_hand(DAY))
    story.on("2026-03-10")
    assert story.open_nodes() == ["agency_opinion", "urge_agency"]
    due = story.clock().reply_due
    story.do("clerk", "urge_agency", way="letter", new_due="2026-03-12")
    urging = text(story, "P17")
    assert story.letters()["P09"].number in urging
    for words in ("示例镇人民政府：", "2026年3月9日前", "2026年3月12日前（含当日）"):
        assert words in urging
    assert story.clock().reply_due == due
    story.do("clerk", "agency_opinion", answered="no")
    assert story.open_nodes() == ["secrecy_review"]  # the reminder is no longer to be sent


def test_what_cannot_be_decided_is_referred_with_its_own_letter(story: Story):
    investigated(story, answers.RELEASE_ALL)
    story.do(
        "legal_reviewer",
        "secrecy_review",
        opinion="refer",
        basis="附表涉及国防交通。",
        reviewer="己法审",
        refer_to="示例县保密行政管理部门",
        refer_documents="示例县2025年农村公路养护计划",
        refer_questions="附表是否属于国家秘密？",
    )
    letter = text(story, "P12")
    for words in ("示例县保密行政管理部门：", "第十七条第三款", "附表涉及国防交通。"):
        assert words in letter
    assert "P09" not in story.letters()
    story.do("registrar", "send_inquiry", **by_hand(DAY))
    assert story.open_nodes() == ["agency_opinion"]


def test_an_application_for_another_agency_may_be_passed_on(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="not_ours", explanation="由示例县水利局负责。")
    story.do(
        "clerk",
        "draft_reply",
        **answers.NOT_OURS,
        transfer="yes",
    )
    signed(story)
    story.do(
        "registrar",
        "transfer_application",
        outcome="done",
        organ="示例县水利局",
        organ_contact="000-22223333",
        transferred_on=DAY,
    )
    told = text(story, "P13")
    for words in ("示例县水利局", "000-22223333", "2026年3月2日将您的申请转送", "第（五）项"):
        assert words in told
    story.do("registrar", "send_transfer", **by_hand(DAY))
    assert story.open_nodes() == ["deliver_reply"]


def test_a_third_party_whose_reasons_do_not_hold_is_told_before_the_release(story: Story):
    investigated(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_consultation_notice", **by_hand(DAY))
    story.do("registrar", "send_third_party", **by_hand(DAY))
    story.do("registrar", "await_opinion", replied_on=DAY, opinion="object", reasons="不愿公开。")
    story.do(
        "clerk",
        "weigh_opinions",
        conclusion="release",
        reasons="理由不成立。",
        written_notice_reasons="报价明细已经在中标公告中公布，不属于商业秘密。",
    )
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    signed(story)
    assert story.open_nodes() == ["send_third_party_notice"]
    assert "不属于商业秘密" in text(story, "T01")
    assert "行政复议" in text(story, "T01")
    story.do("registrar", "send_third_party_notice", **by_hand(DAY))
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    assert story.open_nodes() == ["archive"]


def test_a_reply_not_yet_sent_is_voided_and_made_anew(story: Story):
    first = reply_signed(story)
    story.say("clerk", "mend", manner="void", reason="页数有误。")
    story.do("head", "approve_mend", decision="return", opinion="页数无误。")
    assert story.open_nodes() == ["deliver_reply"]
    story.say("clerk", "mend", manner="void", reason="页数有误。")
    replaced(story, answers.GRANT)
    second = story.letters()["F01"]
    assert (status_of(story, first), second.status) == ("void", "issued")
    assert second.number != first.number
    assert standing_of(story.office("head"), first).replaced_by is second
    assert story.open_nodes() == ["deliver_reply"]
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    assert story.open_nodes() == ["archive"]


def test_a_reply_that_was_sent_meanwhile_is_voided_no_more(story: Story, sessions: SessionFactory):
    first = reply_signed(story)
    (offer,) = tasks.offers_of(story.office(), story.case_id)
    story.desk.commit()
    with sessions.writing() as session:
        elsewhere = replace(story, desk=Desk(session))
        task = elsewhere.task("deliver_reply").id
        tasks.complete_task(elsewhere.office("registrar"), task, by_hand(DAY))
    with pytest.raises(steps.MessageNotOffered):
        steps.raise_message(story.office(), offer, {"manner": "void", "reason": "页数有误。"})
    assert status_of(story, first) == "issued"


def test_a_slip_in_a_reply_that_was_sent_is_corrected_and_the_reply_stays_in_time(story: Story):
    first = reply_signed(story)
    story.do("registrar", "deliver_reply", **by_ems(DAY))
    served = story.clock().timely
    story.on("2026-04-10").say("clerk", "mend", manner="corrected", reason="文号有误。")
    replaced(story, answers.GRANT | {"reasons": "该信息可以公开。"})
    second = story.letters()["F01"]
    assert status_of(story, first) == "corrected"
    story.do("registrar", "deliver_mended", **by_ems("2026-04-10"))
    assert story.open_nodes() == ["confirm_reply_delivery"]
    assert story.clock().timely is served is True
    sent = select(Delivery.sent_on).where(Delivery.letter_id == second.id)
    assert story.desk.session.scalars(sent).all() == [moment("2026-04-10").date()]


def test_the_proof_of_service_is_of_the_letter_that_counts(story: Story):
    first = reply_signed(story)
    story.do("registrar", "deliver_reply", **by_ems(DAY))
    story.do("registrar", "confirm_reply_delivery", evidence="ems_record", delivered_on=DAY)
    story.on("2026-03-05").say("clerk", "mend", manner="corrected", reason="文号有误。")
    replaced(story, answers.GRANT)
    story.do("registrar", "deliver_mended", **by_hand("2026-03-05"))
    story.do("registrar", "archive", **answers.ARCHIVE)
    proof, second = text(story, "P15"), story.letters()["F01"]
    assert second.number in proof
    assert first.number not in proof
    assert "送达日期2026年3月5日" in proof
    assert f"签收人{WHOM}" in proof


def test_a_reply_quashed_on_review_is_revoked_and_the_application_answered_anew(story: Story):
    first = reply_signed(story)
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    story.on("2026-03-20").say(
        "clerk",
        "mend",
        manner="revoked",
        reason="行政复议决定撤销。",
        cause="review",
        authority="示例市人民政府",
        decision_number="示政复决〔2026〕12号",
        decided_on="2026-03-19",
        ruling="撤销原答复，责令本机关二十个工作日内重新答复。",
    )
    replaced(story, answers.PARTIAL)
    anew = text(story, "G03")
    for words in (
        *(first.number, "示政复决〔2026〕12号", "示例市人民政府于2026年3月19日作出行政复议决定"),
        *("对能够区分处理的内容予以公开", "投标报价明细", "先向示例市人民政府申请行政复议"),
    ):
        assert words in anew
    assert status_of(story, first) == "revoked"
    assert story.case.result == "partial"
    story.do("registrar", "deliver_mended", **by_hand("2026-03-20"))
    story.do("registrar", "archive", **answers.ARCHIVE | {"retention": "30"})
    assert not story.case.open


def test_a_reply_given_anew_says_what_its_result_requires_and_nothing_of_another(story: Story):
    reply_signed(story)
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    story.say("clerk", "mend", manner="revoked", reason="认定有误。", **answers.ON_OUR_OWN)
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **answers.NOT_OURS)
    elsewhere = text(story, "G03")
    assert "负责公开该政府信息的行政机关是示例县水利局，联系方式：000-22223333。" in elsewhere
    story.do("legal_reviewer", "review_mended", decision="return", opinion="本机关负责公开。")
    story.do("clerk", "redraft", **answers.REFUSAL)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    refusal = text(story, "G03")
    assert story.letters()["G03"].status == "issued"
    assert "现决定撤销原答复" in refusal
    assert f"不予公开。理由如下：{answers.REFUSAL['reasons']}" in refusal
    for words in ("方式向您提供", "示例县水利局"):
        assert words not in refusal


def test_a_later_day_of_reply_is_fixed_by_the_head_and_told(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="excessive", explanation="明显超过合理范围。")
    story.do("clerk", "request_reasons", facts="一个月内提出40件。", period_workdays="5")
    story.do("head", "approve_reasons_request", **answers.APPROVE)
    story.do("registrar", "send_reasons_request", **by_hand(DAY))
    story.do(
        "clerk",
        "await_reasons",
        answered="yes",
        received_on=DAY,
        reasons="研究需要。",
        reasonable="needs_time",
        judgement="理由合理，逐份审查需要时间。",
        new_due="2026-05-29",
    )
    assert "P04" not in story.letters()
    story.do("head", "approve_delay", **answers.APPROVE)
    assert "2026年5月29日" in text(story, "P04")
    story.do("registrar", "send_delay", **by_hand(DAY))
    assert story.clock().reply_due == moment("2026-05-29").date()
