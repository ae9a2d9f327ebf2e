"""How a case ended: when the reply was served, whether in time, and as what it counts."""

from collections.abc import Iterator
from datetime import date

from engine.law.course import Course
from engine.law.event_kinds import Replied
from engine.law.options import ElectronicDelivery
from engine.law.rules import Rules
from engine.law.statutory import ONE_DAY


def served_on(reply: Replied | None, rules: Rules) -> date | None:
    """Return the day that decides whether a reply is on time; None while it is not served.

    邮寄的，以交邮之日为准；直接送达的，以签收之日为准 (国办公开办函〔2016〕235号). A letter
    sent electronically counts from the moment the agency has chosen.
    """
    return None if reply is None else min(_moments(reply, rules), default=reply.delivered)


def is_timely(course: Course, served: date | None) -> bool | None:
    """Say whether the reply was served by the due day; None while nothing runs or is served."""
    if served is None or course.waits:
        return None
    return served <= course.term.due()


def outcome_of(course: Course, served: date | None, *, final: bool) -> str | None:
    """Return the code of the result; None while there is none.

    With `final` the history is complete, so that what has not come will not come.
    """
    if course.closed_on is not None:
        return "other.withdrawn"
    reply = course.history.reply
    if reply is not None and reply.decision:
        return reply.decision
    lapsed = _lapsed(course, date.max if final else course.on)
    if lapsed is not None or served is None:
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


def _moments(reply: Replied, rules: Rules) -> Iterator[date]:
    if reply.mailed is not None:
        yield reply.mailed
    if reply.handed is not None:
        closing = rules.period_end_time  # 民法典第二百零三条第二款：停止业务活动的时间为截止时间
        after_hours = closing is not None and reply.handed_at is not None
        late = after_hours and reply.handed_at > closing  # type: ignore[operator]
        yield reply.handed + ONE_DAY if late else reply.handed
    if reply.sent is not None:
        yield from _electronic(reply, rules)


def _electronic(reply: Replied, rules: Rules) -> Iterator[date]:
    moment = {
        ElectronicDelivery.SENT: reply.sent,
        ElectronicDelivery.RECEIVED: reply.delivered,
        ElectronicDelivery.READ: reply.read,
    }[rules.e_delivery_time]
    if moment is not None:
        yield moment
