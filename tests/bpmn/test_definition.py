"""What a definition says of its nodes: BPMN and the Camunda 7 attributes."""

import pytest

from engine.bpmn.definition import read_definition
from engine.bpmn.model import NodeKind, TimerKind
from tests.bpmn.playing import Play
from tests.bpmn.writing import (
    MESSAGE,
    action,
    boundary,
    chain,
    document,
    end,
    extensions,
    flow,
    gateway,
    inputs,
    message,
    node,
    properties,
    start,
    timer,
    user,
)

ATTRIBUTES = (
    'name="形式&#10;审查" camunda:formKey="formal_review" camunda:candidateGroups="clerk, head" '
    'camunda:assignee="someone" camunda:dueDate="clock.due" camunda:followUpDate="2026-03-09" '
    'camunda:priority="7" camunda:resultVariable="ignored_for_the_property"'
)
LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="办公室"><bpmn:flowNodeRef>u</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>sp</bpmn:flowNodeRef><bpmn:childLaneSet><bpmn:lane id='l2' name='经办'>"
    "<bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>"
    "</bpmn:laneSet>"
)
WHOLE = document(
    LANES
    + node("startEvent", "s", "", 'camunda:formKey="intake"')
    + user(
        "u",
        "<bpmn:documentation>条例第二十九条</bpmn:documentation>"
        + extensions(
            properties(stage="process", resultVariable="review", statutory="条例第二十九条"),
            inputs(days="n + 1"),
        ),
        ATTRIBUTES,
    )
    + node(
        "subProcess",
        "sp",
        extensions(properties(stage="investigate"))
        + start("ss")
        + user("deep")
        + end("se")
        + chain("ss", "deep", "se"),
    )
    + boundary(
        "extension",
        "sp",
        extensions(properties(label="申请延期", formKey="extension", groups="clerk head"))
        + message(),
        interrupting=False,
    )
    + boundary("overdue", "u", timer("timeDate", "clock.overdue_on"), interrupting=False)
    + node("callActivity", "call", "", 'calledElement="Q" camunda:candidateGroups="registrar"')
    + action("act", "letter.issue")
    + end()
    + chain("s", "u", "sp", "call", "act", "e")
    + chain("extension", "e")
    + chain("overdue", "e"),
    MESSAGE,
)
CALLED = document(start("qs") + user("q") + end("qe") + chain("qs", "q", "qe"), process="Q")
FILES = {"main.bpmn": WHOLE, "called.bpmn": CALLED}


@pytest.fixture(scope="module")
def definition():
    return read_definition(FILES, {}, "P")


def test_a_node_is_what_its_author_wrote(definition):
    review = definition.nodes["u"]
    assert (review.kind, review.name, review.documentation) == (
        NodeKind.USER_TASK,
        "形式 审查",
        "条例第二十九条",
    )
    assert (review.form_key, review.groups) == ("formal_review", ("clerk", "head"))
    assert (review.assignee, review.priority, review.lane) == ("someone", "7", "经办")
    assert (review.result_variable, review.stage, review.process_id) == ("review", "process", "P")
    assert review.properties["statutory"] == "条例第二十九条"
    assert (review.due.names, sorted(review.inputs)) == ({"clock"}, ["days"])
    assert review.follow_up({}).isoformat() == "2026-03-09"


def test_what_lies_in_a_sub_process_belongs_to_its_lane_and_stage(definition):
    deep = definition.nodes["deep"]
    assert (deep.lane, deep.stage, deep.scope_id) == ("办公室", "investigate", "sp")


def test_a_message_event_has_its_label_form_and_groups(definition):
    (event,) = definition.messages
    assert (event.id, event.message, event.attached_to) == ("extension", "withdrawn", "sp")
    assert (event.interrupting, event.form_key, event.groups) == (
        False,
        "extension",
        ("clerk", "head"),
    )
    assert event.properties["label"] == "申请延期"


def test_timers_are_listed_with_their_rule(definition):
    (event,) = definition.timers
    assert (event.id, event.timer.kind, event.timer.text) == (
        "overdue",
        TimerKind.DATE,
        "clock.overdue_on",
    )


def test_a_call_activity_keeps_what_is_written_on_it(definition):
    call = definition.nodes["call"]
    assert (call.kind, call.called, call.groups) == (NodeKind.CALL, "Q", ("registrar",))
    assert definition.nodes["act"].kind is NodeKind.ACTION


def test_a_definition_knows_its_start_its_files_and_what_it_calls(definition):
    assert definition.start_form == "intake"
    assert definition.process_ids == ("P", "Q")
    assert definition.diagram_xml("Q") == CALLED
    assert definition.calls == {"P": ("Q",), "Q": ()}


def test_the_hash_follows_the_content_and_nothing_else(definition):
    again = read_definition(dict(reversed(FILES.items())), {}, "P")
    beside = read_definition({**FILES, "z.bpmn": CALLED.replace(b'"Q"', b'"R"')}, {}, "P")
    changed = read_definition({**FILES, "called.bpmn": CALLED + b"\n"}, {}, "P")
    assert again.content_hash == definition.content_hash == beside.content_hash
    assert changed.content_hash != definition.content_hash


def test_one_definition_serves_many_instances_at_once(definition):
    plays = [Play(WHOLE, CALLED) for _ in range(3)]
    plays[0].do("u")
    assert [play.open for play in plays] == [["deep"], ["u"], ["u"]]
    assert definition.nodes["u"].name == "形式 审查"


def test_the_timeline_tells_what_tokens_did():
    text = document(
        start()
        + user("u")
        + gateway("exclusive", "g", "d")
        + end()
        + chain("s", "u", "g")
        + flow("g", "u", "u.again")
        + flow("g", "e", name="d")
    )
    play = Play(text).do("u", {"again": False})
    assert play.passed == [
        ("s", "entered"),
        ("s", "left"),
        ("u", "entered"),
        ("u", "left"),
        ("g", "entered"),
        ("g", "left"),
        ("e", "entered"),
        ("e", "left"),
    ]


def test_drawings_and_data_objects_are_only_for_the_reader():
    extra = (
        '<bpmn:textAnnotation id="note"><bpmn:text>见条例</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="u" targetRef="note"/><bpmn:group id="gr"/>'
        '<bpmn:dataObjectReference id="dr" dataObjectRef="do"/><bpmn:dataObject id="do"/>'
    )
    pools = (
        '<bpmn:collaboration id="C"><bpmn:participant id="p1" processRef="P"/>'
        '<bpmn:participant id="p2" name="申请人"/></bpmn:collaboration>'
    )
    text = document(start() + user("u") + end() + chain("s", "u", "e") + extra, pools)
    assert Play(text).do("u").done


@pytest.mark.parametrize("tag", ["userTask", "manualTask", "task"])
def test_every_plain_task_waits_for_a_person(tag):
    text = document(start() + node(tag, "u") + end() + chain("s", "u", "e"))
    assert Play(text).do("u").done
