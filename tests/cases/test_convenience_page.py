"""便民答复另附一页: beside the reply, reviewed with it, issued after it, served with it."""

import pytest
from sqlalchemy import select

from engine.cases import studio, tasks
from engine.cases.checking import checked
from engine.cases.draft_texts import versions_of
from engine.cases.review import waiting_for
from engine.documents import text_of
from engine.store.letters import Delivery, Letter
from tests import answers
from tests.answers import by_ems, by_hand
from tests.conftest import Desk
from tests.plots import registered, searched, signed
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DAY = "2026-03-02"
HELP = answers.NOT_EXIST["convenience"]
INSIDE = answers.NOT_EXIST
APART = INSIDE | {"convenience_place": "apart"}


@pytest.fixture
def story(office: Desk) -> Story:
    """Bring an application to the point where nothing was found."""
    story = Story(office, moment(DAY))
    registered(story, channel="in_person", date=DAY)
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, DAY, answers.NONE)
    story.do("clerk", "five_steps", **answers.NOT_EXISTING)
    return story


def text(letter: Letter) -> str:
    return "".join(text_of(letter.html).split())


def served(story: Story, code: str) -> list[Delivery]:
    rows = select(Delivery).join(Letter, Letter.id == Delivery.letter_id)
    return list(story.desk.session.scalars(rows.where(Letter.code == code).order_by(Delivery.id)))


def pages(story: Story) -> list[Letter]:
    rows = select(Letter).where(Letter.code == "G04").order_by(Letter.id)
    return list(story.desk.session.scalars(rows.execution_options(populate_existing=True)))


def codes_waiting(story: Story, who: str) -> list[str]:
    return [each.letter.code for each in waiting_for(story.office(who))]


def test_unless_somebody_chooses_otherwise_the_help_stands_in_the_reply(story: Story):
    story.do("clerk", "draft_reply", **INSIDE)
    assert codes_waiting(story, "legal_reviewer") == ["F12"]
    signed(story)
    assert "便民提示（以下内容不属于本答复的组成部分）" in text(story.letters()["F12"])
    assert "G04" not in story.letters()
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    story.do("registrar", "archive", **answers.ARCHIVE)
    assert not story.case.open


def test_a_page_of_its_own_goes_with_the_reply_to_the_archive(story: Story):
    story.do("clerk", "draft_reply", **APART)
    assert codes_waiting(story, "legal_reviewer") == ["F12", "G04"]
    assert HELP in text(story.letters()["G04"])
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    assert codes_waiting(story, "head") == ["F12", "G04"]
    story.on("2026-03-04").do("head", "sign", **answers.APPROVE)
    reply, page = story.letters()["F12"], story.letters()["G04"]
    assert "便民提示" not in text(reply)
    assert HELP not in text(reply)
    assert "便〔2026〕1号" in str(page.number)
    told = text(page)
    for words in (
        *(f"{answers.APPLICATION['applicant_name']}：", story.case.content, HELP),
        f"本机关已于2026年3月4日对上述申请作出答复（文号：{reply.number}）",
        *("不属于答复的组成部分", "不改变答复的内容和效力"),
    ):
        assert words in told
    assert "行政复议" not in told
    assert page.signed_by == reply.signed_by
    story.do("registrar", "deliver_reply", **by_ems("2026-03-04"))
    story.do(
        "registrar", "confirm_reply_delivery", evidence="ems_record", delivered_on="2026-03-04"
    )
    for code in ("F12", "G04"):
        days = [each.delivered_on for each in served(story, code)]
        assert days == [None, moment("2026-03-04").date()]
    story.do("registrar", "archive", **answers.ARCHIVE)
    assert not story.case.open
    for number in (reply.number, page.number):
        assert str(number) in text(story.letters()["A01"])
        assert str(number) in text(story.letters()["P15"])


def test_the_drafter_sees_both_before_handing_them_in(story: Story):
    task = story.task("draft_reply")
    look = studio.look(story.office("clerk"), task.id, APART)
    assert [each.code for each in look.sheets] == ["F12", "G04"]
    look = studio.look(story.office("clerk"), task.id, INSIDE)
    assert [each.code for each in look.sheets] == ["F12"]


def test_a_page_no_longer_wanted_is_not_left_behind(story: Story):
    story.do("clerk", "draft_reply", **APART)
    story.do("legal_reviewer", "legal_review", decision="return", opinion="写入答复书即可。")
    story.do("clerk", "draft_reply", **INSIDE)
    assert pages(story) == []
    assert [each.title for each in versions_of(story.office(), story.letters()["F12"].id)] == [
        "政府信息不存在告知书"
    ] * 2
    signed(story)
    assert story.open_nodes() == ["deliver_reply"]
    assert pages(story) == []


def test_an_application_withdrawn_takes_the_page_along(story: Story):
    story.do("clerk", "draft_reply", **APART)
    story.say("registrar", "withdrawal", withdrawn_on=DAY, method="written", note="已获取。")
    assert story.open_nodes() == ["deliver_reply"]
    assert "F24" in story.letters()
    assert pages(story) == []


def test_a_page_with_an_error_is_not_handed_on_to_be_signed(story: Story):
    story.do("clerk", "draft_reply", **APART | {"convenience": "找丙某11010519491231002X。"})
    (found,) = checked(story.office("legal_reviewer"), story.letters()["G04"].id).errors
    assert found.rule == "privacy"
    task = story.task("legal_review")
    with pytest.raises(tasks.FormRefused, match="便民答复中出现公民身份号码"):
        tasks.complete_task(story.office("legal_reviewer"), task.id, answers.REVIEWED)


def test_a_page_falls_with_its_reply_and_the_new_one_names_the_new_number(story: Story):
    story.do("clerk", "draft_reply", **APART)
    signed(story)
    first = story.letters()["F12"]
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    story.on("2026-03-05").say("clerk", "mend", manner="corrected", reason="文号有误。")
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **APART)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    second = story.letters()["F12"]
    old, new = pages(story)
    assert (old.status, new.status) == ("corrected", "issued")
    assert str(first.number) in text(old)
    assert str(second.number) in text(new)
    assert str(first.number) not in text(new)
    story.do("registrar", "deliver_mended", **by_hand("2026-03-05"))
    assert [each.letter_id for each in served(story, "G04")] == [old.id, new.id]


def test_a_page_falls_with_its_reply_even_if_none_takes_its_place(story: Story):
    story.do("clerk", "draft_reply", **APART)
    signed(story)
    story.say("clerk", "mend", manner="void", reason="便民答复应当写入答复书。")
    story.do("head", "approve_mend", **answers.APPROVE)
    story.do("clerk", "redraft", **INSIDE)
    story.do("legal_reviewer", "review_mended", **answers.REVIEWED)
    story.do("head", "sign_mended", **answers.APPROVE)
    (page,) = pages(story)
    assert page.status == "void"
    assert "便民提示" in text(story.letters()["F12"])
    story.do("registrar", "deliver_reply", **by_hand(DAY))
    assert served(story, "G04") == []
