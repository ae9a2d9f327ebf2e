"""Beside the form stands the letter it makes: the same one, before anything is done."""

import re

import pytest

from engine.cases import studio, tasks
from engine.cases.access import NotYourTask
from engine.cases.sources import Origin
from engine.cases.studio import Told
from engine.documents import text_of
from engine.store.events import events_of
from engine.store.letters import Letter
from tests import answers
from tests.conftest import Desk
from tests.plots import registered, searched
from tests.story import Story

pytestmark = pytest.mark.usefixtures("deployed")

DAY = "2026-03-02"
_ISSUED = re.compile(r"〔\d{4}〕\d+号$|^\d+年\d+月\d+日$")


def ready(office: Desk, found: dict[str, object] = answers.FOUND) -> Story:
    """Carry an application as far as the five steps."""
    story = Story(office, office().at)
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, found)
    return story


@pytest.fixture
def to_refuse(office: Desk) -> Story:
    story = ready(office)
    story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
    return story


def look(story: Story, node: str, raw: dict[str, object]) -> studio.Look:
    return studio.look(story.office("clerk"), story.task(node).id, raw)


def told(sheet: studio.Sheet, words: str) -> Told:
    return next(each for each in sheet.told if words in each.words)


def without_number_and_day(text: str) -> str:
    lines = text.replace("草　稿\n", "").splitlines()
    return "\n".join(line for line in lines if not _ISSUED.search(line))


def test_the_draft_beside_the_form_is_the_draft_that_is_made(to_refuse: Story):
    look_at = look(to_refuse, "draft_reply", answers.REFUSAL)
    assert [sheet.code for sheet in look_at.sheets] == ["F09"]
    to_refuse.do("clerk", "draft_reply", **answers.REFUSAL)
    assert look_at.sheets[0].html == to_refuse.letters()["F09"].html


def test_looking_changes_nothing(to_refuse: Story, office: Desk):
    def everything() -> tuple[object, ...]:
        office.session.expire_all()
        case = to_refuse.case
        kept = [(e.seq, e.tag) for e in events_of(office.session, case.id)]
        drafted = office.session.query(Letter).count()
        return case.result, kept, drafted, to_refuse.open_nodes()

    before = everything()
    look(to_refuse, "draft_reply", answers.REFUSAL)
    assert not office.session.dirty | office.session.new
    assert everything() == before


def test_a_letter_behind_an_approval_is_shown_to_whoever_drafts_it(office: Desk):
    story = Story(office, office().at)
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", finding="correct", explanation="申请内容不明确。")
    (sheet,) = look(story, "draft_correction", answers.CORRECTION).sheets
    assert sheet.code == "P01"
    story.do("clerk", "draft_correction", **answers.CORRECTION)
    story.do("head", "approve_correction", **answers.APPROVE)
    issued = text_of(story.letters()["P01"].html)
    assert without_number_and_day(text_of(sheet.html)) == without_number_and_day(issued)


def test_every_party_that_will_be_asked_has_its_own_letter(office: Desk):
    story = ready(office)
    sheets = look(story, "five_steps", answers.WITH_THIRD_PARTY).sheets
    assert [(each.code, each.party) for each in sheets] == [("P07", ""), ("P06", "测试企业甲")]
    party = told(sheets[1], "测试企业甲").source
    assert (party.origin, party.question) == (Origin.ANSWER, "name")
    assert "正在本页填写" in party.told
    nobody = look(story, "five_steps", answers.RELEASE_ALL).sheets
    assert not {"P06", "P07"} & {each.code for each in nobody}


def test_only_steps_whose_answers_a_letter_reads_have_a_studio(office: Desk):
    def drafts(node: str) -> bool:
        return tasks.task_view(story.office(), story.task(node).id).drafts_letter

    story = Story(office, office().at)
    registered(story, channel="in_person", date=DAY)
    assert not drafts("formal_review")
    story.do("clerk", "formal_review", finding="correct", explanation="申请内容不明确。")
    assert drafts("draft_correction")


def test_the_form_behind_a_button_has_its_letter_too(office: Desk):
    story = ready(office)
    offers = {each.name: each.id for each in tasks.offers_of(story.office(), story.case_id)}
    asked = {"reason": "需要核对的档案较多。", "workdays": "10"}
    (sheet,) = studio.look_behind(story.office(), offers["extension"], asked).sheets
    for who in ("registrar", "legal_reviewer", "auditor"):
        with pytest.raises(NotYourTask, match="经办人"):
            studio.look_behind(story.office(who), offers["extension"], asked)
    assert sheet.code == "P03"


def test_what_cannot_be_taken_yet_is_told_and_nothing_is_shown(to_refuse: Story):
    look_at = look(to_refuse, "draft_reply", {})
    assert not look_at.sheets
    assert any("答复类型" in each for each in look_at.problems)


def test_every_sentence_knows_where_it_comes_from(to_refuse: Story):
    (sheet,) = look(to_refuse, "draft_reply", answers.REFUSAL).sheets
    reasons = told(sheet, str(answers.REFUSAL["reasons"]).rstrip("。"))
    assert reasons.source.origin is Origin.ANSWER
    assert reasons.source.question == "reasons"
    assert "正在本页填写" in reasons.source.told
    asked = told(sheet, "农村公路养护计划").source
    assert (asked.name, asked.told) == ("申请内容", "甲登记于2026-03-02 09:00登记")
    assert told(sheet, "特此告知").source.origin is Origin.FIXED
    assert told(sheet, "联系人：").source.origin is Origin.FIXED
    assert told(sheet, "申请行政复议").source.origin is Origin.LAW
    searched_in = next(each for each in sheet.told if each.source.name == "检索范围")
    assert searched_in.source.told == "丁规划于2026-03-02 09:00在“检索记录”环节填写"


def test_a_sentence_names_the_articles_it_cites(to_refuse: Story):
    (sheet,) = look(to_refuse, "draft_reply", answers.REFUSAL).sheets
    cited = {article for each in sheet.told for article in each.cites}
    assert any("第三十六条" in article for article in cited)


def test_nobody_looks_over_anothers_shoulder(to_refuse: Story):
    task = to_refuse.task("draft_reply").id
    with pytest.raises(NotYourTask, match="不能代为办理"):
        studio.look(to_refuse.office("head"), task, answers.REFUSAL)


def test_the_pages_hold_every_passage(to_refuse: Story):
    (sheet,) = look(to_refuse, "draft_reply", answers.REFUSAL).sheets
    pages = studio.print_sheet(sheet)
    assert {spot.passage for spot in pages.spots} == set(range(len(sheet.told)))
