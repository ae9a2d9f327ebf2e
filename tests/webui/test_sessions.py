"""Signing in and out: a session begins anew, ends for good, and cannot be made up."""

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.people.sign_in import FREE_FAILURES
from engine.store.people import LoginAttempt, Person, WebSession
from tests.conftest import MOMENT
from tests.webui.conftest import PASSWORD, Site, close
from webui import sessions


def test_a_cookie_from_before_signing_in_is_worth_nothing_after(site: Site):
    visitor = site.visitor()
    visitor.client.set_cookie("sid", "planted.1.x")
    visitor.sign_in("clerk")
    cookie = visitor.client.get_cookie("sid")
    assert cookie is not None
    assert not cookie.value.startswith("planted")
    stranger = site.visitor()
    stranger.client.set_cookie("sid", "planted.1.x")
    assert stranger.get("/work").status_code == 303


def test_signing_in_again_replaces_the_session(site: Site):
    visitor = site.as_("clerk")
    first = visitor.client.get_cookie("sid").value
    visitor.client.set_cookie("sid", first)
    visitor.get("/account")
    visitor.send("/sign-in", {"login": "head", "password": PASSWORD})
    thief = site.visitor()
    thief.client.set_cookie("sid", first)
    assert thief.get("/work").status_code == 303


def test_after_signing_out_the_old_cookie_opens_nothing(site: Site):
    visitor = site.as_("clerk")
    kept = visitor.client.get_cookie("sid").value
    assert visitor.send("/sign-out").status_code == 303
    assert visitor.client.get_cookie("sid") is None
    visitor.client.set_cookie("sid", kept)
    assert visitor.get("/work").status_code == 303


def test_a_disabled_person_is_out_at_once(site: Site):
    visitor = site.as_("clerk")
    with site.records().writing() as session:
        session.scalars(select(Person).where(Person.login == "clerk")).one().active = False
    assert visitor.get("/work").status_code == 303


def test_a_changed_password_ends_every_session(site: Site):
    here, elsewhere = site.as_("clerk"), site.as_("clerk")
    new = "Xinde-2026-mima"
    answer = here.send("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert answer.location == "/sign-in"
    assert elsewhere.get("/work").status_code == 303
    assert site.visitor().sign_in("clerk", new).status_code == 303


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (sessions.IDLE - timedelta(seconds=1), 200),
        (sessions.IDLE, 303),
        (sessions.LONGEST, 303),
    ],
)
def test_a_session_that_rests_half_an_hour_is_over(
    site: Site, tmp_path: Path, later: timedelta, status: int
):
    cookie = site.as_("clerk").client.get_cookie("sid").value
    client = site.again(tmp_path / "data", moment=MOMENT + later).app.test_client()
    client.set_cookie("sid", cookie)
    assert client.get("/work").status_code == status


def test_reading_pages_keeps_a_session_awake_but_not_for_ever(site: Site, tmp_path: Path):
    cookie, moment = site.as_("clerk").client.get_cookie("sid").value, MOMENT
    awake = 0
    while moment < MOMENT + sessions.LONGEST + timedelta(hours=1):
        moment += timedelta(minutes=29)
        later = site.again(tmp_path / "data", moment=moment).app
        client = later.test_client()
        client.set_cookie("sid", cookie)
        status = client.get("/work").status_code
        close(later)
        if status != 200:
            break
        cookie, awake = client.get_cookie("sid").value, awake + 1
    assert moment >= MOMENT + sessions.LONGEST
    assert awake > 20


def test_the_moment_in_a_cookie_cannot_be_forged(site: Site):
    visitor = site.as_("clerk")
    token, seen, seal = visitor.client.get_cookie("sid").value.split(".")
    visitor.client.set_cookie("sid", f"{token}.{int(seen) + 3600}.{seal}")
    assert visitor.get("/work").status_code == 303


def test_the_records_hold_the_token_only_as_a_hash(site: Site):
    token = site.as_("clerk").client.get_cookie("sid").value.partition(".")[0]
    with site.records().reading() as session:
        hashes = session.scalars(select(WebSession.token_hash)).all()
    assert token not in hashes
    assert all(len(each) == 64 for each in hashes)


@pytest.mark.parametrize(
    ("base", "name", "secure"),
    [("http://localhost", "sid", False), ("https://localhost", "__Host-sid", True)],
)
def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    site: Site, base: str, name: str, *, secure: bool
):
    client = site.app.test_client()
    page = client.get("/sign-in", base_url=base).text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post(
        "/sign-in",
        base_url=base,
        data={"csrf": token, "login": "clerk", "password": PASSWORD},
    )
    cookies = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        cookies.load(header)
    morsel = cookies[name]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert bool(morsel["secure"]) is secure


def test_a_wrong_password_is_refused_kept_and_finally_rests_the_login(site: Site):
    visitor = site.visitor()
    for _ in range(FREE_FAILURES):
        answer = visitor.sign_in("clerk", "falsch-12345")
        assert answer.status_code == 401
    assert "登录名或密码不正确" in answer.text
    assert "连续登录失败次数过多" in visitor.sign_in("clerk").text
    with site.records().reading() as session:
        assert len(session.scalars(select(LoginAttempt)).all()) == FREE_FAILURES


@pytest.mark.parametrize("wanted", ["//elsewhere.example", "/\\elsewhere", "elsewhere"])
def test_signing_in_never_leads_to_another_site(site: Site, wanted: str):
    visitor = site.visitor()
    visitor.get("/sign-in")
    values = {"login": "clerk", "password": PASSWORD, "next": wanted}
    assert visitor.send("/sign-in", values).location == "/"


def test_a_person_with_a_drawn_password_must_change_it_first(site: Site):
    with site.records().writing() as session:
        person = session.scalars(select(Person).where(Person.login == "clerk")).one()
        person.must_change_password = True
    visitor = site.visitor()
    visitor.sign_in("clerk")
    assert visitor.get("/work").location == "/account?first=1"
    assert "请先设置自己的密码" in visitor.get("/account").text


def test_only_an_empty_house_can_be_founded(site: Site):
    visitor = site.visitor()
    visitor.get("/sign-in")
    answer = visitor.send("/setup", {"login": "intruder", "password": PASSWORD})
    assert answer.status_code == 422
    assert "系统已经启用" in answer.text
