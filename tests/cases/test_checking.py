"""A letter is read before it is signed: what is found is shown, and errors keep it back."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.cases import checking, tasks
from engine.cases.checking import checked
from engine.checking import Finding, Finished, check
from engine.store.agencies import Agency
from engine.store.letters import Letter
from tests import answers
from tests.conftest import Desk
from tests.plots import PLOTS, Ending, Teller, concluded, registered, searched
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2025-03-10"


@pytest.fixture
def refusal_drafted(office: Desk) -> Callable[..., Story]:
    """Carry a refusal as far as the legal review, with these words in the reply."""

    def carry(**words: object) -> Story:
        story = Story(office, moment(DAY))
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", **answers.CLEAR)
        searched(story, DAY, answers.FOUND)
        story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
        story.do("clerk", "draft_reply", **answers.REFUSAL | words)
        return story

    return carry


def draft_of(story: Story) -> Letter:
    rows = story.desk.session.scalars(
        select(Letter).where(Letter.case_id == story.case_id, Letter.status == "draft")
    )
    return rows.one()


def refused(story: Story, who: str, node: str, **said: object) -> tasks.FormRefused:
    """Hand in a step that is refused, as a door does: everything is rolled back."""
    task = story.task(node)
    with pytest.raises(tasks.FormRefused) as refusal:
        tasks.complete_task(story.office(who), task.id, said)
    story.desk.session.rollback()
    return refusal.value


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)
def test_nothing_is_found_in_any_letter_of_a_lawful_application(
    office: Desk, monkeypatch: pytest.MonkeyPatch, plot: Callable[[Teller], Ending]
):
    read: list[tuple[str, Finding | None]] = []

    def note(letter: Finished) -> tuple[Finding, ...]:
        found = check(letter)
        read.extend((letter.code, each) for each in found or (None,))
        return found

    monkeypatch.setattr(checking, "check", note)
    ending = plot(Story(office, moment("2024-01-02")))
    assert {found for _, found in read} == {None}
    assert {ending.letter, *ending.other_letters} <= {code for code, _ in read}


def test_the_reviewer_reads_what_was_found_and_where(refusal_drafted: Callable[..., Story]):
    story = refusal_drafted(reasons="系XX单位的请示，依据国务院令第492号办理。")
    seen = checked(story.office("legal_reviewer"), draft_of(story).id)
    assert [each.rule for each in seen.findings] == ["obsolete", "leftovers"]
    for each in seen.findings:
        assert each.paragraph is not None
        assert "XX单位" in seen.paragraphs[each.paragraph]
        assert each in seen.at(each.paragraph)


def test_a_letter_with_errors_is_not_handed_on_to_be_signed(
    refusal_drafted: Callable[..., Story],
):
    story = refusal_drafted(reasons="系XX单位的请示。")
    before = story.case.updated_at
    refusal = refused(story, "legal_reviewer", "legal_review", **answers.REVIEWED)
    assert "《政府信息不予公开告知书》有1处错误" in str(refusal)
    assert "“XX”是尚未填写的空位" in str(refusal)
    assert [message for _, message in refusal.view.errors if "XX" in message]
    assert story.open_nodes() == ["legal_review"]
    assert story.case.updated_at == before


def test_a_letter_with_errors_can_be_returned_corrected_and_signed(
    refusal_drafted: Callable[..., Story],
):
    story = refusal_drafted(reasons="系XX单位的请示。")
    story.do("legal_reviewer", "legal_review", decision="return", opinion="请写明单位名称。")
    story.do("clerk", "draft_reply", **answers.REFUSAL)
    concluded(story, DAY)
    assert story.letters()["F09"].status == "issued"


def test_a_letter_that_became_wrong_after_its_review_is_not_numbered(
    refusal_drafted: Callable[..., Story],
):
    story = refusal_drafted()
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.desk.session.scalars(select(Agency)).one().review_body = "样本市人民政府"
    story.desk.commit()
    refusal = refused(story, "head", "sign", **answers.APPROVE)
    assert "行政复议机关有误（“示例市人民政府”）" in str(refusal)
    assert story.open_nodes() == ["sign"]
    assert "F09" not in {
        letter.code for letter in story.letters().values() if letter.number is not None
    }


def test_a_letter_to_a_third_party_that_names_the_applicant_is_refused_where_it_was_written(
    office: Desk,
):
    story = Story(office, moment(DAY))
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    (party,) = answers.WITH_THIRD_PARTY["third_parties"]
    told = [party | {"interest": "申请人测试申请人甲与贵公司有纠纷"}]
    said = answers.WITH_THIRD_PARTY | {"third_parties": told}
    refusal = refused(story, "clerk", "five_steps", **said)
    assert "出现申请人的姓名或者名称" in str(refusal)
    assert story.open_nodes() == ["five_steps"]


def test_of_a_letter_that_is_signed_nothing_more_is_said(office: Desk):
    story = Story(office, moment("2024-01-02"))
    PLOTS[0](story)
    assert checked(story.office("clerk"), story.letters()["F01"].id).findings == ()
