"""The pages in a real Chromium: nothing breaks the policy, and the scripts do what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page, Route, expect

from engine.law.calendar import published_calendar
from engine.law.clock import read_clock
from engine.law.rules import Rules
from tests.serving import served
from tests.webui.conftest import PASSWORD, Site
from webui.assets import Assets
from webui.clock_rail import rail_of

pytestmark = pytest.mark.browser

WALK = {
    "clerk": (
        *("/work", "/cases", "/cases/1", "/cases/1/diagram", "/cases/1/papers", "/cases/1/clock"),
        *(
            "/cases/1/clock?extension=10",
            "/cases/1/history",
            "/cases/1/history/1",
            "/cases/new",
            "/letters/1",
        ),
        *("/holdings", "/holdings/new", "/dashboard", "/calendar", "/help", "/account", "/nowhere"),
    ),
    "head": ("/incidents", "/letters"),
    "administrator": ("/people",),
}


WORDS_ON_SCREEN = """
() => [...document.querySelectorAll("[data-diagram] .djs-shape text")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)
"""
IN_SIGHT = """
() => {
    const shown = document.querySelector("[data-diagram]").getBoundingClientRect();
    const step = document.querySelector(".bp-flag").closest("[data-container-id]");
    const visual = document.querySelector(
        `[data-element-id="${step.dataset.containerId}"] .djs-visual`);
    const box = visual.getBoundingClientRect();
    return box.left >= shown.left && box.right <= shown.right
        && box.top >= shown.top && box.bottom <= shown.bottom;
}
"""
PUT_RAIL = "(drawn) => { document.querySelector('svg.rail').outerHTML = drawn }"
LABELS_OF_RAIL = """
() => [...document.querySelectorAll("svg.rail .pin")].map((pin) => {
    const boxes = [...pin.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
    const of = (pick, side) => Math[pick](...boxes.map((box) => box[side]));
    return [of("min", "left"), of("min", "top"), of("max", "right"), of("max", "bottom")];
})
"""
OUTLINES_OF_DONE = """
() => [...document.querySelectorAll(".st-done .djs-visual > *:first-child")].map(
    (shape) => getComputedStyle(shape).stroke)
"""
FILL = "(name) => getComputedStyle(document.querySelector(name + ' .djs-visual > *')).fill"
NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
built = pytest.mark.skipif(
    not Assets().built("diagram.js"), reason="npm run build has not been run"
)


@dataclass
class Window:
    """A browser window on the site, and everything it complained about."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, login: str) -> "Window":
        """Sign in through the page."""
        self.page.goto(f"{self.base}/sign-in")
        self.page.get_by_label("账号").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        return self

    def open(self, address: str) -> Page:
        """Open a page and wait until its scripts have run."""
        self.page.goto(f"{self.base}{address}")
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def window(site: Site, chromium: Browser) -> Iterator[Window]:
    with served(site.app) as address:
        context = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1000})
        window = Window(context.new_page(), address)
        window.page.on("console", lambda message: _note(window, message.type, message.text))
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        yield window
        context.close()


def _note(window: Window, kind: str, text: str) -> None:
    if kind == "error" and "404" not in text:
        window.complaints.append(f"{window.page.url}: {text}")


def test_no_page_breaks_the_content_security_policy(window: Window):
    for login, pages in WALK.items():
        window.page.context.clear_cookies()
        window.sign_in(login)
        for address in pages:
            window.open(address)
    assert window.complaints == []


def test_the_whole_keyboard_round_of_the_worklist(window: Window):
    page = window.sign_in("clerk").open("/work")
    page.keyboard.press("j")
    expect(page.locator("tr.at")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator("[data-selection]")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("在待办中查找")).to_be_focused()
    page.keyboard.type("jx")  # letters in a field are letters
    expect(page.get_by_label("在待办中查找")).to_have_value("jx")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("已认领")


def test_a_question_appears_when_its_condition_holds(window: Window):
    page = window.sign_in("clerk").open("/cases/1")
    expect(page.get_by_label("原答复文号")).to_have_count(0)
    page.get_by_label("就已答复的内容重复申请").check()
    expect(page.get_by_label("原答复文号")).to_be_visible()
    expect(page.get_by_label("就已答复的内容重复申请")).to_be_focused()
    page.get_by_label("内容明确、要件齐备").check()
    expect(page.get_by_label("原答复文号")).to_have_count(0)


