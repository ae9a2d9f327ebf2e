"""拟审签分离: nobody judges what they did themselves, by whatever way the task came to them."""

import pytest

from engine.cases import hands, tasks
from engine.cases.access import CaseNotFound, NotYourTask, SameHand
from engine.roles import Role
from engine.store.people import RoleGrant
from tests import answers
from tests.answers import by_hand
from tests.conftest import Desk
from tests.plots import registered, searched, signed
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2025-03-10"
REPLY = {
    "result": "not_processed.petition",
    "reasons": "您反映的是路面破损问题，请求予以修复。",
    "delivery_way": "ems",
}
DRAFTED, REVIEWED, SIGNED = "draft_reply", "legal_review", "sign"
PAIRS = [(DRAFTED, REVIEWED), (DRAFTED, SIGNED), (REVIEWED, SIGNED)]
USUAL = {DRAFTED: "clerk", REVIEWED: "legal_reviewer", SIGNED: "head"}
SAID = {DRAFTED: REPLY, REVIEWED: answers.REVIEWED, SIGNED: answers.APPROVE}
EVERY_DUTY = (Role.LEGAL_REVIEWER, Role.HEAD, Role.ADMINISTRATOR, Role.MANAGER)


@pytest.fixture
def house(office: Desk) -> Story:
    """An application that was registered, in a house where one person has every duty."""
    for role in EVERY_DUTY:
        office.session.add(RoleGrant(person_id=office.person("clerk_2").id, role=role))
    office.session.flush()
    office.session.expire_all()
    told = Story(office, moment(DAY))
    registered(told, channel="in_person", date=DAY)
    return told


@pytest.fixture
def story(house: Story) -> Story:
    """A reply about to be drafted."""
    return house.do("clerk", "formal_review", finding="petition", explanation="系投诉。")


def up_to(story: Story, earlier: str, later: str) -> Story:
    """Let the one person do the earlier step, and go on until the later one is open."""
    for step in (DRAFTED, REVIEWED, SIGNED):
        if step == later:
            break
        story.do("clerk_2" if step == earlier else USUAL[step], step, **SAID[step])
    return story


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_the_same_person_cannot_do_both(story: Story, earlier: str, later: str):
    up_to(story, earlier, later)
    task, person = story.task(later), story.desk.person("clerk_2")
    view = tasks.task_view(story.office("clerk_2"), task.id)
    assert not view.mine
    assert "须由不同人员办理（拟稿、审核、签发相分离）" in view.why_not
    with pytest.raises(SameHand):
        hands.claim(story.office("clerk_2"), task.id)
    with pytest.raises(SameHand):
        hands.reassign(story.office("head"), task.id, person.id)
    for assignee in (None, person.id):  # free to be taken, or theirs by some other way
        task.assignee_id = assignee
        story.desk.session.flush()
        with pytest.raises(SameHand):
            tasks.complete_task(story.office("clerk_2"), task.id, SAID[later])
    assert story.open_nodes() == [later]


def test_no_other_office_judges_a_letter(story: Story):
    for step, before in ((REVIEWED, DRAFTED), (SIGNED, REVIEWED)):
        story.do(USUAL[before], before, **SAID[before])
        for who in ("administrator", "manager", "auditor", "clerk", "department"):
            with pytest.raises((NotYourTask, CaseNotFound)):
                tasks.complete_task(story.office(who), story.task(step).id, SAID[step])


def test_a_task_counts_how_often_its_work_was_sent_back(story: Story):
    up_to(story, "", REVIEWED)
    assert story.task(REVIEWED).returned == 0
    story.do("legal_reviewer", REVIEWED, decision="return", opinion="请写明理由。")
    assert story.task(DRAFTED).returned == 1
    story.do("clerk", DRAFTED, **REPLY)
    assert story.task(REVIEWED).returned == 1
    story.do("legal_reviewer", REVIEWED, **answers.REVIEWED)
    story.do("head", SIGNED, decision="return", opinion="请补充。")
    story.do("clerk", DRAFTED, **REPLY)
    assert story.task(REVIEWED).returned == 2


def test_of_several_parties_each_letter_is_approved_by_another_than_drafted_it(house: Story):
    """Clerk 2 drafts for one third party, the clerk for the other; neither covers the other."""
    consulted(house)
    house.do("clerk_2", "draft_outcome", "测试企业甲", **answers.ADOPTED)
    house.do("clerk", "draft_outcome", "测试企业乙", **answers.ADOPTED)
    first, second = (house.task("approve_outcome", f"测试企业{each}") for each in "甲乙")
    with pytest.raises(SameHand):
        tasks.complete_task(house.office("clerk_2"), first.id, answers.APPROVE)
    house.do("head", "approve_outcome", "测试企业甲", decision="return", opinion="请修改。")
    assert house.task("draft_outcome").assignee_id == house.desk.person("clerk_2").id
    tasks.complete_task(house.office("clerk_2"), second.id, answers.APPROVE)


def consulted(house: Story) -> None:
    """Withhold what two third parties object to, and serve the reply."""
    house.do("clerk", "formal_review", **answers.CLEAR)
    searched(house, DAY, answers.FOUND)
    firm = answers.WITH_THIRD_PARTY["third_parties"][0]
    firms = [firm, firm | {"name": "测试企业乙"}]
    house.do("clerk", "five_steps", **answers.WITH_THIRD_PARTY | {"third_parties": firms})
    house.do("registrar", "send_consultation_notice", **by_hand(DAY))
    objects = {"replied_on": DAY, "opinion": "object", "reasons": "不愿公开。"}
    for each in firms:
        house.do("registrar", "send_third_party", each["name"], **by_hand(DAY))
        house.do("registrar", "await_opinion", each["name"], **objects)
    house.do("clerk", "weigh_opinions", conclusion="uphold", reasons="理由成立，予以采纳。")
    house.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    house.do("clerk", "draft_reply", **answers.PARTIAL)
    signed(house)
    house.do("registrar", "deliver_reply", **by_hand(DAY))
