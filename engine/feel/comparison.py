"""When two values are equal, when one comes before the other, and what lies in a range."""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.feel.values import KINDS, Range, Run, adopt, kind_of

LOCAL: Final = ZoneInfo("Asia/Shanghai")  # a moment without an offset is the office's own
ORDERED: Final = frozenset(
    {
        "number",
        "string",
        "date",
        "date and time",
        "time",
        "years and months duration",
        "days and time duration",
    }
)


_SIMPLE: Final = frozenset({str, int, bool, Decimal})


def equal(left: object, right: object, run: Run) -> bool | None:
    """Compare by type: different types are not comparable (null), except with null (false)."""
    run.spend(1)
    if type(left) is type(right) and type(left) in _SIMPLE:
        return left == right
    left, right = adopt(left), adopt(right)
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return None
    return _equal_of_one_kind(left, right, run)


def _equal_of_one_kind(left: object, right: object, run: Run) -> bool | None:
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, run)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right, run)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right, run)
    first, second = same_clock(left, right)
    return bool(first == second)


def _equal_lists(left: list[object], right: list[object], run: Run) -> bool | None:
    if len(left) != len(right):
        return False
    return _all_true(equal(one, other, run) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], run: Run) -> bool | None:
    if left.keys() != right.keys():
        return False
    return _all_true(equal(value, right[key], run) for key, value in left.items())


def _equal_ranges(left: Range, right: Range, run: Run) -> bool | None:
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    pairs = ((left.start, right.start), (left.end, right.end))
    return _all_true(equal(one, other, run) for one, other in pairs)


def _all_true(verdicts: Iterable[bool | None]) -> bool | None:
    unknown = False
    for verdict in verdicts:
        if verdict is False:
            return False
        unknown = unknown or verdict is None
    return None if unknown else True


def same_clock(left: object, right: object) -> tuple[object, object]:
    """Make two moments (or times) comparable: one without an offset is read as local time."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return _located(left), _located(right)
    elif (
        isinstance(left, time)
        and isinstance(right, time)
        and (left.utcoffset() is None) != (right.utcoffset() is None)
    ):
        return left.replace(tzinfo=None), right.replace(tzinfo=None)
    return left, right


def _located(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def order(left: object, right: object) -> int | None:
    """Give -1, 0 or 1: the left is before, equal to or after the right; null if incomparable."""
    if type(left) not in KINDS or type(right) not in KINDS:
        left, right = adopt(left), adopt(right)
    kind = KINDS[type(left)]
    if kind not in ORDERED or kind != KINDS[type(right)]:
        return None
    first: Any
    second: Any
    first, second = same_clock(left, right)
    return int(first > second) - int(first < second)


def includes(limits: Range, value: object) -> bool | None:
    """Tell whether a value lies in a range; null if it cannot be compared with the ends."""
    if value is None:
        return None
    above, below = order(value, limits.start), order(value, limits.end)
    verdicts = (
        _beyond(above, limits.start, limits.start_included),
        _beyond(None if below is None else -below, limits.end, limits.end_included),
    )
    return _all_true(verdicts)


def _beyond(verdict: int | None, end: object, included: bool) -> bool | None:  # noqa: FBT001
    if end is None:
        return True
    if verdict is None:
        return None
    return verdict > 0 or (included and verdict == 0)
