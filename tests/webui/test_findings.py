"""What was found in a draft stands beside it, and leads to the paragraph."""

import re

import pytest

from engine.store.vault import Vault
from tests import answers
from tests.conftest import MOMENT, Desk
from tests.plots import registered, searched
from tests.story import Story
from tests.webui.conftest import VAULT_KEY, Site

DAY = f"{MOMENT:%Y-%m-%d}"


def draft(site: Site, reasons: str) -> tuple[str, int]:
    """Carry a refusal with these reasons as far as the legal review; give its page and task."""
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        story = Story(Desk(session), MOMENT)
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", **answers.CLEAR)
        searched(story, DAY, answers.FOUND)
        story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
        story.do("clerk", "draft_reply", **answers.REFUSAL | {"reasons": reasons})
        number, task = story.letters()["F09"].id, story.task("legal_review").id
        session.commit()
    return f"/letters/{number}", task


def ticked(page: str) -> list[str]:
    return re.findall(r'value="(\w+)"[^>]* checked', page)


@pytest.mark.parametrize("who", ["clerk", "legal_reviewer"])
def test_a_finding_leads_to_its_paragraph(site: Site, who: str):
    address, _ = draft(site, "系XX单位的请示。")
    page = site.as_(who).get(address).text
    assert "错误 1 处，更正以前不能送签、签发" in page
    assert "“XX”是尚未填写的空位" in page
    (number,) = re.findall(r'<a href="#p-(\d+)">第\1段</a>', page)
    (words,) = re.findall(rf'<p id="p-{number}"[^>]*>(.*?)</p>', page)
    assert "理由如下：系XX单位的请示。" in words


def test_a_letter_with_errors_is_refused_and_what_was_typed_stays(site: Site):
    address, task = draft(site, "系XX单位的请示。")
    reviewer = site.as_("legal_reviewer")
    assert not ticked(reviewer.get(address).text)
    said = {"decision": "approve", "checks": answers.CHECKS}
    answer = reviewer.send(f"{address}/tasks/{task}", said)
    assert answer.status_code == 422
    assert "“XX”是尚未填写的空位" in answer.text.split('role="alert"', 1)[1]
    assert ticked(answer.text) == ["approve", *answers.CHECKS]
    assert reviewer.get(address).status_code == 200


def test_a_doubt_is_shown_and_keeps_nothing_back(site: Site):
    address, task = draft(site, "属于请示,不宜公开。")
    reviewer = site.as_("legal_reviewer")
    page = reviewer.get(address).text
    assert "没有错误；提示 1 处，请核对" in page
    said = {"decision": "approve", "checks": answers.CHECKS}
    assert reviewer.send(f"{address}/tasks/{task}", said).status_code == 303


def test_of_a_faultless_draft_it_is_said_that_nothing_was_found(site: Site):
    address, _ = draft(site, answers.REFUSAL["reasons"])
    page = site.as_("legal_reviewer").get(address).text
    assert "未发现问题" in page
    assert not re.findall(r'<p id="p-\d+"[^>]* class="(?:error|warning)"', page)
