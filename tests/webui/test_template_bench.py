"""A manager mends a letter in the browser, another publishes it, and only new cases use it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from engine.store.cases import Case
from engine.store.letters import Letter
from engine.store.vault import Vault
from tests.conftest import MOMENT, Desk
from tests.serving import served
from tests.story import Story
from tests.webui.conftest import PASSWORD, VAULT_KEY, Site
from tests.webui.test_templates import second_manager
from webui.assets import Assets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Assets().built("template.js"), reason="npm run build has not been run"),
]

CODE = "R02"
NEW = "已于今日登记在册"
OLD = "现已登记"


def sign_in(page: Page, login: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def picture(page: Page) -> str:
    return page.locator(".sheet-page").first.get_attribute("src") or ""


def put(page: Page, text: str) -> None:
    """Put a text in place of the whole source."""
    editor = page.locator("[data-pane=source] .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def receipts(desk: Desk) -> list[tuple[int, str]]:
    rows = select(Case.deployment_id, Letter.html).join(Letter, Letter.case_id == Case.id)
    return [(key, html) for key, html in desk.session.execute(rows.order_by(Case.id))]


def test_a_letter_is_mended_published_by_another_and_used_by_new_cases_alone(
    site: Site, chromium: Browser
):
    second_manager(site)
    complaints: list[str] = []
    with served(site.app) as address:
        context = chromium.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda told: complaints.append(told.text) if "Security Policy" in told.text else None,
        )
        mend(page)
        publish(page)
        context.close()
    assert complaints == []
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        desk = Desk(session)
        first = receipts(desk)[0][0]
        Story(desk, MOMENT).receive()
        *running, (newest, letter) = receipts(desk)
        assert newest != first
        assert NEW in letter
        assert {key for key, _ in running} == {first}
        assert not any(NEW in html for _, html in running)


def mend(page: Page) -> None:
    """Make a mistake, follow its finding, mend it, and hand the draft over."""
    sign_in(page, "manager")
    page.goto(f"/templates/{CODE}")
    state = page.locator("[data-state]")
    expect(state).to_contain_text("秒", timeout=30_000)
    source = page.locator("#source").input_value()
    before = picture(page)
    put(page, source.replace(OLD, NEW).replace("applicant.name", "applicant.nmae"))
    finding = page.locator(".tp-findings li")
    expect(finding).to_contain_text("是不是想写 applicant.name")
    expect(state).to_contain_text("仍显示上一次的样稿")
    assert picture(page) == before
    page.get_by_role("tab", name="样例（JSON）").click()
    finding.get_by_role("link", name="正文第 2 行").click()
    expect(page.locator("[data-pane=source] .cm-activeLine")).to_contain_text("applicant.nmae")
    put(page, source.replace(OLD, NEW))
    expect(page.locator(".tp-good")).to_be_visible()
    expect(state).to_contain_text("秒")
    expect(page.locator(".sheet-page").first).not_to_have_attribute("src", before)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("link", name="草稿与发布").click()
    page.get_by_label("修改说明").fill("按复议机关意见修改登记的表述")
    page.get_by_role("button", name="提交，请他人核准").click()
    expect(page.get_by_text("请由庚负责、寅流程核准发布")).to_be_visible(timeout=30_000)


def publish(page: Page) -> None:
    """Let the other manager read what changed and publish it."""
    sign_in(page, "manager_2")
    page.goto("/package/draft")
    expect(page.locator(".diff ins")).not_to_have_count(0)
    page.get_by_role("button", name="核准并发布第 2 版").click()
    expect(page.get_by_text("已发布第2版")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("row", name="第 1 版")).to_contain_text("2 件按此版办理")
