"""A served installation of 示例县, a real Chromium, and people at their desks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader
from sqlalchemy import func, select, update

from engine.cases import printing, steps
from engine.documents import close_press, open_press
from engine.office import Actor, Office
from engine.people.calendars import calendar_of
from engine.people.passwords import hash_password
from engine.settings import Settings
from engine.store.cases import Case
from engine.store.engines import SessionFactory, session_factory
from engine.store.instances import DueTimer, OfferedMessage, OpenTask
from engine.store.letters import Letter
from engine.store.people import Person
from engine.store.tables import LOCAL_ZONE
from engine.store.vault import Vault
from tests.databases import Databases
from tests.serving import served
from webui import create_app

PASSWORD = "Example-2026-pass"
START = datetime(2024, 1, 2, 9, 0, tzinfo=LOCAL_ZONE)


@dataclass(frozen=True)
class StagedSettings(Settings):
    """Settings whose clock a journey moves."""

    hands: list[datetime] = field(default_factory=lambda: [START])

    def now(self) -> datetime:
        return self.hands[0]


@dataclass
class Site:
    """The product as served: its address, its clock, its records for the test to check."""

    settings: StagedSettings
    address: str
    sessions: SessionFactory
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def on(self, day: str | date) -> None:
        """Let time pass to a day at nine; the worker wakes whatever falls due on the way."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        goal = datetime.combine(on, time(9), LOCAL_ZONE)
        while (due := self._next_due(goal)) is not None:
            self.settings.hands[0] = max(self.settings.hands[0], due + timedelta(hours=1))
            self._work()
        self.settings.hands[0] = max(self.settings.hands[0], goal)

    def _next_due(self, goal: datetime) -> datetime | None:
        with self.sessions.reading() as session:
            rows = select(func.min(DueTimer.due_at)).where(DueTimer.due_at <= goal)
            return session.scalar(rows)

    def _work(self) -> None:
        with self.sessions.writing() as session:
            office = self._office(session)
            for case_id in steps.due_cases(office):
                steps.wake(office, case_id)
        printing.finish_rendering(self._open)

    def _open(self, writer: bool) -> Any:  # noqa: FBT001
        return _Opened(self, writer)

    def _office(self, session: Any) -> Office:
        person = session.scalars(select(Person).where(Person.login == "clerk")).one()
        actor = Actor(None, "系统", person.agency_id, None, frozenset())
        return Office(session, calendar_of(session, actor.agency_id), actor, self.settings.now())

    def desk(self, who: str) -> Page:
        """Give somebody's browser window, signed in; a day away from it costs a sign-in."""
        if who not in self.contexts:
            context = self.browser.new_context(
                locale="zh-CN", viewport={"width": 1440, "height": 1000}
            )
            context.set_default_timeout(15_000)
            self.contexts[who] = context
        context = self.contexts[who]
        page = context.pages[0] if context.pages else self._window(context)
        page.goto(f"{self.address}/account")
        if "/sign-in" in page.url:
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSWORD)
            page.click("form[action='/sign-in'] button")
            page.wait_for_load_state()
        return page

    def _window(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: self.failures.append(error.stack or str(error)))
        page.on("console", self._listen)
        return page

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.failures.append(message.text)


@dataclass
class _Opened:
    site: Site
    writer: bool

    def __enter__(self) -> Office:
        self.session = self.site.sessions.open_session(writer=self.writer)
        return self.site._office(self.session)  # noqa: SLF001

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.writer:
            self.session.commit()
        self.session.close()


