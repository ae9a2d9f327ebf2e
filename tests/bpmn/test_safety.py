"""Whoever draws a diagram may neither run a program nor stop the office."""

import contextlib
import time

import pytest
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment

from engine.bpmn.definition import read_definition
from engine.bpmn.environment import NoScripts
from engine.bpmn.failures import DiagramRefused
from engine.errors import OfficeError
from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    catch,
    chain,
    document,
    each,
    end,
    extensions,
    flow,
    gateway,
    inputs,
    message,
    node,
    properties,
    start,
    throw,
    timer,
    user,
)

PAYLOADS = (
    "__import__('os').system('touch {0}') == 0",
    "open('{0}', 'w')",
    "().__class__.__base__.__subclasses__()",
    "[c for c in ().__class__.__base__.__subclasses__()][0].__init__.__globals__",
    "exec(\"open('{0}','w')\")",
    "(lambda: open('{0}','w'))()",
    "random._os.system('touch {0}')",
)


def dmn(cell: str) -> bytes:
    cell = cell.replace("&", "&amp;").replace("<", "&lt;")
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="x"><decision id="t" name="t"><decisionTable id="dt"><input id="i"><inputExpression
 id="ie"><text>{cell}</text></inputExpression></input><output id="o" name="r"/><rule id="r">
 <inputEntry id="a"><text>-</text></inputEntry><outputEntry id="b"><text>{cell}</text>
 </outputEntry></rule></decisionTable></decision></definitions>""".encode()


def line(body: str, declared: str = "") -> bytes:
    return document(start() + body + end() + chain("s", "x", "e"), declared)


def carriers(payload: str) -> dict[str, bytes]:
    """Put the payload wherever a diagram holds text that is evaluated."""
    conditional = (
        f"<bpmn:conditionalEventDefinition><bpmn:condition>{payload}</bpmn:condition>"
        "</bpmn:conditionalEventDefinition>"
    )
    many = "<bpmn:multiInstanceLoopCharacteristics>{}</bpmn:multiInstanceLoopCharacteristics>"
    loop = f"<bpmn:loopCondition>{payload}</bpmn:loopCondition>"
    choice = start() + gateway("exclusive", "x", "d") + user("u") + end() + chain("s", "x")
    return {
        "condition": document(
            choice + flow("x", "u", payload) + flow("x", "e", name="d") + chain("u", "e")
        ),
        "script": line(node("scriptTask", "x", f"<bpmn:script>{payload}</bpmn:script>")),
        "duration": line(catch("x", timer("timeDuration", payload))),
        "date": line(catch("x", timer("timeDate", payload))),
        "cardinality": line(
            user("x", many.format(f"<bpmn:loopCardinality>{payload}</bpmn:loopCardinality>"))
        ),
        "collection": line(user("x", each(payload))),
        "enough": line(user("x", each("[1]", until=payload))),
        "loop": line(
            user(
                "x", f"<bpmn:standardLoopCharacteristics>{loop}</bpmn:standardLoopCharacteristics>"
            )
        ),
        "conditional": line(catch("x", conditional)),
        "payload": line(throw("x", extensions(inputs(a=payload)) + message()), MESSAGE),
        "input": line(user("x", extensions(inputs(a=payload)))),
        "output": line(
            user(
                "x",
                extensions(properties(outputCollection="r", outputElement=payload)) + each("[1]"),
            )
        ),
        "due": line(
            user("x", attributes=f'camunda:dueDate="{payload.replace(chr(34), "&quot;")}"')
        ),
        "before": line(
            user("x", extensions(f"<spiffworkflow:preScript>{payload}</spiffworkflow:preScript>"))
        ),
        "service": line(
            node(
                "serviceTask", "x", "", f'camunda:expression="{payload.replace(chr(34), "&quot;")}"'
            )
        ),
        "rule": line(node("businessRuleTask", "x", "", 'camunda:decisionRef="t"')),
        "correlation": line(
            node("receiveTask", "x", "", 'messageRef="M"'),
            MESSAGE
            + '<bpmn:correlationProperty id="c"><bpmn:correlationPropertyRetrievalExpression '
            f'messageRef="M"><bpmn:messagePath>{payload}</bpmn:messagePath>'
            "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
            '<bpmn:collaboration id="C"><bpmn:participant id="p" processRef="P"/>'
            '<bpmn:correlationKey id="k" name="K"><bpmn:correlationPropertyRef>c'
            "</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>",
        ),
    }


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("carrier", carriers(""))
def test_a_program_in_a_diagram_is_never_run(carrier, payload, tmp_path, monkeypatch):
    monkeypatch.setattr(
        TaskDataEnvironment, "evaluate", lambda *_: pytest.fail("the stock environment was asked")
    )
    trace = tmp_path / "ran"
    text = payload.format(trace)
    try:
        play = Play(carriers(text)[carrier], decisions={"t.dmn": dmn(text)})
        for step in play.case.steps():
            play.case.inputs(step.key, play.world)
            play.case.finish(step.key, {}, play.world)
        play.send("withdrawn", {})
    except OfficeError:
        pass  # refused, which is as good
    assert not trace.exists()


def test_the_script_engine_of_spiffworkflow_is_empty():
    for act in (
        lambda: NoScripts().environment.evaluate("1", {}),
        lambda: NoScripts().environment.execute("x = 1", {}),
        lambda: NoScripts().environment.call_service({}),
        lambda: NoScripts().validate("1"),
    ):
        with pytest.raises(PermissionError):
            act()


def parallel_ladder(rungs: int) -> bytes:
    names = [f"g{n}" for n in range(rungs)]
    body = start() + end() + chain("s", *names, "e")
    body += "".join(gateway("parallel", name) for name in names)
    for one, after in zip(names, [*names[1:], "e"], strict=True):
        body += throw(f"a_{one}") + chain(one, f"a_{one}", after)
    return document(body)


BOMBS = {
    "a ladder of parallel gateways": parallel_ladder(60),
    "a timer of many years": line(catch("x", timer("timeDuration", "P99999999Y"))),
    "a cycle of seconds": line(catch("x", timer("timeCycle", "R/2000-01-01T00:00:00Z/PT1S"))),
    "a hundred thousand instances": line(
        user(
            "x",
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>50000 * 2"
            "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
        )
    ),
    "a tower of powers": line(user("x", each("[9 ** 9 ** 9 ** 9]"))),
    "a long text": line(user("x", each("for i in 1..100000 return string(i)"))),
    "billion laughs": (
        b'<!DOCTYPE x [<!ENTITY a "lol">'
        + b"".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
        )
        + b"]><x>&j;</x>"
    ),
    "a long chain": document(
        start()
        + "".join(user(f"u{n}") for n in range(295))
        + end()
        + chain("s", *(f"u{n}" for n in range(295)), "e")
    ),
    "a deep expression": line(user("x", each("(" * 900 + "1" + ")" * 900))),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_or_bounded(bomb):
    began = time.process_time()
    with contextlib.suppress(DiagramRefused):
        assert len(Play(BOMBS[bomb]).case.state()) < 100_000
    assert time.process_time() - began < 10


def test_an_id_cannot_smuggle_a_path_expression():
    text = line(user("x")).replace(b'id="x"', b"id=\"x' or '1'='1\"")
    with pytest.raises(DiagramRefused):
        read_definition({"p.bpmn": text}, {}, "P")
