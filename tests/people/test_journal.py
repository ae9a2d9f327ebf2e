"""The journal of the house: every act that changes it tells of itself, and never of a secret."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.law.notices import parse_year
from engine.people import accounts, agencies, audit, calendars, departments, grants, passwords
from engine.people.accounts import NewPerson
from engine.people.audit import JournalQuery
from engine.people.sign_in import ADDRESS_FAILURES, FREE_FAILURES, Visitor, authenticate
from engine.roles import Role
from engine.store.agencies import Department
from engine.store.journal import HouseEvent
from tests.conftest import MOMENT, Desk
from tests.people.test_calendars import NOTICE_2027

GOOD = "示例密码-Correct7"


def told(office: Desk) -> list[HouseEvent]:
    return list(office.session.scalars(select(HouseEvent).order_by(HouseEvent.seq)))


def create(office: Desk) -> int:
    new = NewPerson("zhang.san", "张示例", frozenset({Role.CLERK}), password=GOOD)
    return accounts.create_person(office("administrator"), new).person.id


def enter_notice(office: Desk) -> None:
    calendars.import_year(office("administrator"), parse_year(NOTICE_2027))


def rename(office: Desk) -> None:
    typed = agencies.read_settings(office("administrator"))
    changes = {"phone": "000-11111111", "rules.count_start": "same_day"}
    agencies.save_settings(office("administrator"), typed | changes)


ACTS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "account:created": (create, "新建张示例（zhang.san）的账号"),
    "account:disabled": (
        lambda o: accounts.disable(o("administrator"), o.person("clerk").id),
        "停用乙经办（clerk）的账号",
    ),
    "password:reset": (
        lambda o: accounts.reset_password(o("administrator"), o.person("clerk").id),
        "重置乙经办（clerk）的密码",
    ),
    "role:changed": (
        lambda o: grants.grant_role(o("administrator"), o.person("clerk").id, Role.REGISTRAR),
        "调整乙经办（clerk）的岗位为登记窗口、经办人",
    ),
    "department:added": (
        lambda o: departments.add_department(o("administrator"), "信息科"),
        "添加科室“信息科”",
    ),
    "department:switched": (
        lambda o: departments.switch_department(
            o("administrator"), o.person("department").department_id or 0
        ),
        "停用科室“规划科”",
    ),
    "agency:changed": (rename, "更改机关设置2项"),
    "calendar:imported": (enter_notice, "导入2027年放假安排，适用于全部机关"),
}


@pytest.mark.parametrize("tag", ACTS)
def test_every_act_of_the_administrator_writes_one_entry(office: Desk, tag: str):
    act, summary = ACTS[tag]
    act(office)
    entry = told(office)[-1]
    administrator = office.person("administrator")
    assert (entry.tag, entry.summary) == (tag, summary)
    assert (entry.actor_id, entry.actor, entry.at) == (administrator.id, "癸系统", MOMENT)
    assert len(told(office)) == 1


def test_what_changed_is_told_with_what_it_was(office: Desk):
    rename(office)
    changes = {each.label: each for each in audit.changes_of(told(office)[-1])}
    assert set(changes) == {"联系电话", "期限的第一日"}
    assert (changes["联系电话"].before, changes["联系电话"].after) == (
        "000-00000000",
        "000-11111111",
    )
    first_day = changes["期限的第一日"]
    assert (first_day.before, first_day.after) == ("按国家统一口径", "收到的当日")


def test_roles_are_told_as_they_are_called(office: Desk):
    grants.set_roles(office("administrator"), office.person("clerk").id, {Role.HEAD})
    (change,) = audit.changes_of(told(office)[-1])
    assert (change.label, change.before, change.after) == ("岗位", "经办人", "负责人")


def test_an_act_that_changes_nothing_writes_nothing(office: Desk):
    administrator, clerk = office("administrator"), office.person("clerk").id
    accounts.enable(administrator, clerk)
    grants.grant_role(administrator, clerk, Role.CLERK)
    agencies.save_settings(administrator, agencies.read_settings(administrator))
    assert told(office) == []


def test_a_refused_act_writes_nothing(office: Desk):
    with pytest.raises(accounts.LoginTaken):
        accounts.create_person(office("administrator"), NewPerson("clerk", "重名"))
    with pytest.raises(departments.DepartmentNameTaken):
        departments.add_department(office("administrator"), "规划科")
    assert told(office) == []


def test_no_password_ever_stands_in_the_journal(office: Desk):
    create(office)
    drawn = accounts.reset_password(office("administrator"), office.person("clerk").id)
    accounts.change_password(office("zhang.san"), GOOD, "Xinde-2026-mima")
    authenticate(office.session, Visitor("zhang.san", "Xinde-2026-mima"), MOMENT)
    authenticate(office.session, Visitor("zhang.san", "falsch-12345"), MOMENT)
    authenticate(office.session, Visitor("mima-als-Name-7", "whatever"), MOMENT)
    written = json.dumps(
        [[each.summary, each.actor, each.payload] for each in told(office)], ensure_ascii=False
    )
    secrets = (GOOD, drawn.password, "Xinde-2026-mima", "falsch-12345", "mima-als-Name-7")
    assert [secret for secret in secrets if secret in written] == []
    assert "argon2" not in written


def test_signing_in_is_told_with_its_failures_and_the_rest_they_bring(office: Desk):
    office.person("clerk").password_hash = passwords.hash_password(GOOD)
    for _ in range(FREE_FAILURES):
        authenticate(office.session, Visitor("clerk", "falsch-12345", "192.0.2.1"), MOMENT)
    entries = told(office)
    assert [each.tag for each in entries] == ["sign_in:failed"] * 5 + ["sign_in:rested"]
    assert [each.payload["failures"] for each in entries[:5]] == [1, 2, 3, 4, 5]
    assert entries[-1].summary == "以乙经办（clerk）的名义连续登录未成功，暂停登录至09:01:00"
    assert entries[-1].payload["from"] == "192.0.2.1"
    later = MOMENT.replace(hour=10)
    authenticate(office.session, Visitor("clerk", GOOD), later)
    assert (told(office)[-1].tag, told(office)[-1].actor) == ("sign_in:done", "乙经办")


def test_an_address_that_tries_many_names_is_told_to_every_agency(office: Desk, monkeypatch):
    monkeypatch.setattr(passwords, "matches", lambda *_: False)  # argon2 fifty times is slow
    for number in range(ADDRESS_FAILURES):
        authenticate(office.session, Visitor(f"name{number}", "x", "192.0.2.7"), MOMENT)
    last = told(office)[-1]
    assert (last.tag, last.agency_id, last.payload) == (
        "sign_in:rested",
        None,
        {"from": "192.0.2.7"},
    )


@pytest.mark.parametrize("who", ["clerk", "head", "manager", "registrar", "department"])
def test_only_auditor_and_administrator_read_the_journal(office: Desk, who: str):
    for allowed in ("auditor", "administrator"):
        audit.read_journal(office(allowed), JournalQuery())
    with pytest.raises(audit.JournalNotYours):
        audit.read_journal(office(who), JournalQuery())
    with pytest.raises(audit.JournalNotYours):
        audit.examine_journal(office(who))


def test_the_journal_is_searched_by_kind_person_and_day(office: Desk):
    create(office)
    departments.add_department(office("administrator"), "信息科")
    tomorrow = MOMENT.replace(day=MOMENT.day + 1, hour=0)
    departments.add_department(office("administrator", tomorrow), "100%科")
    auditor = office("auditor")

    def found(query: JournalQuery) -> list[int]:
        return [each.seq for each in audit.read_journal(auditor, query).entries]

    assert found(JournalQuery()) == [3, 2, 1]
    assert found(JournalQuery(kind="department")) == [3, 2]
    assert found(JournalQuery(text="zhang.san")) == [1]
    assert found(JournalQuery(text="%")) == [3]
    assert found(JournalQuery(text="癸系统")) == [3, 2, 1]
    assert found(JournalQuery(day=MOMENT.date())) == [2, 1]
    assert found(JournalQuery(day=tomorrow.date())) == [3]


def test_the_journal_is_paged_without_gap_or_repetition(office: Desk):
    for number in range(7):
        departments.add_department(office("administrator"), f"第{number}科")
    seen, before = [], None
    while True:
        page = audit.read_journal(office("auditor"), JournalQuery(before=before), most=3)
        seen += [each.seq for each in page.entries]
        if page.next is None:
            break
        before = page.next
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_another_agencys_journal_stays_unseen_but_common_entries_do_not(office: Desk):
    create(office)
    enter_notice(office)
    office.person("auditor").agency_id = office.other_agency().id
    page = audit.read_journal(office("auditor"), JournalQuery())
    assert [each.tag for each in page.entries] == ["calendar:imported"]
    assert audit.examine_journal(office("auditor")).length == 2


def test_a_department_of_another_agency_cannot_be_switched(office: Desk):
    theirs = Department(agency_id=office.other_agency().id, name="邻科")
    office.session.add(theirs)
    office.session.flush()
    with pytest.raises(departments.DepartmentNotFound):
        departments.switch_department(office("administrator"), theirs.id)
    with pytest.raises(accounts.NotAdministrator):
        departments.add_department(office("clerk"), "信息科")


@pytest.mark.parametrize("name", ["", "  ", "科" * 41])
def test_a_department_needs_a_name_one_can_read(office: Desk, name: str):
    with pytest.raises(departments.DepartmentNameRefused):
        departments.add_department(office("administrator"), name)
