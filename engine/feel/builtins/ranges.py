"""Functions that compare points and ranges in time or number (DMN 1.4, 10.3.4.11).

A point is any value that can be ordered; a range may be open to infinity at either end.
"""

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import includes, order
from engine.feel.values import Range

Verdict = bool | None
_POINT = "number|string|date|time|date and time|years and months duration|days and time duration"


def _before(left: object, right: object, *, touching: bool) -> Verdict:
    """Tell whether an end lies before another; `touching` says that equal ends do not count."""
    verdict = order(left, right)
    if verdict is None:
        return None
    return verdict < 0 or (verdict == 0 and not touching)


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _precedes(first: object, second: object) -> Verdict:
    left, right = _as_range(first), _as_range(second)
    if left.end is None or right.start is None:
        return False
    return _before(left.end, right.start, touching=left.end_included and right.start_included)


def _same_start(left: Range, right: Range) -> Verdict:
    verdict = order(left.start, right.start)
    return None if verdict is None else verdict == 0 and left.start_included == right.start_included


def _same_end(left: Range, right: Range) -> Verdict:
    verdict = order(left.end, right.end)
    return None if verdict is None else verdict == 0 and left.end_included == right.end_included


def _both(*verdicts: Verdict) -> Verdict:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


@builtin("before(a: any, b: any)")
def before(a: object, b: object) -> Verdict:
    """Tell whether one ends before the other begins."""
    return _precedes(a, b)


@builtin("after(a: any, b: any)")
def after(a: object, b: object) -> Verdict:
    """Tell whether one begins after the other has ended."""
    return _precedes(b, a)


@builtin("meets(a: range, b: range)")
def meets(a: Range, b: Range) -> Verdict:
    """Tell whether a ends in the point where b begins."""
    if not (a.end_included and b.start_included):
        return False
    verdict = order(a.end, b.start)
    return None if verdict is None else verdict == 0


@builtin("met by(a: range, b: range)")
def met_by(a: Range, b: Range) -> Verdict:
    """Tell whether a begins in the point where b ends."""
    return meets(b, a)


@builtin("overlaps(a: range, b: range)")
def overlaps(a: Range, b: Range) -> Verdict:
    """Tell whether there is a point in both."""
    return _both(_not(_precedes(a, b)), _not(_precedes(b, a)))


@builtin("overlaps before(a: range, b: range)")
def overlaps_before(a: Range, b: Range) -> Verdict:
    """Tell whether a begins before b, and ends within it."""
    return _both(_starts_earlier(a, b), _not(_precedes(a, b)), _ends_no_later(a, b))


@builtin("overlaps after(a: range, b: range)")
def overlaps_after(a: Range, b: Range) -> Verdict:
    """Tell whether a begins within b, and ends after it."""
    return _both(_ends_later(a, b), _not(_precedes(b, a)), _starts_no_earlier(a, b))


def _starts_earlier(a: Range, b: Range) -> Verdict:
    verdict = order(a.start, b.start)
    if verdict is None:
        return None
    return verdict < 0 or (verdict == 0 and a.start_included and not b.start_included)


def _ends_later(a: Range, b: Range) -> Verdict:
    verdict = order(a.end, b.end)
    if verdict is None:
        return None
    return verdict > 0 or (verdict == 0 and a.end_included and not b.end_included)


def _starts_no_earlier(a: Range, b: Range) -> Verdict:
    return _not(_starts_earlier(a, b))


def _ends_no_later(a: Range, b: Range) -> Verdict:
    return _not(_ends_later(a, b))


@builtin("includes(range: range, value: any)")
def range_includes(limits: Range, value: object) -> Verdict:
    """Tell whether a point, or the whole of another range, lies in a range."""
    if isinstance(value, Range):
        return _both(_starts_no_earlier(value, limits), _ends_no_later(value, limits))
    return includes(limits, value)


@builtin("during(value: any, range: range)")
def during(value: object, limits: Range) -> Verdict:
    """Tell whether a point or range lies in a range."""
    return range_includes(limits, value)


@builtin(f"starts(point: {_POINT}, range: range)")
def point_starts(point: object, limits: Range) -> Verdict:
    """Tell whether a point is the first of a range."""
    return _at_end(point, limits.start, included=limits.start_included)


@builtin("starts(a: range, b: range)")
def range_starts(a: Range, b: Range) -> Verdict:
    """Tell whether a begins as b does, and ends no later."""
    return _both(_same_start(a, b), _ends_no_later(a, b))


@builtin(f"started by(range: range, point: {_POINT})")
def started_by_point(limits: Range, point: object) -> Verdict:
    """Tell whether a point is the first of a range."""
    return point_starts(point, limits)


@builtin("started by(a: range, b: range)")
def started_by_range(a: Range, b: Range) -> Verdict:
    """Tell whether b begins as a does, and ends no later."""
    return range_starts(b, a)


@builtin(f"finishes(point: {_POINT}, range: range)")
def point_finishes(point: object, limits: Range) -> Verdict:
    """Tell whether a point is the last of a range."""
    return _at_end(point, limits.end, included=limits.end_included)


@builtin("finishes(a: range, b: range)")
def range_finishes(a: Range, b: Range) -> Verdict:
    """Tell whether a ends as b does, and begins no earlier."""
    return _both(_same_end(a, b), _starts_no_earlier(a, b))


@builtin(f"finished by(range: range, point: {_POINT})")
def finished_by_point(limits: Range, point: object) -> Verdict:
    """Tell whether a point is the last of a range."""
    return point_finishes(point, limits)


@builtin("finished by(a: range, b: range)")
def finished_by_range(a: Range, b: Range) -> Verdict:
    """Tell whether b ends as a does, and begins no earlier."""
    return range_finishes(b, a)


def _at_end(point: object, end: object, *, included: bool) -> Verdict:
    verdict = order(point, end)
    return None if verdict is None else included and verdict == 0


@builtin("coincides(a: any, b: any)")
def coincides(a: object, b: object) -> Verdict:
    """Tell whether two points, or two ranges, are the same."""
    if isinstance(a, Range) != isinstance(b, Range):
        return None
    left, right = _as_range(a), _as_range(b)
    return _both(_same_start(left, right), _same_end(left, right))
