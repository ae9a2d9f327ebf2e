"""A definition as the token game sees it: scopes, their elements and the flows between them.

A scope is a process or an embedded sub-process. What lies inside an activity is a scope of
its own; the activity is one step of the scope around it.
"""

from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from engine.bpmn import notation as xml
from engine.bpmn.definition import Definition
from engine.bpmn.model import PEOPLE, NodeKind
from engine.bpmn.nodes import kind_of, loop_of, referenced
from engine.bpmn.notation import Element
from engine.bpmn.source import read_diagram

Event = tuple[str, str]
"""What is thrown or caught: the kind of event and its name or code; no code is empty."""

ScopeKey = tuple[str, str]
"""The process, and the embedded sub-process in it; of the process itself, nothing."""

COMES_FROM_OUTSIDE = frozenset({"message", "timer", "conditional"})
CODED = frozenset({"error", "escalation"})
WAITING = PEOPLE | {NodeKind.ACTION, NodeKind.RECEIVE}


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str = ""
    default: bool = False


@dataclass(frozen=True)
class Spot:
    """An element of a scope, with what the token game needs to know of it."""

    id: str
    name: str
    line: int
    tag: str
    kind: NodeKind
    event: Event | None = None
    terminates: bool = False
    inside: ScopeKey | None = None
    skippable: bool = False  # done for each of a collection that may be empty, or tested before
    repeats: bool = False  # done again without a limit of its own
    host: str = ""
    interrupting: bool = True

    @property
    def label(self) -> str:
        """Name the element as its author knows it."""
        return f"“{self.name or self.id}”"

    @property
    def is_for_people(self) -> bool:
        """Tell whether a person does it."""
        return self.kind in PEOPLE


@dataclass
class Scope:
    """A process or an embedded sub-process."""

    key: ScopeKey
    file: bytes
    name: str
    start: str = ""
    spots: dict[str, Spot] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Index the flows and the events at the edge of activities."""
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.incoming: dict[str, list[Flow]] = defaultdict(list)
        self.edges: dict[str, list[Spot]] = defaultdict(list)
        for flow in self.flows:
            self.outgoing[flow.source].append(flow)
            self.incoming[flow.target].append(flow)
        for spot in self.spots.values():
            if spot.host:
                self.edges[spot.host].append(spot)

    def after(self, name: str) -> list[str]:
        """List what may follow an element: along its flows, or by an event at its edge."""
        return [flow.target for flow in self.outgoing[name]] + [e.id for e in self.edges[name]]

    def before(self, name: str) -> list[str]:
        """List what an element may follow."""
        host = self.spots[name].host
        return [host] if host else [flow.source for flow in self.incoming[name]]

    def reached(self, start: str, without: Collection[str] = ()) -> set[str]:
        """Find what can follow an element, itself included, without passing others."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name not in seen and name not in without:
                seen.add(name)
                todo.extend(self.after(name))
        return seen

    def route(self, goal: str) -> tuple[str, ...]:
        """Give the shortest way along the flows from the start to an element."""
        came: dict[str, tuple[str, ...]] = {self.start: (self.start,)}
        todo = deque([self.start])
        while todo and goal not in came:
            name = todo.popleft()
            for step, after in (
                *((flow.id, flow.target) for flow in self.outgoing[name]),
                *(("", event.id) for event in self.edges[name]),
            ):
                if after not in came:
                    came[after] = (*came[name], *filter(None, (step,)), after)
                    todo.append(after)
        return came.get(goal, ())

    def part(self, start: str, names: set[str]) -> "Scope":
        """Cut out some elements as a scope that begins at one of them."""
        spots = {name: spot for name, spot in self.spots.items() if name in names}
        if start in spots:
            spots[start] = replace(spots[start], host="")
        flows = [f for f in self.flows if f.source in names and f.target in names]
        return Scope(self.key, self.file, self.name, start, spots, flows)

    def is_waited_for(self, flow: Flow) -> bool:
        """Tell whether a parallel join waits for a flow, as engine.bpmn.joins has it.

        The others lead straight back into it, and each of them alone starts it anew; a flow
        from the gateway into itself is waited for.
        """
        target = flow.target
        return flow.source == target or flow.source in self.reached(self.start, {target})

    @property
    def asides(self) -> list[Spot]:
        """List the events at an edge that do not interrupt."""
        return [one for one in self.spots.values() if one.host and not one.interrupting]

    @property
    def main(self) -> set[str]:
        """Name the elements that are reached without such an event."""
        return self.reached(self.start, {one.id for one in self.asides})

    def thrown(self) -> set[Event]:
        """List what is thrown inside."""
        return {s.event for s in self.spots.values() if s.event and throws(s)}

    def caught(self) -> set[Event]:
        """List what is waited for inside."""
        return {s.event for s in self.spots.values() if s.event and not throws(s)}


