"""The drafts of a letter are kept one after another, and set against one another."""

import pytest

from engine.cases.access import CaseNotFound
from engine.cases.draft_texts import Words, chosen, redline, versions_of
from engine.office import Actor, Office
from tests import answers
from tests.conftest import Desk
from tests.plots import registered, searched
from tests.story import Story

DAY = "2026-03-02"
BETTER = "该记录是2025年第3次局务会的讨论记录，公开可能影响后续决策的正常进行。"
pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture
def returned(office: Desk) -> Story:
    """Tell of a draft that was returned by the reviewer and written anew."""
    story = Story(office, office().at)
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.FOUND)
    story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
    story.do("clerk", "draft_reply", **answers.REFUSAL)
    story.do("legal_reviewer", "legal_review", decision="return", opinion="请写明会议。")
    story.do("clerk", "draft_reply", **answers.REFUSAL | {"reasons": BETTER})
    return story


def told(words: tuple[Words, ...], kind: str) -> str:
    return "".join(each.words for each in words if each.kind in {kind, "same"})


def test_every_draft_stays_and_what_changed_is_shown_word_by_word(returned: Story):
    first, second = versions_of(returned.office(), returned.letters()["F09"].id)
    assert (first.name, second.name) == ("第1稿", "第2稿")
    lines = redline(first.paragraphs, second.paragraphs)
    (changed,) = [words for words in lines.paragraphs if any(w.kind != "same" for w in words)]
    assert lines.changes == 1
    assert answers.REFUSAL["reasons"] in told(changed, "removed")
    assert BETTER in told(changed, "added")
    assert any("公开可能影响后续决策的正常进行" in w.words for w in changed if w.kind == "same")


def test_the_letter_as_signed_is_the_last_of_its_versions(returned: Story):
    returned.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    returned.do("head", "sign", **answers.APPROVE)
    letter = returned.letters()["F09"]
    *_, second, signed = versions_of(returned.office(), letter.id)
    assert (signed.name, signed.by) == ("签发稿", letter.signed_by)
    lines = redline(second.paragraphs, signed.paragraphs)
    added = "".join(w.words for p in lines.paragraphs for w in p if w.kind == "added")
    assert letter.number in added


def test_another_kind_of_reply_is_another_draft_of_the_same_letter(returned: Story):
    returned.do("legal_reviewer", "legal_review", decision="return", opinion="可以公开。")
    returned.do("clerk", "draft_reply", **answers.GRANT)
    returned.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    returned.do("clerk", "draft_reply", **answers.GRANT)
    versions = versions_of(returned.office(), returned.letters()["F01"].id)
    assert [each.title for each in versions] == [
        *["政府信息不予公开告知书"] * 2,
        "政府信息予以公开告知书",
    ]


def test_what_was_asked_for_is_chosen_and_else_the_two_last(returned: Story):
    versions = versions_of(returned.office(), returned.letters()["F09"].id)
    assert chosen(versions, "1", -1) is versions[0]
    assert chosen(versions, "77", -1) is versions[-1]
    assert chosen(versions[:1], "", -2) is versions[0]


def test_another_agency_cannot_read_the_drafts(returned: Story, office: Desk):
    other = office.other_agency()
    stranger = Actor(None, "外单位", other.id, None, returned.office().actor.roles)
    with pytest.raises(CaseNotFound):
        versions_of(
            Office(office.session, office.calendar, stranger, returned.at),
            returned.letters()["F09"].id,
        )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("甲乙丙", "甲乙丙", [("same", "甲乙丙")]),
        ("", "新的一段", [("added", "新的一段")]),
        ("旧的一段", "", [("removed", "旧的一段")]),
        (
            "答复期限为二十日以内办结",
            "答复期限为三十日以内办结",
            [("same", "答复期限为"), ("removed", "二"), ("added", "三"), ("same", "十日以内办结")],
        ),
        ("甲一乙二丙", "丁一戊二己", [("removed", "甲一乙二丙"), ("added", "丁一戊二己")]),
    ],
)
def test_what_differs_stands_together(before: str, after: str, expected: list[tuple[str, str]]):
    lines = redline([before] if before else [], [after] if after else [])
    assert [(w.kind, w.words) for words in lines.paragraphs for w in words] == expected
