"""What an act costs, database and all: ours beside plain SpiffWorkflow with JSON.

    python tests/benchmarks/bench_act.py

Load the case, finish a user task, write state, history, worklist, timers and the case's
cached place, commit: the product's own act (`engine.cases.steps.finish_task`), on a diagram
of 60 nodes and 18 steps. Beside it, in the same run and on the same database through the same
SQLAlchemy, plain SpiffWorkflow that keeps its whole instance as JSON in one row. CPU time of
this process, medians of interleaved rounds; only the ratios mean anything elsewhere. A
PostgreSQL of its own is started if the machine has its binaries.
"""

import logging
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import Column, MetaData, String, Table, Text, insert, select, update

from engine.bpmn.definition import read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from engine.cases import package as packages
from engine.cases import steps
from engine.cases.package import Package
from engine.cases.sitting import Facts, Sitting
from engine.law.calendar import published_calendar
from engine.office import Actor, Office
from engine.store.agencies import Agency
from engine.store.cases import Applicant, Case
from engine.store.deployments import Deployment
from engine.store.engines import SessionFactory, session_factory
from engine.store.events import Entry, Recorder, append
from engine.store.instances import OpenTask, ProcessInstance
from engine.store.people import Person
from engine.store.tables import LOCAL_ZONE
from tests import postgres, staff
from tests.benchmarks.bench_engine import Stock
from tests.benchmarks.disclosure_case import STEPS, disclosure, filled, rework

AT = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL_ZONE)
ROUNDS = 7
CALENDAR = published_calendar()

_plain = MetaData()
NAIVE = Table("bench_naive", _plain, Column("id", String, primary_key=True), Column("state", Text))


def cpu(act: Callable[[], object]) -> float:
    """Give the CPU milliseconds of an act."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


class Naive:
    """Plain SpiffWorkflow, one row of JSON a case."""

    def __init__(self, sessions: SessionFactory, text: bytes, process: str) -> None:
        self.sessions = sessions
        self.stock = Stock(text, process)
        _plain.create_all(sessions.writer)
        with sessions.writing() as session:
            session.execute(NAIVE.delete())
            session.execute(insert(NAIVE).values(id="1", state=self.stock.saved))

    def begin(self) -> None:
        self.stock.begin()
        self.keep()

    def look_up(self, name: str) -> None:
        """Nothing: plain SpiffWorkflow finds its task by name."""

    def keep(self) -> None:
        with self.sessions.writing() as session:
            session.execute(update(NAIVE).values(state=self.stock.saved))

    def step(self, name: str, form: dict[str, object]) -> None:
        with self.sessions.writing() as session:
            self.stock.saved = session.scalar(select(NAIVE.c.state).where(NAIVE.c.id == "1"))
            self.stock.step(name, form)
            session.execute(update(NAIVE).where(NAIVE.c.id == "1").values(state=self.stock.saved))


class Product:
    """The product's own act."""

    def __init__(self, sessions: SessionFactory, text: bytes, process: str) -> None:
        self.sessions = sessions
        self.definition = read_definition({"p.bpmn": text}, {}, process)
        self.case_id = 0
        self.task: OpenTask | None = None
        self.actor = self._prepare(process)

    def _prepare(self, name: str) -> Actor:
        with self.sessions.writing() as session:
            agency = session.scalars(select(Agency)).one()
            deployment = Deployment(
                agency_id=agency.id,
                number=hash(name) % 100_000,
                content_hash=name,
                published_by="",
                published_at=AT,
            )
            session.add(deployment)
            session.flush()
            made = Package(deployment.id, 1, self.definition, {})
            packages._shelf._packages[name] = made  # noqa: SLF001  (a package without files)
            self.package = made
            clerk = session.scalars(select(Person).where(Person.login == "clerk")).one()
            return Actor(clerk.id, clerk.name, agency.id, None, clerk.roles)

    def office(self, session: object) -> Office:
        return Office(session, CALENDAR, self.actor, AT)

    def begin(self) -> None:
        with self.sessions.writing() as session:
            office = self.office(session)
            applicant = Applicant(agency_id=self.actor.agency_id, kind="natural", name="测试")
            case = Case(
                agency_id=self.actor.agency_id,
                number=f"B-{time.perf_counter_ns()}",
                deployment_id=self.package.deployment_id,
                applicant=applicant,
                channel="in_person",
                subject="",
                content="",
                query_code=str(time.perf_counter_ns()),
                created_at=AT,
            )
            session.add(case)
            session.flush()
            world = World(AT, CALENDAR, Facts(office, case.id))
            instance = Instance.start(self.definition, {}, world)
            row = {"case_id": case.id, "version": 0, "state": instance.state(), "changed_at": AT}
            session.add(ProcessInstance(**row))
            session.flush()
            steps.begin(Sitting(office, case.id, case.agency_id, self.package, instance, 0))
            self.case_id = case.id

    def look_up(self, name: str) -> None:
        """Show the task, as the clerk's page does before the act."""
        with self.sessions.reading() as session:
            rows = select(OpenTask).where(OpenTask.case_id == self.case_id)
            self.task = session.scalars(rows.where(OpenTask.node_id == name)).first()

    def step(self, name: str, form: dict[str, object]) -> None:
        del name
        with self.sessions.writing() as session:
            steps.finish_task(self.office(session), self.task, form)

    def grow(self, passes: int) -> None:
        """Let the case go through its rework loop, in memory, and keep it."""
        with self.sessions.writing() as session:
            case = session.get_one(Case, self.case_id)
            row = session.get_one(ProcessInstance, self.case_id)
            instance = Instance.load(self.definition, row.state)
            world = World(AT, CALENDAR, {})
            for _ in range(passes):
                instance.finish(instance.steps()[0].key, {"again": True}, world)
                instance.drain()
            office = self.office(session)
            sitting = Sitting(
                *(office, case.id, case.agency_id, self.package, instance, row.version),
                projected=row.projected,
                last=append(
                    session, case.id, Entry("grown", AT.date(), ""), Recorder(None, "", AT)
                ),
            )
            steps.begin(sitting)


