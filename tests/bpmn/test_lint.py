"""Whatever the engine does not run as BPMN means it is named and refused, before any case."""

import copy
import random

import pytest
from lxml import etree

from engine.bpmn.definition import read_definition
from engine.bpmn.failures import DiagramRefused
from engine.bpmn.lint import lint_diagrams
from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    action,
    boundary,
    catch,
    chain,
    document,
    each,
    end,
    extensions,
    flow,
    gateway,
    inner,
    inputs,
    message,
    node,
    properties,
    start,
    throw,
    timer,
    user,
)


def between(body: str, declared: str = "", name: str = "x", more: str = "") -> bytes:
    return document(start() + body + end() + chain("s", name, "e") + more, declared)


def event(tag: str, definition: str, declared: str = "") -> bytes:
    return between(node(tag, "x", definition), declared)


def edge(inside: str, *, host: str = user("u"), interrupting: bool = True) -> bytes:
    body = host + boundary("x", "u", inside, interrupting=interrupting)
    return document(start() + body + end() + chain("s", "u", "e") + chain("x", "e"), MESSAGE)


def extended(inside: str) -> bytes:
    return between(user("x", extensions(inside)))


def choice(*ways: str, default: str = "") -> bytes:
    body = start() + gateway("exclusive", "x", default) + user("u") + user("v") + end()
    return document(body + chain("s", "x") + chain("u", "e") + chain("v", "e") + "".join(ways))


LISTENER = '<camunda:executionListener class="Harm" event="start"/>'
SCRIPTED = (
    '<camunda:inputParameter name="i"><camunda:script>1</camunda:script></camunda:inputParameter>'
)
MANY = "<bpmn:multiInstanceLoopCharacteristics>{}</bpmn:multiInstanceLoopCharacteristics>"
SUB = "<bpmn:subProcess {}>{}</bpmn:subProcess>"
LINK = '<bpmn:linkEventDefinition name="L"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="S"/>'
SIGNALS = '<bpmn:signal id="S" name="stop"/>'
SCRIPT = "<bpmn:script>x = 1</bpmn:script>"
DATA = '<bpmn:dataInputAssociation id="di"><bpmn:sourceRef>d</bpmn:sourceRef>'
DATA += "</bpmn:dataInputAssociation>"

