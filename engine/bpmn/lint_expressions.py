"""Rules on what is written inside a diagram: every expression, every timer, every loop."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from engine.bpmn import notation as xml
from engine.bpmn.drawing import WARNING, Drawing
from engine.bpmn.failures import Finding
from engine.bpmn.limits import MAX_INSTANCES
from engine.bpmn.model import TimerKind
from engine.bpmn.nodes import moment_expression, read_timer, timer_text
from engine.bpmn.notation import Element
from engine.errors import OfficeError
from engine.feel import compile_expression

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
FOREIGN = re.compile(r"\s*([$#]\{|=)")
NAMES_OF_VARIABLES = ("resultVariable", "outputCollection")


@dataclass(frozen=True)
class Text:
    """One text of a diagram that must be an expression."""

    element: Element
    where: str
    text: str
    read: Callable[[str], object] = compile_expression


def check_expressions(drawing: Drawing) -> Iterator[Finding]:
    """Compile whatever will be evaluated, so that no case finds it wrong."""
    for text in texts(drawing):
        yield from check_text(drawing, text)
    for one in drawing.root.iter(f"{xml.BPMN}conditionExpression"):
        language = one.get("language", "feel")
        if "feel" not in language.lower() or xml.camunda(one, "resource"):
            yield drawing.remark("not_feel", one, f"条件只能用FEEL书写，不支持{language}")
    for node in drawing.nodes:
        yield from check_timer(drawing, node)
        yield from check_loop(drawing, node)
        yield from check_names(drawing, node)


def texts(drawing: Drawing) -> Iterator[Text]:
    """List the expressions of a file."""
    for flow in drawing.flows:
        condition = xml.child(flow, "conditionExpression")
        if condition is not None and "feel" in condition.get("language", "feel").lower():
            yield Text(flow, "条件", xml.text_of(condition))
    for node in drawing.nodes:
        yield from texts_of_node(node)
        yield from texts_of_loop(node)


def texts_of_node(node: Element) -> Iterator[Text]:
    """List the expressions of a node."""
    for name, where in (("dueDate", "办理期限"), ("followUpDate", "跟进日期")):
        if xml.camunda(node, name):
            yield Text(node, where, xml.camunda(node, name), moment_expression)
    for one in xml.extensions(node, "inputOutput", "inputParameter"):
        yield Text(one, f"输入参数{one.get('name')}", xml.text_of(one) or "null")
    own = xml.properties(node)
    for name in ("department", "outputElement"):
        if own.get(name):
            yield Text(node, f"属性{name}", own[name])
    definition = xml.event_definition(node)
    if definition is not None and xml.local(definition) == "conditionalEventDefinition":
        yield Text(node, "事件条件", xml.text_of(xml.child(definition, "condition")))


def texts_of_loop(node: Element) -> Iterator[Text]:
    """List the expressions of a loop."""
    many = xml.child(node, "multiInstanceLoopCharacteristics")
    again = xml.child(node, "standardLoopCharacteristics")
    if many is not None:
        if xml.camunda(many, "collection"):
            yield Text(node, "多实例集合", xml.camunda(many, "collection"))
        for name, where in (("loopCardinality", "多实例数目"), ("completionCondition", "完成条件")):
            found = xml.child(many, name)
            if found is not None:
                yield Text(node, where, xml.text_of(found))
    if again is not None and xml.child(again, "loopCondition") is not None:
        yield Text(node, "循环条件", xml.text_of(xml.child(again, "loopCondition")))


def timer_expression(kind: TimerKind, text: str) -> object:
    """Compile what of a timer is an expression."""
    return read_timer(kind, text).expression


def timer_texts(drawing: Drawing) -> Iterator[Text]:
    """List the timers that are written as expressions."""
    for node in drawing.nodes:
        definition = xml.event_definition(node)
        written = None if definition is None else timer_text(definition)
        if written is not None and written[1]:
            kind, text = written
            yield Text(node, "定时器", text, partial(timer_expression, kind))


def check_text(drawing: Drawing, text: Text) -> Iterator[Finding]:
    """Compile one expression."""
    if FOREIGN.match(text.text):
        message = f"{text.where}“{text.text}”请直接写FEEL表达式，不用${{}}、#{{}}，也不以等号开头"
        yield drawing.remark("not_feel", text.element, message)
        return
    if len(text.element) and text.element.tag == f"{xml.CAMUNDA}inputParameter":
        yield drawing.remark("not_feel", text.element, f"{text.where}只能是FEEL表达式")
        return
    try:
        text.read(text.text)
    except (OfficeError, ValueError, RecursionError) as error:
        yield drawing.remark(
            "feel_syntax", text.element, f"{text.where}“{text.text}”写错了：{error}"
        )


def check_timer(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """A timer is ISO 8601 or FEEL, and a cycle is where it can be one."""
    definition = xml.event_definition(node)
    if definition is None or xml.local(definition) != "timerEventDefinition":
        return
    written = timer_text(definition)
    if written is None or not written[1]:
        yield drawing.remark("timer_empty", node, "定时器没有写时间")
        return
    kind, text = written
    if FOREIGN.match(text):
        yield drawing.remark("not_feel", node, f"定时器“{text}”请写ISO 8601或FEEL，不用${{}}")
        return
    try:
        read_timer(kind, text)
    except (OfficeError, ValueError, OverflowError, RecursionError) as error:
        message = f"定时器“{text}”既不是可用的ISO 8601时间，也不是FEEL表达式：{error}"
        yield drawing.remark("timer_text", node, message)
    reminder = xml.local(node) == "boundaryEvent" and node.get("cancelActivity") == "false"
    if kind is TimerKind.CYCLE and not reminder:
        yield drawing.remark("cycle_not_here", node, "周期定时器只能用在非中断的边界事件上")


def check_loop(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """A loop says how often, and does not go on for ever."""
    many = xml.child(node, "multiInstanceLoopCharacteristics")
    again = xml.child(node, "standardLoopCharacteristics")
    own = xml.properties(node)
    if many is not None:
        yield from check_many(drawing, node, many)
    elif own.get("outputCollection") or own.get("outputElement"):
        yield drawing.remark(
            "collects_nothing", node, "不是多实例，outputCollection不起作用", WARNING
        )
    if again is None:
        return
    maximum = again.get("loopMaximum")
    if maximum is not None and not (maximum.isdecimal() and 0 < int(maximum) <= MAX_INSTANCES):
        yield drawing.remark("loop_maximum", node, f"循环次数应为1至{MAX_INSTANCES}的整数")
    if maximum is None and not xml.text_of(xml.child(again, "loopCondition")):
        yield drawing.remark("loop_endless", node, "循环既没有次数也没有条件")


def check_many(drawing: Drawing, node: Element, many: Element) -> Iterator[Finding]:
    """A multi-instance activity names its elements and what is collected."""
    own = xml.properties(node)
    collection, number = (
        xml.camunda(many, "collection"),
        xml.text_of(xml.child(many, "loopCardinality")),
    )
    if bool(collection) == bool(number) and xml.child(many, "loopDataInputRef") is None:
        yield drawing.remark(
            "many_of_what", node, "多实例应写明集合（camunda:collection）或数目，二者取一"
        )
    if number.isdecimal() and int(number) > MAX_INSTANCES:
        yield drawing.remark("too_many", node, f"多实例数目超过{MAX_INSTANCES}")
    variable = xml.camunda(many, "elementVariable")
    if variable and not VARIABLE.fullmatch(variable):
        yield drawing.remark(
            "variable_name", node, f"元素变量“{variable}”只能用英文字母、数字和下划线"
        )
    if (
        own.get("outputCollection")
        and not own.get("outputElement")
        and xml.local(node) in xml.SCOPES
    ):
        message = "子流程和调用活动须用属性outputElement写明每个实例的结果"
        yield drawing.remark("output_element", node, message)


def check_names(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """A variable has a name that expressions can speak of."""
    own = xml.properties(node)
    for name in NAMES_OF_VARIABLES:
        value = own.get(name) or (xml.camunda(node, name) if name == "resultVariable" else "")
        if value and not VARIABLE.fullmatch(value):
            message = f"变量名“{value}”（{name}）只能用英文字母、数字和下划线"
            yield drawing.remark("variable_name", node, message)
