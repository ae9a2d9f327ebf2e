"""In a real Chromium: a refusal drafted wrongly, found out, sent back, mended, signed, verified."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import answers
from tests.journeys.conftest import Journey
from tests.plots import concluded, registered, searched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAY = "2025-11-17"
OBSOLETE = "该信息与您自身生产、生活、科研等特殊需要无关。"
"""A ground that the Regulations gave up in 2019 (三需要)."""


def test_a_wrong_refusal_is_found_out_mended_served_and_verified(journey: Journey, tmp_path: Path):
    drafted_with_an_obsolete_ground(journey)
    reviewer = at_the_letter(journey, "legal_reviewer")
    findings = reviewer.get_by_role("region", name="签发前检查")
    expect(findings).to_contain_text("2019年修订的条例已经删去“三需要”")
    cannot_be_approved(reviewer)
    sent_back(reviewer)
    journey.do("clerk", "draft_reply", **answers.REFUSAL)
    assert "未发现问题" in at_the_letter(journey, "legal_reviewer").inner_text("main")
    concluded(journey, DAY)
    assert "特殊需要" not in journey.letter("F09")
    genuine, forged = downloaded(journey, tmp_path)
    assert "与存档一致" in verdict(journey, genuine)
    assert "已被改动" in verdict(journey, forged)


def drafted_with_an_obsolete_ground(journey: Journey) -> None:
    journey.on(DAY)
    registered(journey, channel="in_person", date=DAY)
    journey.do("clerk", "formal_review", **answers.CLEAR)
    searched(journey, DAY, answers.FOUND)
    journey.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
    journey.do("clerk", "draft_reply", **answers.REFUSAL | {"reasons": OBSOLETE})


def at_the_letter(journey: Journey, who: str) -> Page:
    """Open the draft from the reviewer's queue."""
    page = journey.site.desk(who)
    page.goto(f"{journey.site.address}/letters")
    page.get_by_role("link", name=answers.REGISTER["subject"]).click()
    page.wait_for_url("**/letters/*")
    return page


def cannot_be_approved(reviewer: Page) -> None:
    """The letter has an error, so nobody can hand it on to be signed."""
    reviewer.get_by_label("同意", exact=True).check()
    points = reviewer.get_by_role("group", name="审核要点").get_by_role("checkbox")
    expect(points).to_have_count(len(answers.CHECKS))
    for each in points.all():
        each.check()
    reviewer.get_by_role("button", name="提交", exact=True).click()
    expect(reviewer.get_by_role("alert").first).to_contain_text("依据：条例第二十七条。请更正")


def sent_back(reviewer: Page) -> None:
    reviewer.get_by_label("退回修改").check()
    reviewer.get_by_label("具体意见").fill("“三需要”已不是不予公开的理由，请按第十六条说明。")
    reviewer.get_by_role("button", name="提交", exact=True).click()
    expect(reviewer.get_by_role("status")).to_contain_text("待审文书已全部审完")


def downloaded(journey: Journey, folder: Path) -> tuple[Path, Path]:
    """Take the letter as it was served, and add one byte to a copy."""
    served = journey.download("F09").read_bytes()
    genuine, forged = folder / "答复.pdf", folder / "改动.pdf"
    genuine.write_bytes(served)
    forged.write_bytes(served + b"%")
    return genuine, forged


def verdict(journey: Journey, file: Path) -> str:
    """Ask at the door, as somebody without an account."""
    page = journey.site.browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{journey.site.address}/verify")
    page.get_by_label("电子文书").set_input_files(file)
    page.get_by_role("button", name="验证文件").click()
    said = page.locator(".verdict").inner_text()
    page.context.close()
    return said