def change_with_a_slow_server(page: Page) -> list[Route]:
    """Change an answer that others depend on; the server's next drawing is kept back."""
    page.locator("[name=finding][value=correct]").check()
    expect(page.get_by_label("理由")).to_be_visible()
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route("**/tasks/*/form", keep, times=1)
    page.locator("[name=finding][value=duplicate]").check()
    return held


def redraw(page: Page, held: list[Route]) -> None:
    """Let the late answer come and be shown."""
    held.pop().continue_()
    expect(page.locator("[data-refreshing]")).to_have_count(0)


@pytest.mark.parametrize(
    ("meanwhile", "afterwards", "stands"),
    [
        (("甲", "ArrowLeft"), "乙", "乙甲"),
        (("甲乙丙", "Shift+Home"), "丁", "丁"),
        (("甲乙", "Backspace"), "丙", "甲丙"),
    ],
    ids=["the cursor", "what is marked", "what was deleted"],
)
def test_a_late_answer_of_the_server_leaves_who_types_where_they_are(
    window: Window, meanwhile: tuple[str, str], afterwards: str, stands: str
):
    page = window.sign_in("clerk").open("/cases/1")
    held = change_with_a_slow_server(page)
    reason = page.get_by_label("理由")
    reason.click()
    page.keyboard.type(meanwhile[0])
    page.keyboard.press(meanwhile[1])
    redraw(page, held)
    page.keyboard.type(afterwards)
    expect(reason).to_have_value(stands)


def test_a_late_answer_of_the_server_leaves_the_focus_on_a_button(window: Window):
    page = window.sign_in("clerk").open("/cases/1")
    held = change_with_a_slow_server(page)
    button = page.get_by_role("button", name="提交", exact=True)
    button.focus()
    redraw(page, held)
    expect(button).to_be_focused()
    assert window.complaints == []


def test_a_late_answer_of_the_server_waits_for_a_word_that_is_being_composed(window: Window):
    page = window.sign_in("clerk").open("/cases/1")
    held = change_with_a_slow_server(page)
    reason = page.get_by_label("理由")
    reason.click()
    keys = page.context.new_cdp_session(page)
    keys.send(
        "Input.imeSetComposition", {"text": "bu zheng", "selectionStart": 8, "selectionEnd": 8}
    )
    with page.expect_response("**/tasks/*/form") as late:
        held.pop().continue_()
    late.value.finished()
    page.evaluate(NEXT_PICTURE)
    keys.send("Input.insertText", {"text": "补正"})
    expect(page.get_by_label("原答复文号")).to_be_visible()
    expect(reason).to_have_value("补正")
    expect(reason).to_be_focused()


def test_what_is_typed_saves_itself(window: Window):
    page = window.sign_in("clerk").open("/cases/1")
    page.locator("[name=finding][value=correct]").check()
    page.get_by_label("理由").fill("写了一半的理由")
    expect(page.locator("[data-saved]")).to_have_text("09:00 已自动暂存", timeout=9000)
    page.reload()
    expect(page.get_by_label("理由")).to_have_value("写了一半的理由")


def test_what_saved_itself_can_still_be_handed_in(window: Window):
    page = window.sign_in("clerk").open("/cases/1")
    page.locator("[name=finding][value=correct]").check()
    page.get_by_label("理由").fill("写了一半的理由")
    expect(page.locator("[data-saved]")).to_have_text("09:00 已自动暂存", timeout=9000)
    page.get_by_label("理由").fill("写完的理由")
    with page.expect_response(lambda one: one.request.is_navigation_request()) as handed_in:
        page.get_by_role("button", name="提交").click()
    assert handed_in.value.status != 409


def test_an_error_takes_the_focus(window: Window):
    page = window.sign_in("registrar").open("/cases/new")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".errors-summary")).to_be_focused()
    expect(page.get_by_text("需要更正").first).to_be_visible()


@built
def test_the_diagram_shows_where_the_case_stands_and_whose_work_it_is(window: Window):
    page = window.sign_in("clerk").open("/cases/1/diagram")
    expect(page.locator(".djs-element.st-active")).not_to_have_count(0)
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    assert box is not None
    on_top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.bjs-powered-by') !== null",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top


@built
@pytest.mark.parametrize("width", [1440, 1280])
@pytest.mark.parametrize("address", ["/cases/1", "/cases/1/diagram"])
def test_a_diagram_opens_at_the_current_step_in_legible_words(
    window: Window, address: str, width: int
):
    window.page.set_viewport_size({"width": width, "height": 900})
    page = window.sign_in("clerk").open(address)
    expect(page.locator(".bp-flag")).to_have_count(1)
    assert min(page.evaluate(WORDS_ON_SCREEN)) >= 11
    assert page.evaluate(IN_SIGHT)
    page.get_by_role("button", name="全图").click()
    assert min(page.evaluate(WORDS_ON_SCREEN)) < 11
    page.get_by_role("button", name="当前位置").click()
    assert min(page.evaluate(WORDS_ON_SCREEN)) >= 11
    assert page.evaluate(IN_SIGHT)


