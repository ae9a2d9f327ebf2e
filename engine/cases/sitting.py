"""One case in hand during one act: its row, its package, its running instance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from typing_extensions import override

from engine.bpmn.instance import Instance
from engine.bpmn.model import Incident, World
from engine.cases.facts import case_facts, clock_facts, reading_of
from engine.cases.package import Package, package_of
from engine.errors import OfficeError
from engine.office import Office
from engine.store.agencies import Agency
from engine.store.cases import Case
from engine.store.events import Entry, Recorder, append
from engine.store.instances import ProcessInstance

HANDS = "_hands"
"""The variable that remembers hands; no expression can name it."""


class ActedMeanwhile(OfficeError):
    """Somebody else changed the case between reading and writing."""

    code = "acted_meanwhile"
    message = "就在您提交的同时，该案件已由他人办理。您填写的内容没有丢失，请核对最新进展后再提交。"


class Facts(Mapping[str, object]):
    """What an expression may ask, worked out only when it is asked."""

    _NAMES = ("today", "clock", "case", "agency")

    def __init__(self, office: Office, case: Case) -> None:
        self._office = office
        self._case = case
        self._known: dict[str, object] = {"today": office.today}

    @override
    def __getitem__(self, name: str) -> object:
        if name not in self._known:
            self._known[name] = self._work_out(name)
        return self._known[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._NAMES)

    @override
    def __len__(self) -> int:
        return len(self._NAMES)

    def _work_out(self, name: str) -> dict[str, Any]:
        match name:
            case "clock":
                return clock_facts(self._office, self._case, reading_of(self._office, self._case))
            case "case":
                return case_facts(self._case)
            case "agency":
                agency = self._office.session.get_one(Agency, self._case.agency_id)
                return {"name": agency.name, "settings": dict(agency.settings)}
            case _:
                raise KeyError(name)


@dataclass
class Sitting:
    """A case opened for an act; `close` of `projection` writes it back."""

    office: Office
    case: Case
    package: Package
    instance: Instance
    version: int
    clock_moved: bool = False
    failed: dict[str, Incident] = field(default_factory=dict)  # actions that could not be done
    waiting: set[str] = field(default_factory=set)  # actions that wait for a print
    opened: list["Sitting"] = field(default_factory=list)  # cases split off during the act

    def hands(self) -> dict[str, int | None]:
        """Say who finished which step last, by node id (拟审签分离)."""
        known = self.instance.variables.get(HANDS)
        return dict(known) if isinstance(known, dict) else {}

    def facts(self) -> "Facts":
        """Give what expressions may ask, fresh: an act may have moved the clock."""
        return Facts(self.office, self.case)

    def world(self) -> World:
        """Give the moment, the calendar and the facts."""
        return World(at=self.office.at, calendar=self.office.calendar, facts=self.facts())

    def record(self, entry: Entry) -> None:
        """Add a fact to the case's history in the name of whoever acts."""
        actor = self.office.actor
        append(
            self.office.session, self.case.id, entry, Recorder(actor.id, actor.name, self.office.at)
        )


def take_up(office: Office, case: Case) -> Sitting:
    """Open a case for an act; on PostgreSQL its row is locked until the act is over."""
    row = office.session.execute(
        select(ProcessInstance.version, ProcessInstance.state)
        .where(ProcessInstance.case_id == case.id)
        .with_for_update()
    ).one()
    package = package_of(office.session, case.deployment_id)
    instance = Instance.load(package.definition, row.state)
    return Sitting(office, case, package, instance, row.version)


def look_at(office: Office, case: Case) -> Sitting:
    """Open a case for reading only."""
    row = office.session.execute(
        select(ProcessInstance.version, ProcessInstance.state).where(
            ProcessInstance.case_id == case.id
        )
    ).one()
    package = package_of(office.session, case.deployment_id)
    return Sitting(office, case, package, Instance.load(package.definition, row.state), row.version)


def store_state(sitting: Sitting) -> None:
    """Write the instance back, if nobody else has in the meantime.

    Raises:
        ActedMeanwhile: somebody has; the whole act is to be rolled back.
    """
    done = sitting.office.session.execute(
        update(ProcessInstance)
        .where(
            ProcessInstance.case_id == sitting.case.id,
            ProcessInstance.version == sitting.version,
        )
        .values(
            state=sitting.instance.state(),
            version=sitting.version + 1,
            completed=sitting.instance.completed,
        )
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise ActedMeanwhile
    sitting.version += 1
