"""The pages on which drafts are set against one another, go out as Word and come back."""

import io

from engine.store.vault import Vault
from tests import answers
from tests.cases.test_draft_texts import BETTER
from tests.conftest import MOMENT, Desk
from tests.plots import registered, searched
from tests.story import Story
from tests.webui.conftest import VAULT_KEY, Site
from tests.webui.test_studio import DAY

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def redrafted(site: Site) -> str:
    """Draft a refusal, have it returned, draft it again; give the address of the letter."""
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        story = Story(Desk(session), MOMENT)
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", **answers.CLEAR)
        searched(story, DAY, answers.FOUND)
        story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
        story.do("clerk", "draft_reply", **answers.REFUSAL)
        story.do("legal_reviewer", "legal_review", decision="return", opinion="请写明会议。")
        story.do("clerk", "draft_reply", **answers.REFUSAL | {"reasons": BETTER})
        letter = story.letters()["F09"].id
        session.commit()
    return f"/letters/{letter}"


def test_drafts_go_out_come_back_and_stand_beside_one_another(site: Site):
    address = redrafted(site)
    clerk = site.as_("clerk")
    assert f'href="{address}/drafts"' in clerk.get(address).text
    page = clerk.get(f"{address}/drafts").text
    assert "第1稿 → 第2稿，1 段有变化" in page
    assert "<del>" in page.split('class="redline"', 1)[1]
    assert "<ins>" in page.split('class="redline"', 1)[1]
    assert "第1稿 → 第1稿" not in clerk.get(f"{address}/drafts?from=1&to=1").text
    word = clerk.send(f"{address}/word")
    assert word.mimetype == WORD
    clerk.get(f"{address}/drafts")
    sent = {"note": "县司法局", "revision": (io.BytesIO(word.data), "修改稿.docx")}
    assert clerk.send(f"{address}/revisions", sent).status_code == 303
    page = clerk.get(f"{address}/drafts").text
    assert "与草稿文字相同" in page
    assert "县司法局" in page


def test_a_file_that_cannot_be_taken_is_told_and_the_note_stays(site: Site):
    address = redrafted(site)
    clerk = site.as_("clerk")
    clerk.get(f"{address}/drafts")
    sent = {"note": "县司法局意见", "revision": (io.BytesIO(b"PK"), "修改稿.docm")}
    answer = clerk.send(f"{address}/revisions", sent)
    assert answer.status_code == 422
    assert "启用宏的文档（.docm）和其他格式不予接收" in answer.text
    assert 'value="县司法局意见"' in answer.text
