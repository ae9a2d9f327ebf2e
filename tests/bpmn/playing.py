"""An instance that is saved, forgotten and read back on a fresh definition at every step."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.bpmn.definition import read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from engine.bpmn.timing import SHANGHAI
from engine.law.calendar import published_calendar

MORNING = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
CALENDAR = published_calendar()


class Play:
    """One case, played."""

    def __init__(
        self,
        *files: bytes,
        variables: Mapping[str, object] | None = None,
        facts: Mapping[str, object] | None = None,
        decisions: Mapping[str, bytes] | None = None,
        root: str = "P",
    ):
        self.diagrams = {f"{number}.bpmn": text for number, text in enumerate(files)}
        self.decisions = dict(decisions or {})
        self.root = root
        self.at = MORNING
        self.facts = dict(facts or {})
        self.passed: list[tuple[str, str]] = []
        self.case = Instance.start(self.definition(), variables or {}, self.world)
        self.sleep()

    def definition(self):
        return read_definition(self.diagrams, self.decisions, self.root)

    @property
    def world(self) -> World:
        return World(self.at, CALENDAR, self.facts)

    def sleep(self) -> None:
        """Save, forget, read back; nothing may change by it."""
        self.passed += [(one.node_id, one.what) for one in self.case.drain()]
        saved = self.case.state()
        self.case = Instance.load(self.definition(), saved)
        assert self.case.state() == saved

    @property
    def open(self) -> list[str]:
        return sorted(step.node.id for step in self.case.steps())

    @property
    def faults(self) -> dict[str, str]:
        return {one.node.id: one.message for one in self.case.incidents()}

    def key(self, name: str) -> str:
        return next(step.key for step in self.case.steps() if step.node.id == name)

    def do(self, name: str, result: object = None) -> "Play":
        self.case.finish(self.key(name), result, self.world)
        self.sleep()
        return self

    def due(self, name: str) -> datetime | None:
        return next(t.due for t in self.case.timers(self.world) if t.node.id == name)

    def later(self, **span: float) -> "Play":
        self.at += timedelta(**span)
        return self

    def fire(self, name: str) -> bool:
        key = next(t.key for t in self.case.timers(self.world) if t.node.id == name)
        fired = self.case.fire(key, self.world)
        self.sleep()
        return fired

    @property
    def waiting(self) -> list[str]:
        return sorted(t.node.id for t in self.case.timers(self.world))

    def send(self, name: str, payload: object = None) -> int:
        taken = self.case.send(name, payload, self.world)
        self.sleep()
        return taken

    @property
    def done(self) -> bool:
        return self.case.completed
