"""One application, door to archive, without a branch."""

from datetime import date

import pytest

from engine.store.deployments import Deployment
from tests import answers
from tests.conftest import Desk
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")


def test_an_application_at_the_counter_is_received_the_same_day(office: Desk, deployed: Deployment):
    story = Story(office, moment("2026-03-02")).receive()
    assert story.case.deployment_id == deployed.id
    assert story.case.received_on == date(2026, 3, 2)
    assert story.case.due_on == date(2026, 3, 30)
    assert story.letters()["R02"].status == "issued"
    assert story.open_nodes() == ["register"]


def test_it_is_searched_for_decided_reviewed_signed_served_and_archived(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    story.do("registrar", "register", **answers.REGISTER)
    story.do("clerk", "formal_review", **answers.CLEAR)
    story.on("2026-03-04")
    planning = office.person("department").department_id
    story.do("clerk", "assign_search", **answers.departments(planning), reply_by="2026-03-11")
    story.do("department", "search_record", **answers.FOUND, searched_on="2026-03-04")
    story.do("clerk", "five_steps", **answers.RELEASE_ALL)
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    story.do("clerk", "draft_reply", **answers.GRANT)
    assert story.letters()["F01"].status == "draft"
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.do("head", "sign", **answers.APPROVE)
    letter = story.letters()["F01"]
    assert letter.status == "issued"
    assert letter.number == "示政办告〔2026〕1号"
    story.on("2026-03-06").do(
        "registrar", "deliver_reply", **answers.by_ems("2026-03-06", "2026-03-06")
    )
    assert story.clock().timely is True
    story.do("registrar", "archive", **answers.ARCHIVE)
    assert not story.case.open
    assert story.case.result == "grant"
