"""Each rule on a good package and on a bad one."""

import pytest

from engine.bpmn.definition import read_definition
from engine.dataflow.linting import lint_data
from engine.dataflow.office import Surroundings
from engine.dataflow.rules import RULES
from tests.bpmn.rich_diagrams import RichDiagram
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
    inputs,
    message,
    node,
    properties,
    start,
    timer,
)
from tests.dataflow.packages import decision, field, form, found, required, rules, task

SPLIT = gateway("exclusive", "x", "d") + gateway("exclusive", "m") + flow("x", "m", name="d")


def perhaps(step: str, name: str = "a") -> str:
    """Draw a step that is done on one of two ways, then go on at `m`."""
    return (
        SPLIT + step + chain("S", "x") + flow("x", name, 'case.channel = "oral"') + chain(name, "m")
    )


def choosing(condition: str, gate: str = "y") -> str:
    """Draw a gateway after `m` that reads a condition."""
    ways = (
        chain("m", gate) + flow(gate, "b", condition) + chain("b", "E") + flow(gate, "E", name="dy")
    )
    return gateway("exclusive", gate, "dy") + task("b") + ways


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule):
    assert len(rule.help) > 60
    assert "改法" in rule.help


def test_a_comparison_with_what_may_be_unset_is_undecided():
    body = perhaps(task("a", "f"))
    forms = {"f": form(required("n", "number"))}
    (one,) = found(body + choosing("a.n > 3"), forms=forms)
    assert (one.rule, one.severity, one.element) == ("data_condition_undecided", "warning", "y")
    assert one.path == ("S", "x", "m", "y")
    assert "“a”" in one.message
    assert "“办a”" in one.message
    assert rules(body + choosing("a != null and a.n > 3"), forms=forms) == []
    assert rules(body + choosing('a.n = 4 or case.channel = "mail"'), forms=forms) == []


def test_a_way_that_asks_for_an_answer_has_it():
    body = perhaps(task("a", "f")) + gateway("exclusive", "y", "dy") + task("b")
    body += chain("m", "y") + flow("y", "z", "a != null") + flow("y", "E", name="dy")
    body += gateway("exclusive", "z", "dz") + flow("z", "b", "a.n > 3") + flow("z", "E", name="dz")
    assert rules(body + chain("b", "E"), forms={"f": form(required("n", "number"))}) == []


def test_the_same_question_has_the_same_answer_twice():
    """What was skipped because `a` was not there is not wanted where `a` was there."""

    def asking(first: str) -> str:
        gates = gateway("exclusive", "y", "dy") + gateway("exclusive", "z", "dz")
        ways = chain("m", "y") + flow("y", "b", first) + chain("b", "w", "z")
        ways += flow("y", "w", name="dy") + flow("z", "c", "a != null") + flow("z", "E", name="dz")
        steps = task("b") + task("c", due="b.on") + gateway("exclusive", "w")
        return perhaps(task("a")) + gates + ways + steps + chain("c", "E")

    assert rules(asking("a != null")) == []
    assert rules(asking("case.split_from = null")) == [("due_unknown", "c")]


def test_what_nothing_before_sets_is_never_set():
    bad = task("a", due="b.on") + task("b") + chain("S", "a", "b", "E")
    (one,) = found(bad)
    assert (one.rule, one.element, one.severity) == ("data_never_set", "a", "warning")
    assert one.path == ("S", "a")
    assert rules(task("a") + task("b", due="a.on") + chain("S", "a", "b", "E")) == []


def test_a_form_knows_what_its_step_hands_to_it():
    forms = {"f": form(field("u", properties={"default": "=letter.sent_on"}))}
    handed = extensions(inputs(letter="case.number"))
    assert rules(task("a", "f") + chain("S", "a", "E"), forms=forms) == [("never_set", "a")]
    assert rules(task("a", "f", more=handed) + chain("S", "a", "E"), forms=forms) == []


