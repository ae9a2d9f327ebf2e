"""Who sets which variable, and what is set for certain where it is read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.bpmn import notation as xml
from engine.bpmn.decisions import DecisionTable
from engine.dataflow.feasible import Feasible
from engine.dataflow.office import OF_FORMS, Surroundings
from engine.dataflow.reads import COUNTERS, Read, Use, When, reads_of
from engine.dataflow.setting import names_in, needed_by, read_on, refuted_by, set_by
from engine.dataflow.shapes import Shape, item_shape, may_be_blank, shape_of, without_field
from engine.flowfacts import Client, Element, Facts, Key, Moment, Role, path_avoiding
from engine.flowfacts import Whole as Package
from engine.flowfacts.net import Arc, name_of
from engine.forms import Form

Fact = str | tuple[str, Moment]  # a variable is set; it is set by this


@dataclass(frozen=True)
class Data:
    """A package with what flows in it."""

    package: Package
    forms: Mapping[str, Form]
    tables: Mapping[str, DecisionTable]
    office: Surroundings
    lookups: dict[tuple[Key, Role | None, bool], dict[str, list[Moment]]] = field(
        default_factory=dict
    )

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """List what is read where a case can come."""
        found = reads_of(self.package.chart, self.forms, self.tables)
        return tuple(read for read in found if self.facts.reached(read.element.key))

    @cached_property
    def setters(self) -> dict[Moment, tuple[str, ...]]:
        """Name the variables each moment of an element sets."""
        found: dict[Moment, tuple[str, ...]] = {}
        for element in self.package.chart.elements.values():
            for role, names in set_by(element):
                found[(element.key, role)] = (*found.get((element.key, role), ()), *names)
        return found

    @cached_property
    def implied(self) -> dict[tuple[Key, str], frozenset[str]]:
        """Name the variables that must be set where a flow is taken, by its condition."""
        chart = self.package.chart
        found: dict[tuple[Key, str], frozenset[str]] = {}
        for key, flows in chart.outgoing.items():
            ordered = sorted(flows, key=lambda flow: flow.default)
            one_way = chart.elements[key].tag == "exclusiveGateway"
            refused: set[str] = set()
            for flow in ordered:
                before = refused if one_way or flow.default else set()
                found[(key, flow.id)] = frozenset(before | needed_by(flow))
                refused |= refuted_by(flow)
        return found

    @cached_property
    def facts(self) -> Facts[Fact]:
        """Solve what is certain and what is possible."""
        start = frozenset({self.office.opened_with})
        return Facts(
            self.package.net,
            Client(
                gives=lambda element: self._facts(element, Role.WORK),
                gives_inside=lambda element: self._facts(element, Role.AT),
                gives_in_all=lambda element: self._facts(element, Role.DONE),
                takes_away=self._renewed,
                gives_on=lambda flow: self.implied.get((flow.source, flow.id), ()),
                at_start=start,
                keeps_inside=True,
            ),
        )

    def _facts(self, element: Element, role: Role) -> Iterator[Fact]:
        moment = (element.key, role)
        for name in self.setters.get(moment, ()):
            yield name
            yield name, moment

    def _renewed(self, element: Element) -> Iterator[Fact]:
        """Name the fields of which nothing is known once an element has set them anew."""
        for name in self.setters.get((element.key, Role.WORK), ()):
            yield from self._asked_fields.get(name, ())

    @cached_property
    def _asked_fields(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in {one for names in self.implied.values() for one in names if "." in one}:
            found[path.partition(".")[0]].append(path)
        return found

    # -- at a reading ---------------------------------------------------------------------------

    def known(self, read: Read) -> frozenset[str]:
        """Name what is there without any step."""
        names = frozenset(self.office.facts) | {self.office.opened_with}
        names |= OF_FORMS if read.use is Use.FORM else frozenset()
        return names | (COUNTERS if read.use is Use.UNTIL else frozenset())

    def certain(self, read: Read) -> frozenset[str]:
        """Name the variables, and the fields, that are set on every way to a reading."""
        key, tasks = read.element.key, read.element.tag in xml.TASKS
        if read.when is When.AFTER:
            found = self.facts.certain_after(key, Role.WORK)
        elif read.when is When.WORK and tasks:
            found = self.facts.certain(key, Role.WORK)
        else:
            found = self.facts.certain(key)
        return frozenset(one for one in found if isinstance(one, str))

    def unset(self, read: Read) -> Iterator[str]:
        """Name what is not set on every way to a reading."""
        if read.names - self.known(read):
            yield from sorted(read.names - self.known(read) - self.certain(read))

    def possible(self, read: Read) -> dict[str, list[Moment]]:
        """Say who may have set which variable before a reading."""
        key, after = read.element.key, read.when is When.AFTER
        works = read.when is When.WORK and read.element.tag in xml.TASKS
        role = Role.WORK if works or after else None
        if (key, role, after) not in self.lookups:
            self.lookups[(key, role, after)] = self._possible(key, role, after=after)
        return self.lookups[(key, role, after)]

    def _possible(self, key: Key, role: Role | None, *, after: bool) -> dict[str, list[Moment]]:
        found: dict[str, list[Moment]] = defaultdict(list)
        for fact in self.facts.possible(key, role):
            if isinstance(fact, tuple):
                found[fact[0]].append(fact[1])
        for name in self.setters.get((key, Role.WORK), ()) if after else ():
            found[name].append((key, Role.WORK))
        return found

    def setters_of(self, name: str) -> list[Moment]:
        """List what sets a variable anywhere."""
        return [moment for moment, names in self.setters.items() if name in names]

    def path_if_unset(self, read: Read, name: str) -> tuple[str, ...]:
        """Give a shortest way to a reading without a variable; nothing if there is none."""
        closed = [
            flow
            for flow in self.package.chart.flows
            if name in self.implied.get((flow.source, flow.id), ())
        ]
        if not self.can_be_unset(read, name, frozenset(map(name_of, closed))):
            return ()
        goal = read.element.key
        found = path_avoiding(self.package.net, None, goal, self.setters_of(name), closed)
        return tuple(element for _, element in found or ())

    def path_to(self, read: Read) -> tuple[str, ...]:
        """Give a shortest way to a reading."""
        found = path_avoiding(self.package.net, None, read.element.key, ())
        return tuple(element for _, element in found or ())

    def can_be_unset(self, read: Read, name: str, closed: frozenset[str]) -> bool:
        """Tell whether some way without a variable agrees with what gateways ask on it."""
        net = self.package.net
        shut = {
            point for key, role in self.setters_of(name) for point in net.moments[key].get(role, ())
        }

        def stops(arc: Arc) -> bool:
            return arc.flow in closed or (not arc.early and arc.source in shut)

        return self.feasible.reaches(set(net.arrivals(read.element.key)), stops, self.beside)

    def is_doubtful(self, path: tuple[str, ...]) -> bool:
        """Tell whether gateways on a way ask after the same thing, and may exclude each other."""
        asked: dict[str, str] = {}
        for one in path:
            element = self.package.chart.find(one)
            flows = () if element is None else self.package.chart.outgoing.get(element.key, ())
            for name in {name for flow in flows for name in read_on(flow) if "." in name}:
                if asked.setdefault(name, one) != one:
                    return True
        return False

    @cached_property
    def form_shapes(self) -> dict[str, Shape]:
        """Read each form once."""
        return {key: shape_of(form) for key, form in self.forms.items()}

    @cached_property
    def feasible(self) -> Feasible:
        """Prepare the search for ways that can really be gone."""
        net = self.package.net
        sets = {
            point: frozenset(names)
            for (key, role), names in self.setters.items()
            for point in net.moments.get(key, {}).get(role, ())
        }
        return Feasible(net, sets, self.office.facts)

    @cached_property
    def beside(self) -> dict[str, set[int]]:
        """Say where a tested variable may be set by another branch at the same time."""
        found: dict[str, set[int]] = {}
        for name in self.feasible.tracked:
            found[name] = self.facts.given_beside(name)
        return found

    # -- fields ---------------------------------------------------------------------------------

    def shapes(self, read: Read, name: str, depth: int = 0) -> list[Shape | None]:
        """Say what a variable may look like at a reading, by who may have set it."""
        if name in self.office.facts:
            entries = self.office.facts[name]
            return [Shape(dict.fromkeys(entries)) if entries else None]
        found = [
            self.made_by(moment, name, read, depth) for moment in self.possible(read).get(name, ())
        ]
        if name == self.office.opened_with:
            found.append(self.start_shape)
        return found

    @cached_property
    def start_shape(self) -> Shape | None:
        """Say what the form looks like with which a case begins."""
        chart = self.package.chart
        for element in chart.members.get((chart.root, chart.root), ()):
            if element.tag == "startEvent":
                return self.form_shapes.get(element.node.form_key)
        return None

    def made_by(self, moment: Moment, name: str, read: Read, depth: int) -> Shape | None:
        """Say what an element makes of a variable."""
        key, role = moment
        node = self.package.chart.elements[key].node
        if role is Role.WORK:
            return self.form_shapes.get(node.form_key or node.properties.get("formKey", ""))
        text = ""
        if role is Role.AT and node.loop and name == node.loop.element_variable:
            text = node.loop.collection.text if node.loop.collection else ""
        elif role is Role.DONE and node.loop and node.loop.output_element is not None:
            text = node.loop.output_element.text
        if not text or depth > 3:  # noqa: PLR2004 - lists made of lists made of lists
            return None
        there = Read(self.package.chart.elements[key], read.use, When.ARRIVAL, text, *_none)
        names = names_in(text)
        return item_shape(text, {one: self.shapes(there, one, depth + 1) for one in names})

    def missing_field(self, read: Read, path: str) -> str:
        """Give the field of a path that nobody asks for; nothing if somebody may."""
        name, _, rest = path.partition(".")
        gone = without_field(rest, self.shapes(read, name)) if rest else ""
        return f"{name}.{gone}" if gone else ""

    def blank_paths(self, read: Read) -> Iterator[str]:
        """List the fields a reading asks for that a person may have left empty."""
        for path in sorted(read.paths - self.certain(read)):
            name, _, rest = path.partition(".")
            sorted_out = (read.element.process, name) in self.sorted_out
            if rest and may_be_blank(rest, self.shapes(read, name), by_all=sorted_out):
                yield path

    @cached_property
    def sorted_out(self) -> frozenset[tuple[str, str]]:
        """Name the variables whose kinds a process tells apart by its gateways."""
        flows = self.package.chart.flows
        return frozenset((f.source[0], name) for f in flows for name in names_in(f.condition))


_none: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
