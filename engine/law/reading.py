"""What the statutory clock shows: the values of one reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How the reply period stands at the end of a day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    SUSPENDED = "suspended"
    AWAITING_CORRECTION = "awaiting_correction"
    AWAITING_FEE = "awaiting_fee"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The Chinese name of the state."""
        return STATE_LABELS[self]


STATE_LABELS: Mapping[State, str] = {
    State.NOT_STARTED: "尚未起算",
    State.RUNNING: "计算中",
    State.SUSPENDED: "暂停计算（征求意见）",
    State.AWAITING_CORRECTION: "等待补正",
    State.AWAITING_FEE: "等待缴费",
    State.ANSWERED: "已答复",
    State.CLOSED: "已终止",
}


class DayKind(StrEnum):
    """Why a calendar day counted, or did not."""

    RECEIPT = "receipt"
    RESTART = "restart"
    COUNTED = "counted"
    EXTENDED = "extended"
    OVERDUE = "overdue"
    EXCLUDED = "excluded"
    AWAITING_CORRECTION = "awaiting_correction"
    AWAITING_FEE = "awaiting_fee"
    DISCARDED = "discarded"
    REST = "rest"


@dataclass(frozen=True)
class LedgerDay:
    """One calendar day: whether it counted (1 or 0), which number it bore, and why."""

    on: date
    kind: DayKind
    count: int
    reason: str
    article: str
    number: int | None = None


@dataclass(frozen=True)
class Span:
    """A run of days of one kind, both ends included, for the clock rail."""

    kind: DayKind
    start: date
    end: date
    label: str


@dataclass(frozen=True)
class Mark:
    """A point on the clock rail."""

    on: date
    label: str
    kind: str


@dataclass(frozen=True)
class Warn:
    """Something the clock disregarded or doubts, told to the clerk."""

    code: str
    article: str
    message: str


@dataclass(frozen=True)
class Reading:
    """How the reply period of a case stands; None where a question does not arise.

    Attributes:
        on: the day of reading; without one, the last day on which anything happened.
        base_due: the due day with exclusions, without extension; after a fee restart, that
            of the period in which the fee notice fell.
        reply_due: the due day in force; None while a correction or a fee is awaited.
        extended_to: the due day of the extension as it was told; later exclusions move
            `reply_due`, and a new period has none.
        pending_due: the due day that would be in force if nothing were awaited.
        excluded_workdays: working days excluded from the period in force.
        used, allowed, left: working days; `left` is below zero once overdue.
        provisional: the due day depends on a year whose holiday notice is not out.
        provisional_dates: the names of all dates here that do.
    """

    on: date | None = None
    state: State = State.NOT_STARTED
    receipt_date: date | None = None
    receipt_reason: str = ""
    receipt_article: str = ""
    confirmation_due: date | None = None
    clock_day1: date | None = None
    period_start: date | None = None
    correction_notice_due: date | None = None
    correction_notice_late: bool | None = None
    correction_due: date | None = None
    earliest_abandon_date: date | None = None
    base_due: date | None = None
    reply_due: date | None = None
    pending_due: date | None = None
    provisional: bool = False
    provisional_dates: tuple[str, ...] = ()
    excluded_workdays: int = 0
    third_party_due: Mapping[str, date] = field(default_factory=dict)
    agency_due: Mapping[str, date] = field(default_factory=dict)
    consult_lapse: Mapping[str, date] = field(default_factory=dict)
    reasons_due: date | None = None
    extension_valid: bool | None = None
    extension_reason: str = ""
    extended_to: date | None = None
    fee_notice_timely: bool | None = None
    fee_payment_due: date | None = None
    earliest_fee_lapse: date | None = None
    used: int = 0
    allowed: int = 0
    left: int | None = None
    timely: bool | None = None
    served_on: date | None = None
    outcome: str | None = None
    ledger: tuple[LedgerDay, ...] = ()
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    warnings: tuple[Warn, ...] = ()
