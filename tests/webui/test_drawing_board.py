"""A manager draws in the browser: nothing is lost, all is in Chinese, what is wrong is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.bpmn.tidying import tidy
from tests.databases import SqliteFiles
from tests.serving import served
from tests.webui.conftest import Site
from tests.webui.conftest import opened as opened_site
from tests.webui.test_template_bench import sign_in
from webui.assets import Assets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Assets().built("process.js"), reason="npm run build has not been run"),
]

DIAGRAMS = sorted(Path(__file__).parents[2].glob("processes/*.bpmn"))
PAGE = "/processes/extension"
FLOW = "issue_extension_to_extension_delivery"


@pytest.fixture
def board_site(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Site]:
    """A site on one kind of database: what the server keeps is tested on both elsewhere."""
    yield from opened_site(sqlite_files, "site", tmp_path)


@pytest.fixture
def page(board_site: Site, chromium: Browser) -> Iterator[Page]:
    """The board of one diagram before a manager; what the browser complains of fails the test."""
    complaints: list[str] = []
    with served(board_site.app) as address:
        context = chromium.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda told: complaints.append(told.text) if "Security Policy" in told.text else None,
        )
        sign_in(page, "manager")
        opened(page)
        yield page
        context.close()
    assert complaints == []


def opened(page: Page) -> None:
    page.goto(PAGE)
    expect(page.get_by_text("整套流程、表单和文书未发现问题")).to_be_visible(timeout=20_000)


def drawn(page: Page, element: str) -> Locator:
    return page.locator(f".djs-container .djs-element[data-element-id='{element}']").first


def middle(page: Page, element: str) -> tuple[float, float]:
    box = drawn(page, element).locator(".djs-hit").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tool(page: Page, name: str) -> None:
    page.locator(f".djs-palette [data-action='{name}']").click()


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("[data-state]")).to_contain_text("已暂存", timeout=10_000)


def insert_step(page: Page) -> None:
    """Make room between two steps and put a person's step into the flow."""
    x, y = middle(page, FLOW)
    tool(page, "space-tool")
    page.mouse.move(x, y - 60)
    page.mouse.down()
    page.mouse.move(x + 170, y - 60, steps=8)
    page.mouse.up()
    x, y = middle(page, FLOW)
    tool(page, "create.task")
    page.mouse.move(x - 20, y + 4)
    page.mouse.move(x, y, steps=4)
    page.mouse.click(x, y)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="更换类型").or_(page.get_by_title("更换类型")).first.click()
    page.locator(".djs-popup").get_by_text("人员办理", exact=True).click()


def test_a_manager_puts_an_approval_between_two_steps_and_is_told_what_it_lacks(page: Page):
    insert_step(page)
    page.get_by_label("名称", exact=True).fill("核准告知书")
    page.get_by_label("编号", exact=True).fill("approve_notice")
    page.get_by_label("表单").select_option(label="审批")
    saved(page)
    findings = page.locator("[data-findings] li")
    expect(findings).to_have_count(1, timeout=10_000)
    expect(findings).to_contain_text("没有指定办理岗位（候选组），无人可以办理")
    expect(page.locator(".pd-flag.error")).to_have_count(1)
    drawn(page, "extension_approval").click()
    findings.get_by_role("button", name="核准告知书").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("核准告知书")
    page.get_by_role("group", name="办理岗位").get_by_label("负责人").check()
    expect(page.get_by_text("整套流程、表单和文书未发现问题")).to_be_visible(timeout=10_000)
    expect(page.locator(".pd-flag")).to_have_count(0)
    page.get_by_role("link", name="草稿与发布").click()
    change = page.locator(".diff")
    expect(change).to_contain_text('name="核准告知书"', timeout=20_000)
    expect(change).to_contain_text('camunda:candidateGroups="head" camunda:formKey="approval"')
    expect(change).to_contain_text('sourceRef="approve_notice" targetRef="extension_delivery"')


def test_what_another_drew_meanwhile_is_shown_and_nothing_is_overwritten(page: Page):
    drawn(page, "extension_approval").click()
    page.get_by_label("名称", exact=True).fill("负责人审批延期")
    saved(page)
    elsewhere = page.context.new_page()
    opened(elsewhere)
    drawn(elsewhere, "issue_extension").click()
    elsewhere.get_by_label("名称", exact=True).fill("印发告知书")
    saved(elsewhere)
    page.get_by_label("名称", exact=True).fill("分管负责人审批延期")
    page.keyboard.press("Control+s")
    box = page.get_by_role("alertdialog")
    expect(box).to_contain_text("本次操作没有生效")
    expect(box.locator("li")).to_have_text(
        ["“分管负责人审批延期”两边写得不同", "“制发延期告知书”两边写得不同"]
    )
    page.get_by_role("button", name="采用他人的内容").click()
    expect(drawn(page, "issue_extension")).to_contain_text("印发告知书")
    drawn(page, "issue_extension").click()
    page.get_by_label("依据").fill("条例第三十三条第二款")
    saved(page)


