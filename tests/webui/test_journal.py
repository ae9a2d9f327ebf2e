"""审计日志 on the page: what an administrator does is read there, and a broken chain is shouted."""

import csv
import io
import re

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.people import audit
from tests.webui.conftest import PASSWORD, Site


def test_what_the_administrator_did_is_read_by_the_auditor(site: Site):
    administrator = site.as_("administrator")
    administrator.get("/people")
    administrator.send("/departments", {"department_name": "信息科"})
    administrator.get("/people")
    administrator.send("/people/2/roles", {"roles": ["clerk", "registrar"]})
    page = site.as_("auditor").get("/journal").text
    assert "添加科室“信息科”" in page
    assert "调整乙经办（clerk）的岗位为登记窗口、经办人" in page
    assert "癸系统（administrator）登录" in page
    assert "逐条校验一致" in page


def test_signing_in_stands_in_the_journal_with_its_address(site: Site):
    site.visitor().sign_in("clerk", "falsch-12345")
    page = site.as_("auditor").get("/journal?kind=sign_in&q=clerk").text
    assert "以乙经办（clerk）的名义登录未成功" in page
    assert "<dt>来源地址</dt><dd>127.0.0.1</dd>" in page
    assert "falsch-12345" not in page


def test_signing_out_stands_in_the_journal_once(site: Site):
    clerk = site.as_("clerk")
    clerk.send("/sign-out")
    clerk.get("/sign-in")
    assert clerk.send("/sign-out").status_code == 303
    page = site.as_("auditor").get("/journal?kind=sign_in&q=clerk").text
    assert page.count("乙经办（clerk）退出登录") == 1


def unguarded(session: Session) -> None:
    """Take the database's own guards away, as an intruder with its password would."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    guard = "house_event_append_only ON house_event" if postgresql else "house_event_no_update"
    session.execute(text(f"DROP TRIGGER {guard}"))


def test_a_broken_chain_is_said_on_every_page_of_the_journal(site: Site):
    auditor = site.as_("auditor")
    site.as_("clerk")
    with site.records().writing() as session:
        unguarded(session)
        session.execute(text("UPDATE house_event SET actor = '别人' WHERE seq = 2"))
    page = auditor.get("/journal").text
    assert "第 2 条记录与校验值不符" in page
    assert "逐条校验一致" not in page


def test_a_long_journal_is_examined_whole_when_asked(site: Site, monkeypatch):
    monkeypatch.setattr(audit, "EXAMINED", 2)
    for _ in range(3):
        site.as_("clerk")
    auditor = site.as_("auditor")
    assert "最近 2 条逐条校验一致" in auditor.get("/journal").text
    assert "全部逐条校验一致" in auditor.get("/journal?whole=1").text


def test_the_journal_is_searched_and_an_odd_question_does_no_harm(site: Site):
    auditor = site.as_("auditor")
    assert "没有找到记录" in auditor.get("/journal?kind=calendar").text
    assert "没有找到记录" in auditor.get("/journal?day=2020-01-01").text
    odd = auditor.get("/journal?kind=%22%3E&q=%25&day=gestern&before=x")
    assert odd.status_code == 200


def test_older_entries_stand_on_the_next_page(site: Site):
    for _ in range(51):
        site.as_("clerk")
    auditor = site.as_("auditor")
    first = auditor.get("/journal?kind=sign_in").text
    (before,) = re.findall(r"kind=sign_in&amp;q=&amp;day=&amp;before=(\d+)", first)
    second = auditor.get(f"/journal?kind=sign_in&before={before}").text
    assert second.count("乙经办（clerk）登录") == 2


def test_the_auditor_takes_the_journal_away_as_a_table(site: Site):
    administrator = site.as_("administrator")
    administrator.get("/people")
    administrator.send("/people", {"login": "new.one", "name": "=HYPERLINK(1)", "roles": []})
    auditor = site.as_("auditor")
    answer = auditor.get("/journal/file?kind=account")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][2:5] == ["账号", "新建=HYPERLINK(1)（new.one）的账号", "癸系统"]
    assert len(rows[1][7]) == 64
    assert administrator.get("/journal/file").status_code == 403


def test_a_name_that_is_a_formula_is_text_in_the_table(site: Site):
    administrator = site.as_("administrator")
    administrator.get("/people")
    values = {"login": "new.one", "name": "=HYPERLINK(1)", "roles": ["clerk"]}
    shown = administrator.send("/people", values).text
    first = shown.split('class="password num">')[1].split("<")[0]
    visitor = site.visitor()
    visitor.sign_in("new.one", first)
    visitor.get("/account")
    values = {"old": first, "new": PASSWORD, "again": PASSWORD}
    visitor.send("/account/password", values)
    text_of_file = site.as_("auditor").get("/journal/file?kind=password").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text_of_file)))
    assert rows[1][4] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("who", ["clerk", "head", "manager", "registrar", "department"])
def test_the_column_stands_only_before_those_who_may(site: Site, who: str):
    assert 'href="/journal"' in site.as_("auditor").get("/account").text
    assert 'href="/journal"' in site.as_("administrator").get("/account").text
    assert 'href="/journal"' not in site.as_(who).get("/account").text


def test_a_department_that_exists_is_refused_where_it_was_typed(site: Site):
    administrator = site.as_("administrator")
    administrator.get("/people")
    answer = administrator.send("/departments", {"department_name": "规划科"})
    assert answer.status_code == 422
    assert "科室“规划科”已存在，没有重复添加" in answer.text
    assert 'name="department_name" value="规划科"' in answer.text
