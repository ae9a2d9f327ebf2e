"""One case in hand during one act: its row, its package, its running instance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update
from typing_extensions import override

from engine.bpmn.instance import Instance
from engine.bpmn.model import Incident, World
from engine.cases.facts import case_facts, clock_facts, reading_of
from engine.cases.package import Package, shelved
from engine.errors import OfficeError
from engine.office import Office
from engine.store.agencies import Agency
from engine.store.cases import Case
from engine.store.deployments import Deployment
from engine.store.events import LAST, CaseEvent, Entry, Link, Recorder, link
from engine.store.instances import FIRST_STAGE, ProcessInstance
from engine.store.tables import Base, table_of

HANDS = "_hands"
"""The variable that remembers hands; no expression can name it."""

SIGNER = "_signer"
"""The variable that remembers in whose name the case goes on; no expression can name it."""

_INSTANCE, _CASE = table_of(ProcessInstance), table_of(Case)
_DEPLOYMENT, _EVENT = table_of(Deployment), table_of(CaseEvent)
_READ = (
    select(
        *(_INSTANCE.c.version, _INSTANCE.c.state, _INSTANCE.c.projected),
        *(_INSTANCE.c.stage, _CASE.c.open),
        *(_CASE.c.agency_id, _CASE.c.deployment_id, _DEPLOYMENT.c.content_hash),
        LAST.with_only_columns(_EVENT.c.seq).scalar_subquery().label("seq"),
        LAST.with_only_columns(_EVENT.c.digest).scalar_subquery().label("digest"),
    )
    .join_from(_INSTANCE, _CASE, _CASE.c.id == _INSTANCE.c.case_id)
    .join(_DEPLOYMENT, _DEPLOYMENT.c.id == _CASE.c.deployment_id)
    .where(_INSTANCE.c.case_id == bindparam("case"))
)
_LOCK = _READ.with_for_update(of=_INSTANCE)
_HOLD = (
    select(_INSTANCE.c.version).where(_INSTANCE.c.case_id == bindparam("case")).with_for_update()
)
_WRITE = (
    update(_INSTANCE)
    .where(_INSTANCE.c.case_id == bindparam("case"), _INSTANCE.c.version == bindparam("seen"))
    .values(
        state=bindparam("now"),
        version=bindparam("next"),
        completed=bindparam("ended"),
        stage=bindparam("stage_now"),
        position=bindparam("position_now"),
        changed_at=bindparam("at"),
        projected=bindparam("rows", type_=_INSTANCE.c.projected.type),
    )
)
_OPEN = update(_CASE).where(_CASE.c.id == bindparam("case")).values(open=bindparam("still"))


class ActedMeanwhile(OfficeError):
    """Somebody else changed the case between reading and writing."""

    code = "acted_meanwhile"
    message = "就在您提交的同时，该案件已由他人办理。您填写的内容没有丢失，请核对最新进展后再提交。"


class Facts(Mapping[str, object]):
    """What an expression may ask, worked out only when it is asked."""

    _NAMES = ("today", "clock", "case", "agency")

    def __init__(self, office: Office, case_id: int) -> None:
        self._office = office
        self._case_id = case_id
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
        if name not in self._NAMES:
            raise KeyError(name)
        case = self._office.session.get_one(Case, self._case_id)
        match name:
            case "clock":
                return clock_facts(self._office, case, reading_of(self._office, case))
            case "case":
                return case_facts(self._office, case)
            case _:
                agency = self._office.session.get_one(Agency, case.agency_id)
                return {"name": agency.name, "settings": dict(agency.settings)}


@dataclass
class Sitting:
    """A case opened for an act; `projection.put_down` writes it back."""

    office: Office
    case_id: int
    agency_id: int
    package: Package
    instance: Instance
    version: int
    stage: str = FIRST_STAGE
    open: bool = True  # as the case's row says
    projected: Mapping[str, Any] = field(default_factory=dict)
    last: Link = field(default_factory=Link)  # of the case's chain of facts
    clock_moved: bool = False
    failed: dict[str, Incident] = field(default_factory=dict)  # actions that could not be done
    waiting: set[str] = field(default_factory=set)  # actions that wait for a print
    drafted: set[int] = field(default_factory=set)  # letters drafted during the act
    attended: bool = False  # somebody waits for the answer, and can be refused
    opened: list["Sitting"] = field(default_factory=list)  # cases split off during the act

    @cached_property
    def connection(self) -> Connection:
        """The one connection of the act's transaction, for statements that are built once."""
        return self.office.session.connection()

    @property
    def case(self) -> Case:
        """The case's row, read when an act or an expression first asks for it."""
        return self.office.session.get_one(Case, self.case_id)

    def hands(self) -> dict[str, int | None]:
        """Say who finished which step last, by `separation.hand_key` (拟审签分离)."""
        known = self.instance.variables.get(HANDS)
        return dict(known) if isinstance(known, dict) else {}

    @property
    def signer(self) -> str:
        """Name whoever acted last: what goes on after a print goes on in that name."""
        return str(self.instance.variables.get(SIGNER) or self.office.actor.name)

    def sign_as_actor(self) -> None:
        """Let everything that follows, also after a print, be signed by whoever acts now."""
        self.instance.variables[SIGNER] = self.office.actor.name

    def facts(self) -> Facts:
        """Give what expressions may ask, fresh: an act may have moved the clock."""
        return Facts(self.office, self.case_id)

    def world(self) -> World:
        """Give the moment, the calendar and the facts."""
        return World(at=self.office.at, calendar=self.office.calendar, facts=self.facts())

    def record(self, entry: Entry) -> None:
        """Add a fact to the case's history in the name of whoever acts."""
        actor = self.office.actor
        recorder = Recorder(actor.id, actor.name, self.office.at)
        self.last = link(self.connection, (self.case_id, self.last), entry, recorder)


