"""The branches that no plot takes: each a short story through the acts."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.cases import history, steps, tasks
from engine.cases.access import NotYourTask, SameHand
from engine.cases.history import timeline
from engine.cases.sitting import take_up
from engine.documents import text_of
from engine.store.cases import Case
from engine.store.instances import Notice
from tests import answers
from tests.conftest import Desk
from tests.plots import registered, searched
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture
def story(office: Desk) -> Story:
    return Story(office, moment("2026-03-02"))


def text(story: Story, code: str) -> str:
    return "".join(text_of(story.letters()[code].html).split())


def to_the_draft(story: Story, five_steps: dict[str, object]) -> None:
    registered(story, channel="in_person", date=story.at.date().isoformat())
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, story.at.date().isoformat(), answers.FOUND)
    story.do("clerk", "five_steps", **five_steps)


def test_an_unconfirmed_internet_application_does_not_start_the_clock(story: Story):
    story.receive(channel="internet", submitted="2026-03-02")
    assert story.open_nodes() == ["confirm_receipt"]
    assert story.case.clock_state == "not_started"
    assert story.case.due_on is None
    story.on("2026-03-03").do(
        "registrar",
        "confirm_receipt",
        confirmed="2026-03-03",
        method="phone",
        contact_person="测试申请人甲",
    )
    assert story.case.received_on == date(2026, 3, 3)
    assert story.case.due_on == date(2026, 3, 31)
    assert "2026年3月3日" in text(story, "R02")


def test_an_oral_application_is_written_down_and_read_back(story: Story):
    story.receive(channel="oral", date="2026-03-02")
    assert story.open_nodes() == ["oral_record"]
    story.do("registrar", "oral_record", read_back="true", signed_on="2026-03-02")
    assert story.open_nodes() == ["register"]


def test_one_letter_is_split_into_matters_with_a_case_each(story: Story):
    story.receive()
    matters = [{"content": "2024年度养护计划"}, {"content": "2025年度养护计划"}]
    story.do("registrar", "register", **answers.REGISTER, matters=matters)
    cases = story.desk.session.scalars(select(Case).order_by(Case.id)).all()
    assert [case.content for case in cases] == ["2024年度养护计划", "2025年度养护计划"]
    assert cases[1].parent_id == cases[0].id
    assert cases[1].number == "2026-公开-0002"
    assert cases[0].due_on == cases[1].due_on == date(2026, 3, 30)
    child = Story(story.desk, story.at, case_id=cases[1].id)
    assert child.open_nodes() == ["formal_review"]


def test_the_diagram_warns_before_the_last_day_and_orders_supervision_after_it(story: Story):
    registered(story, channel="in_person", date="2026-03-02")
    story.on("2026-03-24")
    assert notices(story) == []
    story.on("2026-03-25")
    assert [notice.kind for notice in notices(story)] == ["warning"]
    story.on("2026-03-30")
    assert [notice.kind for notice in notices(story)] == ["warning"]
    story.on("2026-03-31")
    assert [notice.kind for notice in notices(story)] == ["warning", "overdue", "overdue"]
    story.on("2026-04-20")
    assert len(notices(story)) == 3


def notices(story: Story) -> list[Notice]:
    return list(story.desk.session.scalars(select(Notice).order_by(Notice.id)))


def test_an_extension_moves_the_warning_with_the_last_day(story: Story):
    registered(story, channel="in_person", date="2026-03-02")
    story.on("2026-03-26")
    assert len(notices(story)) == 1
    story.say("clerk", "extension", reason="档案较多。", workdays="20")
    story.do(
        "head", "extension_approval", decision="approve", approver="庚负责", decided_on="2026-03-26"
    )
    story.do("registrar", "extension_delivery", **answers.by_hand("2026-03-26"))
    assert story.case.due_on == date(2026, 4, 28)
    story.on("2026-03-31")
    assert len(notices(story)) == 1
    story.on("2026-04-23")
    assert [notice.kind for notice in notices(story)] == ["warning", "warning"]


def test_silence_of_a_third_party_leads_to_a_human_decision(story: Story):
    to_the_draft(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_consultation_notice", **answers.by_hand("2026-03-02"))
    story.do("registrar", "send_third_party", **answers.by_hand("2026-03-02"))
    assert story.open_nodes() == ["await_opinion"]
    assert story.case.clock_state == "suspended"
    story.on("2026-03-24")
    assert story.open_nodes() == ["weigh_opinions"]
    assert story.case.clock_state == "running"
    assert story.case.due_on == date(2026, 4, 21)


def test_what_goes_on_after_a_print_is_signed_by_whoever_acted_not_by_whoever_printed(story: Story):
    to_the_draft(story, answers.WITH_THIRD_PARTY)
    printing = take_up(story.office("registrar"), story.case_id)
    assert printing.signer == "乙经办"
    assert story.letters()["R02"].signed_by == "甲登记"


def test_a_decision_over_an_objection_is_told_to_the_third_party_in_writing(story: Story):
    to_the_draft(story, answers.WITH_THIRD_PARTY)
    story.do("registrar", "send_consultation_notice", **answers.by_hand("2026-03-02"))
    story.do("registrar", "send_third_party", **answers.by_hand("2026-03-02"))
    story.on("2026-03-05").do(
        "registrar",
        "await_opinion",
        replied_on="2026-03-05",
        opinion="object",
        reasons="属于商业秘密。",
    )
    story.do(
        "clerk",
        "weigh_opinions",
        conclusion="override",
        reasons="不公开可能对公共利益造成重大影响。",
        written_notice_reasons="涉及公共安全，不公开可能对公共利益造成重大影响。",
    )
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.do("head", "sign", **answers.APPROVE)
    story.do("registrar", "send_third_party_notice", **answers.by_hand("2026-03-05"))
    told = text(story, "T01")
    assert "测试企业甲" in told
    assert "公共利益" in told
    assert "行政复议" in told
    assert answers.APPLICATION["applicant_name"] not in told


def test_excessive_applications_without_good_reason_are_not_processed(story: Story):
    registered(story, channel="in_person", date="2026-03-02")
    story.do("clerk", "formal_review", finding="excessive", explanation="明显超过合理范围。")
    story.do("clerk", "request_reasons", facts="一个月内提出40件。", period_workdays="5")
    story.do("head", "approve_reasons_request", **answers.APPROVE)
    story.do("registrar", "send_reasons_request", **answers.by_hand("2026-03-02"))
    story.on("2026-03-10").do(
        "clerk", "await_reasons", answered="no", reasonable="no", judgement="逾期未说明理由。"
    )
    assert story.open_nodes() == ["draft_reply"]
    assert story.case.due_on == date(2026, 3, 30)  # art. 35 stops nothing


def test_a_petition_is_answered_as_one_without_an_investigation(story: Story):
    registered(story, channel="in_person", date="2026-03-02")
    story.do(
        "clerk",
        "formal_review",
        finding="petition",
        explanation="反映邻里纠纷。",
        channel_hint="示例县信访局，000-55556666",
    )
    story.do(
        "clerk",
        "draft_reply",
        result="not_processed.petition",
        reasons="申请内容属于投诉举报。",
        channel_hint="示例县信访局，000-55556666",
        delivery_way="ems",
    )
    assert "第三十九条第一款" in text(story, "F17")


def test_the_drafter_may_not_review_and_the_reviewer_may_not_sign(office: Desk, story: Story):
    to_the_draft(story, answers.WITHHOLD_ALL)
    story.do("clerk", "draft_reply", **answers.REFUSAL)
    review = story.task("legal_review")
    with pytest.raises(NotYourTask):
        tasks.complete_task(story.office("clerk"), review.id, answers.REVIEWED)
    drafter = office.person("clerk")
    drafter.grants.append(type(drafter.grants[0])(role="legal_reviewer"))
    office.session.flush()
    with pytest.raises(SameHand):
        tasks.complete_task(story.office("clerk"), review.id, answers.REVIEWED)


def test_a_case_stays_on_the_package_it_began_with(story: Story):
    story.receive()
    began = story.case.deployment_id
    assert began is not None
    story.do("registrar", "register", **answers.REGISTER)
    assert story.case.deployment_id == began


def test_a_failed_step_is_shown_explained_and_retried(story: Story):
    to_the_draft(story, answers.WITHHOLD_ALL)
    task = story.task("draft_reply")
    name = story.case.applicant.name
    story.case.applicant.name = "测试\U000e0001申请人"  # a character no letter can carry
    tasks.complete_task(story.office("clerk"), task.id, answers.REFUSAL)
    story.settle()
    incident = history.incidents_of(story.office("head"), story.case_id)[0]
    assert incident.node_id == "draft_letter"
    assert "字库" in incident.message
    assert story.case.position == ""
    story.case.applicant.name = name
    steps.retry(story.office("head"), incident.id)
    story.settle()
    assert story.open_nodes() == ["legal_review"]
    assert any("重试" in line.what for line in timeline(story.office(), story.case_id))


def test_a_failed_step_is_moved_by_an_authorised_person(story: Story):
    to_the_draft(story, answers.WITHHOLD_ALL)
    story.case.applicant.name = "测试\U000e0001申请人"
    tasks.complete_task(story.office("clerk"), story.task("draft_reply").id, answers.REFUSAL)
    story.settle()
    incident = history.incidents_of(story.office("head"), story.case_id)[0]
    assert ("draft_reply", "拟定答复意见") in steps.movable_to(story.office("head"), incident.id)
    steps.move(story.office("head"), incident.id, "draft_reply", "姓名有误，更正后重新拟制。")
    story.settle()
    assert story.open_nodes() == ["draft_reply"]
