"""待审文书: the queue, the page of a letter, remarks on it, and letters taken away."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from engine.store.events import CaseEvent
from engine.store.letters import Letter
from engine.store.vault import Vault
from tests import answers
from tests.conftest import MOMENT, Desk
from tests.plots import registered
from tests.serving import served
from tests.story import Story
from tests.webui.conftest import PASSWORD, VAULT_KEY, Site, Visitor

DAY = f"{MOMENT:%Y-%m-%d}"
QUOTE = "您要求解决路面问题。"
PETITION = {
    "result": "not_processed.petition",
    "reasons": f"{QUOTE}不属于申请。",
    "delivery_way": "ems",
}


def drafted(
    site: Site, then: Callable[[Story], object] = lambda _: None, code: str = "F17", **words: str
) -> int:
    """Carry a reply as far as the legal review, and perhaps further; give its number."""
    with site.records().open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        story = Story(Desk(session), MOMENT)
        registered(story, channel="in_person", date=DAY)
        story.do("clerk", "formal_review", finding="petition", explanation="系投诉。")
        story.do("clerk", "draft_reply", **PETITION | words)
        then(story)
        session.commit()
        return story.letters()[code].id


def signed(story: Story) -> None:
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.do("head", "sign", **answers.APPROVE)


def returned(story: Story) -> None:
    story.do("legal_reviewer", "legal_review", decision="return", opinion="请修改。")
    story.do("clerk", "draft_reply", **PETITION)


def record(site: Site, tag: str) -> list[tuple[str, str]]:
    with site.records().reading() as session:
        rows = select(CaseEvent).where(CaseEvent.tag == tag).order_by(CaseEvent.id)
        return [(each.actor, each.summary) for each in session.scalars(rows)]


def remark(visitor: Visitor, letter: int, **said: str) -> int:
    visitor.get(f"/letters/{letter}")
    sent = {"quote": QUOTE, "near": "0", "words": "请写明是哪一条路。"} | said
    return visitor.send(f"/letters/{letter}/remarks", sent).status_code


def test_the_queue_shows_what_waits_for_this_reviewer(site: Site):
    first = drafted(site, returned)
    second = drafted(site, reasons="系XX单位的事项。")
    signed_one = drafted(site, signed)
    reviewer = site.as_("legal_reviewer")
    remark(reviewer, first, quote="特此告知。")
    page = reviewer.get("/letters").text
    rows = re.findall(r"<tr data-row>.*?</tr>", page, re.DOTALL)
    assert [re.findall(r'href="/letters/(\d+)"', row)[0] for row in rows] == [
        *(str(first), str(second))
    ]
    assert "退回 1 次" in rows[0]
    assert "待处理批注 1" in rows[0]
    assert "错误 1" in rows[1]
    assert "首次送审" in rows[1]
    assert "没有待审的文书" in site.as_("head").get("/letters").text
    assert "没有待审的文书" in site.as_("clerk").get("/letters").text
    for who in ("head", "clerk"):
        assert site.as_(who).get(f"/letters/{signed_one}").status_code == 200


NOT_OURS = {
    "result": "unable.not_ours",
    "responsible_name": "示例县水利局",
    "responsible_contact": "000-22223333",
    "convenience": "可以到示例县政务服务大厅咨询。",
    "convenience_place": "apart",
}


def test_a_page_of_help_is_judged_together_with_its_reply(site: Site):
    reply = drafted(site, code="F13", **NOT_OURS)
    reviewer = site.as_("legal_reviewer")
    rows = re.findall(r"<tr data-row>.*?</tr>", reviewer.get("/letters").text, re.DOTALL)
    listed = [re.findall(r'href="/letters/(\d+)"', row)[0] for row in rows]
    assert listed[0] == str(reply)
    (help_page,) = listed[1:]
    for one, other in (listed, reversed(listed)):
        page = reviewer.get(f"/letters/{one}").text
        assert re.search(rf'与<a href="/letters/{other}">《.+?》</a>一并审核、签发', page)
    task = re.findall(rf"/letters/{help_page}/tasks/(\d+)", page)[0]
    said = {"decision": "return", "opinion": "便民答复写入答复书即可。"}
    assert reviewer.send(f"/letters/{help_page}/tasks/{task}", said).status_code == 303
    assert "没有待审的文书" in reviewer.get("/letters").text


def test_beside_the_letter_stands_what_was_asked_and_how_it_was_answered_before(site: Site):
    earlier = drafted(site, signed, reasons="您反映的是路灯问题，请求予以更换。")
    number = drafted(site)
    page = site.as_("legal_reviewer").get(f"/letters/{number}").text
    for words in (
        *("示例县2025年度农村公路养护计划", "形式审查", "系投诉。", "收件回执"),
        *("同类答复", f'href="/letters/{earlier}"', "办理结果相同", "路灯问题"),
    ):
        assert words in page
    with site.records().writing() as session:
        session.get_one(Letter, earlier).status = "revoked"
    page = site.as_("legal_reviewer").get(f"/letters/{number}").text
    assert "同类答复" not in page  # what no longer counts is no example


def test_a_remark_is_shown_on_its_words_and_to_the_drafter(site: Site):
    number = drafted(site)
    reviewer = site.as_("legal_reviewer")
    assert remark(reviewer, number) == 303
    assert (
        f'<mark data-number="1" id="at-1">{QUOTE}</mark>' in reviewer.get(f"/letters/{number}").text
    )
    assert remark(reviewer, number, quote="没有写过的话") == 422
    task = re.findall(rf"/letters/{number}/tasks/(\d+)", reviewer.get(f"/letters/{number}").text)
    said = {"decision": "return", "opinion": "请按批注修改。"}
    assert reviewer.send(f"/letters/{number}/tasks/{task[0]}", said).status_code == 303
    clerk = site.as_("clerk")
    with site.records().reading() as session:
        case = session.get_one(Letter, number).case_id
    page = clerk.get(f"/cases/{case}").text
    assert "待处理 1 条" in page
    assert "请写明是哪一条路。" in page
    remarked = re.findall(r'action="/remarks/(\d+)"', page)[0]
    answer = clerk.send(f"/remarks/{remarked}", {"kind": "settled", "words": "已写明。"})
    assert answer.location == f"/cases/{case}#remark-{remarked}"
    assert "审核批注" not in clerk.get(f"/cases/{case}").text
    assert "已处理" in clerk.get(f"/letters/{number}").text


def test_who_takes_a_letter_away_is_on_the_record(site: Site):
    number = drafted(site, signed)
    clerk = site.as_("clerk")
    clerk.get(f"/letters/{number}")
    for address in ("download", "download", "set"):  # as often as somebody likes
        assert clerk.send(f"/letters/{number}/{address}").status_code == 200
    title = "《不作为政府信息公开申请处理告知书》示政办告〔2026〕1号"
    assert record(site, "letter:downloaded") == [
        *(("乙经办", f"下载{title}"), ("乙经办", f"下载{title}"), ("乙经办", f"下载全套{title}"))
    ]
    assert clerk.get(f"/letters/{number}/download").status_code == 405


def test_the_letters_of_a_day_are_taken_away_in_one_archive_with_an_index(site: Site):
    number = drafted(site, signed)
    head = site.as_("head")
    page = head.get(f"/letters/issued?on={DAY}").text
    chosen = re.findall(r'name="letter" value="(\d+)"', page)
    assert str(number) in chosen
    answer = head.send("/letters/issued", {"letter": chosen})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
        assert len(rows) == len(chosen)
        with site.records().reading() as session:
            sha256 = session.get_one(Letter, number).pdf_sha256
        (reply,) = [row for row in rows if row["SHA-256"] == sha256]
        assert reply["文件名"] == "示政办告〔2026〕1号 不作为政府信息公开申请处理告知书.pdf"
        assert archive.read(reply["文件名"]).startswith(b"%PDF-")
        assert sha256 in archive.read("目录.html").decode()
        assert archive.testzip() is None
    assert len(record(site, "letter:downloaded")) == len(chosen)
    head.get("/account")  # another page, with another key
    assert head.send("/letters/issued", {"letter": ["999", "x"]}).status_code == 422
    assert "当日没有签发文书" in head.get("/letters/issued?on=2020-01-01").text
    assert head.get("/letters/issued?on=x").status_code == 200


def test_the_letters_of_another_agency_are_not_to_be_had(site: Site):
    drafted(site, signed)
    with site.records().open_session(writer=True) as session:
        desk = Desk(session)
        desk.person("head").agency_id = desk.other_agency().id
        session.commit()
    stranger = site.as_("head")
    assert "当日没有签发文书" in stranger.get(f"/letters/issued?on={DAY}").text
    assert stranger.send("/letters/issued", {"letter": ["1", "2", "3"]}).status_code == 422
    assert remark(stranger, 1) == 404


@pytest.mark.browser
def test_a_passage_is_remarked_on_returned_answered_and_approved(site: Site, chromium: Browser):
    number = drafted(site)
    with site.records().reading() as session:
        case = session.get_one(Letter, number).case_id
    with served(site.app) as address:
        reviewer = seat(chromium, address, "legal_reviewer")
        reviewer.goto(f"{address}/letters/{number}")
        return_with_a_remark(reviewer)
        clerk = seat(chromium, address, "clerk")
        clerk.goto(f"{address}/cases/{case}")
        settle_and_draft_anew(clerk)
        reviewer.goto(f"{address}/letters")
        approve(reviewer)
    assert [actor for actor, _ in record(site, "remark:settled")] == ["乙经办"]


def return_with_a_remark(reviewer: Page) -> None:
    """Remark on a passage by drawing the mouse over it; what is typed elsewhere stays."""
    select_words(reviewer, "不属于申请")
    reviewer.get_by_role("button", name="批注所选文字").click()
    expect(reviewer.get_by_label("所引文字")).to_have_value(re.compile("不属于申请"))
    reviewer.get_by_label("退回修改").check()
    reviewer.get_by_label("具体意见").fill("请按批注修改。")
    reviewer.get_by_label("批注内容").fill("请说明为什么不属于。")
    reviewer.get_by_role("button", name="添加批注").click()
    expect(reviewer.locator(".lt-page .mark")).not_to_have_count(0)
    expect(reviewer.get_by_label("具体意见")).to_have_value("请按批注修改。")
    reviewer.get_by_role("button", name="提交", exact=True).click()
    expect(reviewer.get_by_role("status")).to_contain_text("待审文书已全部审完")


def settle_and_draft_anew(clerk: Page) -> None:
    """Read the remark beside the form, mend the draft, settle the remark, hand in."""
    expect(clerk.get_by_text("请说明为什么不属于。").first).to_be_visible()
    clerk.get_by_role("textbox", name="认定的事实、理由和法律适用").fill(
        "您要求解决路面问题，属于投诉，不是申请公开政府信息。"
    )
    remarks = clerk.get_by_role("region", name="审核批注")
    remarks.get_by_label("对批注1的说明").fill("已说明。")
    remarks.get_by_role("button", name="已处理", exact=True).click()
    expect(remarks).to_have_count(0)
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.get_by_text("案件已转入下一环节")).to_be_visible()


def approve(reviewer: Page) -> None:
    """Open the draft from the queue, see what became of the remark, approve."""
    reviewer.get_by_role("link", name="示例县农村公路养护计划").click()
    expect(reviewer.get_by_text("退回 1 次")).to_be_visible()
    expect(reviewer.get_by_text("原文已改")).to_be_visible()
    reviewer.get_by_label("同意", exact=True).check()
    points = reviewer.get_by_role("group", name="审核要点").get_by_role("checkbox")
    expect(points).to_have_count(6)
    for each in points.all():
        each.check()
    reviewer.get_by_role("button", name="提交", exact=True).click()
    expect(reviewer.get_by_role("status")).to_contain_text("待审文书已全部审完")


def seat(chromium: Browser, address: str, who: str) -> Page:
    page = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("账号").fill(who)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def select_words(page: Page, words: str) -> None:
    """Draw the mouse over the line of the page on which these words begin."""
    line = page.locator(".lt-page text", has_text=words).first
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=4)
    page.mouse.up()
