"""The events of a case put together: pieces joined to wholes, in order, as known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import ClassVar

from engine.errors import OfficeError
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
    SecrecyReferral,
    Withdrawn,
)
from engine.law.facts import Facts

Turn = (
    CorrectionNotice
    | CorrectionReceived
    | FeeNotice
    | FeePaid
    | Extension
    | DelayedReplyNotice
    | Withdrawn
)
"""What moves the reply period other than by suspending it."""

ORDER = (
    CorrectionNotice,
    CorrectionReceived,
    FeeNotice,
    FeePaid,
    Extension,
    DelayedReplyNotice,
    Withdrawn,
)
"""The order of turns on one and the same day."""


FIRST_DAYS = frozenset({"on", "sent", "issued", "notified"})


class PartyNeverConsulted(OfficeError):
    """An answer or a delivery without the letter it belongs to."""

    code = "party_never_consulted"
    article: ClassVar[str | None] = "条例第三十二条"
    message = "没有向“{party}”发出过尚待{what}的征求意见书，请先登记发函。"


class NothingToDeliver(OfficeError):
    """A delivery without the notice it belongs to."""

    code = "nothing_to_deliver"
    article: ClassVar[str | None] = "条例第三十条"
    message = "登记了{what}的送达日期，但没有登记过该通知，请先登记通知的发出日期。"


@dataclass
class History:
    """What is known of a case, by kind; `turns` are in order of date."""

    received: Received | None
    consultations: list[Consultation]
    referrals: list[SecrecyReferral]
    conferences: list[Conference]
    reasons: list[tuple[ReasonsRequested, date | None]]
    turns: list[Turn]
    reply: Replied | None
    last_day: date | None


def assemble(events: Sequence[Event], on: date | None) -> History:
    """Join the pieces of each letter; with `on`, leave out what happened after that day.

    Raises:
        PartyNeverConsulted, NothingToDeliver: a piece without its whole.
    """
    known = events if on is None else [event for event in events if _had_happened(event, on)]
    history = History(None, [], [], [], [], [], None, None)
    for event in sorted(known, key=_is_piece):
        _take(history, event if on is None else _as_known(event, on))
    history.turns.sort(key=lambda turn: (day_of(turn), ORDER.index(type(turn))))
    history.last_day = max((day for event in known for day in _days(event)), default=None)
    return history


def day_of(turn: Turn) -> date:
    """Return the day on which a turn takes effect."""
    match turn:
        case CorrectionNotice() | FeeNotice():
            return turn.issued
        case CorrectionReceived() | FeePaid() | Withdrawn():
            return turn.on
        case DelayedReplyNotice():
            return turn.notified
        case Extension():
            return turn.notified or turn.approved or date.max


def _take(history: History, event: Event) -> None:
    match event:
        case Received() | ReceiptConfirmed():
            _take_receipt(history, event)
        case Consultation() | SecrecyReferral() | Conference():
            _take_letter(history, event)
        case ReasonsRequested() | ReasonsReceived():
            _take_reasons(history, event)
        case Replied() | ReplyDelivered():
            _take_reply(history, event)
        case ConsultDelivered() | ConsultReplied():
            _take_answer(history, event)
        case CorrectionDelivered() | FeeDelivered():
            _take_delivery(history, event)
        case _:
            if isinstance(event, ORDER):  # what is left are remedies: they move nothing
                history.turns.append(event)


def _take_letter(history: History, event: Consultation | SecrecyReferral | Conference) -> None:
    match event:
        case Consultation():
            history.consultations.append(event)
        case SecrecyReferral():
            history.referrals.append(event)
        case Conference():
            history.conferences.append(event)


def _take_receipt(history: History, event: Received | ReceiptConfirmed) -> None:
    if isinstance(event, Received):
        history.received = history.received or event
    elif history.received is not None:
        values = {**history.received.values, "confirmed": event.on}
        history.received = replace(history.received, values=values)


def _take_reasons(history: History, event: ReasonsRequested | ReasonsReceived) -> None:
    if isinstance(event, ReasonsRequested):
        history.reasons.append((event, None))
    elif history.reasons and history.reasons[-1][1] is None:
        history.reasons[-1] = (history.reasons[-1][0], event.on)


def _take_reply(history: History, event: Replied | ReplyDelivered) -> None:
    if isinstance(event, ReplyDelivered):
        event = Replied(delivered=event.on, decision=event.decision)
    if history.reply is None:
        history.reply = event
        return
    newer = {f.name: getattr(event, f.name) for f in fields(event) if getattr(event, f.name)}
    history.reply = replace(history.reply, **newer)


def _take_answer(history: History, event: ConsultDelivered | ConsultReplied) -> None:
    delivered = isinstance(event, ConsultDelivered)
    for index, letter in reversed(list(enumerate(history.consultations))):
        known = letter.delivered if delivered else letter.replied
        if event.party in {"", letter.party} and known is None and letter.sent <= event.on:
            change = {"delivered" if delivered else "replied": event.on}
            history.consultations[index] = replace(letter, **change)  # type: ignore[arg-type]
            return
    what = "送达" if delivered else "答复"
    raise PartyNeverConsulted(party=event.party or "被征求方", what=what)


def _take_delivery(history: History, event: CorrectionDelivered | FeeDelivered) -> None:
    kind = CorrectionNotice if isinstance(event, CorrectionDelivered) else FeeNotice
    for index, notice in reversed(list(enumerate(history.turns))):
        if isinstance(notice, kind) and notice.issued <= event.on:
            history.turns[index] = replace(notice, delivered=event.on)
            return
    raise NothingToDeliver(what="补正告知书" if kind is CorrectionNotice else "收费通知书")


def _is_piece(event: Event) -> bool:
    return isinstance(
        event,
        ReceiptConfirmed
        | ConsultDelivered
        | ConsultReplied
        | CorrectionDelivered
        | FeeDelivered
        | ReasonsReceived,
    )


def _had_happened(event: Event, on: date) -> bool:
    if isinstance(event, Extension | Replied | Received):
        days = _days(event)
        return not days or min(days) <= on
    return all(day <= on for name, day in _named_days(event) if name in FIRST_DAYS)


def _as_known(event: Event, on: date) -> Event:
    if isinstance(event, Received):
        later = {name for name, day in _named_days(event) if day > on}
        values = {name: value for name, value in event.values.items() if name not in later}
        return replace(event, values=values)
    unknown = {name: None for name, day in _named_days(event) if day > on}
    return replace(event, **unknown)  # type: ignore[arg-type]  # only optional dates are later


def _days(event: Event) -> list[date]:
    return [day for _, day in _named_days(event)]


def _named_days(event: Event) -> list[tuple[str, date]]:
    """Return the days on which something happened; a new due day is not one of them."""
    if isinstance(event, Received):
        facts = Facts("收到申请", event.values)
        named = [(name, facts.day(name)) for name in RECEIPT_DAYS]
    else:
        named = [(f.name, getattr(event, f.name)) for f in fields(event) if f.name != "new_due"]
    return [(name, day) for name, day in named if isinstance(day, date)]