def test_a_form_may_serve_steps_that_know_less():
    forms = {"f": form(field("t", "text", text="{{ b.t }}"), field("u"))}
    shared = task("a", "f") + task("b", "f") + task("c", "f") + chain("S", "a", "b", "c", "E")
    alone = task("a", "f") + task("b") + chain("S", "a", "b", "E")
    forms["f"] = form({"type": "text", "id": "t", "text": "{{ b.u }}"}, field("u"))
    assert rules(shared, forms=forms) == []
    assert rules(alone, forms=forms) == [("never_set", "a")]


def test_what_one_instance_sets_is_not_there_outside():
    many = node("userTask", "a", each("[1, 2]", "item"), 'camunda:formKey="f"')
    merged = gateway("exclusive", "m") + chain("S", "a", "m")
    assert rules(many + merged + choosing("item = 1")) == [("never_set", "y")]
    assert rules(many + merged + choosing("a.n = 1")) == [("never_set", "y")]
    inside = node("userTask", "a", each("[1, 2]", "item"), 'camunda:dueDate="item"')
    assert rules(inside + chain("S", "a", "E")) == []


def test_a_list_of_results_is_set_even_if_nobody_was_asked():
    many = node(
        "userTask",
        "a",
        extensions(properties(outputCollection="all", outputElement="{n: a.n}"))
        + each("[1, 2]", "item"),
        'camunda:formKey="f"',
    )
    forms = {"f": form(required("n"))}
    merged = gateway("exclusive", "m") + chain("S", "a", "m")
    assert rules(many + merged + choosing("count(all) > 1"), forms=forms) == []
    assert rules(many + merged + choosing("all.x = 1"), forms=forms) == [("no_such_field", "y")]


def test_a_field_must_be_asked_for():
    line = task("a", "f") + gateway("exclusive", "m") + chain("S", "a", "m")
    rows = field("rows", "dynamiclist", path="rows", components=[required("name")])
    forms = {"f": form(required("n"), rows)}
    assert rules(line + choosing('a.n = "1"'), forms=forms) == []
    assert rules(line + choosing('a.rows.name[1] = "1"'), forms=forms) == []
    assert rules(line + choosing('a.gone = "1"'), forms=forms) == [("no_such_field", "y")]
    assert rules(line + choosing('a.rows.gone[1] = "1"'), forms=forms) == [("no_such_field", "y")]
    assert rules(line + choosing("clock.replydue = null")) == [("no_such_field", "y")]


def test_a_field_of_each_row_must_be_asked_for():
    rows = field("rows", "dynamiclist", path="rows", components=[required("name")])
    forms = {"f": form(rows), "g": form({"type": "text", "id": "t", "text": "{{ row.name }}"})}
    many = node("userTask", "b", each("a.rows", "row"), 'camunda:formKey="g"')
    body = task("a", "f") + many + chain("S", "a", "b", "E")
    assert rules(body, forms=forms) == []
    forms["g"] = form({"type": "text", "id": "t", "text": "{{ row.gone }}"})
    assert rules(body, forms=forms) == [("no_such_field", "b")]


def test_an_act_is_given_what_it_needs():
    act = action("p", "clock.consult_silent", inputs(party="a.who"))
    line = task("a", "f") + act + chain("S", "a", "p", "E")
    assert rules(line, forms={"f": form(required("who"))}) == []
    (one,) = found(line, forms={"f": form(field("who"))})
    assert (one.rule, one.severity, one.element) == ("data_input_missing", "warning", "p")
    assert "必填" in one.message
    beside = perhaps(task("a", "f")) + act + chain("m", "p", "E")
    (one,) = found(beside, forms={"f": form(required("who"))})
    assert (one.rule, one.severity) == ("data_input_missing", "error")
    assert one.path == ("S", "x", "m", "p")


def test_what_an_act_can_do_without_may_be_missing():
    act = action("p", "clock.consult_silent", inputs(note="a.who", party='"甲"'))
    assert rules(perhaps(task("a")) + act + chain("m", "p", "E")) == []


