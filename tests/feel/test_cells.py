"""Unary tests: what a cell of a decision table says of a value."""

from datetime import date

import pytest

from engine.feel import compile_expression, compile_unary_tests

CONTEXT = {"limit": 5, "known": ["甲", "乙"], "open": True, "missing": None}

PASSES = [
    ("-", '"anything"', True),
    ("", "null", True),
    ('"a"', '"a"', True),
    ('"a"', '"b"', False),
    ('"a"', "null", False),
    ('"a"', "1", None),
    ('"a", "b"', '"b"', True),
    ('"a", 1', '"b"', None),
    ('not("a")', '"b"', True),
    ('not("a", "b")', '"b"', False),
    ('not("a")', "1", None),
    ("not(> 5)", "3", True),
    ("not([1..5], 9)", "7", True),
    ("5", "5.0", True),
    ("-5", "-5", True),
    ("> 5", "6", True),
    ("> 5", "null", None),
    ("> 5", '"x"', None),
    ("< limit", "4", True),
    ("<= limit - 1", "5", False),
    ("= 5", "5", True),
    ("!= 5", "4", True),
    ("[1..5]", "1", True),
    ("(1..5]", "1", False),
    ("]1..5[", "5", False),
    ("[1..limit]", "5", True),
    ("[1..5], > 8", "9", True),
    ("[1..5]", "[1..5]", True),
    ('[@"2026-01-01"..@"2026-12-31"]', '@"2026-03-02"', True),
    ('date("2026-03-02")', '@"2026-03-02"', True),
    ('> @"2026-01-01"', "null", None),
    ("true", "true", True),
    ("false", "true", False),
    ("true", '"x"', None),
    ("null", "null", True),
    ("null", "1", False),
    ("not(null)", "1", True),
    ("known", '"甲"', True),
    ("known", '["甲", "乙"]', True),
    ("known", '"丙"', False),
    ("list contains(known, ?)", '"乙"', True),
    ("? > 3 and ? < 9", "5", True),
    ("? > 3 and ? < 9", '"x"', None),
    ("?.x = 1", "{x: 1}", True),
    ("count(?) > 1", "[1, 2]", True),
    ("some x in ? satisfies x > 1", "[1, 2]", True),
    ('starts with(?, "示例")', '"示例县"', True),
    ("? + 1", "5", None),
    ("not(? > 3) or ? = 9", "9", True),
    ("open", '"whatever"', True),
    ("limit > 9", '"whatever"', False),
    ("if open then 1 else 2", "1", True),
    ("missing", "null", True),
    ('"a" // 注释', '"a"', True),
]


@pytest.mark.parametrize(("cell", "value", "verdict"), PASSES)
def test_a_cell_says_of_a_value(cell, value, verdict):
    given = compile_expression(value)({})
    assert compile_unary_tests(cell)(given, CONTEXT) is verdict


def test_the_context_may_not_hide_the_value():
    assert compile_unary_tests("? = 1")(1, {"?": 2}) is True


def test_dates_from_outside_are_compared():
    assert compile_unary_tests('< @"2026-03-02"')(date(2026, 3, 1), {}) is True