@built
def test_a_diagram_is_moved_by_button_key_and_wheel(window: Window):
    page = window.sign_in("clerk").open("/cases/1/diagram")
    place = page.locator("[data-diagram]")
    sizes = [max(page.evaluate(WORDS_ON_SCREEN))]
    page.get_by_role("button", name="放大").click()
    sizes.append(max(page.evaluate(WORDS_ON_SCREEN)))
    place.focus()
    page.keyboard.press("+")
    sizes.append(max(page.evaluate(WORDS_ON_SCREEN)))
    place.hover()
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(200)
    sizes.append(max(page.evaluate(WORDS_ON_SCREEN)))
    assert sizes == sorted(set(sizes))
    place.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert not page.evaluate(IN_SIGHT)
    page.keyboard.press("Home")
    assert page.evaluate(IN_SIGHT)


@built
def test_what_is_done_is_told_from_whose_step_it_is(window: Window):
    page = window.sign_in("clerk").open("/cases/1/diagram")
    done = page.locator(".djs-element.st-done")
    expect(page.locator(".bp-check")).to_have_count(done.count())
    fills = [
        page.evaluate(FILL, name)
        for name in (".st-done", ".st-active", ".hand:not(.st-done):not(.st-active)")
    ]
    assert len(set(fills)) == 3
    outlines = page.evaluate(OUTLINES_OF_DONE)
    assert len(set(outlines)) > 1  # the outline stays the role's, whatever has been done
    legend = page.locator(".legends")
    for words in ("已办", "正在办理", "经办人", "负责人", "系统自动办理"):
        expect(legend).to_contain_text(words)


RECEIVED = {"type": "received", "channel": "in_person", "date": "2026-03-02"}


def asked(party: str, sent: str, replied: str) -> list[dict[str, str]]:
    """Consult a third party."""
    return [
        {"type": "third_party_consult", "party": party, "sent": sent},
        {"type": "consult_replied", "party": party, "date": replied},
    ]


CROWDED = {
    "asked on the day after receipt": (
        [RECEIVED, *asked("甲公司", "2026-03-03", "2026-03-04")],
        date(2026, 3, 5),
    ),
    "three parties on neighbouring days": (
        [
            RECEIVED,
            *asked("示例市测试建设投资有限公司", "2026-03-09", "2026-03-12"),
            *asked("乙公司", "2026-03-10", "2026-03-12"),
            *asked("示例县测试工程管理有限责任公司", "2026-03-11", "2026-03-13"),
        ],
        date(2026, 3, 13),
    ),
    "overdue since yesterday": ([RECEIVED], date(2026, 3, 31)),
}


def rails_drawn(site: Site) -> list[str]:
    """Draw every crowded rail as a page would."""
    words = '{% import "parts/rail.html" as rails %}{{ rails.draw(rail) }}'
    readings = (
        read_clock(events, published_calendar(), Rules(), on) for events, on in CROWDED.values()
    )
    with site.app.test_request_context():
        return [render_template_string(words, rail=rail_of(each)) for each in readings]


@pytest.mark.parametrize("width", [1440, 1280, 1024, 640])
def test_no_two_labels_of_the_rail_touch(site: Site, window: Window, width: int):
    window.page.set_viewport_size({"width": width, "height": 900})
    page = window.sign_in("clerk").open("/cases/1")
    for drawn in rails_drawn(site):
        page.evaluate(PUT_RAIL, drawn)
        boxes = page.evaluate(LABELS_OF_RAIL)
        assert len(boxes) > 2
        assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def overlap(one: list[float], other: list[float]) -> bool:
    """Say whether two boxes (left, top, right, bottom) share any part."""
    return all(one[side] < other[side + 2] and other[side] < one[side + 2] for side in (0, 1))


def test_pages_read_and_submit_without_a_script(site: Site, window: Window, chromium: Browser):
    del site
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    plain = Window(context.new_page(), window.base).sign_in("clerk")
    page = plain.open("/cases/1")
    page.get_by_label("内容明确、要件齐备").check()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("案件已转入下一环节")).to_be_visible()
    context.close()
