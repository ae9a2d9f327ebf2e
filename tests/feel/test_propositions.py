"""What a gateway tells about the answers, once one of its ways has been taken."""

import pytest

from engine.feel.propositions import Says, known_after, propositions_of

THERE = "deliver != null"
TOLD = 'told = null and reply.code in ("grant", "partial")'


def known(condition: str, *others: str) -> set[str]:
    """Write what is known in words: +X an answer is there, -X it is not, X=v what it is."""
    words = set()
    for says, true in known_after(condition, others):
        if says == Says(says.variable):
            words.add(f"{'-' if true else '+'}{says.path}")
        else:
            words.add(f"{says.path}{'=' if true else '≠'}{says.value}{says.text and '?'}")
    return words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("deliver != null", {"+deliver"}),
        ("not(deliver = null)", {"+deliver"}),
        ("deliver = null", {"-deliver"}),
        ('review.decision = "approve"', {"review.decision=approve", "+review"}),
        ('review.decision != "approve"', {"review.decision≠approve"}),
        ("a != null and b = null", {"+a", "-b"}),
        ("a != null or b != null", set()),
        ("count(list) > 0", {"=None?"}),
        ("= a != null", {"+a"}),
    ],
)
def test_a_condition_that_holds_tells(condition: str, words: set[str]):
    assert known(condition) == words


def test_the_default_tells_that_nothing_else_held():
    assert known("", 'a.b = "x"', "c != null") == {"a.b≠x", "-c"}
    assert known("", "a != null and b != null") == set()


def test_two_conditions_that_share_everything_together_leave_only_one_reason():
    assert known("", f"{THERE} and {TOLD}", f"{THERE} and not({TOLD})") == {"-deliver"}


def test_one_of_several_values_is_known_to_be_there():
    assert known('reply.code in ("grant", "partial")') == set()
    assert known('not(reply.code in ("grant", "partial"))') == {
        "reply.code≠grant",
        "reply.code≠partial",
    }


@pytest.mark.parametrize("condition", ["", "   ", "a = ", "))", "=" * 50, "not(", "a" * 3000])
def test_what_cannot_be_read_tells_nothing(condition: str):
    assert known(condition) == set()
    assert propositions_of(condition) == frozenset()


def test_of_too_many_propositions_nothing_is_concluded():
    assert known(" and ".join(f"a{number} != null" for number in range(30))) == set()


def test_what_contradicts_itself_tells_nothing():
    assert known("a = null and a != null") == set()
