"""When a reply counts as given: the day it is posted, signed for, or sent."""

from collections.abc import Iterator
from datetime import date

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