REFUSED = {
    # constructs
    "refused_scriptTask": (between(node("scriptTask", "x", SCRIPT)), "x"),
    "refused_complexGateway": (between(gateway("complex", "x")), "x"),
    "refused_adHocSubProcess": (between(node("adHocSubProcess", "x", user("a"))), "x"),
    "refused_transaction": (between(inner("x", "a").replace("subProcess", "transaction")), "x"),
    "refused_linkEventDefinition": (event("intermediateThrowEvent", LINK), "x"),
    "refused_compensateEventDefinition": (edge("<bpmn:compensateEventDefinition/>"), "x"),
    "refused_cancelEventDefinition": (edge("<bpmn:cancelEventDefinition/>"), "x"),
    "refused_dataStoreReference": (between(user("x") + node("dataStoreReference", "ds")), "ds"),
    "refused_dataInputAssociation": (between(user("x", DATA)), "di"),
    "refused_loopDataInputRef": (
        between(user("x", MANY.format("<bpmn:loopDataInputRef>p</bpmn:loopDataInputRef>"))),
        "x",
    ),
    "event_subprocess": (
        between(
            user("x")
            + inner("es", "h").replace(
                "<bpmn:subProcess", '<bpmn:subProcess triggeredByEvent="true"', 1
            )
        ),
        "es",
    ),
    "compensation": (between(user("x", attributes='isForCompensation="true"')), "x"),
    "unknown_element": (between(user("x") + node("choreographyLoop", "cl")), "cl"),
    "not_executable": (
        between(user("x")).replace(b'isExecutable="true"', b'isExecutable="false"'),
        "P",
    ),
    # events
    "event_not_here": (document(start() + end("e", SIGNAL) + chain("s", "e"), SIGNALS), "e"),
    "multiple_events": (edge(message() + timer("timeDuration", "P1D")), "x"),
    "no_event": (between(catch("x", "")), "x"),
    "boundary_host": (
        between(user("x") + boundary("b", "nobody", message()), MESSAGE, more=chain("b", "e")),
        "b",
    ),
    "boundary_never": (edge("<bpmn:errorEventDefinition/>"), "x"),
    "error_interrupts": (
        edge("<bpmn:errorEventDefinition/>", host=inner("u", "a"), interrupting=False),
        "x",
    ),
    "no_action": (between(node("serviceTask", "x")), "x"),
    "no_message": (between(node("receiveTask", "x")), "x"),
    "no_reference": (between(catch("x", "<bpmn:messageEventDefinition/>")), "x"),
    "unknown_reference": (between(catch("x", message("Z"))), "x"),
    "unnamed_message": (between(catch("x", message("N")), '<bpmn:message id="N"/>'), "x"),
    # extensions
    "listener": (extended(LISTENER), "x"),
    "script": (extended("<spiffworkflow:preScript>x = 1</spiffworkflow:preScript>"), "x"),
    "mapping": (
        between(
            node(
                "callActivity",
                "x",
                extensions('<camunda:in source="a" target="b"/>'),
                'calledElement="P"',
            )
        ),
        "x",
    ),
    # flows
    "one_start": (
        document(
            start() + start("s2") + user("x") + end() + chain("s", "x", "e") + chain("s2", "x")
        ),
        "P",
    ),
    "no_end": (document(start() + user("x") + chain("s", "x")), "P"),
    "dead_end": (
        document(
            start()
            + user("x")
            + gateway("parallel", "g")
            + end()
            + chain("s", "g", "x")
            + chain("g", "e")
        ),
        "x",
    ),
    "after_end": (between(user("x") + user("y"), more=chain("e", "y", "e")), "e"),
    "implicit_split": (between(user("x") + user("y"), more=chain("x", "y", "e")), "x"),
    "unreachable": (between(user("x") + user("lost"), more=chain("lost", "e")), "lost"),
    "condition_not_here": (
        document(start() + user("x") + end() + chain("s", "x") + flow("x", "e", "true", "f")),
        "f",
    ),
    "flow_ends": (between(user("x"), more=flow("nobody", "e", name="f")), "f"),
    "flow_crosses": (
        between(inner("x", "in") + user("y"), more=flow("in", "y", name="f") + chain("y", "e")),
        "f",
    ),
    "flow_into_event": (between(user("x") + user("y"), more=chain("y", "s")), ""),
    "no_default": (choice(flow("x", "u", "a"), flow("x", "v", "b")), "x"),
    "no_condition": (choice(flow("x", "u", "a"), flow("x", "v", name="f")), "f"),
    "default_elsewhere": (choice(flow("x", "u", "a"), flow("x", "v", "b"), default="other"), "x"),
    "event_gateway_alone": (
        document(
            start()
            + gateway("eventBased", "x")
            + catch("c", message())
            + end()
            + chain("s", "x", "c", "e"),
            MESSAGE,
        ),
        "x",
    ),
    "event_gateway_target": (
        document(
            start()
            + gateway("eventBased", "x")
            + user("u")
            + catch("c", message())
            + end()
            + chain("s", "x", "u", "e")
            + chain("x", "c", "e"),
            MESSAGE,
        ),
        "u",
    ),
    # loops and timers
    "many_of_what": (between(user("x", MANY.format(""))), "x"),
    "too_many": (
        between(user("x", MANY.format("<bpmn:loopCardinality>501</bpmn:loopCardinality>"))),
        "x",
    ),
    "loop_endless": (between(user("x", "<bpmn:standardLoopCharacteristics/>")), "x"),
    "loop_maximum": (
        between(user("x", '<bpmn:standardLoopCharacteristics loopMaximum="-1"/>')),
        "x",
    ),
    "output_element": (
        between(
            inner("x", "a", before=extensions(properties(outputCollection="r")), after=each("p"))
        ),
        "x",
    ),
    "variable_name": (between(user("x", extensions(properties(resultVariable="a b")))), "x"),
    "timer_empty": (between(catch("x", "<bpmn:timerEventDefinition/>")), "x"),
    "timer_text": (between(catch("x", timer("timeDuration", "PT5"))), "x"),
    "cycle_not_here": (between(catch("x", timer("timeCycle", "R3/P1D"))), "x"),
    # expressions
    "feel_syntax": (
        choice(flow("x", "u", "a = = 1", "f"), flow("x", "v", name="d"), default="d"),
        "f",
    ),
    "not_feel": (choice(flow("x", "u", "${a}", "f"), flow("x", "v", name="d"), default="d"), "f"),
    # references
    "unknown_process": (between(node("callActivity", "x", "", 'calledElement="Q"')), "x"),
    "recursive_call": (between(node("callActivity", "x", "", 'calledElement="P"')), "x"),
    "no_decision": (between(node("businessRuleTask", "x")), "x"),
    "unknown_decision": (
        between(node("businessRuleTask", "x", "", 'camunda:decisionRef="q"')),
        "x",
    ),
    # identifiers
    "reserved_id": (between(user("End"), name="End"), "End"),
    "unsafe_id": (between(user("x&#39;]"), name="x&#39;]"), "x']"),
    "duplicate_id": (between(user("x") + node("textAnnotation", "x")), "x"),
    "missing_id": (between(user("x") + "<bpmn:textAnnotation/><bpmn:userTask/>"), "P"),
    "nested_too_deep": (
        between(
            "".join(f'<bpmn:subProcess id="n{i}">' for i in range(6))
            + "</bpmn:subProcess>" * 6
            + user("x")
        ),
        "n5",
    ),
    "too_many_nodes": (
        document(
            start()
            + "".join(user(f"u{i}") for i in range(300))
            + end()
            + chain("s", *(f"u{i}" for i in range(300)), "e")
        ),
        "",
    ),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_cannot_be_run_is_refused_by_name(rule):
    text, element = REFUSED[rule]
    found = [f for f in lint_diagrams({"p.bpmn": text}, {}) if f.rule == rule]
    assert found, [(f.rule, f.element) for f in lint_diagrams({"p.bpmn": text}, {})]
    assert {f.severity for f in found} == {"error"}
    assert element in {f.element for f in found} or not element
    assert all(f.file == "p.bpmn" and f.line and f.message for f in found)
    with pytest.raises(DiagramRefused) as refusal:
        read_definition({"p.bpmn": text}, {}, "P")
    assert rule in {f.rule for f in refusal.value.findings}


GOOD = document(
    start()
    + user(
        "u", extensions(properties(department="1"), inputs(a="1 + 1")), 'camunda:dueDate="today"'
    )
    + action("act")
    + boundary("b", "u", timer("timeCycle", "R3/P1D"), interrupting=False)
    + throw("t", message())
    + end()
    + chain("s", "u", "act", "e")
    + chain("b", "t", "e"),
    MESSAGE,
)


def test_a_sound_diagram_has_no_error():
    assert [f for f in lint_diagrams({"p.bpmn": GOOD}, {}) if f.severity == "error"] == []


def test_what_is_ignored_is_said_but_not_refused():
    text = between(user("x", attributes='camunda:candidateUsers="zhao" camunda:asyncBefore="true"'))
    found = lint_diagrams({"p.bpmn": text}, {})
    assert {(f.rule, f.severity) for f in found} == {("ignored", "warning")}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"", "not_xml"),
        (b"<a>", "not_xml"),
        (b"<a/>", "not_bpmn"),
        (b"\xff\xfe", "not_xml"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"),
        (b" " * 1_000_001, "file_too_large"),
        (b"<a>" * 150 + b"</a>" * 150, "too_deep"),
    ],
)
def test_what_is_no_diagram_is_refused(text, rule):
    (found,) = lint_diagrams({"p.bpmn": text}, {})
    assert (found.layer, found.rule, found.severity) == ("wellformed", rule, "error")


