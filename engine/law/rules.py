"""The questions of counting that the law leaves open, each with its default.

One field per key; an agency answers a question by setting the key, and every timer shows
the answer it was computed with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from engine.law.options import (
    AGENCIES_OUTSIDE,
    Conferences,
    ConsultCap,
    ConsultInterval,
    CountStart,
    ElectronicDelivery,
    ExtensionCount,
    ExtensionNotice,
    InternetReceipt,
    LateCorrection,
    Length,
    MailroomReceipt,
    PeriodStart,
    Resumption,
)
from engine.law.rule_values import READERS, RuleRefused, yes_or_no

__all__ = [
    "RuleRefused",
    "Rules",
]

KEYS_OF_OTHER_SUBJECTS = frozenset(
    {
        *("correct_identity", "undelivered_third_party", "fee_basis_scope"),
        *("review_first_partial", "review_first_not_exist", "review_first_admin_query"),
        *("review_first_silence", "signing_entity", "court_name", "split_policy"),
        *("duplicate_scope", "stat_nonexist", "stat_archive", "stat_consult", "stat_carry"),
        *("oral_or_onsite_reply", "bianmin_scope", "numbering", "seal_type"),
        *("standstill_third_party", "correction_of_record_deadline", "proactive_threshold"),
        *("foreign_applicants", "minors", "agents", "title_word", "assessment_penalty"),
        *("retention", "art35_threshold"),
    }
)
"""Keys of the same settings page that no period depends on."""


FIFTEEN_WORKING_DAYS = Length(15)


@dataclass(frozen=True)
class Rules:
    """How this agency counts; the defaults are the national reading."""

    count_start: CountStart = CountStart.NEXT_DAY
    internet_receipt: InternetReceipt = InternetReceipt.CONFIRMED
    internet_confirm_sla: int = 1
    mailroom_receipt: MailroomReceipt = MailroomReceipt.SIGNED
    correction_period: Length = FIFTEEN_WORKING_DAYS
    correction_period_start: PeriodStart = PeriodStart.DELIVERED
    late_correction_notice: LateCorrection = LateCorrection.NO_RESTART
    corrections_allowed: int = 1
    correction_clock: Resumption = Resumption.RESTART
    consult_interval: ConsultInterval = ConsultInterval.OPEN
    consult_cap: ConsultCap = ConsultCap.CAP
    agency_scope: frozenset[str] = AGENCIES_OUTSIDE
    secrecy_referral_excluded: bool = True
    huishang_excluded: Conferences = Conferences.WRITTEN_ONLY
    ext_after_consult: bool = True
    ext_count: ExtensionCount = ExtensionCount.ADJUSTED_DUE
    ext_notice_effect: ExtensionNotice = ExtensionNotice.BOTH_BY_DUE
    art35_pause: bool = False
    art35_period: int = 15
    delayed_max: int | None = None
    fee_restart: Resumption = Resumption.RESTART
    fee_before_correction: bool = False
    e_delivery_time: ElectronicDelivery = ElectronicDelivery.SENT
    period_end_time: time | None = None
    regional_holidays: Mapping[date, str] = field(default_factory=dict, hash=False)

    @classmethod
    def from_config(cls, config: Mapping[str, object]) -> "Rules":
        """Read the keys of an agency's settings; absent and null keep the default.

        Raises:
            RuleRefused: a key no rule has, or a value the key cannot take.
        """
        chosen: dict[str, object] = {}
        for key, value in config.items():
            if key == "late_correction_restarts":
                restarts = value is not None and yes_or_no(key, value)
                wish = LateCorrection.RESTART if restarts else LateCorrection.NO_RESTART
                chosen["late_correction_notice"] = wish
            elif key in READERS:
                if value is not None:
                    chosen[key] = READERS[key](key, value)
            elif key not in KEYS_OF_OTHER_SUBJECTS:
                raise RuleRefused(key=key, problem="不是已知的设置项")
        return cls(**chosen)  # type: ignore[arg-type]  # each reader yields its field's type