def whole_case(engine: Naive | Product) -> float:
    """Play the case once; give CPU ms per step."""
    engine.begin()
    spent = 0.0
    for number, (name, answer) in enumerate(STEPS):
        form = filled(name, number, answer)
        engine.look_up(name)
        spent += cpu(lambda n=name, f=form: engine.step(n, f))
    return spent / len(STEPS)


def one_more(loop: Product) -> float:
    """Go through the rework loop once more; give its CPU ms."""
    loop.look_up("u")
    return cpu(lambda: loop.step("u", {"again": True}))


def measure(url: str, label: str) -> None:
    """Compare on one database and print."""
    staff.employ(url)
    sessions = session_factory(url)
    naive = Naive(sessions, disclosure(feel=False), "Disclosure")
    product = Product(sessions, disclosure(), "Disclosure")
    rounds = [(whole_case(naive), whole_case(product)) for _ in range(ROUNDS)]
    stock = statistics.median(each[0] for each in rounds)
    ours = statistics.median(each[1] for each in rounds)
    print(f"{label}: plain {stock:.2f} ms, ours {ours:.2f} ms CPU an act: {stock / ours:.1f} ×")
    loop = Product(sessions, rework(), "Rework")
    costs = {}
    for passes in (10, 5_000):
        loop.begin()
        loop.grow(passes)
        costs[passes] = statistics.median(one_more(loop) for _ in range(31))
    flat = costs[5_000] / costs[10]
    few, many = costs[10], costs[5_000]
    print(f"{label}: after 20 tasks {few:.2f} ms, after 10,000 {many:.2f} ms: {flat:.2f} ×")
    sessions.dispose()


def main() -> None:
    """Measure SQLite, and PostgreSQL if this machine has it."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/bench.sqlite3", "SQLite")
    binaries = postgres.find_binaries()
    if binaries:
        cluster = postgres.Cluster.start(binaries)
        try:
            measure(cluster.create("bench"), "PostgreSQL")
        finally:
            cluster.stop()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of this process: {peak} MB")


if __name__ == "__main__":
    main()