def test_every_word_of_the_board_is_chinese(page: Page):
    for element in (
        "extension_approval",
        "is_extended",
        "issue_extension",
        "extension_refused",
        FLOW,
    ):
        x, y = middle(page, element)
        page.mouse.click(x, y)
        page.locator(".djs-context-pad.open").wait_for()
        wrench = page.locator(".djs-context-pad [data-action='replace']")
        if wrench.count():
            wrench.click()
            page.locator(".djs-popup").wait_for()
            page.keyboard.press("Escape")
    x, y = middle(page, "extension_approval")
    page.mouse.click(x, y + 200)
    page.keyboard.press("Control+a")
    page.locator(".djs-context-pad [data-action='align-elements']").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.insert_text("告知过迟")
    expect(page.locator(".djs-search-result")).to_have_count(1)
    page.keyboard.press("Escape")
    assert page.evaluate("window.untranslated") == []
    words = page.locator(".pd [title], .pd [aria-label], .pd [placeholder]").evaluate_all(
        "(all) => all.map((one) => one.title || one.ariaLabel || one.placeholder)"
    )
    assert [each for each in words if each.isascii()] == ["Powered by bpmn.io"]


def sent(page: Page) -> bytes:
    """Save, and give the diagram as it went to the server."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as found:
        page.keyboard.press("Control+s")
    body = found.value.request.post_data_buffer or b""
    end = b"</bpmn:definitions>"
    return tidy(body[body.index(b"<?xml") : body.rindex(end) + len(end)])


def test_the_panel_writes_as_the_package_is_written(page: Page):
    drawn(page, "extension_approval").click()
    page.get_by_label("与下列环节由不同人员办理：添加").select_option("extension_delivery")
    page.get_by_label("退回时交回原办理人").check()
    page.get_by_role("group", name="办理岗位").get_by_label("法制审核").check()
    drawn(page, "issue_extension").click()
    page.get_by_label("由系统做什么").select_option(label="拟制文书")
    page.get_by_role("button", name="移除 approver").click()
    page.get_by_role("button", name="添加一项").click()
    page.get_by_label("第 4 项的名称").fill("basis")
    page.locator(".pd-pair textarea").nth(3).fill('"第三十三条"')
    page.mouse.click(*middle(page, "is_extended_to_extension_refused"))
    expect(page.get_by_label("其余情况都走这里（默认流向）")).to_be_checked()
    page.get_by_label("其余情况都走这里（默认流向）").uncheck()
    page.get_by_label("条件", exact=True).fill('extension_approval.decision = "refuse"')
    before, after = (
        {line.strip() for line in text.decode().splitlines() if "<dc:" not in line}
        for text in (tidy((DIAGRAMS[0].parent / "extension.bpmn").read_bytes()), sent(page))
    )
    step = (
        '<bpmn:userTask id="extension_approval" name="审批延期" camunda:candidateGroups="head{}" '
    )
    step += 'camunda:dueDate="clock.reply_due" camunda:formKey="extension_approval">'
    flow = '<bpmn:sequenceFlow id="is_extended_to_extension_refused" name="否" '
    flow += 'sourceRef="is_extended" targetRef="extension_refused"{}>'
    parameter = '<camunda:inputParameter name="{}">{}</camunda:inputParameter>'
    gateway = '<bpmn:exclusiveGateway id="is_extended" name="同意延期？"{}>'
    condition = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{}'
    assert after - before == {
        step.format(",legal_reviewer"),
        '<camunda:property name="separateFrom" value="extension_delivery"/>',
        '<camunda:property name="returnable" value="true"/>',
        '<camunda:property name="action" value="letter.draft"/>',
        parameter.format("basis", '"第三十三条"'),
        gateway.format(""),
        flow.format(""),
        condition.format('extension_approval.decision = "refuse"</bpmn:conditionExpression>'),
    }
    assert before - after == {
        step.format(""),
        '<camunda:property name="action" value="letter.issue"/>',
        parameter.format("approver", "extension_approval.approver"),
        gateway.format(' default="is_extended_to_extension_refused"'),
        flow.format("/"),
    }


def test_opening_and_saving_loses_nothing_of_the_standard_package(page: Page):
    lost = []
    for path in DIAGRAMS:
        page.locator("[data-file]").set_input_files(path)
        expect(page.locator("[data-state]")).to_have_text("有未暂存的修改")
        if sent(page) != tidy(path.read_bytes()):
            lost.append(path.name)
        expect(page.locator("[data-state]")).not_to_have_text("正在暂存…")
        assert page.locator("[data-told]").is_hidden()
    assert lost == []
