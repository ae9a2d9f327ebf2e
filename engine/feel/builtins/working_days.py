"""Functions of the host: working days, as the State Council's holiday notices fix them."""

from datetime import date, datetime

from engine.feel.builtins.registry import builtin
from engine.feel.values import Run

_FARTHEST = 10_000  # working days; some forty years


@builtin("add working days(from: date|date and time, n: number)", with_run=True)
def add_working_days(run: Run, start: date, days: object) -> date | None:
    """Count n working days after a day, which is day zero."""
    if run.calendar is None or not isinstance(days, int) or not 0 <= days <= _FARTHEST:
        return None
    run.spend(1 + days)
    return run.calendar.add_working_days(_day(start), days)


@builtin(
    "working days between(after: date|date and time, through: date|date and time)", with_run=True
)
def working_days_between(run: Run, after: date, through: date) -> int | None:
    """Count the working days after a day, up to and including another."""
    first, last = _day(after), _day(through)
    if run.calendar is None or abs((last - first).days) > _FARTHEST:
        return None
    run.spend(1 + abs((last - first).days))
    return run.calendar.working_days_between(first, last)


@builtin("is working day(d: date|date and time)", with_run=True)
def is_working_day(run: Run, day: date) -> bool | None:
    """Tell whether a day is a working day."""
    return None if run.calendar is None else run.calendar.is_working_day(_day(day))


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
