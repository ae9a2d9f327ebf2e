"""A small office for playing the standard procedure: forms are really filled in, acts are noted.

The clock is a plain dictionary that the scenario sets; what is tested is the diagrams and
the forms, not the arithmetic of periods.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from engine.bpmn.definition import Definition, read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import PEOPLE, NodeKind, Step, World
from engine.forms import Form, load_submission, present, read_form
from engine.law.calendar import published_calendar
from engine.law.replies import Reply

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 3, 2)
PAST, FUTURE = date(2026, 2, 27), date(2026, 12, 1)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CALENDAR = published_calendar()
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
MOST_TURNS = 400
OPTIONS = {
    "departments": [{"value": "1", "label": "规划科"}, {"value": "2", "label": "档案室"}],
    "holdings": [{"value": "9", "label": "示例规划（示例规〔2024〕1号）"}],
    "replies": [{"value": each.value.code, "label": each.value.label} for each in Reply],
}
AT_ONCE = ("extension_approval", "extension_delivery", "urge_agency", "send_urging")
# What an act cannot do without (engine.cases raises if it is missing).
NEEDED = {
    "receipt.confirm": ("confirmed", "method"),
    "case.register": ("subject",),
    "case.split": ("matters",),
    "clock.correction_notice": ("issued", "period_workdays"),
    "clock.correction_delivered": ("date",),
    "clock.restart": ("received_on", "content"),
    "clock.consult": ("role", "party", "sent", "period_workdays"),
    "clock.consult_delivered": ("party", "date"),
    "clock.consult_replied": ("party", "date"),
    "clock.consult_silent": ("party",),
    "clock.extend": ("approved", "notified", "workdays"),
    "clock.fee_notice": ("issued",),
    "clock.fee_delivered": ("date",),
    "clock.fee_paid": ("date",),
    "clock.reasons_requested": ("date",),
    "clock.reasons_received": ("date",),
    "clock.delay": ("notified", "new_due"),
    "reply.record": ("result",),
    "reply.sent": ("issued", "method", "sent_on"),
    "case.withdraw": ("withdrawn_on", "method"),
    "delivery.record": ("method", "sent_on"),
    "letter.withdraw": ("letter_id", "manner", "reason", "replacement"),
}
# What a letter cannot be printed without.
LETTER_NEEDS = {
    "P01": ("items", "guidance", "period_workdays"),
    "P02": ("facts", "period_workdays"),
    "P03": ("reason", "workdays", "new_due", "approver"),
    "P04": ("reasons", "new_due"),
    "P05": ("basis", "lines", "amount", "payee", "method"),
    "P06": ("party", "content", "interest", "period_workdays"),
    "P07": ("third_party", "joint_producer", "agency"),
    "P08": ("party", "documents", "proposal", "period_workdays"),
    "P09": ("party", "questions", "basis", "due_on", "period_workdays"),
    "P11": ("held_on", "participants", "issues", "opinions", "conclusion"),
    "P12": ("party", "documents", "reasons", "questions"),
    "P13": ("organ", "organ_contact", "transferred_on", "reasons"),
    "P14": ("documents", "proposal", "opinion", "basis"),
    "P16": ("party", "held_on", "time", "place", "issues"),
    "P17": ("party", "inquiry", "inquiry_number", "inquiry_date", "due_on", "new_due"),
    "R04": ("method", "contact_person", "confirmed"),
    "T01": ("party", "content", "reasons"),
    "T02": ("party", "content", "opinion", "outcome", "handling", "reasons"),
    "G04": ("convenience",),
    "G03": ("cause", "ruling", "decision"),
    "A01": ("archive_number", "retention", "entries"),
}
LETTER_OF = {
    "other.overdue_correction": "F22",
    "other.overdue_fee": "F23",
    "other.withdrawn": "F24",
    "unable.not_ours": "F13",
}


def files(folder: str, ending: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((ROOT / folder).glob(f"*.{ending}"))}


def standard_definition() -> Definition:
    return read_definition(files("processes", "bpmn"), files("processes", "dmn"), "disclosure")


def standard_forms() -> dict[str, Form]:
    return {name[:-5]: read_form(text) for name, text in files("forms", "json").items()}


@dataclass(frozen=True)
class Flow:
    id: str
    process: str
    source: str
    target: str


def flows() -> list[Flow]:
    """Every sequence flow of the package."""
    found = []
    for text in files("processes", "bpmn").values():
        for flow in etree.fromstring(text).iter(f"{BPMN}sequenceFlow"):
            process = next(a.get("id") for a in flow.iterancestors(f"{BPMN}process"))
            found.append(
                Flow(flow.get("id"), process, flow.get("sourceRef"), flow.get("targetRef"))
            )
    return found


@dataclass(frozen=True)
class Happening:
    """A message that arrives when a step (by node id) is reached, and what it changes."""

    at_step: str
    message: str
    answers: Mapping[str, object] | None = None
    clock: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Play:
    """One application from door to archive."""

    definition: Definition
    forms: Mapping[str, Form]
    answers: Mapping[str, object]
    case: Mapping[str, object]
    clock: dict[str, object]
    happenings: list[Happening]
    path: list[str] = field(default_factory=list)  # people's steps in order, as node ids
    acts: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    passed: list[tuple[str, str, str]] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)

    @property
    def world(self) -> World:
        agency = {"name": "示例县人民政府办公室", "settings": {}}
        facts = {"today": TODAY, "clock": self.clock, "case": self.case, "agency": agency}
        return World(AT, CALENDAR, facts)

    def run(self) -> Instance:
        instance = Instance.start(self.definition, {}, self.world)
        for _ in range(MOST_TURNS):
            self.watch(instance)
            assert not instance.incidents(), instance.incidents()
            if instance.completed:
                return instance
            instance = Instance.load(self.definition, instance.state())
            self.turn(instance)
        raise AssertionError(f"the case never ends: {self.path}")

    def turn(self, instance: Instance) -> None:
        steps = instance.steps()
        acts = [step for step in steps if step.node.kind is NodeKind.ACTION]
        due = [t for t in instance.timers(self.world) if t.due and t.due <= AT]
        if acts:
            self.act(instance, acts[0])
        elif due:
            assert instance.fire(due[0].key, self.world)
        elif (happening := self.next_happening(steps)) is not None:
            self.clock.update(happening.clock)
            self.receive(instance, happening)
        else:
            waiting = [step for step in steps if step.node.kind in PEOPLE]
            self.answer(instance, min(waiting, key=lambda step: step.node.id not in AT_ONCE))

    def act(self, instance: Instance, step: Step) -> None:
        inputs = instance.inputs(step.key, self.world)
        action = step.node.properties["action"]
        letter = str(inputs.get("letter") or step.node.properties.get("letter") or "")
        needed = NEEDED.get(action, ())
        if action in ("letter.draft", "letter.issue"):
            assert letter, step.node.id
            needed = LETTER_NEEDS.get(letter, ())
        missing = [name for name in needed if inputs.get(name) in (None, "", [])]
        assert not missing, f"{step.node.id} ({action} {letter}) lacks {missing}"
        if action == "letter.issue":
            self.letters.append(letter)
        self.acts.append((action, inputs))
        instance.finish(step.key, self.result(action, inputs), self.world)

    @staticmethod
    def result(action: str, inputs: Mapping[str, object]) -> dict[str, object]:
        if action == "reply.record":
            code = str(inputs["result"])
            letter = inputs.get("letter") or LETTER_OF.get(code, "F01")
            group = code.partition(".")[0]
            return {**inputs, "code": code, "group": group, "label": group, "letter": letter}
        return {"letter_id": 1, "number": "示信公复〔2026〕1号", "issued_on": TODAY}

    def next_happening(self, steps: tuple[Step, ...]) -> Happening | None:
        ready = {step.node.id for step in steps}
        for happening in self.happenings:
            if happening.at_step in ready:
                self.happenings.remove(happening)
                return happening
        return None

    def receive(self, instance: Instance, happening: Happening) -> None:
        waiting = {each.name: each.node for each in instance.messages()}
        node = waiting[happening.message]
        payload = None
        if happening.answers is not None:
            context = {**self.world.facts, **instance.variables}
            payload = load_submission(self.forms[node.form_key], happening.answers, context)
        assert instance.send(happening.message, payload, self.world) == 1

    def answer(self, instance: Instance, step: Step) -> None:
        node = step.node
        self.visits[node.id] += 1
        self.path.append(node.id)
        context = {**self.world.facts, **instance.variables, **step.local}
        form = self.forms[node.form_key]
        assert present(form, {}, {}, context, OPTIONS).rows
        raw = self.answer_for(step)
        instance.finish(step.key, load_submission(form, raw, context, OPTIONS), self.world)

    def answer_for(self, step: Step) -> Mapping[str, object]:
        """Choose what is entered: for this party, for this visit, or always."""
        name = step.node.id
        for local in step.local.values():
            if isinstance(local, Mapping) and f"{name}:{local.get('name')}" in self.answers:
                name = f"{name}:{local.get('name')}"
        given = self.answers[name]
        if isinstance(given, list):
            return given[min(self.visits[step.node.id], len(given)) - 1]
        assert isinstance(given, Mapping)
        return given

    def watch(self, instance: Instance) -> None:
        self.passed += [(p.process_id, p.node_id, p.what) for p in instance.drain()]


def taken(play: Play, known: list[Flow], splits: set[tuple[str, str]]) -> Iterator[str]:
    """Tell which flows a play took: a node entered after one before it was left."""
    before: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in sorted(known, key=lambda flow: (flow.process, flow.source) in splits):
        before[flow.process, flow.target].append(flow)
    left: Counter[tuple[str, str]] = Counter()
    for process, node, what in play.passed:
        if what == "left" or (process, node) in splits:
            left[process, node] += 1
        if what != "entered":
            continue
        for flow in before[process, node]:
            if left[process, flow.source] > 0:
                yield flow.id
                if (process, flow.source) not in splits:
                    left[process, flow.source] -= 1
                break