def test_processes_that_call_each_other_in_a_circle_are_refused():
    one = between(node("callActivity", "x", "", 'calledElement="Q"'))
    other = document(
        start("qs")
        + node("callActivity", "y", "", 'calledElement="P"')
        + end("qe")
        + chain("qs", "y", "qe"),
        process="Q",
    )
    found = lint_diagrams({"p.bpmn": one, "q.bpmn": other}, {})
    assert {f.element for f in found if f.rule == "recursive_call"} == {"x", "y"}


def test_two_processes_of_one_procedure_may_not_share_a_step():
    call = node("callActivity", "x", "", 'calledElement="Q"')
    one = document(start() + user("u") + call + end() + chain("s", "u", "x", "e"))
    other = document(start() + user("u") + end() + chain("s", "u", "e"), process="Q")
    found = lint_diagrams({"p.bpmn": one, "q.bpmn": other}, {})
    assert [(f.rule, f.file, f.element) for f in found if f.severity == "error"] == [
        ("repeated_step", "q.bpmn", "u")
    ]
    apart = document(start() + user("u") + end() + chain("s", "u", "e"))
    assert not [
        f for f in lint_diagrams({"p.bpmn": apart, "q.bpmn": other}, {}) if f.severity == "error"
    ]


def test_a_wrong_file_beside_does_not_stop_a_procedure_that_does_not_call_it():
    wrong = document(user("u"), process="Q")
    files = {"p.bpmn": GOOD, "q.bpmn": wrong, "r.bpmn": b"<"}
    assert read_definition(files, {}, "P").process_ids == ("P",)
    with pytest.raises(DiagramRefused):
        read_definition(files, {}, "Q")


