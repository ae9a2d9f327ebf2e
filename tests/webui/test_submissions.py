"""What is sent: from our own page, once, at the right time, and never lost."""

import io
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.store.cases import Case
from engine.store.events import CaseEvent
from engine.store.instances import Draft, OpenTask
from engine.store.letters import Delivery, Letter
from tests.answers import APPLICATION
from tests.conftest import MOMENT
from tests.webui.conftest import Site, Visitor

COUNTER = APPLICATION | {"channel": "in_person", "date": "2026-03-02"}


def count(site: Site, what: Any) -> int:
    with site.records().reading() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def task(site: Site, node: str) -> int:
    with site.records().reading() as session:
        found = session.scalar(select(OpenTask.id).where(OpenTask.node_id == node))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ({}, {"csrf": ""}),
        ({}, {"csrf": "0" * 64}),
        ({"Origin": "https://elsewhere.example"}, {}),
        ({"Origin": "null"}, {}),
        ({"Sec-Fetch-Site": "cross-site"}, {}),
        ({"Sec-Fetch-Site": "same-site"}, {}),
    ],
)
def test_a_form_from_elsewhere_changes_nothing(site: Site, headers: dict, values: dict):
    visitor = site.as_("registrar")
    before = count(site, Case)
    answer = visitor.send("/cases/new", COUNTER | values, headers=headers)
    assert answer.status_code == 403
    assert "来源校验" in answer.text
    assert count(site, Case) == before


def test_another_persons_token_is_not_ones_own(site: Site):
    registrar, clerk = site.as_("registrar"), site.as_("clerk")
    registrar.hidden = clerk.hidden
    assert registrar.send("/cases/new", COUNTER).status_code == 403


def test_text_that_pretends_to_be_a_form_is_refused(site: Site):
    visitor = site.as_("clerk")
    answer = visitor.client.post("/work/claim", data='{"task": 1}', content_type="text/plain")
    assert answer.status_code == 403


def test_an_application_is_registered_with_its_file(site: Site):
    visitor = site.as_("registrar")
    visitor.get("/cases/new")
    files = {"attachments": (io.BytesIO("申请表".encode()), "申请表.txt")}
    answer = visitor.send("/cases/new", COUNTER | files)
    assert answer.status_code == 303, answer.text
    page = visitor.get(answer.location).text
    assert "已登记，案件编号 2026-公开-0003" in page
    assert "测试申请人甲" in page
    assert "申请表.txt" in site.as_("clerk").get(f"{answer.location}/papers").text


