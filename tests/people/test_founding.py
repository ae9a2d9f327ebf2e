"""The founding of an empty house: once, whole, with all that a letter must print."""

import pytest
from sqlalchemy import func, select

from engine.people.agencies import SettingsRefused
from engine.people.founding import FoundedAlready, found, is_empty
from engine.people.sign_in import Visitor, authenticate
from engine.roles import Role
from engine.store.agencies import Agency
from engine.store.engines import SessionFactory
from tests.conftest import MOMENT, Desk
from tests.founding import FOUNDING

GOOD = FOUNDING | {"password": "示例密码-Correct7", "again": "示例密码-Correct7"}


def test_the_administrator_who_founded_the_house_signs_in(sessions: SessionFactory):
    with sessions.open_session(writer=True) as session:
        assert is_empty(session)
        person = found(session, GOOD, MOMENT)
        assert not is_empty(session)
        assert person.roles == {Role.ADMINISTRATOR}
        visitor = Visitor(GOOD["login"], GOOD["password"])
        assert authenticate(session, visitor, MOMENT).person is person
        agency = session.get_one(Agency, person.agency_id)
        assert (agency.name, agency.signing_entity) == ("示例县自然资源局", "示例县自然资源局")
        assert agency.phone == GOOD["phone"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", "", "行政机关全称"),
        ("address", "", "办公地址"),
        ("phone", "", "联系电话"),
        ("review_body", "", "本级人民政府"),
        ("admin_name", " ", "管理员姓名"),
        ("login", "甲", "登录名"),
        ("login", "", "登录名"),
        ("password", "kurz", "少于10个字符"),
        ("again", "示例密码-Correct8", "不一致"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_founded(
    sessions: SessionFactory, name: str, value: str, said: str
):
    values = GOOD | {name: value} | ({"again": value} if name == "password" else {})
    with sessions.open_session(writer=True) as session:
        with pytest.raises(SettingsRefused) as caught:
            found(session, values, MOMENT)
        assert said in caught.value.problems[name]
        assert session.scalar(select(func.count()).select_from(Agency)) == 0


def test_a_house_with_people_is_never_founded_again(office: Desk):
    with pytest.raises(FoundedAlready):
        found(office.session, GOOD, MOMENT)
