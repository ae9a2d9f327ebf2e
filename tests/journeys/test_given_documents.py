"""In a real Chromium: a document held is chosen, prefilled, attached, named, and given whole."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import answers
from tests.journeys.conftest import Journey, fill, submit
from tests.plots import concluded, registered

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE, NUMBER = "示例县2025年农村公路养护计划", "示交〔2025〕7号"
CONTENT = "全县养护里程三百公里".encode()
REDACTED = "全县养护里程■■■公里".encode()


def holds_the_plan(journey: Journey, folder: Path) -> str:
    """Register the document with its file; give its key."""
    file = folder / "正文.txt"
    file.write_bytes(CONTENT)
    page = journey.site.desk("clerk")
    page.goto(f"{journey.site.address}/holdings/new")
    within = "form[action='/holdings']"
    fill(page, {"title": TITLE, "number": NUMBER, "made_by": "示例县交通局", "pages": "12"}, within)
    fill(page, {"attribute": "on_request", "file": str(file)}, within)
    submit(page, within)
    key = page.get_by_role("link", name=TITLE, exact=True).get_attribute("href")
    return str(key).rpartition("/")[2]


def searched_by_choosing(journey: Journey, document: str) -> None:
    """The department only chooses the document; what the register knows appears by itself."""
    journey.do("clerk", "formal_review", **answers.CLEAR)
    chosen = answers.departments(journey.department("department"))
    journey.do("clerk", "assign_search", **chosen, reply_by="2024-01-10")
    journey.do(
        "department",
        "search_record",
        **answers.SEARCH | {"found": "found", "documents": [{"holding": document}]},
        suggestion="release",
        searched_on="2024-01-02",
    )
    journey.do("clerk", "five_steps", **answers.RELEASE_ALL)
    journey.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)


def given(journey: Journey) -> dict[str, bytes]:
    """Download what was served from the papers of the case, as the auditor."""
    page = journey.page("auditor", "papers")
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载全套").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_document_held_is_given_with_the_reply_byte_for_byte(journey: Journey, tmp_path: Path):
    journey.on("2024-01-02")
    document = holds_the_plan(journey, tmp_path)
    registered(journey, channel="in_person", date="2024-01-02")
    searched_by_choosing(journey, document)
    reply = answers.GRANT | {"documents": [{"files": f"held:{document}", "form": "电子文档"}]}
    journey.do("clerk", "draft_reply", **reply)
    review = journey.page("legal_reviewer", "papers")
    expect(review.get_by_role("link", name=f"附件 {TITLE}.txt")).to_be_visible()
    concluded(journey, "2024-01-02")
    letter = journey.letter("F01")
    assert [words for words in (TITLE, NUMBER, "共12页") if words not in letter] == []
    pdf, file = given(journey).items()
    assert pdf[1].startswith(b"%PDF-")
    assert file == (f"附件 {TITLE}.txt", CONTENT)


def test_a_copy_stays_with_its_document_when_another_row_is_taken_away(
    journey: Journey, tmp_path: Path
):
    journey.on("2024-01-02")
    document = holds_the_plan(journey, tmp_path)
    registered(journey, channel="in_person", date="2024-01-02")
    searched_by_choosing(journey, document)
    wrong, right = tmp_path / "另一份.txt", tmp_path / "区分处理后.txt"
    wrong.write_bytes(CONTENT)
    right.write_bytes(REDACTED)
    page = journey.page()
    fill(page, {"documents": [{"title": "目录"}, {"title": "名录"}]})
    for row, file in enumerate((wrong, right)):
        page.locator(f"[name='documents.{row}.files'][type=file]").set_input_files(file)
    page.get_by_role("button", name="删除第 1 项").click()
    expect(page.locator("[name='documents.0.title']")).to_have_value("名录")
    fill(page, {"reasons": answers.GRANT["reasons"], "delivery_way": "ems"})
    submit(page)
    assert list(given(journey).values())[1:] == [REDACTED]
