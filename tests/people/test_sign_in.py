"""Signing in: the right password, and what wrong ones cost."""

from datetime import timedelta

import pytest

from engine.people import passwords
from engine.people.sign_in import (
    ADDRESS_FAILURES,
    LoginResting,
    Visitor,
    WrongLogin,
    authenticate,
)
from tests.conftest import MOMENT, Desk

PASSWORD = "示例密码-Correct7"
RIGHT = Visitor("clerk", PASSWORD, "192.0.2.1")
WRONG = Visitor("clerk", "not this one", "192.0.2.1")


@pytest.fixture
def desk(office: Desk) -> Desk:
    office.person("clerk").password_hash = passwords.hash_password(PASSWORD)
    return office


def attempt(desk: Desk, visitor: Visitor, after: timedelta = timedelta(0)) -> str:
    outcome = authenticate(desk.session, visitor, MOMENT + after)
    return outcome.person.login if outcome.person else type(outcome.refusal).__name__


def test_name_and_password_open_the_door(desk: Desk):
    assert attempt(desk, RIGHT) == "clerk"


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(desk: Desk):
    unknown = authenticate(desk.session, Visitor("nobody", PASSWORD), MOMENT)
    wrong = authenticate(desk.session, WRONG, MOMENT)
    assert isinstance(unknown.refusal, WrongLogin)
    assert str(unknown.refusal) == str(wrong.refusal)


def test_an_unknown_name_costs_a_whole_verification(desk: Desk, monkeypatch):
    verified = []
    verify = passwords._hasher.verify  # noqa: SLF001
    watched = type("Watched", (), {"verify": lambda _, *a: verified.append(a) or verify(*a)})()
    monkeypatch.setattr(passwords, "_hasher", watched)
    monkeypatch.setattr(passwords, "_nobody", lambda: passwords_hash)
    passwords_hash = desk.person("clerk").password_hash
    attempt(desk, Visitor("nobody", "whatever"))
    assert len(verified) == 1


@pytest.mark.parametrize(
    ("failures", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (11, 30)]
)
def test_each_further_failure_doubles_the_rest_up_to_half_an_hour(
    desk: Desk, failures: int, minutes: int
):
    at = timedelta(0)
    for _ in range(failures):
        assert attempt(desk, WRONG, at) == "WrongLogin"
        at += timedelta(minutes=30)
    rest_ends = at - timedelta(minutes=30) + timedelta(minutes=minutes)
    assert attempt(desk, RIGHT, rest_ends - timedelta(seconds=1)) == "LoginResting"
    assert attempt(desk, RIGHT, rest_ends) == "clerk"


def test_four_failures_cost_nothing(desk: Desk):
    for _ in range(4):
        attempt(desk, WRONG)
    assert attempt(desk, RIGHT) == "clerk"


def test_a_success_wipes_the_slate(desk: Desk):
    for _ in range(2):
        for _ in range(4):
            attempt(desk, WRONG)
        assert attempt(desk, RIGHT) == "clerk"


def test_failures_of_yesterday_are_forgotten(desk: Desk):
    for _ in range(9):
        attempt(desk, WRONG)
    assert attempt(desk, RIGHT, timedelta(days=1)) == "clerk"


def test_an_unknown_name_rests_like_a_known_one(desk: Desk):
    for _ in range(5):
        attempt(desk, Visitor("nobody", "wrong"))
    assert attempt(desk, Visitor("nobody", "wrong")) == LoginResting.__name__


def test_an_address_that_tries_many_names_rests(desk: Desk, monkeypatch):
    monkeypatch.setattr(passwords, "matches", lambda *_: False)  # argon2 fifty times is slow
    for number in range(ADDRESS_FAILURES):
        attempt(desk, Visitor(f"name{number}", "spring2026", "192.0.2.7"))
    monkeypatch.undo()
    assert attempt(desk, Visitor("clerk", PASSWORD, "192.0.2.7")) == "LoginResting"
    assert attempt(desk, RIGHT) == "clerk"


def test_a_disabled_account_stays_outside(desk: Desk):
    desk.person("clerk").active = False
    assert attempt(desk, RIGHT) == "WrongLogin"


@pytest.mark.parametrize(
    "weak",
    [
        "short1-",
        "onlyletters",
        "1234567890",
        "Password123",
        "my-clerk-2026",
        "aaaaaaaaa1",
        "x1" * 65,
    ],
)
def test_a_password_that_could_be_guessed_is_refused(weak: str):
    with pytest.raises(passwords.PasswordTooWeak):
        passwords.check_strength(weak, "clerk")


def test_drawn_passwords_are_strong_and_differ():
    drawn = {passwords.generate() for _ in range(50)}
    assert len(drawn) == 50
    for password in drawn:
        passwords.check_strength(password, "clerk")