def take_up(office: Office, case_id: int) -> Sitting:
    """Open a case for an act; on PostgreSQL its instance is locked until the act is over."""
    sitting = _open(office, case_id, _LOCK)
    _forget(office, case_id)
    return sitting


def hold(office: Office, case_id: int) -> None:
    """Keep a case to oneself until the act is over, without opening its instance."""
    office.session.connection().execute(_HOLD, {"case": case_id}).one()
    _forget(office, case_id)


def _forget(office: Office, case_id: int) -> None:
    """Forget the case's row: what was read before the lock may have changed while waiting."""
    session = office.session
    known = session.identity_map.get(session.identity_key(Case, case_id))
    if known is not None:
        session.flush()
        session.expire(known)


def look_at(office: Office, case_id: int) -> Sitting:
    """Open a case for reading only."""
    return _open(office, case_id, _READ)


def _open(office: Office, case_id: int, statement: "Select[*tuple[Any, ...]]") -> Sitting:
    row: Row[*tuple[Any, ...]] = (
        office.session.connection().execute(statement, {"case": case_id}).one()
    )
    package = shelved(office.session, row.deployment_id, row.content_hash)
    instance = Instance.load(package.definition, row.state)
    return Sitting(
        office=office,
        case_id=case_id,
        agency_id=row.agency_id,
        package=package,
        instance=instance,
        version=row.version,
        stage=row.stage,
        open=row.open,
        projected=row.projected or {},
        last=Link(row.seq or 0, row.digest or ""),
    )


def store_state(sitting: Sitting, position: str, projected: Mapping[str, Any]) -> None:
    """Write the instance back, if nobody else has in the meantime.

    Raises:
        ActedMeanwhile: somebody has; the whole act is to be rolled back.
    """
    done = sitting.connection.execute(
        _WRITE,
        {
            "case": sitting.case_id,
            "seen": sitting.version,
            "next": sitting.version + 1,
            "now": sitting.instance.state(),
            "ended": sitting.instance.completed,
            "stage_now": sitting.stage,
            "position_now": position,
            "at": sitting.office.at,
            "rows": projected,
        },
    )
    if done.rowcount != 1:
        raise ActedMeanwhile
    sitting.version += 1
    sitting.projected = projected
    _read_again(sitting, Case, "place")
    _read_again(sitting, ProcessInstance)


def store_open(sitting: Sitting, *, still: bool) -> None:
    """Write whether the case is still open."""
    sitting.connection.execute(_OPEN, {"case": sitting.case_id, "still": still})
    sitting.open = still
    _read_again(sitting, Case, "open")


def _read_again(sitting: Sitting, entity: type[Base], *names: str) -> None:
    """Let a row that is loaded already be read again: a statement went past it."""
    session = sitting.office.session
    known = session.identity_map.get(session.identity_key(entity, sitting.case_id))
    if known is not None:
        session.expire(known, names or None)