def test_an_expression_is_refused_with_its_place():
    text = choice(flow("x", "u", "a and and b", "f"), flow("x", "v", name="d"), default="d")
    (found,) = [f for f in lint_diagrams({"p.bpmn": text}, {}) if f.severity == "error"]
    assert "a and and b" in found.message
    assert any(character.isdigit() for character in found.message)


def test_a_name_nobody_provides_is_pointed_out_with_the_likely_one():
    named = user("x", extensions(properties(resultVariable="review")))
    text = document(
        start()
        + named
        + gateway("exclusive", "g", "d")
        + boundary("b", "x", timer("timeDate", "clok.due"))
        + end()
        + chain("s", "x", "g")
        + flow("g", "x", "reviw.again", "f")
        + flow("g", "e", name="d")
        + chain("b", "e")
    )
    found = [f for f in lint_diagrams({"p.bpmn": text}, {}) if f.rule == "unknown_name"]
    assert [(f.element, f.severity) for f in found] == [("b", "warning"), ("f", "warning")]
    assert "是否指“clock”" in found[0].message
    assert "是否指“review”" in found[1].message


def test_a_result_whose_name_cannot_be_written_in_an_expression_is_pointed_out():
    found = lint_diagrams({"p.bpmn": between(user("form-1"), name="form-1")}, {})
    assert [(f.rule, f.element) for f in found] == [("unspeakable_result", "form-1")]


def test_the_linter_never_raises_whatever_element_is_missing_or_renamed():
    chance = random.Random(11)
    texts = [text for text, _ in REFUSED.values()] + [GOOD] * 20
    for _ in range(500):
        root = etree.fromstring(chance.choice(texts))
        for _ in range(chance.randint(1, 3)):
            one = chance.choice(list(root.iter()))
            match chance.randrange(4):
                case 0 if one.getparent() is not None:
                    one.getparent().remove(one)
                case 1 if one.attrib:
                    del one.attrib[chance.choice(list(one.attrib))]
                case 2 if one.attrib:
                    one.set(chance.choice(list(one.attrib)), chance.choice(["", "x", "P", "'"]))
                case _:
                    one.append(copy.deepcopy(chance.choice(list(root.iter()))))
        text = etree.tostring(root)
        found = lint_diagrams({"p.bpmn": text}, {})
        assert "linter" not in {f.rule for f in found}, (found, text)
        if not any(f.severity == "error" for f in found):
            for process in etree.fromstring(text).iterfind("{*}process"):
                Play(text, root=process.get("id"))  # what is accepted also runs


def test_an_unknown_root_is_refused():
    with pytest.raises(DiagramRefused, match="没有编号"):
        read_definition({"p.bpmn": GOOD}, {}, "Q")


def test_a_decision_file_that_cannot_be_read_is_a_finding():
    found = lint_diagrams({"p.bpmn": GOOD}, {"t.dmn": b"<not>"})
    assert [f.file for f in found if f.severity == "error"] == ["t.dmn"]


def test_the_linter_never_raises_whatever_is_cut_or_swapped():
    chance = random.Random(7)
    texts = [text for text, _ in REFUSED.values()] + [GOOD]
    for _ in range(400):
        text = bytearray(chance.choice(texts))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(text))
            if chance.random() < 0.5:
                del text[place : place + chance.randint(1, 40)]
            else:
                text[place : place + 1] = chance.choice([b"<", b'"', b"", b"id", b"&", b" "])
        found = lint_diagrams({"p.bpmn": bytes(text)}, {})
        assert "linter" not in {f.rule for f in found}, bytes(text)
