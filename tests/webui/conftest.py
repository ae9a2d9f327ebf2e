"""A running site with one agency, its people, a few cases, and a browser for each of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.people.passwords import hash_password
from engine.settings import Settings
from engine.store.engines import SessionFactory, session_factory
from engine.store.people import Person
from engine.store.vault import Vault
from tests import answers, staff
from tests.conftest import MOMENT, Desk
from tests.databases import Databases
from tests.story import Story
from webui import create_app
from webui.database import db

PASSWORD = "Shili-2026-mima"
VAULT_KEY = b"k" * 32
_FIELD = re.compile(r'name="(csrf|once)" value="([^"]+)"')


def furnish(url: str) -> None:
    """Publish the package, let people sign in, and bring two cases to the clerk and the counter."""
    staff.publish(url)
    factory = session_factory(url)
    with factory.open_session(writer=True) as session:
        session.info["vault"] = Vault(VAULT_KEY)
        known = hash_password(PASSWORD)
        for person in session.scalars(select(Person)):
            person.password_hash = known
        desk = Desk(session)
        reviewed = Story(desk, MOMENT).receive()
        reviewed.do("registrar", "register", **answers.REGISTER)
        Story(desk, MOMENT).receive()
        session.commit()
    factory.dispose()


def staff_only(url: str) -> None:
    """Let people sign in before anything is published."""
    staff.employ(url)
    factory = session_factory(url)
    with factory.writing() as session:
        known = hash_password(PASSWORD)
        for person in session.scalars(select(Person)):
            person.password_hash = known
    factory.dispose()


staff.BUILDS.update(site=furnish, unpublished=staff_only)


def settings_for(url: str, folder: Path, **more: Any) -> Settings:
    """Describe an installation in `folder` whose moment is fixed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    key = folder / "vault.key"
    key.touch(mode=0o600)
    key.write_bytes(VAULT_KEY)
    return Settings(**{"data_dir": folder, "database_url": url, "moment": MOMENT} | more)


@dataclass
class Visitor:
    """A browser: it keeps cookies, and fills in the hidden fields of the page it saw last."""

    client: FlaskClient
    hidden: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **more: Any) -> TestResponse:
        """Open a page."""
        answer = self.client.get(address, **more)
        if answer.mimetype == "text/html":
            self.hidden |= dict(_FIELD.findall(answer.text))
        return answer

    def send(self, address: str, values: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form from the page seen last."""
        return self.client.post(address, data={**self.hidden, **(values or {})}, **more)

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        """Sign in, and remember the hidden fields of a page behind the door."""
        self.get("/sign-in")
        answer = self.send("/sign-in", {"login": login, "password": password})
        self.get("/account")
        return answer


@dataclass
class Site:
    """The application and its records."""

    app: Flask
    url: str
    aside: list[SessionFactory] = field(default_factory=list)
    others: list[Flask] = field(default_factory=list)

    def again(self, folder: Path, **more: Any) -> "Site":
        """Open another installation on the same records, such as the same one at a later moment."""
        self.others.append(create_app(settings_for(self.url, folder, **more)))
        return Site(self.others[-1], self.url)

    def visitor(self) -> Visitor:
        """Open a new browser."""
        return Visitor(self.app.test_client())

    def as_(self, login: str) -> Visitor:
        """Open a browser in which somebody has signed in."""
        visitor = self.visitor()
        assert visitor.sign_in(login).status_code == 303
        return visitor

    def records(self) -> SessionFactory:
        """Reach the records beside the application."""
        if not self.aside:
            self.aside.append(session_factory(self.url))
        return self.aside[0]


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[Site]:
    yield from opened(databases, "site", tmp_path)


@pytest.fixture
def empty_site(databases: Databases, tmp_path: Path) -> Iterator[Site]:
    yield from opened(databases, "empty", tmp_path)


def opened(databases: Databases, template: str, folder: Path) -> Iterator[Site]:
    """Open a site on a copy of a template, and close it behind the test."""
    url = databases.fresh(template)
    app = create_app(settings_for(url, folder / "data"))
    site = Site(app, url)
    yield site
    for each in (app, *site.others):
        close(each)
    for records in site.aside:
        records.dispose()
    databases.drop(url)


def close(app: Flask) -> None:
    """Close every connection of an application."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
