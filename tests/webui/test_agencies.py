"""From an empty installation to the first receipt; and the settings page afterwards."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from engine.store.cases import Case
from engine.store.deployments import Deployment
from engine.store.instances import DueTimer
from engine.store.letters import Letter
from engine.store.people import Person
from tests.answers import APPLICATION
from tests.founding import FOUNDING
from tests.webui.conftest import PASSWORD, Site, Visitor

SETUP = FOUNDING | {"password": PASSWORD, "again": PASSWORD}
COUNTER = APPLICATION | {"channel": "in_person", "date": "2026-03-02"}
FIELD = re.compile(
    r'<(?:input|select|textarea)[^>]* name="([^"]+)"(?: type="text")?(?: value="([^"]*)")?'
)


def founded(site: Site) -> Visitor:
    """Found the house, and stay signed in as its administrator."""
    visitor = site.visitor()
    assert visitor.get("/sign-in").location == "/setup"
    visitor.get("/setup")
    assert visitor.send("/setup", SETUP).location == "/people"
    assert "标准办理流程已发布" in visitor.get("/people").text
    return visitor


def employ(administrator: Visitor, login: str, *roles: str) -> str:
    """Create an account on the page, and read its first password there."""
    administrator.get("/people")
    answer = administrator.send("/people", {"login": login, "name": login, "roles": list(roles)})
    shown = re.search(r'class="password num">([^<]+)<', answer.text)
    assert shown, answer.text
    return shown[1]


def settled(site: Site, login: str, first: str) -> Visitor:
    """Sign in for the first time, choose a password, and sign in again."""
    visitor = site.visitor()
    visitor.sign_in(login, first)
    visitor.get("/account")
    values = {"old": first, "new": PASSWORD, "again": PASSWORD}
    assert visitor.send("/account/password", values).location == "/sign-in"
    return site.as_(login)


def test_an_empty_house_registers_its_first_application_and_issues_the_receipt(empty_site: Site):
    administrator = founded(empty_site)
    passwords = {
        login: employ(administrator, login, *roles)
        for login, roles in (("window", ["registrar"]), ("desk", ["clerk"]), ("chief", ["head"]))
    }
    assert settled(empty_site, "desk", passwords["desk"]).get("/work").status_code == 200
    registrar = settled(empty_site, "window", passwords["window"])
    registrar.get("/cases/new")
    assert registrar.send("/cases/new", COUNTER).location == "/cases/1"
    with empty_site.records().reading() as session:
        receipt = session.scalars(select(Letter)).one()
        assert receipt.status == "issued"
        assert receipt.number == "示资回〔2026〕1号"
        printed = re.sub(r"<[^>]+>", "", receipt.html)
        assert FOUNDING["phone"] in printed
        assert FOUNDING["address"] in printed
        number = receipt.id
    answer = registrar.get(f"/letters/{number}/pdf")
    assert answer.data.startswith(b"%PDF")


def test_an_empty_house_is_founded_once(empty_site: Site):
    founded(empty_site)
    stranger = empty_site.visitor()
    assert stranger.get("/setup").location == "/sign-in"
    stranger.get("/sign-in")
    answer = stranger.send("/setup", SETUP | {"login": "intruder"})
    assert answer.status_code == 422
    assert "系统已经启用" in answer.text


@pytest.mark.parametrize("wrong", [{"password": "kurz", "again": "kurz"}, {"court": ""}])
def test_a_refused_founding_keeps_what_was_typed_but_no_password(empty_site: Site, wrong: dict):
    visitor = empty_site.visitor()
    visitor.get("/setup")
    answer = visitor.send("/setup", SETUP | wrong)
    assert answer.status_code == 422
    assert 'value="示例县自然资源局"' in answer.text
    assert PASSWORD not in answer.text
    assert "处需要更正" in answer.text
    with empty_site.records().reading() as session:
        assert session.scalars(select(Person.id)).all() == []
        assert session.scalars(select(Deployment.id)).all() == []


def change(administrator: Visitor, **changes: str) -> None:
    """Save the page as it is shown but for some fields."""
    page = administrator.get("/agency").text
    typed = {name: value for name, value in FIELD.findall(page) if name not in {"csrf", "once"}}
    typed |= {"kind": "government_office", "rules.agency_scope": ["other", "internal"]}
    typed |= {name.replace("rules_", "rules."): value for name, value in changes.items()}
    assert administrator.send("/agency", typed).location == "/agency"


def test_changed_settings_are_shown_again(site: Site):
    administrator = site.as_("administrator")
    assert "默认：收到的次日" in administrator.get("/agency").text
    change(administrator, case_number="示{year}-{seq}", rules_count_start="same_day")
    shown = administrator.get("/agency").text
    assert "机关设置已保存" in shown
    assert 'value="示{year}-{seq}"' in shown
    assert '<option value="same_day" selected>' in shown
    assert 'value="internal" checked' in shown
    assert 'value="lower_government" checked' not in shown


def test_changed_settings_hold_for_open_cases_and_the_next_one(site: Site):
    with site.records().reading() as session:
        assert session.get_one(Case, 1).due_on == date(2026, 3, 30)
        timers = set(session.scalars(select(DueTimer.due_at).where(DueTimer.case_id == 1)))
    administrator = site.as_("administrator")
    changes = {"case_number": "示{year}-{seq}", "warn_before": "5"}
    change(administrator, rules_count_start="same_day", **changes)
    with site.records().reading() as session:
        assert session.get_one(Case, 1).due_on == date(2026, 3, 27)
        moved = set(session.scalars(select(DueTimer.due_at).where(DueTimer.case_id == 1)))
    assert timers
    assert moved.isdisjoint(timers)
    registrar = site.as_("registrar")
    registrar.get("/cases/new")
    location = registrar.send("/cases/new", COUNTER).location
    assert "示2026-0003" in registrar.get(location).text
    assert "期限第一日</dt><dd>2026年3月2日" in registrar.get(f"{location}/clock").text


def test_refused_settings_keep_what_was_typed(site: Site):
    administrator = site.as_("administrator")
    administrator.get("/agency")
    answer = administrator.send("/agency", FOUNDING | {"letter_number": "{seq}", "phone": ""})
    assert answer.status_code == 422
    assert 'value="示例县自然资源局"' in answer.text
    assert 'value="{seq}"' in answer.text
    assert "请填写联系电话" in answer.text
    assert "有 2 处需要更正" in answer.text
    assert "示例县自然资源局" not in administrator.get("/agency").text


def test_each_letter_is_set_on_its_own_page(site: Site):
    administrator = site.as_("administrator")
    page = administrator.get("/agency/letters").text
    assert "政府信息公开申请收件回执" in page
    assert "政府信息公开申请登记表" not in page
    refused = administrator.send("/agency/letters", {"letters.F04.series": "告1"})
    assert refused.status_code == 422
    assert "F04：文种字应为一至四个汉字" in refused.text
    assert 'name="letters.F04.series" value="告1"' in refused.text
    taken = administrator.send("/agency/letters", {"letters.F04.series": "决"})
    assert taken.location == "/agency/letters"
    assert 'name="letters.F04.series" value="决"' in administrator.get("/agency/letters").text
