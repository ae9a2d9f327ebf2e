"""The register of documents held, and finding cases again."""

import pytest

from engine.cases import holdings, search
from engine.cases.access import CaseNotFound, NotAllowed
from engine.cases.files import Upload
from engine.cases.history import timeline
from engine.office import Actor, Office
from tests.conftest import Desk
from tests.staff import neighbour
from tests.story import Story, moment

PLAN = {
    "title": "示例县农村公路养护计划",
    "number": "示交〔2025〕7号",
    "issued_on": "2025-02-01",
    "made_by": "示例县交通局",
    "attribute": "on_request",
}


def test_a_document_is_registered_with_its_text_and_found_by_any_of_its_words(office: Desk):
    upload = Upload("计划.txt", "全县养护里程三百公里".encode())
    document = holdings.save_holding(office("clerk"), PLAN, upload)
    for words in ("养护计划", "示交〔2025〕7号", "交通局", "三百公里", "公路 2025"):
        assert holdings.find_holdings(office("clerk"), words) == [document], words
    assert holdings.find_holdings(office("clerk"), "没有这个词") == []
    assert holdings.file_of(office("clerk"), document.id)[1].decode() == "全县养护里程三百公里"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"title": " "}, "文件名称"),
        ({"attribute": "secret"}, "公开属性"),
        ({"attribute": "published"}, "方式和途径"),
        ({"attribute": "withheld"}, "依据和理由"),
        ({"issued_on": "2025-02-31"}, "成文日期"),
    ],
)
def test_an_incomplete_document_is_refused_by_naming_what_is_missing(
    office: Desk, change: dict[str, str], what: str
):
    with pytest.raises(holdings.HoldingIncomplete, match=what):
        holdings.save_holding(office("clerk"), PLAN | change)


def test_who_does_not_keep_the_register_may_not_write_in_it(office: Desk):
    with pytest.raises(NotAllowed):
        holdings.save_holding(office("auditor"), PLAN)


@pytest.mark.usefixtures("deployed")
def test_a_case_is_found_by_number_applicant_text_and_letter(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    receipt = story.letters()["R02"].number
    for words in (story.case.number, "申请人甲", "农村公路", receipt):
        page = search.find_cases(office("clerk"), search.CaseQuery(text=words))
        assert [case.id for case in page.cases] == [story.case_id], words
    assert search.find_cases(office("clerk"), search.CaseQuery(text="100%_")).total == 0


@pytest.mark.usefixtures("deployed")
def test_another_agency_sees_nothing_of_it(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    other = neighbour()
    office.session.add(other)
    office.session.flush()
    actor = Actor(None, "邻县经办", other.id, None, frozenset({"clerk"}))
    stranger = Office(office.session, office.calendar, actor, story.at)
    assert search.find_cases(stranger, search.CaseQuery()).total == 0
    with pytest.raises(CaseNotFound):
        timeline(stranger, story.case_id)
