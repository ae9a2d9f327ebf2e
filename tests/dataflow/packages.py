"""Small packages, written in a few lines, and what is found in them."""

import json

from engine.bpmn.definition import read_definition
from engine.dataflow.linting import lint_data
from engine.dataflow.office import Surroundings
from engine.dataflow.remarks import Remark
from tests.bpmn.writing import document, end, extensions, node, properties, start

FORM = {"type": "default", "schemaVersion": 16}


def form(*components: dict) -> bytes:
    return json.dumps({**FORM, "components": list(components)}).encode()


def field(key: str, kind: str = "textfield", **more: object) -> dict:
    return {"type": kind, "key": key, "id": key, "label": key, **more}


def required(key: str, kind: str = "textfield") -> dict:
    return field(key, kind, validate={"required": True})


def task(name: str, key: str = "", *, due: str = "", more: str = "", variable: str = "") -> str:
    attributes = f'name="办{name}" camunda:candidateGroups="clerk"'
    attributes += f' camunda:formKey="{key}"' if key else ""
    attributes += f' camunda:dueDate="{due}"' if due else ""
    own = extensions(properties(resultVariable=variable)) if variable else ""
    return node("userTask", name, own + more, attributes)


def decision(name: str, reads: str) -> bytes:
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        f'namespace="x"><decision id="{name}" name="{name}"><decisionTable hitPolicy="FIRST">'
        f'<input id="i" label="列"><inputExpression><text>{reads}</text></inputExpression></input>'
        '<output id="o" name="r"/><rule><inputEntry><text>-</text></inputEntry><outputEntry>'
        "<text>1</text></outputEntry></rule></decisionTable></decision></definitions>"
    ).encode()


def found(
    body: str,
    *called: bytes,
    forms: dict[str, bytes] | None = None,
    decisions: dict[str, bytes] | None = None,
    declared: str = "",
    office: Surroundings | None = None,
) -> list[Remark]:
    """Check a package of one drawn process and those it calls."""
    drawn = document(start("S") + end("E") + body, declared)
    diagrams = {f"{number}.bpmn": text for number, text in enumerate((drawn, *called))}
    definition = read_definition(diagrams, decisions or {}, "P")
    files = (diagrams, decisions or {}, forms or {})
    return list(lint_data(definition, files, office or Surroundings()))


def rules(*arguments, **more) -> list[tuple[str, str]]:
    """Name the rules broken, and where."""
    return [(one.rule.removeprefix("data_"), one.element) for one in found(*arguments, **more)]