def throws(spot: Spot) -> bool:
    """Tell whether an element throws its event."""
    return spot.kind in {NodeKind.THROW, NodeKind.END}


def read_scopes(definition: Definition) -> dict[ScopeKey, Scope]:
    """Read the scopes of all processes of a definition."""
    found: dict[ScopeKey, Scope] = {}
    roots = {text: read_diagram(text) for text in dict.fromkeys(definition.files.values())}
    for process, text in definition.files.items():
        element = next(
            e for e in roots[text].iterfind(f"{xml.BPMN}process") if e.get("id") == process
        )
        for scope in (element, *element.iter(f"{xml.BPMN}subProcess")):
            key = (process, "" if scope is element else scope.get("id", ""))
            found[key] = read_scope(key, text, scope)
    return found


def read_scope(key: ScopeKey, text: bytes, scope: Element) -> Scope:
    """Read what lies directly in a process or sub-process."""
    nodes = [one for one in scope if xml.local(one) in xml.NODES]
    defaults = {one.get("default") for one in nodes}
    spots = {one.get("id", ""): read_spot(key[0], one) for one in nodes}
    flows = [
        Flow(
            one.get("id", ""),
            one.get("sourceRef", ""),
            one.get("targetRef", ""),
            xml.text_of(xml.child(one, "conditionExpression")),
            one.get("id", "") in defaults,
        )
        for one in scope.iterfind(f"{xml.BPMN}sequenceFlow")
    ]
    start = next((n for n, spot in spots.items() if spot.kind is NodeKind.START), "")
    return Scope(key, text, scope.get("name") or key[1] or key[0], start, spots, flows)


def read_spot(process: str, element: Element) -> Spot:
    """Read one element."""
    definition, rule = xml.event_definition(element), loop_of(element)
    kind = END_OR_KIND.get(xml.local(element)) or kind_of(element)
    event = event_of(element, definition)
    fixed = rule is not None and rule.cardinality is not None and rule.cardinality.text.isdigit()
    return Spot(
        id=element.get("id", ""),
        name=" ".join((element.get("name") or "").split()),
        line=element.sourceline or 0,
        tag=xml.local(element),
        kind=kind,
        event=event,
        terminates=definition is not None and xml.local(definition) == "terminateEventDefinition",
        inside=inside_of(process, element, kind),
        skippable=rule is not None and (rule.test_before or (rule.multiple and not fixed)),
        repeats=rule is not None
        and not rule.multiple
        and rule.condition is None
        and not rule.maximum,
        host=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") != "false",
    )


END_OR_KIND = {"endEvent": NodeKind.END, "intermediateThrowEvent": NodeKind.THROW}


def inside_of(process: str, element: Element, kind: NodeKind) -> ScopeKey | None:
    """Name the scope inside an activity."""
    if kind is NodeKind.CALL:
        return element.get("calledElement", ""), ""
    return (process, element.get("id", "")) if kind is NodeKind.SUBPROCESS else None


def event_of(element: Element, definition: Element | None) -> Event | None:
    """Tell what an element throws or waits for."""
    holder = element if xml.local(element) == "receiveTask" else definition
    if holder is None:
        return None
    kind = xml.local(holder).removesuffix("EventDefinition")
    kind = "message" if kind == "receiveTask" else kind
    found = referenced(element, kind, holder.get(f"{kind}Ref"))
    if found is None:
        return kind, ""
    return kind, found.get(f"{kind}Code" if kind in CODED else "name", "")
