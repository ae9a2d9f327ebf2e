"""How a case ended: whether the reply was in time, and as what it counts."""

from datetime import date

from engine.law.course import Course


def is_timely(course: Course) -> bool | None:
    """Say whether the reply was served by the due day; None while nothing runs or is served."""
    if course.served is None or course.waits:
        return None
    return course.served <= course.term.due()


def outcome_of(course: Course, *, final: bool) -> str | None:
    """Return the code of the result; None while there is none.

    With `final` the history is complete, so that what has not come will not come.
    """
    if course.closed_on is not None:
        return "other.withdrawn"
    reply = course.history.reply
    if reply is not None and reply.decision:
        return reply.decision
    lapsed = _lapsed(course, date.max if final else course.on)
    if lapsed is not None or course.served is None:
        return lapsed
    asked_for_reasons = bool(course.history.reasons) and course.term.fixed_due is None
    return "not_processed.mass_repeat" if asked_for_reasons else None


def _lapsed(course: Course, through: date) -> str | None:
    if course.lapsed is not None:
        return course.lapsed
    for asked in course.corrections[-1:]:
        if asked.received is None and asked.due is not None and asked.due < through:
            return "other.overdue_correction"
    for fee in course.fees[-1:]:
        if fee.paid is None and fee.timely and fee.due is not None and fee.due < through:
            return "other.overdue_fee"
    return None
