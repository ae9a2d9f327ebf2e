"""Days that cannot be, said at once; and every wait has its way out."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.cases import tasks
from engine.documents import text_of
from engine.store.instances import Notice
from tests import answers
from tests.answers import by_ems, by_hand
from tests.conftest import Desk
from tests.plots import registered, searched, signed
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2026-03-02"
MASS_REPEAT = "not_processed.mass_repeat"
ASKED = {"name": "示例镇人民政府", "questions": "由谁制作？", "basis": "条例第十条"}


@pytest.fixture
def story(office: Desk) -> Story:
    return Story(office, moment(DAY))


def refused(story: Story, who: str, node: str, **values: Any) -> set[str]:
    """Hand in what cannot be; name the questions complained of."""
    with pytest.raises(tasks.FormRefused) as refusal:
        tasks.complete_task(story.office(who), story.task(node).id, values)
    story.desk.session.rollback()
    return {name for name, _ in refusal.value.view.errors}


def investigated(story: Story, five_steps: dict[str, Any]) -> None:
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    story.do("clerk", "five_steps", **five_steps)


def consulted(story: Story, five_steps: dict[str, Any]) -> None:
    investigated(story, five_steps)
    story.do("registrar", "send_consultation_notice", **by_hand(DAY))
    story.on("2026-03-05")


def asked_to_correct(story: Story) -> None:
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="correct", explanation="未写明文件名称。")
    story.do("clerk", "draft_correction", **answers.CORRECTION)
    story.on("2026-03-05").do("head", "approve_correction", **answers.APPROVE)


def charged(story: Story) -> None:
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="excessive", explanation="明显超过合理范围。")
    story.do("clerk", "request_reasons", facts="一个月内提出40件。", period_workdays="5")
    story.do("head", "approve_reasons_request", **answers.APPROVE)
    story.do("registrar", "send_reasons_request", **by_hand(DAY))
    given = {"answered": "yes", "received_on": DAY, "reasons": "研究需要。", "reasonable": "yes"}
    story.do("clerk", "await_reasons", **given)


def test_a_correction_cannot_arrive_before_it_was_asked_for(story: Story):
    asked_to_correct(story)
    assert refused(story, "registrar", "send_correction", **by_ems("2026-03-04")) == {"sent_on"}
    story.do("registrar", "send_correction", **by_ems("2026-03-05"))
    posted = {"evidence": "ems_record", "delivered_on": "2026-03-04"}
    assert refused(story, "registrar", "confirm_correction_delivery", **posted) == {"delivered_on"}
    story.do("registrar", "confirm_correction_delivery", **posted | {"delivered_on": "2026-03-05"})
    early = {"received_on": "2026-03-04", "content": "2025年度养护计划"}
    assert refused(story, "registrar", "await_correction", **early) == {"received_on"}
    assert story.clock().state == "awaiting_correction"


def test_an_opinion_cannot_come_before_the_letter_that_asks_for_it(story: Story):
    consulted(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_third_party", **by_ems("2026-03-05"))
    early = {"evidence": "ems_record", "delivered_on": "2026-03-04"}
    assert refused(story, "registrar", "confirm_third_party_delivery", **early) == {"delivered_on"}
    story.do("registrar", "confirm_third_party_delivery", **early | {"delivered_on": "2026-03-05"})
    opinion = {"opinion": "agree", "replied_on": "2026-03-04"}
    assert refused(story, "registrar", "await_opinion", **opinion) == {"replied_on"}


def test_an_agency_is_not_given_up_while_its_period_runs(story: Story):
    consulted(story, answers.RELEASE_ALL | {"inquiries": [ASKED | {"period_workdays": "5"}]})
    story.do("registrar", "send_inquiry", **by_hand("2026-03-05"))
    assert refused(story, "clerk", "agency_opinion", answered="no") == {"answered"}
    story.on("2026-05-11")  # long after the last day of the reply, it can still be urged
    told = {"way": "phone", "new_due": "2026-05-12", "contact": "示例镇党政办"}
    story.do("clerk", "urge_agency", **told)
    story.do("clerk", "agency_opinion", answered="no")
    assert story.open_nodes() == ["secrecy_review"]


def test_a_fee_paid_after_its_last_day_does_not_bring_the_application_back(story: Story):
    charged(story)
    free = answers.FEE | {"first_item": "1", "last_item": "3"}
    assert refused(story, "clerk", "fee_decision", **free) == {"last_item"}
    story.do("clerk", "fee_decision", **answers.FEE)
    story.do("head", "approve_fee", **answers.APPROVE)
    story.do("registrar", "send_fee_notice", **by_hand(DAY))
    late = {"paid_on": "2026-03-31", "receipt_no": "0001"}
    story.on("2026-03-31")
    told = {"conclusion": "paid", "note": "已查。"} | late
    assert refused(story, "clerk", "confirm_fee_lapse", **told) == {"paid_on"}
    story.do("clerk", "confirm_fee_lapse", **told | {"paid_on": "2026-03-30"})
    assert story.clock().state == "running"


def test_silence_about_reasons_counts_only_after_the_period_the_letter_gave(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="excessive", explanation="明显超过合理范围。")
    story.do("clerk", "request_reasons", facts="一个月内提出40件。", period_workdays="5")
    story.do("head", "approve_reasons_request", **answers.APPROVE)
    story.do("registrar", "send_reasons_request", **by_ems(DAY))
    silent = {"answered": "no", "reasonable": "no", "judgement": "逾期未说明。"}
    story.on("2026-03-10")
    assert refused(story, "clerk", "await_reasons", **silent, served_on="2026-03-04") == {
        "answered"
    }
    contrary = silent | {"reasonable": "yes", "served_on": DAY}
    assert refused(story, "clerk", "await_reasons", **contrary) == {"reasonable"}
    story.do("clerk", "await_reasons", **silent, served_on=DAY)
    assert story.open_nodes() == ["draft_reply"]
    facts = "一个月内提出40件，逾期未说明理由。"
    story.do(
        "clerk", "draft_reply", **answers.ABANDONED | {"result": MASS_REPEAT, "reasons": facts}
    )
    signed(story)
    told = "".join(text_of(story.letters()["F20"].html).split())
    assert "该告知书于2026年3月2日送达您。说明理由的期限于2026年3月9日届满" in told
    assert f"于2026年3月2日作出说明理由告知书（{story.letters()['P02'].number}）" in told
    assert "理由不合理" not in told


def test_a_reply_to_an_uncorrected_application_may_itself_be_made_anew(story: Story):
    asked_to_correct(story)
    story.do("registrar", "send_correction", **by_hand("2026-03-05"))
    story.on("2026-03-27")
    given_up = {"conclusion": "abandoned", "no_good_reason": True, "note": "已电话核实。"}
    story.do("clerk", "confirm_abandonment", **given_up)
    story.do("clerk", "draft_reply", **answers.ABANDONED)
    signed(story)
    first = story.letters()["F22"]
    story.say("clerk", "mend", manner="void", reason="理由有误。")
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **answers.ABANDONED | {"reasons": "申请人未说明正当理由。"})
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    second = story.letters()["F22"]
    told = "".join(text_of(second.html).split())
    assert second.number != first.number
    assert f"作出补正告知书（{story.letters()['P01'].number}）" in told
    assert "该告知书于2026年3月5日送达您，补正期限于2026年3月26日届满" in told


def test_supervision_reaches_a_case_whose_letter_was_posted_and_forgotten(story: Story):
    consulted(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_third_party", **by_ems("2026-03-05"))
    due = story.clock().reply_due
    story.on("2026-06-01")
    assert due is not None
    assert due.isoformat() < "2026-05-01"
    raised = story.desk.session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert raised == ["warning", "overdue", "overdue"]


def test_nothing_is_released_that_nobody_reviewed_for_secrets(story: Story):
    investigated(story, answers.WITHHOLD_ALL)
    story.do("clerk", "draft_reply", **answers.GRANT)
    assert story.open_nodes() == ["secrecy_review"]
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR | {"opinion": "withhold"})
    assert refused(story, "clerk", "draft_reply", **answers.GRANT) == {"result"}
    story.do("clerk", "draft_reply", **answers.PARTIAL)
    assert story.open_nodes() == ["legal_review"]


def offered(story: Story) -> set[str]:
    return {each.name for each in tasks.offers_of(story.office("clerk"), story.case_id)}


def test_one_extension_is_asked_for_at_a_time_and_ends_with_the_handling(story: Story):
    investigated(story, answers.RELEASE_ALL)
    story.say("clerk", "extension", reason="档案较多。", workdays="5")
    assert offered(story) == {"withdrawal"}
    story.do("head", "extension_approval", decision="return", opinion="抓紧办理。")
    assert offered(story) == {"withdrawal", "extension"}
    story.say("clerk", "extension", reason="档案确实较多。", workdays="5")
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    signed(story)
    assert story.open_nodes() == ["deliver_reply"]


def test_an_extension_told_too_late_extends_nothing(story: Story):
    investigated(story, answers.RELEASE_ALL)
    story.on("2026-03-30").say("clerk", "extension", reason="档案较多。", workdays="5")
    approved = {"decision": "approve", "approver": "庚负责", "decided_on": "2026-03-30"}
    story.do("head", "extension_approval", **approved)
    late = by_hand("2026-03-30") | {
        "method": "left",
        "witness": "某甲",
        "delivered_on": "2026-03-31",
    }
    story.on("2026-03-31").do("registrar", "extension_delivery", **late)
    assert story.clock().extension_valid is None
    assert offered(story) == {"withdrawal"}
    assert story.open_nodes() == ["secrecy_review"]


def test_an_extension_is_not_approved_after_the_last_day(story: Story):
    investigated(story, answers.RELEASE_ALL)
    story.on("2026-03-30").say("clerk", "extension", reason="档案较多。", workdays="5")
    approved = {"decision": "approve", "approver": "庚负责", "decided_on": "2026-03-30"}
    story.on("2026-03-31")
    assert refused(story, "head", "extension_approval", **approved) == {"decision"}


def objected_to(story: Story, five_steps: dict[str, Any], conclusion: dict[str, Any]) -> None:
    """Bring an application to the draft, a third party having objected."""
    consulted(story, five_steps)
    story.do("registrar", "send_third_party", **by_hand("2026-03-05"))
    objection = {"replied_on": "2026-03-05", "opinion": "object", "reasons": "属于商业秘密。"}
    story.do("registrar", "await_opinion", **objection)
    story.do("clerk", "weigh_opinions", reasons="已经审查。", **conclusion)


def test_a_refused_correction_leaves_the_case_where_it_was(story: Story):
    objected_to(story, answers.WITH_THIRD_PARTY, {"conclusion": "uphold"})
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    assert refused(story, "clerk", "draft_reply", **answers.GRANT) == {"result"}
    story.do("clerk", "draft_reply", **answers.PARTIAL)
    signed(story)
    story.do("registrar", "deliver_reply", **by_ems("2026-03-05"))
    received = {"evidence": "ems_record", "delivered_on": "2026-03-05"}
    story.do("registrar", "confirm_reply_delivery", **received)
    story.do("clerk", "draft_outcome", **answers.ADOPTED)
    story.do("head", "approve_outcome", **answers.APPROVE)
    story.do("registrar", "send_outcome", **by_hand("2026-03-05"))
    story.say("clerk", "mend", manner="corrected", reason="页数有误。")
    story.do("head", "approve_mend", decision="return", opinion="页数无误。")
    assert story.open_nodes() == ["archive"]


def test_a_third_party_is_told_of_a_release_that_a_voided_refusal_gives_way_to(story: Story):
    reasons = {"written_notice_reasons": "报价已经公布，不属于商业秘密。"}
    objected_to(story, answers.WITH_THIRD_PARTY, {"conclusion": "release"} | reasons)
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.REFUSAL)
    signed(story)
    assert story.open_nodes() == ["deliver_reply"]
    story.say("clerk", "mend", manner="void", reason="结论与审查意见不一致。")
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **answers.GRANT)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    assert story.open_nodes() == ["send_third_party_notice"]


def test_a_third_party_is_told_no_outcome_of_an_application_that_was_withdrawn(story: Story):
    objected_to(story, answers.WITH_THIRD_PARTY, {"conclusion": "uphold"})
    withdrawn = {"withdrawn_on": "2026-03-05", "method": "written", "note": "已核实。"}
    story.say("clerk", "withdrawal", **withdrawn)
    story.do("registrar", "deliver_reply", **by_hand("2026-03-05"))
    assert story.open_nodes() == ["archive"]


QUASHED: dict[str, Any] = {
    "manner": "revoked",
    "reason": "行政复议决定撤销。",
    "cause": "review",
    "authority": "示例市人民政府",
    "decision_number": "示政复决〔2026〕12号",
    "decided_on": "2026-03-05",
    "ruling": "撤销原答复，责令重新答复。",
}


def test_a_refusal_that_was_quashed_is_weighed_and_reviewed_anew_before_a_release(story: Story):
    nothing = {"separable": "none", "withholding": ["deny.process"]}
    objected_to(story, answers.WITH_THIRD_PARTY | nothing, {"conclusion": "uphold"})
    story.do("clerk", "draft_reply", **answers.REFUSAL)
    signed(story)
    story.do("registrar", "deliver_reply", **by_hand("2026-03-05"))
    story.do("clerk", "draft_outcome", **answers.ADOPTED)
    story.do("head", "approve_outcome", **answers.APPROVE)
    story.do("registrar", "send_outcome", **by_hand("2026-03-05"))
    story.say("clerk", "mend", **QUASHED)
    story.do("head", "approve_mend", **answers.APPROVE)
    weighed = {"conclusion": "release", "reasons": "理由不成立。"}
    story.do("clerk", "reweigh", **weighed, written_notice_reasons="不属于商业秘密。")
    story.do("clerk", "redraft", **answers.GRANT)
    story.do("legal_reviewer", "review_mended_release", **answers.SECRECY_CLEAR)
    story.do("clerk", "redraft", **answers.GRANT)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    assert story.open_nodes() == ["send_third_party_notice"]
    story.do("registrar", "send_third_party_notice", **by_hand("2026-03-05"))
    story.do("registrar", "deliver_mended", **by_hand("2026-03-05"))
    assert story.open_nodes() == ["archive"]


def test_the_same_agency_is_asked_once_so_that_its_days_cannot_be_mixed_up(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    once = ASKED | {"period_workdays": "5"}
    twice = answers.RELEASE_ALL | {"inquiries": [once, once | {"questions": "是否公开过？"}]}
    assert refused(story, "clerk", "five_steps", **twice) == {
        "inquiries.0.name",
        "inquiries.1.name",
    }
    other = once | {"name": "示例县档案馆"}
    story.do("clerk", "five_steps", **answers.RELEASE_ALL | {"inquiries": [once, other]})


def test_a_third_partys_interest_alone_refuses_nothing_before_it_was_asked(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    unasked = answers.WITHHOLD_ALL | {"withholding": ["deny.third_party"]}
    assert refused(story, "clerk", "five_steps", **unasked) == {"withholding"}


def test_an_agency_that_takes_no_transfer_does_not_keep_the_reply_back(story: Story):
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="not_ours", explanation="由示例县水利局负责。")
    reply = {"result": "unable.not_ours", "responsible_name": "示例县水利局", "transfer": "yes"}
    reply |= {"reasons": "该信息由示例县水利局制作。", "delivery_way": "ems"}
    story.do("clerk", "draft_reply", **reply, responsible_contact="000-22223333")
    signed(story)
    refusal = {"outcome": "not", "why_not": "该局请申请人直接提出。"}
    story.do("registrar", "transfer_application", **refusal)
    assert story.open_nodes() == ["deliver_reply"]
    assert "P13" not in story.letters()


def test_a_letter_that_came_back_stops_the_clock_no_longer(story: Story):
    consulted(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_third_party", **by_ems("2026-03-05"))
    back = {"evidence": "returned", "note": "两次投递，原址查无此人。"}
    early = back | {"returned_on": "2026-03-04"}
    story.on("2026-03-10")
    assert refused(story, "registrar", "confirm_third_party_delivery", **early) == {"returned_on"}
    known = back | {"returned_on": "2026-03-10"}
    story.do("registrar", "confirm_third_party_delivery", **known)
    assert story.clock().state == "running"
    assert story.clock().reply_due == moment("2026-04-02").date()
    assert story.open_nodes() == ["weigh_opinions"]
