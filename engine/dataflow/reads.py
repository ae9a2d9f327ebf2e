"""Where a package reads variables: every expression, with the moment it is computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from engine.bpmn import notation as xml
from engine.bpmn.decisions import DecisionTable
from engine.bpmn.model import TimerKind
from engine.feel import Expression, FeelSyntaxError, compile_expression
from engine.flowfacts import Chart, Element
from engine.forms import Form
from engine.forms.conditions import expressions_of, unshown_expressions

COUNTERS = frozenset({"nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"})


class Use(Enum):
    """What becomes of the answer."""

    CONDITION = "流向条件"
    EVENT = "事件条件"
    DATE = "定时器的日期"
    SPAN = "定时器的时长"
    DUE = "办理期限"
    INPUT = "输入参数"
    COLLECTION = "多实例的集合"
    NUMBER = "多实例的数目"
    UNTIL = "循环条件"
    OUTPUT = "每个实例的结果"
    DEPARTMENT = "承办科室"
    DECISION = "决策表的输入"
    FORM = "表单"


class When(Enum):
    """When it is computed: on arrival, in the work (of each instance), or right after it."""

    ARRIVAL = "arrival"
    WORK = "work"
    AFTER = "after"


@dataclass(frozen=True)
class Read:
    """One expression at one place."""

    element: Element
    use: Use
    when: When
    text: str
    names: frozenset[str]
    paths: frozenset[str]
    label: str = ""  # the input, the form, the flow
    line: int = 0

    @property
    def place(self) -> str:
        """Say in Chinese what reads: “登记”的办理期限."""
        return f"“{self.element.name}”的{self.use.value}{self.label}"


def reads_of(
    chart: Chart, forms: Mapping[str, Form], tables: Mapping[str, DecisionTable]
) -> Iterator[Read]:
    """List everything that is read."""
    for element in chart.elements.values():
        for use, when, expression, label in _of_node(element):
            yield _read((element, use, when), expression, label)
        yield from _of_flows(chart, element)
        key = element.node.form_key or element.node.properties.get("formKey", "")
        if key in forms and element.tag != "startEvent":
            yield from _of_form(element, key, forms[key])
        if element.node.decision in tables:
            yield from _of_table(element, tables[element.node.decision])


def _read(
    at: tuple[Element, Use, When],
    expression: Expression,
    label: str = "",
    line: int = 0,
    own: frozenset[str] = frozenset(),
) -> Read:
    names = expression.names - own
    paths = frozenset(path for path in expression.paths if path.partition(".")[0] in names)
    return Read(*at, expression.text, names, paths, label, line or at[0].line)


def _of_node(element: Element) -> Iterator[tuple[Use, When, Expression, str]]:
    node = element.node
    if element.tag in xml.TASKS or element.tag in xml.EVENTS:
        for name, expression in node.inputs.items():
            yield Use.INPUT, When.WORK, expression, f"“{name}”"
    if node.due is not None and element.tag in xml.TASKS:
        yield Use.DUE, When.WORK, node.due, ""
    if node.timer is not None and node.timer.expression is not None:
        use = Use.DATE if node.timer.kind is TimerKind.DATE else Use.SPAN
        yield use, When.ARRIVAL, node.timer.expression, ""
    if node.condition is not None:
        yield Use.EVENT, When.ARRIVAL, node.condition, ""
    department = _compiled(node.properties.get("department", ""))
    if department is not None:
        yield Use.DEPARTMENT, When.WORK, department, ""
    yield from _of_loop(element)


def _of_loop(element: Element) -> Iterator[tuple[Use, When, Expression, str]]:
    loop = element.node.loop
    if loop is None:
        return
    if loop.collection is not None:
        yield Use.COLLECTION, When.ARRIVAL, loop.collection, ""
    if loop.cardinality is not None:
        yield Use.NUMBER, When.ARRIVAL, loop.cardinality, ""
    if loop.output_element is not None:
        yield Use.OUTPUT, When.AFTER, loop.output_element, ""
    if loop.condition is not None:
        yield Use.UNTIL, When.AFTER, loop.condition, ""


def _of_flows(chart: Chart, element: Element) -> Iterator[Read]:
    for flow in chart.outgoing.get(element.key, ()):
        condition = None if flow.default else _compiled(flow.condition)
        if condition is not None:
            label = f"（通往“{chart.elements[flow.target].name}”）"
            yield _read((element, Use.CONDITION, When.ARRIVAL), condition, label, flow.line)


def _of_form(element: Element, key: str, form: Form) -> Iterator[Read]:
    components = list(form.walk())
    own = frozenset(one.key for one in components if one.key is not None)
    own |= frozenset(element.node.inputs)  # what a step hands to its form
    for one in components:
        for expression in (*expressions_of(one), *unshown_expressions(one)):
            label = f"{key}的“{one.label or one.id}”"
            yield _read((element, Use.FORM, When.WORK), expression, label, own=own)


def _of_table(element: Element, table: DecisionTable) -> Iterator[Read]:
    for one in (table, *table.required):
        for column in one.inputs:
            own = frozenset(name for other in one.required for name in other.result_names)
            label = f"“{column.label}”"
            yield _read((element, Use.DECISION, When.WORK), column.expression, label, own=own)


def _compiled(text: str) -> Expression | None:
    try:
        return compile_expression(text) if text else None
    except FeelSyntaxError:
        return None
