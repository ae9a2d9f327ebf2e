"""The letter beside the form that makes it: drawn by the server, kept up to date by the browser."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.store.vault import Vault
from tests import answers
from tests.conftest import MOMENT, Desk
from tests.databases import Databases, SqliteFiles
from tests.plots import registered, searched
from tests.serving import served
from tests.story import Story
from tests.webui.conftest import PASSWORD, VAULT_KEY, Site

DAY = f"{MOMENT:%Y-%m-%d}"
REASONS = str(answers.REFUSAL["reasons"])
TYPED = {
    "result": "deny.process",
    "sub_kind": "讨论记录",
    "withheld.0.part": "会议讨论记录",
    "withheld.0.ground": "deny.process",
    "withheld.0.reason": "属于内部讨论记录。",
    "reasons": REASONS,
    "delivery_way": "ems",
}
PIECE = {"X-Fragment": "1"}


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> Databases:
    """Looking writes nothing: what both databases answer is tried in tests/cases."""
    return sqlite_files


def to_be_drafted(site: Site) -> tuple[int, int]:
    """Carry a refusal as far as its drafting; give the case and the task."""
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        story = Story(Desk(session), MOMENT)
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", **answers.CLEAR)
        searched(story, DAY, answers.FOUND)
        story.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
        case, task = story.case_id, story.task("draft_reply").id
        session.commit()
    return case, task


def test_the_pages_of_the_unsaved_letter_come_with_their_sources(site: Site):
    case, task = to_be_drafted(site)
    clerk = site.as_("clerk")
    assert f'data-studio="/tasks/{task}/letter"' in clerk.get(f"/cases/{case}?task={task}").text
    piece = clerk.send(f"/tasks/{task}/letter", TYPED, headers=PIECE)
    assert piece.status_code == 200
    assert piece.text.count('<image href="data:image/png;base64,') == 2
    assert "填写内容：认定的事实、理由和法律适用。乙经办正在本页填写" in piece.text
    assert "固定文字（模板）" in piece.text
    assert re.search(r"所在句引用：《中华人民共和国政府信息公开条例》第十六条", piece.text)


def test_without_scripts_a_button_shows_the_letter_and_keeps_what_was_typed(site: Site):
    case, task = to_be_drafted(site)
    clerk = site.as_("clerk")
    assert f'formaction="/tasks/{task}/letter"' in clerk.get(f"/cases/{case}?task={task}").text
    page = clerk.send(f"/tasks/{task}/letter", TYPED)
    assert 'class="sheet-page"' in page.text
    assert f">\n{REASONS}</textarea>" in page.text
    assert "逐句来源清单" in page.text
    assert clerk.send(f"/tasks/{task}", TYPED).status_code == 303


def test_what_is_wrong_is_told_instead_of_pages(site: Site):
    _, task = to_be_drafted(site)
    piece = site.as_("clerk").send(f"/tasks/{task}/letter", TYPED | {"reasons": ""}, headers=PIECE)
    assert "“认定的事实、理由和法律适用”为必填项" in piece.text
    assert "<image" not in piece.text


def test_markup_typed_into_the_form_is_shown_as_text(site: Site):
    _, task = to_be_drafted(site)
    hostile = '"><script>alert(1)</script>'
    piece = site.as_("clerk").send(f"/tasks/{task}/letter", TYPED | {"reasons": hostile})
    assert "<script>alert" not in piece.text


@pytest.mark.parametrize("who", ["head", "registrar"])
def test_others_cannot_draft_in_the_clerks_place(site: Site, who: str):
    _, task = to_be_drafted(site)
    assert site.as_(who).send(f"/tasks/{task}/letter", TYPED, headers=PIECE).status_code == 403


def opened(browser: Browser, address: str, path: str) -> Page:
    page = browser.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.locator("form button").first.click()
    page.goto(f"{address}{path}")
    return page


def fill(page: Page) -> None:
    """Choose first what other questions hang on; type the rest."""
    page.select_option("[name=result]", TYPED["result"])
    page.locator("[name=sub_kind]").wait_for()
    for name, value in list(TYPED.items())[1:]:
        field = page.locator(f'[name="{name}"]')
        if name in {"sub_kind", "withheld.0.ground", "delivery_way"}:
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.browser
def test_a_clerk_sees_the_letter_change_while_typing_and_asks_where_it_is_from(
    site: Site, chromium: Browser
):
    case, task = to_be_drafted(site)
    with served(site.app) as address:
        page = opened(chromium, address, f"/cases/{case}?task={task}")
        fill(page)
        sentence = page.locator(".src.answer", has_text="认定的事实、理由和法律适用").first
        expect(sentence).to_have_attribute("aria-label", re.compile(f"^{REASONS}"))
        place = page.locator("[data-scroll]")
        place.evaluate("it => { it.scrollTop = 200; }")
        page.locator("[name=reasons]").fill("经审查，该记录属于过程性信息。")
        expect(sentence).to_have_attribute("aria-label", re.compile("^经审查，该记录"))
        assert place.evaluate("it => it.scrollTop") == 200
        sentence.locator("rect").first.hover()
        expect(page.locator("[data-told-here]")).to_contain_text("乙经办正在本页填写")
        walk_by_keys(page, sentence)
        page.locator("[name=reasons]").fill("")
        expect(page.locator("[data-problems]")).to_contain_text("为必填项")
        expect(page.locator("svg.sheet-page").first).to_be_visible()
        page.close()


def walk_by_keys(page: Page, sentence: Locator) -> None:
    """Go from a sentence to its neighbour and back, and from there to its question."""
    sentence.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-told-here]")).to_contain_text("固定文字（模板）")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[name=reasons]")).to_be_focused()