def test_a_second_press_is_answered_with_the_first_answer(site: Site):
    visitor = site.as_("registrar")
    visitor.get("/cases/new")
    first, second = (visitor.send("/cases/new", COUNTER) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert count(site, Case) == 3


def test_a_second_press_with_other_words_is_refused(site: Site):
    visitor = site.as_("registrar")
    visitor.get("/cases/new")
    visitor.send("/cases/new", COUNTER)
    answer = visitor.send("/cases/new", COUNTER | {"content": "示例县另一份文件"})
    assert answer.status_code == 409
    assert "示例县另一份文件" in answer.text
    assert count(site, Case) == 3


def test_a_password_shown_once_is_not_shown_twice(site: Site):
    visitor = site.as_("administrator")
    visitor.get("/people")
    values = {"login": "new_clerk", "name": "子经办", "roles": "clerk"}
    first, second = (visitor.send("/people", values) for _ in range(2))
    assert "此密码只显示这一次" in first.text
    assert second.status_code == 409


def test_a_stale_tab_says_who_did_it_and_keeps_the_words(site: Site):
    number = task(site, "formal_review")
    early, late = site.as_("clerk"), site.as_("clerk_2")
    form = late.get("/cases/1").text
    early.get("/cases/1")
    assert early.send(f"/tasks/{number}", {"finding": "clear"}).status_code == 303
    words = "应当先告知补正，理由如下。"
    drawn = dict(re.findall(r'name="(_step)" value="([^"]+)"', form))
    labels = {"_labels": '{"explanation": "理由"}'}
    answer = late.send(
        f"/tasks/{number}", {"finding": "correct", "explanation": words} | labels | drawn
    )
    assert answer.status_code == 409
    assert "本次提交未" in answer.text
    assert words in answer.text
    assert "<dt>理由</dt>" in answer.text
    with site.records().reading() as session:
        assert session.get_one(Case, 1).stage == "investigate"


def test_what_is_missing_is_said_twice_and_what_was_typed_stays(site: Site):
    visitor = site.as_("registrar")
    visitor.get("/cases/new")
    answer = visitor.send("/cases/new", COUNTER | {"applicant_name": "", "content": "某份文件"})
    assert answer.status_code == 422
    assert 'class="errors-summary"' in answer.text
    assert 'href="#f-applicant_name"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "某份文件" in answer.text
    assert count(site, Case) == 2


def rows_of(page: str) -> int:
    return page.count("data-item")


def test_rows_of_a_list_come_and_go_without_a_script(site: Site):
    number = task(site, "formal_review")
    visitor = site.as_("clerk")
    visitor.get("/cases/1")
    visitor.send(f"/tasks/{number}", {"finding": "correct", "explanation": "内容不明确。"})
    form = f"/tasks/{task(site, 'draft_correction')}/form"
    one = visitor.send(form, {"items.0.item": "请写明名称"})
    two = visitor.send(form, {"items.0.item": "请写明名称", "_add": "items"})
    gone = visitor.send(
        form, {"items.0.item": "请写明名称", "items.1.item": "另一项", "_remove": "items.0"}
    )
    assert [rows_of(answer.text) for answer in (one, two, gone)] == [1, 2, 1]
    assert "<html" in two.text
    assert "请写明名称" in two.text
    assert "另一项" in gone.text
    assert "请写明名称" not in gone.text


def test_a_script_gets_only_the_fields(site: Site):
    number = task(site, "formal_review")
    visitor = site.as_("clerk")
    fields = visitor.send(
        f"/tasks/{number}/form", {"finding": "duplicate"}, headers={"X-Fragment": "1"}
    )
    assert "<html" not in fields.text
    assert "原答复文号" in fields.text
    assert count(site, CaseEvent) == count(site, CaseEvent)


def test_the_day_of_receipt_is_shown_while_typing(site: Site):
    visitor = site.as_("registrar")
    values = {"channel": "registered_mail", "signed": "2026-02-27", "addressed_to": "organ"}
    fields = visitor.send("/cases/new/form", values, headers={"X-Fragment": "1"})
    assert "收到申请之日：<b>2026年2月27日</b>" in fields.text


def test_a_draft_is_kept_for_its_writer_alone(site: Site):
    number = task(site, "formal_review")
    writer = site.as_("clerk")
    typed = {"finding": "correct", "explanation": "写了一半"}
    saved = writer.send(f"/tasks/{number}/draft", typed, headers={"X-Fragment": "1"})
    assert saved.json == {"saved_at": "09:00"}
    assert "写了一半" in writer.get("/cases/1").text
    assert "09:00 已自动暂存" in writer.get("/cases/1").text
    assert "写了一半" not in site.as_("clerk_2").get("/cases/1").text
    assert count(site, Draft) == 1


def claimed_by(site: Site, number: int) -> int | None:
    with site.records().reading() as session:
        return session.get_one(OpenTask, number).assignee_id


def test_a_task_is_claimed_given_back_and_handed_over(site: Site):
    number = task(site, "formal_review")
    visitor = site.as_("clerk")
    visitor.get("/work")
    assert "已认领 1 项" in follow(visitor, "/work/claim", {"task": str(number)})
    mine = claimed_by(site, number)
    assert mine is not None
    assert "退回待认领" in follow(visitor, f"/tasks/{number}/release", {})
    assert claimed_by(site, number) is None
    with site.records().reading() as session:
        other = session.get_one(OpenTask, number).agency_id and mine + 1
    assert "已转办" in follow(visitor, f"/tasks/{number}/hand-over", {"person": str(other)})
    assert claimed_by(site, number) == other


def follow(visitor: Visitor, address: str, values: dict[str, str]) -> str:
    answer = visitor.send(address, values)
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.location).text


def test_a_holding_is_registered_found_and_bettered(site: Site):
    visitor = site.as_("department")
    visitor.get("/holdings/new")
    values = {"title": "示例县殡葬设施收费标准", "attribute": "published"}
    refused = visitor.send("/holdings", values)
    assert refused.status_code == 422
    assert "公开的方式和途径" in refused.text
    visitor.get("/holdings/new")
    assert "已保存" in follow(visitor, "/holdings", values | {"public_way": "本机关网站"})
    assert "示例县殡葬设施收费标准" in visitor.get("/holdings?q=殡葬").text
    assert "没有找到文件" in visitor.get("/holdings?q=公路").text


def test_next_years_notice_is_entered_or_refused_with_its_reason(site: Site):
    visitor = site.as_("administrator")
    visitor.get("/calendar")
    values = {"year": "2027", "number": "国办发明电〔2026〕0号", "table": "2027-01-01,放假,元旦"}
    answer = visitor.send("/calendar", values)
    assert answer.status_code == 422
    assert "2027年放假安排无法采用" in answer.text
    assert "2027-01-01,放假,元旦" in answer.text


def test_the_applicants_wishes_are_shown_in_the_words_of_the_form(site: Site):
    visitor = site.as_("registrar")
    visitor.get("/cases/new")
    wishes = {"wanted_way": ["mail", "fax"], "accept_other": "true", "needs_help": "true"}
    location = visitor.send("/cases/new", COUNTER | wishes).location
    page = visitor.get(location).text
    assert "<dt>申请的提供形式</dt><dd>纸质文件</dd>" in page
    assert "<dt>获取信息的途径</dt><dd>邮寄、传真</dd>" in page
    assert "申请人同意以其他方式提供" in page
    assert "需要必要帮助" in page
    assert "需要必要帮助" not in visitor.get("/cases/1").text


def test_the_way_of_service_is_named_as_the_delivery_form_names_it(site: Site):
    with site.records().writing() as session:
        letter = session.scalars(select(Letter).limit(1)).one()
        served = Delivery(letter_id=letter.id, method="ems", sent_on=date(2026, 3, 2))
        served.recorded_by, served.recorded_at = "乙经办", MOMENT
        session.add(served)
    visitor = site.as_("clerk")
    for page in (f"/cases/{letter.case_id}/papers", f"/letters/{letter.id}"):
        assert "邮政企业邮寄（EMS、挂号信）" in visitor.get(page).text
