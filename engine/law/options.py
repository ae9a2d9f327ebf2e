"""The answers an agency may give to the questions of counting that the law leaves open."""

from dataclasses import dataclass
from enum import StrEnum

AGENCIES_OUTSIDE = frozenset({"third_party", "joint_producer", "other", "lower_government"})
AGENCIES_ALL = AGENCIES_OUTSIDE | {"superior", "subordinate_unit", "internal"}


class CountStart(StrEnum):
    """Whether the day that sets a period off is its day zero or its day one."""

    NEXT_DAY = "next_day"
    SAME_DAY = "same_day"


class InternetReceipt(StrEnum):
    """When an application from the internet is received (条例第三十一条第（三）项)."""

    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"
    ARRIVED_NEXT_WORKDAY = "arrived_next_workday"


class MailroomReceipt(StrEnum):
    """Whether the mail room's signature receives a registered letter for the office."""

    SIGNED = "signed"
    CONFIRMED = "confirmed"


class PeriodStart(StrEnum):
    """Whether the applicant's period to correct runs from delivery or from issue."""

    DELIVERED = "delivered"
    ISSUED = "issued"


class LateCorrection(StrEnum):
    """What a correction notice later than its seven working days does to the clock."""

    NO_RESTART = "no_restart"
    RESTART = "restart"
    FLAG = "flag"


class Resumption(StrEnum):
    """Whether the period begins anew or merely goes on after a correction or a payment."""

    RESTART = "restart"
    PAUSE = "pause"


class ConsultInterval(StrEnum):
    """Which days of a consultation do not count (条例第三十三条第三款)."""

    OPEN = "open"
    CLOSED = "closed"
    DELIVERED = "delivered"


class ConsultCap(StrEnum):
    """Whether a late opinion excludes days beyond the end of its period."""

    CAP = "cap"
    ACTUAL = "actual"


class Conferences(StrEnum):
    """Whether the time of a joint conference (会商) is excluded."""

    WRITTEN_ONLY = "written_only"
    ALWAYS = "always"
    NEVER = "never"


class ExtensionCount(StrEnum):
    """From which due day an extension is counted."""

    ADJUSTED_DUE = "adjusted_due"
    ORIGINAL_DUE = "original_due"


class ExtensionNotice(StrEnum):
    """What must have happened by the due day for an extension to hold."""

    BOTH_BY_DUE = "both_by_due"
    APPROVED_BY_DUE = "approved_by_due"


class ElectronicDelivery(StrEnum):
    """Which moment of an electronic reply decides whether it is on time."""

    SENT = "sent"
    RECEIVED = "received"
    READ = "read"


@dataclass(frozen=True)
class Length:
    """A length of time, in working days or in calendar days."""

    days: int
    working: bool = True
