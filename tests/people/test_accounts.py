"""Accounts: who may be created, which roles go together, who cannot be lost."""

from itertools import combinations

import pytest

from engine.people import accounts, duties, grants
from engine.people.accounts import NewPerson
from engine.people.passwords import PasswordTooWeak
from engine.people.sign_in import Visitor, authenticate
from engine.roles import Role
from engine.store.people import WebSession
from tests.conftest import MOMENT, Desk

GOOD = "示例密码-Correct7"


def test_a_new_person_gets_a_password_that_must_be_changed(office: Desk):
    created = accounts.create_person(
        office("administrator"), NewPerson("zhang.san", "张示例", frozenset({Role.CLERK}))
    )
    assert created.person.must_change_password
    signed_in = authenticate(office.session, Visitor("zhang.san", created.password), MOMENT)
    assert signed_in.person is created.person


@pytest.mark.parametrize("who", ["clerk", "head", "manager", "auditor", "registrar"])
def test_only_the_administrator_keeps_accounts(office: Desk, who: str):
    with pytest.raises(accounts.NotAdministrator):
        accounts.create_person(office(who), NewPerson("new.person", "新人"))


@pytest.mark.parametrize("login", ["", "a", "Zhang", "张三", "two words", "x" * 41])
def test_a_login_that_is_hard_to_type_is_refused(office: Desk, login: str):
    with pytest.raises(accounts.LoginUnusable):
        accounts.create_person(office("administrator"), NewPerson(login, "新人"))


def test_a_login_is_never_given_twice(office: Desk):
    accounts.disable(office("administrator"), office.person("clerk").id)
    with pytest.raises(accounts.LoginTaken):
        accounts.create_person(office("administrator"), NewPerson("clerk", "新人"))


def test_administrator_and_auditor_hold_no_other_role(office: Desk):
    department = office.person("department").department_id
    for number, roles in enumerate(combinations(Role, 2)):
        new = NewPerson(f"two.roles.{number}", "兼任", frozenset(roles), department, GOOD)
        if duties.ALONE & set(roles):
            with pytest.raises(duties.RolesApart):
                accounts.create_person(office("administrator"), new)
        else:
            created = accounts.create_person(office("administrator"), new)
            assert created.person.roles == set(roles)


def test_a_role_granted_later_keeps_to_the_same_separation(office: Desk):
    clerk = office.person("clerk")
    with pytest.raises(duties.RolesApart):
        grants.grant_role(office("administrator"), clerk.id, Role.ADMINISTRATOR)
    grants.grant_role(office("administrator"), clerk.id, Role.REGISTRAR)
    assert clerk.roles == {"clerk", "registrar"}
    grants.revoke_role(office("administrator"), clerk.id, Role.REGISTRAR)
    assert clerk.roles == {"clerk"}


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_the_last_administrator_and_the_last_auditor_stay(office: Desk, who: str):
    person = office.person(who)
    with pytest.raises(duties.LastOfRole):
        accounts.disable(office("administrator"), person.id)
    with pytest.raises(duties.LastOfRole):
        grants.revoke_role(office("administrator"), person.id, Role(who))


def test_an_officer_of_a_department_belongs_to_one(office: Desk):
    new = NewPerson("no.department", "无科室", frozenset({Role.DEPARTMENT}))
    with pytest.raises(accounts.DepartmentMissing):
        accounts.create_person(office("administrator"), new)
    with pytest.raises(accounts.DepartmentMissing):
        grants.grant_role(office("administrator"), office.person("clerk").id, Role.DEPARTMENT)


def test_a_disabled_person_is_out_at_once(office: Desk):
    created = accounts.create_person(
        office("administrator"), NewPerson("zhang.san", "张示例", password=GOOD)
    )
    _open_browser(office, created.person.id)
    accounts.disable(office("administrator"), created.person.id)
    assert office.session.query(WebSession).count() == 0
    assert authenticate(office.session, Visitor("zhang.san", GOOD), MOMENT).person is None
    accounts.enable(office("administrator"), created.person.id)
    assert authenticate(office.session, Visitor("zhang.san", GOOD), MOMENT).person is not None


def test_a_changed_password_ends_every_session(office: Desk):
    created = accounts.create_person(
        office("administrator"), NewPerson("zhang.san", "张示例", password=GOOD)
    )
    own = office("zhang.san")
    _open_browser(office, created.person.id)
    with pytest.raises(accounts.WrongPassword):
        accounts.change_password(own, "不是原密码-1", "Another7-换一个密码")
    with pytest.raises(PasswordTooWeak):
        accounts.change_password(own, GOOD, GOOD)
    accounts.change_password(own, GOOD, "Another7-示例密码")
    assert office.session.query(WebSession).count() == 0
    assert authenticate(office.session, Visitor("zhang.san", GOOD), MOMENT).person is None


def test_a_reset_lets_a_resting_account_in_again(office: Desk):
    accounts.create_person(office("administrator"), NewPerson("zhang.san", "张示例", password=GOOD))
    for _ in range(6):
        authenticate(office.session, Visitor("zhang.san", "wrong"), MOMENT)
    person = office.person("zhang.san")
    reset = accounts.reset_password(office("administrator"), person.id)
    assert person.must_change_password
    outcome = authenticate(office.session, Visitor("zhang.san", reset.password), MOMENT)
    assert outcome.person is person


def test_an_account_of_another_agency_does_not_exist(office: Desk):
    stranger = accounts.create_person(office("administrator"), NewPerson("stranger", "外人")).person
    other = office.other_agency()
    stranger.agency_id = other.id
    office.session.flush()
    with pytest.raises(accounts.PersonNotFound):
        accounts.disable(office("administrator"), stranger.id)


def _open_browser(office: Desk, person_id: int) -> None:
    office.session.add(
        WebSession(
            token_hash="t",
            person_id=person_id,
            csrf="c",
            created_at=MOMENT,
            seen_at=MOMENT,
            expires_at=MOMENT,
        )
    )
    office.session.flush()
