"""Reading the values of an agency's counting rules, each refusal naming its key."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from engine.errors import OfficeError
from engine.law.facts import LONGEST_COUNT, Facts
from engine.law.options import (
    AGENCIES_ALL,
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


class RuleRefused(OfficeError):
    """A configuration key that is unknown, or a value it cannot take."""

    code = "rule_refused"
    article: ClassVar[str | None] = None
    message = "期限口径设置“{key}”{problem}，请在机关设置中更正。"


Reader = Callable[[str, object], object]

SYNONYMS: Mapping[str, str] = {
    "(sent, replied]": "open",
    "(sent,replied]": "open",
    "half_open": "open",
    "[sent, replied]": "closed",
    "[sent,replied]": "closed",
    "[delivered, replied]": "delivered",
    "[delivered,replied]": "delivered",
    "adjusted": "adjusted_due",
    "original": "original_due",
    "base_due": "original_due",
    "both": "both_by_due",
    "approved": "approved_by_due",
    "written": "written_only",
    "arrived": "submitted",
}


def _one_of(options: type[StrEnum]) -> Reader:
    def read(key: str, value: object) -> StrEnum:
        word = SYNONYMS.get(value, value) if isinstance(value, str) else value
        for option in options:
            if word == option.value:
                return option
        allowed = "、".join(option.value for option in options)
        raise RuleRefused(key=key, problem=f"只能是{allowed}（实为{value!r}）")

    return read


def yes_or_no(key: str, value: object) -> bool:
    """Read yes or no, in either language; the options of the keys concerned are synonyms."""
    words = {"yes": True, "是": True, "no": False, "否": False, "pause": True, "adjusted_due": True}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in words:
        return words[value]
    raise RuleRefused(key=key, problem=f"只能是yes或no（实为{value!r}）")


def _fee_first(key: str, value: object) -> bool:
    words = {"correction_first": False, "fee_first": True}
    return words[value] if isinstance(value, str) and value in words else yes_or_no(key, value)


def _conferences(key: str, value: object) -> Conferences:
    if isinstance(value, bool):
        return Conferences.ALWAYS if value else Conferences.NEVER
    word = {"yes": "always", "no": "never"}.get(str(value), value)
    return Conferences(str(_one_of(Conferences)(key, word)))


def _whole(key: str, value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_COUNT:
        return value
    raise RuleRefused(key=key, problem=f"应为不小于1的整数（实为{value!r}）")


def _no_cap_or_whole(key: str, value: object) -> int | None:
    return None if value == "none" else _whole(key, value)


def _length(key: str, value: object) -> Length:
    if isinstance(value, Mapping):
        facts = Facts(key, value)
        calendar_days = facts.count("days") or facts.count("period_days")
        if calendar_days is not None:
            return Length(calendar_days, working=False)
        return Length(_whole(key, value.get("workdays") or value.get("period_workdays")))
    if isinstance(value, str):
        number = value.removesuffix("days").removesuffix("d").strip()
        if number != value and number.isdecimal():
            return Length(_whole(key, number), working=False)
        value = value.removesuffix("WD").strip()
    return Length(_whole(key, value))


def _scope(key: str, value: object) -> frozenset[str]:
    if value == "all":
        return AGENCIES_ALL
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, Sequence) or not AGENCIES_ALL.issuperset(words):
        allowed = "、".join(sorted(AGENCIES_ALL))
        raise RuleRefused(key=key, problem=f"只能由{allowed}组成（实为{value!r}）")
    return frozenset({"third_party", *words})


def _closing_time(key: str, value: object) -> time | None:
    if value in {"24:00", "midnight"}:
        return None
    try:
        return time.fromisoformat(value) if isinstance(value, str) else _no_time(key, value)
    except ValueError:
        return _no_time(key, value)


def _no_time(key: str, value: object) -> time:
    raise RuleRefused(key=key, problem=f"应写作24:00或下班时间如17:30（实为{value!r}）")


def _regional_days(key: str, value: object) -> Mapping[date, str]:
    if value == "none":
        return {}
    named = value if isinstance(value, Mapping) else None
    days = value if named is None else list(named)
    if isinstance(days, str) or not isinstance(days, Sequence):
        raise RuleRefused(key=key, problem=f"应为日期列表（实为{value!r}）")
    names = ["地方性节假日"] * len(days) if named is None else [str(n) for n in named.values()]
    read = [Facts(key, {"date": day}).required_day("date") for day in days]
    return dict(zip(read, names, strict=True))


READERS: Mapping[str, Reader] = {
    "count_start": _one_of(CountStart),
    "internet_receipt": _one_of(InternetReceipt),
    "internet_confirm_sla": _whole,
    "mailroom_receipt": _one_of(MailroomReceipt),
    "correction_period": _length,
    "correction_period_start": _one_of(PeriodStart),
    "late_correction_notice": _one_of(LateCorrection),
    "corrections_allowed": _whole,
    "correction_clock": _one_of(Resumption),
    "consult_interval": _one_of(ConsultInterval),
    "consult_cap": _one_of(ConsultCap),
    "agency_scope": _scope,
    "secrecy_referral_excluded": yes_or_no,
    "huishang_excluded": _conferences,
    "ext_after_consult": yes_or_no,
    "ext_count": _one_of(ExtensionCount),
    "ext_notice_effect": _one_of(ExtensionNotice),
    "art35_pause": yes_or_no,
    "art35_period": _whole,
    "delayed_max": _no_cap_or_whole,
    "fee_restart": _one_of(Resumption),
    "fee_before_correction": _fee_first,
    "e_delivery_time": _one_of(ElectronicDelivery),
    "period_end_time": _closing_time,
    "regional_holidays": _regional_days,
}
