"""A package as the statutory rules read it: who does what, and what has happened before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from engine.bpmn.failures import Finding
from engine.bpmn.model import NodeKind
from engine.flowfacts import Element, Flow, Key, Role, Whole, path_avoiding
from engine.flowfacts.net import name_of
from engine.forms.document import CHOICES, Component, Form
from engine.lawful import marks
from engine.lawful.course import Course
from engine.lawful.happenings import Happenings

LAYER = "lawful"
ERROR, WARNING = "error", "warning"
Way = tuple[str, ...]


class Package:
    """The whole of a definition, with its forms."""

    def __init__(self, whole: Whole, forms: Mapping[str, Form]) -> None:
        """Keep what was read; what has happened where is worked out when first asked."""
        self.chart, self.net, self.forms = whole.chart, whole.net, forms
        self.end: Key = (self.chart.root, self.chart.root)

    @cached_property
    def course(self) -> Course:
        """What has happened in law, at every step."""
        happenings = Happenings(self.labels, self.letters_of, self.drafted)
        return Course(self.chart, self.net, happenings.doing())

    @cached_property
    def drafted(self) -> frozenset[str]:
        """Name the variables in which persons say how an application is to be answered."""
        elements = self.chart.elements.values()
        answers = {name for e in elements if marks.is_person(e) for name in marks.variables_of(e)}
        results = [
            marks.input_of(one, "result") for one in elements if marks.act_of(one) == "reply.record"
        ]
        return frozenset(name for one in results if one for name in one.names & answers)

    @cached_property
    def issued(self) -> Mapping[str, frozenset[str]]:
        """Name the letters that are kept in variables."""
        return {
            one.node.result_variable: marks.letters_of(one, {})
            for one in self.chart.elements.values()
            if marks.act_of(one) == "letter.issue"
        }

    def letters_of(self, element: Element) -> frozenset[str]:
        """Name the letters a system task issues or serves."""
        return marks.letters_of(element, self.issued)

    def replies(self) -> list[Element]:
        """List where the letter that carries the reply is issued."""
        return [one for one in self.acts("letter.issue") if marks.is_reply(self.letters_of(one))]

    @cached_property
    def reached(self) -> tuple[Element, ...]:
        """List the elements that some case can come to."""
        every = self.chart.elements.values()
        return tuple(one for one in every if self.course.facts.reached(one.key))

    def such(self, wanted: Callable[[Element], bool]) -> list[Element]:
        """List the elements of a kind."""
        return [one for one in self.reached if wanted(one)]

    def acts(self, *names: str) -> list[Element]:
        """List the system tasks that do one of these acts."""
        return [one for name in names for one in self.by_act.get(name, ())]

    @cached_property
    def by_act(self) -> Mapping[str, list[Element]]:
        """Sort the system tasks by what they do."""
        found: dict[str, list[Element]] = {}
        for one in self.such(lambda one: bool(marks.act_of(one))):
            found.setdefault(marks.act_of(one), []).append(one)
        return found

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """Name the variables that the system sets by itself."""
        by_itself = self.such(lambda one: one.kind in {NodeKind.ACTION, NodeKind.DECISION})
        return frozenset(name for one in by_itself for name in marks.variables_of(one))

    def letters(self, act: str, *codes: str) -> list[Element]:
        """List the tasks that issue or serve one of these letters."""
        wanted = {*codes, marks.ANY} if act == "delivery.record" else set(codes)
        return [one for one in self.acts(act) if self.letters_of(one) & wanted]

    @cached_property
    def people(self) -> list[Element]:
        """List the steps that persons do."""
        return self.such(marks.is_person)

    @cached_property
    def leaving(self) -> list[Element]:
        """List where the applicant leaves: whatever was under way need not go on (撤回)."""
        return self.acts("case.withdraw")

    @property
    def start(self) -> Element:
        """Give the start event of the whole procedure."""
        roots = self.chart.members.get(self.end, ())
        return next(one for one in roots if one.tag == "startEvent")

    def way(
        self,
        start: Element | None,
        goal: Element | Key,
        avoided: Iterable[Element] = (),
        closed: Collection[Flow] = (),
    ) -> Way:
        """Give a run from one step to another that finishes none of these; empty if none is."""
        avoided = list(avoided)
        keys = {one.key for one in avoided}
        first = None if start is None else start.key
        end = goal.key if isinstance(goal, Element) else goal
        if start is not None and end not in self.ahead(start, avoided, closed):
            return ()
        found = path_avoiding(self.net, first, end, keys, closed)
        return tuple(element for _, element in found or () if element != self.chart.root)

    def ahead(
        self, start: Element, avoided: Iterable[Element] = (), closed: Collection[Flow] = ()
    ) -> frozenset[Key]:
        """List what one may come to after a step, finishing none of these; quick and generous."""
        moments, shut = self.net.moments, {name_of(flow) for flow in closed}
        stops = {point for one in avoided for point in moments.get(one.key, {}).get(Role.WORK, ())}
        own = moments.get(start.key, {})
        todo = [*(own.get(Role.DONE) or own.get(Role.WORK) or ())]
        roots, seen = set(todo), set[int]()
        while todo:
            point = todo.pop()
            for arc in self.net.out[point]:
                stopped = point in stops and point not in roots and not arc.early
                if not stopped and arc.flow not in shut and arc.target not in seen:
                    seen.add(arc.target)
                    todo.append(arc.target)
        return frozenset(self.net.points[point].key for point in seen)

    def comes_to(self, start: Element, goal: Element, avoided: Iterable[Element] = ()) -> bool:
        """Tell whether one may come from one step to another, finishing none of these."""
        return goal.key in self.ahead(start, avoided)

    def way_without(self, fact: str, goal: Element | Key) -> Way:
        """Give a run on which a fact has not happened when one arrives, if it is not certain."""
        key = goal.key if isinstance(goal, Element) else goal
        if fact in self.course.certain(key):
            return ()
        doers = [one for one in self.reached if fact in self.course.gives[one.key]]
        undoers = [one for one in self.reached if fact in self.course.takes[one.key]]
        closed = self.course.closed(fact)
        for start in (None, *undoers):
            found = self.way(start, goal, doers, closed)
            if found:
                before = self.way(None, start) if start is not None else ()
                return (*before[:-1], *found)
        return (key[1],) if key != self.end else (self.start.id,)

    def asked_in(self, variable: str, name: str) -> Iterator[Component]:
        """Give the questions whose answers are kept under a name, in whichever form."""
        for form in self.forms_of(variable):
            yield from (one for one in form.walk() if one.key == name)

    def forms_of(self, variable: str) -> Iterator[Form]:
        """Give the forms whose answers are kept in a variable."""
        for one in self.people:
            key = one.node.form_key or one.node.properties.get("formKey", "")
            if variable in marks.variables_of(one) and key in self.forms:
                yield self.forms[key]

    @cached_property
    def labels(self) -> Mapping[tuple[str, object], str]:
        """Give what a choice is called: (formal_review.finding, excessive) → 明显超过合理范围."""
        found: dict[tuple[str, object], str] = {}
        for one in self.chart.elements.values():
            form = self.forms.get(one.node.form_key or one.node.properties.get("formKey", ""))
            for asked in form.walk() if form else ():
                for option in asked.options if asked.kind in CHOICES else ():
                    value = option.value if isinstance(option.value, str) else repr(option.value)
                    found[f"{one.node.result_variable}.{asked.key}", value] = option.label
        return found

    def finding(
        self, place: Element | Way, said: str, way: Way = (), severity: str = ERROR
    ) -> Finding:
        """Say something of an element, or of the last one of a run."""
        if isinstance(place, tuple):
            way, place = place, self.chart.find(place[-1]) or self.start
        shown = way or (place.id,)
        return Finding(place.file, LAYER, "", severity, place.id, place.line, said, shown)


def named(elements: Iterable[Element], shown: int = 3) -> str:
    """Name a few steps in a sentence."""
    names = list(dict.fromkeys(f"“{one.name}”" for one in elements))
    return "、".join(names[:shown]) + (f"等{len(names)}处" if len(names) > shown else "")
