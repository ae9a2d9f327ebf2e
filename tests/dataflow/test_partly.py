"""What an expression answers when one of its names is not set."""

import pytest

from engine.dataflow.partly import PERHAPS, SOMETHING, answer
from engine.feel import compile_expression

UNSET = frozenset({"a"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a.b = "x"', False),
        ('a.b != "x"', True),
        ('a.b in ("x", "y")', False),
        ('not(a.b in ("x", "y"))', True),
        ("a in [1..3]", None),
        ("a.n > 3", None),
        ("a.n > b", None),
        ("count(a.rows) > 1", None),
        ("count(a[n > 1]) > 0", False),
        ("count(flatten([a])[item != null]) = 0", True),
        ("a != null and a.n > 3", False),
        ("a.n > 3 and b", PERHAPS),
        ("a.n > 3 or b", PERHAPS),
        ("b = 1 or a = 1", SOMETHING),
        ("if a = null then b else a.n", SOMETHING),
        ("if b then a.n else 1", PERHAPS),
        ("if a.x = b then 1 else a.y", None),
        ("add working days(a.on, 5)", None),
        ('"x" + a.b', None),
        ("string join([a.b, c][item != null])", SOMETHING),
        ("for x in a.rows return x", None),
        ("every x in a satisfies x > b", None),
        ("(if a = null then b else a).n", SOMETHING),
        ("{n: a.n}", {"n": None}),
        ("{n: a.n, m: b}", SOMETHING),
        ("b.c", SOMETHING),
        ("a between 1 and b", None),
        ("-a.n", None),
        ("this is no expression", SOMETHING),
    ],
)
def test_null_goes_as_far_as_it_goes(text, expected):
    assert answer(text, UNSET) == expected


@pytest.mark.parametrize("text", ['a.b = "x"', "count(a.rows) > 1", "a[1]", "if a then 1 else 2"])
def test_where_all_is_unset_it_is_what_the_engine_says(text):
    assert answer(text, UNSET) == compile_expression(text)({})


def test_a_field_may_be_unset_where_the_rest_is_not():
    assert answer("a.b.c", frozenset({"a.b"})) is None
    assert answer("a.d", frozenset({"a.b"})) is SOMETHING
