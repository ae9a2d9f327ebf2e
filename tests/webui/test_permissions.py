"""Every route × every role: who may ask is a table, and nobody gets further than it says."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError

from engine.people.passwords import hash_password
from engine.roles import Permission, Role, may
from engine.store.people import Person
from tests import staff
from tests.conftest import Desk
from tests.webui.conftest import PASSWORD, Site, Visitor, close, settings_for
from webui import TABLES, create_app, guard
from webui.database import READER, db
from webui.guard import OPEN, Route
from webui.replay import fresh_key

ROUTES = [route for table in TABLES for route in table.ROUTES]
GUARDED = [route for route in ROUTES if route.permission != OPEN]
LOGINS = {role: role.value for role in Role}
REFUSAL = "您的岗位没有"
ACTS_THAT_ASK_FOR_MORE = {
    *("/tasks/<int:task_id>/release", "/tasks/<int:task_id>/hand-over"),
    *("/letters/<int:letter_id>/word", "/letters/<int:letter_id>/revisions"),
    "/letters/<int:letter_id>/seal",
}
"""Everybody may give back or hand over a task of their own; another's only who may assign.
A department works on cases, but sees no letters."""


def address(route: Route) -> str:
    """Write an address with the number 1 for every key."""
    path = route.path
    for name in ("case_id", "task_id", "offer_id", "letter_id", "document_id", "remark_id"):
        path = path.replace(f"<int:{name}>", "1")
    for name in ("incident_id", "person_id", "department_id", "file_id", "seq", "number"):
        path = path.replace(f"<int:{name}>", "1")
    return path


def name(route: Route) -> str:
    return f"{route.methods[0]} {route.path}"


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_role_reaches_exactly_the_routes_its_permissions_name(site: Site, role: Role):
    visitor = site.as_(LOGINS[role])
    for route in GUARDED:
        visitor.hidden["once"] = fresh_key()
        method = visitor.client.get if route.methods == ("GET",) else visitor.send
        answer = method(address(route))
        refused = answer.status_code == 403 and REFUSAL in answer.text
        allowed = may([role], Permission(route.permission))
        asks_for_more = allowed and route.path in ACTS_THAT_ASK_FOR_MORE
        assert refused is not allowed or asks_for_more, f"{name(route)}: {answer.status_code}"
        assert answer.status_code < 500, name(route)


def test_nobody_gets_in_without_signing_in(site: Site):
    visitor = site.visitor()
    visitor.get("/sign-in")
    for route in GUARDED:
        method = visitor.client.get if route.methods == ("GET",) else visitor.send
        answer = method(address(route))
        assert answer.status_code == 303, name(route)
        assert answer.location.startswith("/sign-in?next="), name(route)


def test_every_form_must_come_from_a_page_of_ones_own(site: Site):
    visitors = {role: site.as_(LOGINS[role]) for role in Role}
    for route in ROUTES:
        if route.methods == ("GET",):
            continue
        able = [
            r for r in Role if route.permission == OPEN or may([r], Permission(route.permission))
        ]
        answer = visitors[able[0]].client.post(address(route))
        assert answer.status_code == 403, name(route)
        assert "没有通过来源校验" in answer.text, name(route)


def test_few_pages_are_open_to_everybody():
    assert {route.path for route in ROUTES if route.permission == OPEN} == {
        "/sign-in",
        "/sign-out",
        "/setup",
        "/verify",
        "/static/<path:name>",
        "/healthz",
    }


def test_an_application_with_a_silent_route_refuses_to_start(site: Site):
    silent = Flask("silent", static_folder=None)
    silent.add_url_rule("/silent", "silent", lambda: "")
    with pytest.raises(RuntimeError, match="/silent"):
        guard.verify(silent)
    guard.verify(site.app)


def test_a_case_of_another_agency_does_not_exist(site: Site):
    with site.records().writing() as session:
        desk = Desk(session)
        other = staff.neighbour()
        session.add(other)
        session.flush()
        desk.person("clerk").agency_id = other.id
    stranger = site.as_("clerk")
    for page in ("", "/clock", "/papers", "/history", "/history/1", "/diagram", "/position"):
        assert stranger.get(f"/cases/1{page}").status_code == 404, page
    assert stranger.get("/letters/1").status_code == 404
    assert stranger.get("/letters/1/pdf").status_code == 404
    assert "示例县2025年度" not in stranger.get("/work").text


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_nothing_of_another_agency_can_be_reached_or_changed(site: Site, role: Role):
    with site.records().writing() as session:
        desk = Desk(session)
        desk.person(LOGINS[role]).agency_id = desk.other_agency().id
        left = session.scalars(select(Person.id).where(Person.agency_id == desk.agency_id)).first()
    stranger = site.as_(LOGINS[role])
    for route in GUARDED:
        if "<int:" not in route.path or not may([role], Permission(route.permission)):
            continue
        stranger.hidden["once"] = fresh_key()
        page = address(route).replace("/people/1", f"/people/{left}")
        method = stranger.client.get if route.methods == ("GET",) else stranger.send
        assert method(page).status_code in {403, 404, 422}, name(route)


def test_a_department_sees_neither_the_record_nor_the_applicants_name(site: Site):
    officer = site.as_("department")
    assert officer.get("/cases/1").status_code == 404  # it has not been asked
    assert officer.get("/cases").status_code == 403
    assert officer.get("/files/1").status_code == 403


def test_reading_pages_never_commits(site: Site):
    visitor = site.as_("clerk")
    committed: list[Engine] = []
    with site.app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "commit", committed.append)
    for route in ROUTES:
        if route.methods == ("GET",):
            visitor.client.get(address(route))
    assert committed == []


def test_reading_pages_cannot_write(site: Site):
    with (
        site.app.app_context(),
        db.engines[READER].connect() as connection,
        pytest.raises(DBAPIError, match=r"read-?only"),
    ):
        connection.execute(text("UPDATE person SET name = ''"))


@pytest.mark.usefixtures("deployed")
def test_the_site_runs_on_every_database(office: Desk, database_url: str, tmp_path: Path):
    office.person("clerk").password_hash = hash_password(PASSWORD)
    office.commit()
    app = create_app(settings_for(database_url, tmp_path / "data"))
    visitor = Visitor(app.test_client())
    visitor.sign_in("clerk")
    assert visitor.get("/work").status_code == 200
    assert visitor.get("/healthz").json == {"status": "ok"}
    close(app)