def test_a_letter_is_given_what_it_cannot_be_written_without():
    office = Surroundings(letter_needs=lambda code, name: (code, name) == ("P01", "items"))
    own = properties(action="letter.issue", letter="P01")
    letter = node("sendTask", "p", extensions(own, inputs(items="a.items", guidance="a.more")))
    body = perhaps(task("a")) + letter + chain("m", "p", "E")
    (one,) = found(body, office=office)
    assert (one.rule, one.severity, one.element) == ("data_input_missing", "error", "p")
    assert "items" in one.message
    assert rules(task("a") + letter + chain("S", "a", "p", "E"), office=office) == []


def test_a_letter_that_is_chosen_is_chosen_on_every_way():
    letter = action("p", "letter.issue", inputs(letter="r.letter"))
    act = action("r", "reply.record", inputs(result='"grant"'))
    assert rules(perhaps(act, "r") + letter + chain("m", "p", "E")) == [("input_missing", "p")]
    assert rules(act + letter + chain("S", "r", "p", "E")) == []


def test_a_period_that_is_not_known_cannot_begin_and_a_date_never_comes():
    def waiting(kind: str) -> str:
        return catch("t", timer(kind, "a.when")) + chain("m", "t", "E")

    forms = {"f": form(required("when"))}
    (span,) = found(perhaps(task("a", "f")) + waiting("timeDuration"), forms=forms)
    (day,) = found(perhaps(task("a", "f")) + waiting("timeDate"), forms=forms)
    assert (span.rule, span.severity) == ("data_timer_without_time", "error")
    assert (day.rule, day.severity) == ("data_timer_without_time", "warning")
    line = task("a", "f") + catch("t", timer("timeDuration", "a.when")) + chain("S", "a", "t", "E")
    assert rules(line, forms=forms) == []
    assert rules(line, forms={"f": form(field("when"))}) == [("timer_without_time", "t")]


def test_a_last_day_is_known_on_every_way():
    late = task("b", due="add working days(a.on, 5)") + chain("m", "b", "E")
    assert rules(perhaps(task("a")) + late) == [("due_unknown", "b")]
    minded = late.replace("add working", "if a = null then today else add working")
    assert rules(perhaps(task("a")) + minded) == []


def test_a_list_of_those_to_be_asked_is_there_on_every_way():
    many = node("userTask", "b", each("a.rows", "row")) + chain("m", "b", "E")
    assert rules(perhaps(task("a")) + many) == [("collection_unset", "b")]
    filtered = many.replace("a.rows", "a[name != null]")
    assert rules(perhaps(task("a")) + filtered) == []
    number = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>a.n"
    number += "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    (one,) = found(perhaps(task("a")) + node("userTask", "b", number) + chain("m", "b", "E"))
    assert (one.rule, one.severity) == ("data_collection_unset", "error")


def test_a_decision_is_asked_when_its_questions_can_be_answered():
    asks = node("businessRuleTask", "q", "", 'camunda:decisionRef="D"') + chain("m", "q", "E")
    tables = {"d.dmn": decision("D", "a.n")}
    assert rules(perhaps(task("a")) + asks, decisions=tables) == [("decision_uninformed", "q")]
    line = task("a") + asks.replace('sourceRef="m"', 'sourceRef="a"') + chain("S", "a")
    assert rules(line, decisions=tables) == []


def test_what_a_called_process_sets_is_there_for_its_caller_alone():
    called = document(start("QS") + end("QE") + task("k") + chain("QS", "k", "QE"), process="Q")
    call = node("callActivity", "c", "", 'calledElement="Q"')
    late = task("b", due="k.on")
    assert rules(call + late + chain("S", "c", "b", "E"), called) == []
    once = perhaps(call, "c") + late + chain("m", "b", "E")
    assert rules(once, called) == [("due_unknown", "b")]


