"""Where all tokens have come to rest, nothing runs beside any more."""

from tests.bpmn.writing import chain, document, end, gateway, start, user
from tests.flowfacts.reading import Asked

BODY = (
    start("S")
    + gateway("parallel", "f")
    + "".join(map(user, "abx"))
    + end("E")
    + end("F")
    + chain("S", "f", "a", "b", "E")
    + chain("f", "x", "F")
)


def test_what_one_branch_takes_and_gives_again_is_certain_at_the_end_of_both():
    asked = Asked(
        document(BODY),
        gives=lambda one: ["done"] if one.id == "b" else [],
        takes_away=lambda one: ["done"] if one.id == "a" else [],
    )
    assert asked.facts.certain(("P", "P")) == {"done"}
    assert asked.facts.certain(asked.key("F")) == set()


def test_a_way_leads_to_the_end_of_all():
    asked = Asked(document(BODY))
    path = asked.path
    assert path("E") is not None
    assert asked.package.net.arrivals(("P", "P"))
