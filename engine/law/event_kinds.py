"""What can happen to an application, one frozen value per kind of event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from engine.law.application import Channel
from engine.law.options import Length

RECEIPT_DAYS = ("date", "posted", "signed", "arrived", "submitted", "confirmed")
"""The fields of a received event that hold days."""


class Role(StrEnum):
    """Who is consulted."""

    THIRD_PARTY = "third_party"
    JOINT_PRODUCER = "joint_producer"
    OTHER = "other"
    LOWER_GOVERNMENT = "lower_government"
    SUPERIOR = "superior"
    SUBORDINATE_UNIT = "subordinate_unit"
    INTERNAL = "internal"
    SECRECY_AUTHORITY = "secrecy_authority"  # 报请确定（条例第十七条第三款）


@dataclass(frozen=True)
class Received:
    """An application reaches the office; `values` are its fields (条例第三十一条)."""

    channel: Channel
    values: Mapping[str, object] = field(hash=False)


@dataclass(frozen=True)
class ReceiptConfirmed:
    """Office and applicant confirm the receipt to each other."""

    on: date


@dataclass(frozen=True)
class CorrectionNotice:
    """The applicant is told, once, what to correct (条例第三十条)."""

    issued: date
    delivered: date | None = None
    period: Length | None = None


@dataclass(frozen=True)
class CorrectionDelivered:
    """The correction notice reaches the applicant."""

    on: date


@dataclass(frozen=True)
class CorrectionReceived:
    """The corrected application arrives; `excused` when it is late for a good reason."""

    on: date
    excused: bool = False


@dataclass(frozen=True)
class Consultation:
    """A third party or another agency is asked in writing (条例第三十二条、第三十四条)."""

    role: Role
    party: str
    sent: date
    delivered: date | None = None
    replied: date | None = None
    workdays: int | None = None


@dataclass(frozen=True)
class ConsultDelivered:
    """The letter reaches the party consulted; an empty party means the only one."""

    party: str
    on: date


@dataclass(frozen=True)
class ConsultReplied:
    """The opinion of the party arrives."""

    party: str
    on: date


@dataclass(frozen=True)
class SecrecyReferral:
    """A doubtful secret is put to the secrecy authority (条例第十七条第三款)."""

    sent: date
    replied: date | None = None


@dataclass(frozen=True)
class Conference:
    """A difficult case is discussed jointly (会商); `written` if opinions were asked in writing."""

    sent: date
    replied: date | None = None
    written: bool = False


@dataclass(frozen=True)
class Extension:
    """The period is to be extended (条例第三十三条第二款)."""

    approved: date | None
    notified: date | None
    workdays: int


@dataclass(frozen=True)
class FeeNotice:
    """The applicant is asked to pay (信息处理费管理办法第六条)."""

    issued: date
    delivered: date | None = None


@dataclass(frozen=True)
class FeeDelivered:
    """The fee notice reaches the applicant."""

    on: date


@dataclass(frozen=True)
class FeePaid:
    """The applicant has paid; `excused` when a late payment is accepted for a good reason."""

    on: date
    excused: bool = False


@dataclass(frozen=True)
class ReasonsRequested:
    """The applicant is asked why so many applications are made (条例第三十五条)."""

    on: date
    workdays: int | None = None


@dataclass(frozen=True)
class ReasonsReceived:
    """The applicant gives the reasons."""

    on: date


@dataclass(frozen=True)
class DelayedReplyNotice:
    """A later day of reply is fixed and told, the reasons being sound (条例第三十五条)."""

    notified: date
    new_due: date | None = None
    workdays: int | None = None


@dataclass(frozen=True)
class Withdrawn:
    """The applicant withdraws."""

    on: date


@dataclass(frozen=True)
class Replied:
    """The final letter is issued and served; `handed_at` keeps the time at the counter."""

    issued: date | None = None
    mailed: date | None = None
    handed: date | None = None
    sent: date | None = None
    delivered: date | None = None
    read: date | None = None
    decision: str = ""
    handed_at: time | None = None


@dataclass(frozen=True)
class ReplyDelivered:
    """The final letter reaches the applicant."""

    on: date
    decision: str = ""


@dataclass(frozen=True)
class ReviewDecisionDelivered:
    """The decision on review reaches the applicant."""

    on: date


@dataclass(frozen=True)
class ReviewPeriodExpired:
    """The review body has let its period pass."""

    on: date


@dataclass(frozen=True)
class ReplyPeriodExpired:
    """The reply period has passed in silence; without a date, on its own due day."""

    on: date | None = None


Event = (
    Received
    | ReceiptConfirmed
    | CorrectionNotice
    | CorrectionDelivered
    | CorrectionReceived
    | Consultation
    | ConsultDelivered
    | ConsultReplied
    | SecrecyReferral
    | Conference
    | Extension
    | FeeNotice
    | FeeDelivered
    | FeePaid
    | ReasonsRequested
    | ReasonsReceived
    | DelayedReplyNotice
    | Withdrawn
    | Replied
    | ReplyDelivered
    | ReviewDecisionDelivered
    | ReviewPeriodExpired
    | ReplyPeriodExpired
)
