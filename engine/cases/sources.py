"""Where what a letter says comes from: a question and its answer, the case, a setting, the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engine.bpmn.model import Node
from engine.cases.rehearsal import Rehearsed, variable_of
from engine.documents import label_of
from engine.feel import Expression
from engine.forms import Component
from engine.store.events import CaseEvent, events_of
from engine.store.tables import LOCAL_ZONE

_ANSWERED = frozenset({"task:done", "message"})
_FLAT: Mapping[str, str] = {
    "responsible.name": "responsible_name",
    "responsible.contact": "responsible_contact",
    "earlier.number": "earlier_number",
    "earlier.date": "earlier_date",
}
"""What a reply gathers into one thing, and the inputs it was given apart."""

_REGISTERED = frozenset(
    ("applicant.name", "case.number", "case.channel", "case.channel_label", "case.content")
)
"""What is known from the registration of the application."""

_DEEPEST = 6
_UNTIL_KNOWN = "（尚未确认）"


class Origin(StrEnum):
    """What kind of source a passage has."""

    FIXED = "fixed"
    ANSWER = "answer"
    CASE = "case"
    SETTING = "setting"
    LAW = "law"

    @property
    def label(self) -> str:
        """Name it in Chinese."""
        return _LABELS[self]


_LABELS = {
    Origin.FIXED: "固定文字（模板）",
    Origin.ANSWER: "填写内容",
    Origin.CASE: "案件信息",
    Origin.SETTING: "机关设置",
    Origin.LAW: "依法生成",
}
_ROOTS: Mapping[str, tuple[Origin, str]] = {
    "agency": (Origin.SETTING, "由本机关设置中取得"),
    "applicant": (Origin.CASE, ""),
    "case": (Origin.CASE, "由办理过程和期限计算得出"),
    "letter": (Origin.SETTING, "由文书种类和机关设置确定"),
    "remedy": (Origin.LAW, "依照答复种类、署名机关和法律规定生成，不能改写"),
    "you": (Origin.LAW, "依照收件人确定的称谓"),
}


@dataclass(frozen=True)
class Source:
    """Where a passage comes from: its kind, what was asked, who answered and when."""

    origin: Origin
    name: str = ""
    told: str = ""
    question: str = ""
    """The key of the question in the form at hand, when it was answered there."""


FIXED = Source(Origin.FIXED, told="写在文书模板中，不能在此改写")


class Sources:
    """Finds the sources of one letter, as a step at hand would make it."""

    def __init__(self, made: Rehearsed, at_hand: Node, answerer: str) -> None:
        self._made = made
        self._package = made.sitting.package
        self._at_hand = at_hand
        self._answerer = answerer

    def of(self, path: str) -> Source:
        """Say where the value of this name comes from; the empty name is fixed wording."""
        if not path:
            return FIXED
        bare = _bare(path)
        root, _, rest = bare.partition(".")
        if root in _ROOTS:
            origin, told = _ROOTS[root]
            name = label_of(path).removesuffix(_UNTIL_KNOWN)
            return Source(origin, name, self._registered if bare in _REGISTERED else told)
        answered = self._answer(root, rest)
        return answered or Source(Origin.LAW, label_of(path), "由系统按流程和所填内容得出")

    def _answer(self, root: str, rest: str) -> Source | None:
        """Follow a name back through the inputs it was handed on by, to the question."""
        node = self._made.node if root == "notice" else self._decision(root)
        if node is None:
            return None
        name, _, within = _FLAT.get(rest, rest).partition(".")
        expression = node.inputs.get(name) or node.inputs.get("result")
        for asked, keys in self._asked(expression):
            question = self._question(asked, [*keys, *filter(None, within.split("."))])
            if question is not None:
                return Source(Origin.ANSWER, question.label, *self._who(asked, question))
        return None

    def _decision(self, variable: str) -> Node | None:
        nodes = self._package.definition.nodes.values()
        return next((n for n in nodes if n.inputs and n.result_variable == variable), None)

    def _asked(
        self, expression: Expression | None, depth: int = 0
    ) -> Iterator[tuple[Node, list[str]]]:
        """Give the steps whose answers an expression reads, with the keys of the question."""
        if expression is None or depth > _DEEPEST:
            return
        for path in sorted(expression.paths, key=self._is_elsewhere):
            root, *keys = path.split(".")
            for node in self._package.definition.nodes.values():
                loop = node.loop
                names = {variable_of(node), loop.output_collection if loop else ""}
                if root in names and self._form_key(node):
                    yield node, keys
                elif loop and loop.element_variable == root and self._leads_here(node):
                    for there, before in self._asked(loop.collection, depth + 1):
                        yield there, [*before, *keys]

    def _leads_here(self, loop: Node) -> bool:
        """Say whether a loop goes round the letter: several loops may name their entries alike."""
        letter = self._made.node
        return letter.process_id == loop.called or loop.id in {letter.id, letter.scope_id}

    def _is_elsewhere(self, path: str) -> bool:
        return path.partition(".")[0] != variable_of(self._at_hand)

    def _form_key(self, node: Node) -> str:
        return node.form_key or node.properties.get("formKey", "")

    def _question(self, node: Node, keys: list[str]) -> Component | None:
        """Find the question of these keys, else the nearest above it."""
        found: Component | None = None
        components = tuple(self._package.form(self._form_key(node)).walk())
        for key in keys:
            inside = found.walk() if found else components
            found = next((c for c in inside if c.key == key and c is not found), found)
        return found

    def _who(self, node: Node, question: Component) -> tuple[str, str]:
        if node.id == self._at_hand.id:
            return f"{self._answerer}正在本页填写", question.key or ""
        event = self._events.get(node.id)
        if event is None:
            return f"“{node.name}”环节", ""
        at = event.at.astimezone(LOCAL_ZONE)
        return f"{event.actor}于{at:%Y-%m-%d %H:%M}在“{node.name}”环节填写", ""

    @cached_property
    def _history(self) -> list[CaseEvent]:
        sitting = self._made.sitting
        return events_of(sitting.office.session, sitting.case_id)

    @cached_property
    def _events(self) -> dict[str, CaseEvent]:
        return {event.node_id: event for event in self._history if event.tag in _ANSWERED}

    @cached_property
    def _registered(self) -> str:
        first = self._history[0]
        return f"{first.actor}于{first.at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}登记"


def _bare(path: str) -> str:
    """Take the numbers of entries out of a name: reply.documents[2].title."""
    return ".".join(part.partition("[")[0] for part in path.split("."))
