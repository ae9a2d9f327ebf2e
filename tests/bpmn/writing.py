"""Small diagrams, written as a modeller's tool would write them."""

import html
import itertools

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.test"'
)
_numbers = itertools.count(1)


def document(body: str, declared: str = "", process: str = "P", attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAMESPACES}>{declared}'
        f'<bpmn:process id="{process}" isExecutable="true" {attributes}>{body}</bpmn:process>'
        "</bpmn:definitions>"
    ).encode()


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    name = name or f"flow_{next(_numbers)}"
    guard = (
        f"<bpmn:conditionExpression>{html.escape(condition)}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<bpmn:sequenceFlow id="{name}" {ends}>{guard}</bpmn:sequenceFlow>'


def chain(*nodes: str) -> str:
    return "".join(flow(a, b) for a, b in itertools.pairwise(nodes))


def node(tag: str, name: str, inside: str = "", attributes: str = "") -> str:
    return f'<bpmn:{tag} id="{name}" {attributes}>{inside}</bpmn:{tag}>'


def start(name: str = "s") -> str:
    return node("startEvent", name)


def end(name: str = "e", inside: str = "") -> str:
    return node("endEvent", name, inside)


def user(name: str, inside: str = "", attributes: str = "") -> str:
    return node("userTask", name, inside, attributes)


def timer(kind: str, text: str) -> str:
    inner = f"<bpmn:{kind}>{html.escape(text)}</bpmn:{kind}>"
    return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


def message(reference: str = "M") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{reference}"/>'


def boundary(name: str, host: str, inside: str, *, interrupting: bool = True) -> str:
    flag = f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    return node("boundaryEvent", name, inside, flag)


def catch(name: str, inside: str) -> str:
    return node("intermediateCatchEvent", name, inside)


def throw(name: str, inside: str = "") -> str:
    return node("intermediateThrowEvent", name, inside)


def gateway(kind: str, name: str, default: str = "") -> str:
    return node(f"{kind}Gateway", name, "", f'default="{default}"' if default else "")


def extensions(*inside: str) -> str:
    return f"<bpmn:extensionElements>{''.join(inside)}</bpmn:extensionElements>"


def properties(**values: str) -> str:
    inner = "".join(
        f'<camunda:property name="{name}" value="{html.escape(value)}"/>'
        for name, value in values.items()
    )
    return f"<camunda:properties>{inner}</camunda:properties>"


def inputs(**values: str) -> str:
    inner = "".join(
        f'<camunda:inputParameter name="{name}">{html.escape(value)}</camunda:inputParameter>'
        for name, value in values.items()
    )
    return f"<camunda:inputOutput>{inner}</camunda:inputOutput>"


def each(collection: str, variable: str = "", *, sequential: bool = False, until: str = "") -> str:
    over = f'camunda:collection="{html.escape(collection)}"'
    of = f'camunda:elementVariable="{variable}"' if variable else ""
    inner = f"<bpmn:completionCondition>{html.escape(until)}</bpmn:completionCondition>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" '
        f"{over} {of}>{inner if until else ''}</bpmn:multiInstanceLoopCharacteristics>"
    )


def inner(name: str, *steps: str, before: str = "", after: str = "") -> str:
    """Draw a sub-process in which people do steps one after the other."""
    first, last = f"{name}_start", f"{name}_end"
    body = start(first) + "".join(user(step) for step in steps) + end(last)
    return node("subProcess", name, before + body + chain(first, *steps, last) + after)


def action(name: str, act: str = "letter.issue", more: str = "") -> str:
    return node("serviceTask", name, extensions(properties(action=act), more))


MESSAGE = '<bpmn:message id="M" name="withdrawn"/>'
