"""The run that shows what is wrong."""

from tests.bpmn.writing import boundary, chain, document, end, flow, gateway, inner, start, user
from tests.flowfacts.reading import Asked
from tests.flowfacts.test_certain import REMINDER, called, calling, drawn, people


def test_the_shortest_way_is_shown():
    nodes = gateway("exclusive", "x", "d") + gateway("exclusive", "m") + people("abc")
    ways = chain("S", "x") + flow("x", "a", "c") + chain("a", "b", "m") + flow("x", "c", name="d")
    asked = drawn(nodes + ways + chain("c", "m", "E"))
    assert asked.path("E") == "S x c m E"
    assert asked.path("E", "c") == "S x a b m E"
    assert asked.path("E", "ca") is None
    assert asked.path("a", "a") == "S x a"
    assert asked.path("m", start="a") == "a b m"
    assert asked.path("a", start="c") is None


def test_all_branches_of_a_parallel_split_are_gone_before_its_join():
    both = gateway("parallel", "f") + gateway("parallel", "j") + chain("S", "f", "a", "j")
    asked = drawn(people("ab") + both + chain("f", "b", "j", "E"))
    assert asked.path("E") == "S f a b j E"
    assert asked.path("E", "b") is None
    assert asked.path("a", "b") == "S f a"
    assert asked.path("j", start="a") == "a j"


def test_what_a_sub_process_certainly_does_cannot_be_avoided_behind_it():
    body = start("s") + people("ab") + gateway("parallel", "f") + end("n") + end("o")
    body += chain("s", "f", "a", "n") + chain("f", "b", "o")
    asked = drawn(f'<bpmn:subProcess id="p">{body}</bpmn:subProcess>' + chain("S", "p", "E"))
    assert asked.path("E", "b") is None
    assert asked.path("n", "b") == "S p s f a n"


def test_a_run_goes_through_the_process_its_own_call_calls():
    ways = chain("S", "p", "a", "q", "b", "E")
    body = start("S") + end("E") + calling("p") + calling("q") + people("ab") + ways
    asked = Asked(document(body), called("k"))
    assert asked.path("b") == "S p QS k QE a q QS k QE b"
    assert asked.path("k", "a") == "S p QS k"
    assert asked.path("b", "k") is None


def test_an_interruption_avoids_what_it_interrupts():
    body = inner("p", "a") + user("c") + boundary("w", "p", REMINDER) + chain("S", "p", "E")
    asked = drawn(body + end("F") + chain("w", "c", "F"))
    assert asked.path("c", "a") == "S p w c"
    assert asked.path("E", "a") is None


def test_a_run_may_begin_where_it_will_come_back_to():
    nodes = gateway("exclusive", "m") + gateway("exclusive", "x", "d") + people("ab")
    ways = chain("S", "m", "a", "x") + flow("x", "b", "c") + chain("b", "m")
    asked = drawn(nodes + ways + flow("x", "E", name="d"))
    assert asked.path("a", start="a") == "a x b m a"
    assert asked.path("S") == "S"


def test_behind_a_branch_that_ends_everything_the_others_can_be_avoided():
    body = start("s") + people("ab") + gateway("parallel", "f") + end("n")
    body += end("o", "<bpmn:terminateEventDefinition/>") + chain("s", "f", "a", "n")
    asked = drawn(
        f'<bpmn:subProcess id="p">{body}{chain("f", "b", "o")}</bpmn:subProcess>'
        + chain("S", "p", "E")
    )
    assert asked.path("E", "a") == "S p s f b o E"
    assert asked.path("E", "b") is None
