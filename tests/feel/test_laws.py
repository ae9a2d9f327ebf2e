"""What holds of all values: the laws of three-valued logic, arithmetic and patterns."""

import re
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import (
    FeelLimitExceeded,
    FeelSyntaxError,
    compile_expression,
    compile_unary_tests,
    to_text,
)
from engine.feel.builtins import BUILTINS
from engine.feel.patterns import Pattern
from engine.feel.values import Run

truths = st.sampled_from([True, False, None])
whole = st.integers(min_value=-(10**15), max_value=10**15)
cents = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
simple = st.none() | st.booleans() | whole | cents | st.text(max_size=5) | st.dates()
values = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def ask(text, **context):
    return compile_expression(text)(context)


@given(truths, truths)
def test_de_morgan(a, b):
    assert ask("not(a and b)", a=a, b=b) is ask("not(a) or not(b)", a=a, b=b)
    assert ask("a and b", a=a, b=b) is ask("b and a", a=a, b=b)


@given(values, values)
def test_equality_is_symmetric_and_reflexive(a, b):
    assert ask("a = b", a=a, b=b) is ask("b = a", a=a, b=b)
    assert ask("a = a", a=a) is True
    assert ask("a != b", a=a, b=b) is ask("not(a = b)", a=a, b=b)


@given(values, values)
def test_order_is_antisymmetric(a, b):
    assert ask("a < b", a=a, b=b) is ask("b > a", a=a, b=b)
    assert ask("a <= b", a=a, b=b) is ask("not(a > b)", a=a, b=b)


@given(cents | whole, cents | whole)
def test_sums_and_products_of_money_are_exact(a, b):
    assert Fraction(ask("a + b", a=a, b=b)) == Fraction(a) + Fraction(b)
    assert Fraction(ask("a - b", a=a, b=b)) == Fraction(a) - Fraction(b)
    assert Fraction(ask("a * b", a=a, b=b)) == Fraction(a) * Fraction(b)


@given(st.dates(), st.dates())
def test_the_difference_of_days_leads_back(a, b):
    assert ask("b + (a - b) = a", a=a, b=b) is True


@given(values)
def test_any_value_can_be_asked_anything(a):
    for text in ("a.b", "a[1]", "a[item > 1]", "a + a", "-a", "count(a)", "a in [1..5]", "min(a)"):
        ask(text, a=a)


@given(values)
def test_a_list_contains_what_it_is_made_of(a):
    assert ask("list contains([a], a)", a=a) is True
    assert compile_unary_tests("known")(a, {"known": [a]}) is True


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_number_reads_as_it_was_written(a):
    if abs(a) < 10**30:
        assert ask("number(t) = a", t=to_text(a), a=a) is True


atoms = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\w", r"\d", "(a|ab)", "(?:b|a)", "(ab)"])
repeats = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??"])
pieces = st.builds(str.__add__, atoms, repeats)
sequences = st.lists(pieces, min_size=1, max_size=4).map("".join)
patterns = st.lists(sequences, min_size=1, max_size=2).map("|".join)


@given(patterns, st.text(alphabet="ab1 \n", max_size=12))
def test_a_pattern_finds_what_pythons_finds(pattern, text):
    ours = Pattern(pattern).find(text, 0, Run())
    theirs = re.compile(pattern).search(text)
    assert (ours and ours[:2]) == (theirs and theirs.span())


@given(sequences, st.text(alphabet="ab1", max_size=8))
def test_a_pattern_matches_whole_texts_as_pythons_does(pattern, text):
    anchored = Pattern(f"^(?:{pattern})$")
    assert anchored.occurs(text) == (re.fullmatch(pattern, text) is not None)


WORDS = """
    a b 1 2.5 "x" null true ( ) [ ] { } , : .. . + - * / ** = != < >= and or not( in between if
    then else for some every return satisfies ? item count( date( sum( matches( string( of number
    instance @"P1D" @"2026-03-02" `a` date and time( years is working day( 1..5 [a] get value(
"""
words = st.sampled_from(WORDS.split())


@given(st.lists(words, max_size=12).map(" ".join) | st.text(max_size=20))
def test_any_text_is_an_expression_or_is_refused(text):
    """Nothing but a FEEL error leaves the evaluator, whatever it is fed."""
    try:
        compile_expression(text)({"a": [1, {"b": "x"}], "b": {"a": 2}})
        compile_unary_tests(text)(1, {"a": [1, {"b": "x"}], "b": {"a": 2}})
    except (FeelSyntaxError, FeelLimitExceeded):
        return


ARGUMENTS = """
    a b a[2] -1 0 2.5 "" "([" "x" null true [] {k:1} [1..5] [1,2,"a"] 1e6144 @"P1D" @"P1Y"
    @"2026-03-02" @"10:00:00+08:00"
"""
arguments = st.sampled_from(ARGUMENTS.split())
overloads = st.sampled_from([each for one in BUILTINS.values() for each in one.overloads])


@settings(max_examples=400)
@given(overloads, st.data())
def test_any_function_takes_any_arguments(overload, data):
    """What does not fit gives null; Python's errors stay inside."""
    name = overload.signature.partition("(")[0]
    counts = {"min_size": overload.least, "max_size": min(overload.most, 4)}
    given_to_it = ", ".join(data.draw(st.lists(arguments, **counts)))
    try:
        compile_expression(f"{name}({given_to_it})")({"a": [1, {"b": "x"}], "b": {"a": [2]}})
    except FeelLimitExceeded:
        return
