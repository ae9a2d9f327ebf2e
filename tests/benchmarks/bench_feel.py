"""What FEEL costs: microseconds per evaluation and per compilation. Run it as a script."""

import sys
import timeit
from datetime import date

from engine.feel import compile_expression, compile_unary_tests
from engine.law.calendar import published_calendar

CONTEXT = {
    "formal_review": {"finding": "correct"},
    "corrected": False,
    "amount": 120,
    "parties": [{"name": "甲", "opinion": "agree"}, {"name": "乙", "opinion": "refuse"}],
    "tags": ["a", "b", "c"],
    "clock": {"reply_due": date(2026, 3, 30), "left": 3},
    "today": date(2026, 3, 26),
    "phone": "13800000000",
}
EXPRESSIONS = (
    "true",
    "corrected",
    "formal_review.finding",
    'formal_review.finding = "correct"',
    'formal_review.finding = "correct" and not(corrected)',
    "amount > 100 and amount <= 500",
    "amount * 0.1 + 0.2",
    'formal_review.finding in ("correct", "withdraw")',
    'list contains(tags, "c")',
    'count(parties[opinion = "refuse"]) > 0',
    'some p in parties satisfies p.opinion = "refuse"',
    "for p in parties return p.name",
    'clock.reply_due - today <= @"P5D"',
    'if clock.left < 0 then "overdue" else "timely"',
    "add working days(today, 20)",
    'matches(phone, "^1[0-9]{10}$")',
)
CELLS = ("-", '"a","b"', "[1..150]", "> 5, < 2", "? > 3 and ? < 900")
TURNS = 5


def cost(action, number):
    """Give the microseconds of one call: the best of several turns, to leave out the neighbours."""
    return min(timeit.repeat(action, number=number, repeat=TURNS)) / number * 1e6


def main(number=5_000):
    """Print one line per expression."""
    calendar = published_calendar()
    print(f"{'evaluate µs':>12} {'compile µs':>12}")
    for text in EXPRESSIONS:
        compiled = compile_expression(text)
        evaluating = cost(lambda e=compiled: e(CONTEXT, calendar), number)
        compiling = cost(lambda t=text: compile_expression.__wrapped__(t), 20)
        print(f"{evaluating:12.2f} {compiling:12.0f}  {text}")
    for text in CELLS:
        tests = compile_unary_tests(text)
        evaluating = cost(lambda u=tests: u(120, CONTEXT, calendar), number)
        compiling = cost(lambda t=text: compile_unary_tests.__wrapped__(t), 20)
        print(f"{evaluating:12.2f} {compiling:12.0f}  cell {text}")


if __name__ == "__main__":
    sys.exit(main())
