"""拟审签分离: nobody judges what they did themselves, by whatever way the task came to them."""

import pytest

from engine.cases import hands, tasks
from engine.cases.access import CaseNotFound, NotYourTask, SameHand
from engine.roles import Role
from engine.store.people import RoleGrant
from tests import answers
from tests.conftest import Desk
from tests.plots import registered
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
def story(office: Desk) -> Story:
    """A reply about to be drafted, in a house where one person has every duty."""
    for role in EVERY_DUTY:
        office.session.add(RoleGrant(person_id=office.person("clerk_2").id, role=role))
    office.session.flush()
    office.session.expire_all()
    told = Story(office, moment(DAY))
    registered(told, channel="in_person", date=DAY)
    return told.do("clerk", "formal_review", finding="petition", explanation="系投诉。")


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