def test_the_button_of_a_message_sets_what_was_entered():
    told = boundary("w", "a", message()) + task("b", due="w.on") + end("F")
    body = task("a") + told + chain("S", "a", "E") + chain("w", "b", "F")
    assert rules(body, declared=MESSAGE) == []
    assert rules(body.replace('"w.on"', '"a.on"'), declared=MESSAGE) == [("never_set", "b")]
    other = catch("w", timer("timeDuration", "P1D")) + task("b", due="w.on")
    assert rules(other + chain("S", "w", "b", "E")) == [("never_set", "b")]


def test_both_branches_of_a_parallel_split_have_set_theirs_behind_the_join():
    both = gateway("parallel", "f") + gateway("parallel", "j") + task("a") + task("b")
    late = task("c", due="if a.on > b.on then a.on else b.on")
    ways = chain("S", "f", "a", "j") + chain("f", "b", "j", "c", "E")
    assert rules(both + late + ways) == []
    beside = both.replace('name="办b"', 'name="办b" camunda:dueDate="a.on"') + task("c") + ways
    assert rules(beside) == [("due_unknown", "b")]


def test_a_condition_that_stands_twice_is_decided_once():
    def twice(second: str) -> str:
        act = action("p", "clock.consult_silent", inputs(party="a.who"))
        ways = chain("m", "y") + flow("y", "p", second) + flow("y", "E", name="dy")
        return perhaps(task("a", "f")).replace("case.channel", "intake.kind") + (
            gateway("exclusive", "y", "dy") + act + ways + chain("p", "E")
        )

    forms = {"f": form(required("who"))}
    assert rules(twice('intake.kind = "oral"'), forms=forms) == []
    assert rules(twice('intake.kind = "mail"'), forms=forms) == [("input_missing", "p")]


def test_a_field_that_was_asked_after_is_there():
    def asking(condition: str) -> str:
        act = action("p", "clock.consult_silent", inputs(party="a.who"))
        gate = gateway("exclusive", "x", "d") + flow("x", "p", condition) + flow("x", "E", name="d")
        return task("a", "f") + gate + act + chain("S", "a", "x") + chain("p", "E")

    forms = {"f": form(field("who"))}
    assert rules(asking("a.who != null"), forms=forms) == []
    assert rules(asking('a.who = "甲"'), forms=forms) == []
    assert rules(asking('case.channel = "oral"'), forms=forms) == [("input_missing", "p")]
    again = asking("a.who != null").replace('targetRef="p"', 'targetRef="b"', 1)
    again += task("b", "f", variable="a") + chain("b", "p")
    assert rules(again, forms=forms) == [("input_missing", "p")]


def test_a_way_that_gateways_may_exclude_is_a_warning_only():
    act = action("p", "clock.consult_silent", inputs(party="a.who"))
    body = perhaps(task("a", "f")).replace("case.channel", "intake.kind")
    ways = chain("m", "y") + flow("y", "p", 'intake.kind != "mail"') + flow("y", "E", name="dy")
    body += gateway("exclusive", "y", "dy") + act + ways + chain("p", "E")
    (one,) = found(body, forms={"f": form(required("who"))})
    assert (one.rule, one.severity) == ("data_input_missing", "warning")


def test_every_diagram_the_engine_runs_can_be_checked():
    for seed in range(60):
        diagrams = {"p.bpmn": RichDiagram(seed).text}
        definition = read_definition(diagrams, {}, "P")
        remarks = lint_data(definition, (diagrams, {"x.dmn": b"<"}, {"f": b"{"}), Surroundings())
        assert "data_linter" not in {one.rule for one in remarks}


def test_a_rule_that_breaks_is_a_finding():
    def broken(_code: str, _name: str) -> bool:
        raise RuntimeError

    own = properties(action="letter.issue", letter="P01")
    letter = node("sendTask", "p", extensions(own, inputs(items="a.items")))
    remarks = found(
        perhaps(task("a")) + letter + chain("m", "p", "E"), office=Surroundings(letter_needs=broken)
    )
    assert [(one.rule, one.severity) for one in remarks] == [("data_linter", "error")]
