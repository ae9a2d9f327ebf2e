"""Events of a case as plain mappings, read into values that the clock can fold over.

The vocabulary is that of worked examples and of live cases alike: an event may come whole
(`third_party_consult` with `delivered` and `replied`), or in pieces as they become known
(`consult_delivered`, `consult_replied`, `correction_delivered`, `fee_delivered`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time

from engine.law.application import channel_of, day_of_receipt
from engine.law.calendar import published_calendar
from engine.law.event_kinds import (
    RECEIPT_DAYS,
    Conference,
    Consultation,
    ConsultDelivered,
    ConsultReplied,
    CorrectionDelivered,
    CorrectionNotice,
    CorrectionReceived,
    DelayedReplyNotice,
    Event,
    Extension,
    FeeDelivered,
    FeeNotice,
    FeePaid,
    ReasonsReceived,
    ReasonsRequested,
    ReceiptConfirmed,
    Received,
    Replied,
    ReplyDelivered,
    ReplyPeriodExpired,
    ReviewDecisionDelivered,
    ReviewPeriodExpired,
    Role,
    SecrecyReferral,
    Withdrawn,
)
from engine.law.facts import Facts
from engine.law.options import Length
from engine.law.rules import Rules

__all__ = [
    "Event",
    "parse_events",
]

Parser = Callable[[Facts], Event]

DEFAULT_PARTY: Mapping[Role, str] = {
    Role.THIRD_PARTY: "第三方",
    Role.JOINT_PRODUCER: "共同制作机关",
}


def parse_events(events: Iterable[Mapping[str, object]]) -> tuple[Event, ...]:
    """Read the events of a case, in the order given.

    Raises:
        FactRefused: an event of unknown type, or a field that cannot be read; names both.
    """
    return tuple(_parse(number, event) for number, event in enumerate(events, start=1))


def _parse(number: int, event: object) -> Event:
    place = f"第{number}个事件"
    if not isinstance(event, Mapping):
        raise Facts(place, {}).refuse("type", f"应当是一组字段（实为{event!r}）")
    facts = Facts(place, event)
    word = facts.text("type")
    if word not in PARSERS:
        raise facts.refuse("type", f"不是已知的事件（实为{word!r}）")
    return PARSERS[word](Facts(f"{place}（{word}）", event))


def _received(facts: Facts) -> Received:
    received = Received(channel_of(facts), dict(facts.values))
    day_of_receipt(received.values, Rules(), published_calendar())
    for name in RECEIPT_DAYS:
        facts.day(name)
    return received


def _correction_notice(facts: Facts) -> CorrectionNotice:
    issued, delivered = _letter(facts, "issued")
    return CorrectionNotice(issued, delivered, _period(facts))


def _correction_received(facts: Facts) -> CorrectionReceived:
    excused = facts.flag("excused", default=False)
    return CorrectionReceived(_day_of(facts, "received_on"), excused)


def _consultation(facts: Facts, role: Role) -> Consultation:
    sent, delivered = _letter(facts, "sent")
    return Consultation(
        role=role,
        party=facts.text("party") or DEFAULT_PARTY.get(role, "有关机关"),
        sent=sent,
        delivered=delivered,
        replied=_not_before(facts, "replied", sent),
        workdays=facts.count("period_workdays"),
    )


def _third_party_consult(facts: Facts) -> Consultation:
    return _consultation(facts, Role.THIRD_PARTY)


def _agency_consult(facts: Facts) -> Consultation:
    word = facts.text("role") or Role.OTHER.value
    if word not in {role.value for role in Role}:
        raise facts.refuse("role", f"不是已知的征求对象（实为{word!r}）")
    return _consultation(facts, Role(word))


def _secrecy_referral(facts: Facts) -> SecrecyReferral:
    sent = facts.required_day("sent")
    return SecrecyReferral(sent, _not_before(facts, "replied", sent))


def _conference(facts: Facts) -> Conference:
    sent = facts.required_day("sent")
    written = facts.flag("written", default=False)
    return Conference(sent, _not_before(facts, "replied", sent), written)


def _extension(facts: Facts) -> Extension:
    workdays = facts.number("workdays")
    if workdays is None:
        raise facts.refuse("workdays", "没有填写延长的工作日数")
    return Extension(facts.day("approved"), facts.day("notified"), workdays)


def _fee_notice(facts: Facts) -> FeeNotice:
    return FeeNotice(*_letter(facts, "issued"))


def _fee_paid(facts: Facts) -> FeePaid:
    return FeePaid(_day_of(facts, "paid_on"), facts.flag("excused", default=False))


def _reasons_requested(facts: Facts) -> ReasonsRequested:
    return ReasonsRequested(_day_of(facts, "issued"), facts.count("period_workdays"))


def _delayed_reply_notice(facts: Facts) -> DelayedReplyNotice:
    notified, new_due = facts.required_day("notified"), facts.day("new_due")
    workdays = facts.count("workdays")
    if new_due is None and workdays is None:
        raise facts.refuse("new_due", "没有填写延迟答复的日期")
    return DelayedReplyNotice(notified, new_due, workdays)


def _replied(facts: Facts) -> Replied:
    handed = facts.moment("handed")
    words = (facts.text(name) for name in ("decision", "result", "outcome"))
    return Replied(
        issued=facts.day("issued"),
        mailed=facts.day("mailed"),
        handed=handed.date() if handed is not None else None,
        sent=facts.day("sent"),
        delivered=facts.day("delivered"),
        read=facts.day("read"),
        decision=next((word for word in words if word), ""),
        handed_at=handed.time() if handed is not None and handed.time() > time.min else None,
    )


def _reply_delivered(facts: Facts) -> ReplyDelivered:
    decision = facts.text("decision") or facts.text("result")
    return ReplyDelivered(facts.required_day("date"), decision)


def _period(facts: Facts) -> Length | None:
    workdays, days = facts.count("period_workdays"), facts.count("period_days")
    if workdays is not None and days is not None:
        raise facts.refuse("period_days", "与“period_workdays”只能填写一项")
    if days is not None:
        return Length(days, working=False)
    return Length(workdays) if workdays is not None else None


def _letter(facts: Facts, first: str) -> tuple[date, date | None]:
    out = facts.required_day(first)
    return out, _not_before(facts, "delivered", out)


def _not_before(facts: Facts, field: str, earliest: date) -> date | None:
    day = facts.day(field)
    if day is not None and day < earliest:
        raise facts.refuse(field, f"（{day}）早于发出之日（{earliest}）")
    return day


def _day_of(facts: Facts, other_name: str) -> date:
    return facts.day("date") or facts.day(other_name) or facts.required_day("date")


def _dated(kind: Callable[[date], Event]) -> Parser:
    def parse(facts: Facts) -> Event:
        return kind(facts.required_day("date"))

    return parse


PARSERS: Mapping[str, Parser] = {
    "received": _received,
    "receipt_confirmed": lambda facts: ReceiptConfirmed(_day_of(facts, "confirmed")),
    "correction_notice": _correction_notice,
    "correction_delivered": _dated(CorrectionDelivered),
    "correction_received": _correction_received,
    "third_party_consult": _third_party_consult,
    "agency_consult": _agency_consult,
    "consult_delivered": lambda facts: ConsultDelivered(
        facts.text("party"), facts.required_day("date")
    ),
    "consult_replied": lambda facts: ConsultReplied(
        facts.text("party"), facts.required_day("date")
    ),
    "secrecy_referral": _secrecy_referral,
    "conference": _conference,
    "huishang": _conference,
    "extension": _extension,
    "fee_notice": _fee_notice,
    "fee_delivered": _dated(FeeDelivered),
    "fee_paid": _fee_paid,
    "reasons_requested": _reasons_requested,
    "reasons_received": lambda facts: ReasonsReceived(_day_of(facts, "received_on")),
    "delayed_reply_notice": _delayed_reply_notice,
    "withdrawn": lambda facts: Withdrawn(_day_of(facts, "withdrawn_on")),
    "reply": _replied,
    "reply_delivered": _reply_delivered,
    "review_decision_delivered": _dated(ReviewDecisionDelivered),
    "review_period_expired": _dated(ReviewPeriodExpired),
    "reply_period_expired": lambda facts: ReplyPeriodExpired(facts.day("date")),
}