@dataclass
class Journey:
    """One application carried through the browser, from the counter to the archive."""

    site: Site
    case_id: int = 0

    def on(self, day: str | date) -> "Journey":
        self.site.on(day)
        return self

    def receive(self, who: str = "registrar", **values: Any) -> "Journey":
        page = self.site.desk(who)
        page.goto(f"{self.site.address}/cases/new")
        fill(page, {"channel": values.pop("channel", "in_person"), **values})
        submit(page)
        assert "/cases/new" not in page.url, page.locator(".errors-summary").all_inner_texts()
        self.case_id = int(page.url.split("/cases/")[1].split("?")[0].split("#")[0])
        return self

    def do(self, who: str, node: str, about: str = "", **values: Any) -> "Journey":
        """Open the task from the case page, fill its form in, hand it in."""
        task_id = self.task(node, about)
        page = self.site.desk(who)
        page.goto(f"{self.site.address}/tasks/{task_id}")
        fill(page, values, f"#task-{task_id}")
        submit(page, f"#task-{task_id}")
        refusals = page.locator(".errors-summary").all_inner_texts()
        told = refusals or page.inner_text("main")[:900]
        assert self.gone(task_id), f"{node}: {told} {_standing(page, f'#task-{task_id}')}"
        return self

    def say(self, who: str, message: str, **values: Any) -> "Journey":
        """Press a button that the diagram offers."""
        with self.site.sessions.reading() as session:
            offer = session.scalars(
                select(OfferedMessage).where(
                    OfferedMessage.case_id == self.case_id, OfferedMessage.name == message
                )
            ).one()
        page = self.page(who)
        page.click(f"a[href='/messages/{offer.id}']")
        page.wait_for_url("**/messages/*")
        fill(page, values)
        submit(page)
        page.wait_for_url("**/cases/*")
        return self

    def department(self, who: str) -> int:
        with self.site.sessions.reading() as session:
            person = session.scalars(select(Person).where(Person.login == who)).one()
            return person.department_id or 0

    def page(self, who: str = "clerk", tab: str = "") -> Page:
        """Show the case to somebody."""
        page = self.site.desk(who)
        page.goto(f"{self.site.address}/cases/{self.case_id}{tab and f'/{tab}'}")
        return page

    def task(self, node: str, about: str = "") -> int:
        with self.site.sessions.reading() as session:
            rows = session.scalars(select(OpenTask).where(OpenTask.case_id == self.case_id)).all()
            found = [task.id for task in rows if task.node_id == node and about in task.note]
            assert found, f"{node} is not open; open: {[(t.node_id, t.note) for t in rows]}"
            return found[0]

    def gone(self, task_id: int) -> bool:
        with self.site.sessions.reading() as session:
            return session.get(OpenTask, task_id) is None

    def open_nodes(self) -> list[str]:
        with self.site.sessions.reading() as session:
            rows = select(OpenTask.node_id).where(OpenTask.case_id == self.case_id)
            return sorted(session.scalars(rows))

    def case(self) -> Case:
        with self.site.sessions.reading() as session:
            return session.get_one(Case, self.case_id)

    def letter(self, code: str, who: str = "clerk") -> str:
        """Download an issued letter through the browser and read its text."""
        reader = PdfReader(self.download(code, who))
        return "".join("".join(leaf.extract_text().split()) for leaf in reader.pages)

    def download(self, code: str, who: str = "clerk") -> Path:
        """Download the latest letter of a kind from the papers of the case."""
        with self.site.sessions.reading() as session:
            rows = select(Letter.id).where(Letter.case_id == self.case_id, Letter.code == code)
            letter_id = session.scalars(rows.order_by(Letter.id.desc())).first()
        page = self.page(who, "papers")
        with page.expect_download() as taken:
            page.locator(f"form[action='/letters/{letter_id}/download'] button").first.click()
        assert taken.value.suggested_filename.endswith(".pdf")
        return Path(taken.value.path())


def _standing(page: Page, within: str) -> list[list[str]]:
    """List what stands in a form, by the names of its questions, for a failure's message."""
    told: list[list[str]] = page.locator(f"{within} [name]").evaluate_all(
        "found => found.map(it => [it.name, it.value])"
    )
    return told


def submit(page: Page, within: str = "form[data-form]") -> None:
    """Press the form's main button and wait for the answer."""
    with page.expect_navigation():
        page.click(f"{within} .formfoot button.pri")


def fill(page: Page, values: dict[str, Any], within: str = "form[data-form]") -> None:
    """Fill a form in by the names of its questions, as a person would, from top to bottom."""
    for key, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            _fill_rows(page, key, value, within)
        else:
            _answer(page, key, value, within)


def _fill_rows(page: Page, key: str, rows: list[dict[str, Any]], within: str) -> None:
    for number, row in enumerate(rows):
        first = f"{within} [name='{key}.{number}.{next(iter(row))}']"
        if page.locator(first).count() == 0:
            page.click(f"{within} button[name=_add][value='{key}']")
            page.wait_for_selector(first)
        for inner, value in row.items():
            _answer(page, f"{key}.{number}.{inner}", value, within)


def _answer(page: Page, name: str, value: Any, within: str) -> None:
    field = page.locator(f"{within} [name='{name}']")
    field.first.wait_for(state="attached")
    refresh = field.first.get_attribute("data-refresh") is not None
    kind = field.first.get_attribute("type")
    if kind in {"radio", "checkbox"}:
        _tick(page, name, value, within)
    elif field.first.evaluate("e => e.tagName") == "SELECT":
        field.first.select_option(str(value))
    elif kind == "file":
        field.first.set_input_files(value)
    else:
        field.first.fill(str(value))
        expect(field.first).to_have_value(str(value))
        if refresh:
            field.first.blur()
    if refresh:
        page.wait_for_function("() => !document.querySelector('[data-refreshing]')")


def _tick(page: Page, name: str, value: Any, within: str) -> None:
    wanted = value if isinstance(value, list) else ["true" if value is True else str(value)]
    for each in wanted:
        box = page.locator(f"{within} input[name='{name}'][value='{each}']").first
        if not box.is_checked():
            box.locator("xpath=ancestor::label").click()
        assert box.is_checked() or box.count() == 0


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Databases:
    """One kind: SQLite, unless PostgreSQL alone is asked for. The same plots' acts run on both."""
    alone = request.config.getoption("database") == "postgresql"
    found: Databases = request.getfixturevalue("postgres_databases" if alone else "sqlite_files")
    return found


@pytest.fixture
def site(chromium: Browser, databases: Databases, tmp_path: Path) -> Iterator[Site]:
    url = databases.fresh("deployed")
    settings = StagedSettings(data_dir=tmp_path, database_url=url, hands=[START])
    settings.prepare()
    sessions = session_factory(url, Vault(settings.vault_key()))
    with sessions.writing() as session:
        session.execute(update(Person).values(password_hash=hash_password(PASSWORD)))
    open_press(workers=1)
    with served(create_app(settings)) as address:
        site = Site(settings, address, sessions, chromium)
        yield site
        for context in site.contexts.values():
            context.close()
    close_press()
    sessions.dispose()
    databases.drop(url)
    assert site.failures == []


@pytest.fixture
def journey(site: Site) -> Journey:
    return Journey(site)
