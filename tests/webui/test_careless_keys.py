"""Enter in a field, and a button pressed again: nothing typed is lost, nothing is refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.serving import served
from tests.webui.conftest import Site
from tests.webui.test_template_bench import sign_in
from tests.webui.test_templates import NEW, PAGE, save
from webui.assets import Assets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Assets().built("template.js"), reason="npm run build has not been run"),
]


@pytest.fixture
def browser(site: Site, chromium: Browser) -> Iterator[BrowserContext]:
    with served(site.app) as address:
        context = chromium.new_context(base_url=address, locale="zh-CN")
        yield context
        context.close()


def opened(browser: BrowserContext, who: str, address: str) -> Page:
    page = browser.new_page()
    sign_in(page, who)
    page.goto(address)
    return page


def test_enter_among_the_names_of_a_letter_does_not_take_back_its_draft(
    site: Site, browser: BrowserContext
):
    save(site, site.as_("manager"))
    page = opened(browser, "manager", PAGE)
    page.get_by_label("查找可以填入的内容").fill("申请人")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-state]")).to_contain_text("秒")
    page.goto(PAGE)
    assert NEW in page.locator("#source").input_value()


def test_enter_in_a_list_of_a_form_does_not_take_out_its_first_row(browser: BrowserContext):
    page = opened(browser, "registrar", "/cases/2?task=3")
    rows = page.locator("[data-item]")
    page.locator("button[name=_add]").first.click()
    expect(rows).to_have_count(1)
    rows.locator("textarea").first.fill("一份文件")
    page.locator("form[data-form] input[type=text]").first.press("Enter")
    page.wait_for_load_state("networkidle")
    expect(rows.locator("textarea")).to_have_value("一份文件")


def test_a_letter_is_taken_away_as_often_as_somebody_likes(browser: BrowserContext):
    page = opened(browser, "clerk", "/letters/1")
    for _ in range(2):
        with page.expect_download():
            page.get_by_role("button", name="下载 PDF").click()
