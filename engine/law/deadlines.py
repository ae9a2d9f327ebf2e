"""Every period but the reply period itself, as one table; and the ends of calendar periods."""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.law.articles import Citation, Instrument, regulations
from engine.law.calendar import WorkingCalendar

MONTHS_A_YEAR = 12

ANSWER_WITHIN = 20
"""自收到申请之日起20个工作日内予以答复 (条例第三十三条第二款)."""
CORRECTION_NOTICE_WITHIN = 7
"""自收到申请之日起7个工作日内一次性告知 (条例第三十条)."""
EXTENSION_AT_MOST = 20
"""延长的期限最长不得超过20个工作日 (条例第三十三条第二款)."""
OPINION_WITHIN = 15
"""自收到征求意见书之日起15个工作日内提出意见 (条例第三十二条、第三十四条)."""
PAYMENT_WITHIN = 20
"""收到收费通知次日起20个工作日内缴纳费用 (信息处理费管理办法第六条)."""


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


UNIT_LABELS: Mapping[Unit, str] = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


@dataclass(frozen=True)
class Period:
    """One statutory period: what it is for, what sets it off, how long it is, and its ground."""

    code: str
    label: str
    trigger: str
    length: int
    unit: Unit
    article: str

    @property
    def text(self) -> str:
        """The period in words: 自收到申请之日起7个工作日内."""
        return f"自{self.trigger}起{self.length}{UNIT_LABELS[self.unit]}内"


_WORK, _DAYS = Unit.WORKING_DAYS, Unit.DAYS
_FEES = Citation(Instrument.FEE_MEASURES, 6).short
_SILENCE = Citation(Instrument.LITIGATION_RULES, 66).short

PERIODS: Mapping[str, Period] = {
    period.code: period
    for period in (
        Period("reply", "答复申请", "收到申请之日", ANSWER_WITHIN, _WORK, regulations(33, 2).short),
        Period(
            "correction_notice",
            "补正告知",
            "收到申请之日",
            CORRECTION_NOTICE_WITHIN,
            _WORK,
            regulations(30).short,
        ),
        Period(
            "extension",
            "延期答复（最长）",
            "原答复期限届满次日",
            EXTENSION_AT_MOST,
            _WORK,
            regulations(33, 2).short,
        ),
        Period(
            "third_party",
            "第三方提出意见",
            "收到征求意见书之日",
            OPINION_WITHIN,
            _WORK,
            regulations(32).short,
        ),
        Period(
            "joint_producer",
            "共同制作机关提出意见",
            "收到征求意见书之日",
            OPINION_WITHIN,
            _WORK,
            regulations(34).short,
        ),
        Period("fee", "缴纳信息处理费", "收到收费通知次日", PAYMENT_WITHIN, _WORK, _FEES),
        Period(
            "proactive",
            "转为主动公开后的公开",
            "信息形成或者变更之日",
            20,
            _WORK,
            regulations(26).short,
        ),
        Period(
            "review",
            "申请行政复议",
            "知道该行政行为之日",
            60,
            _DAYS,
            Citation(Instrument.REVIEW_LAW, 20, 1).short,
        ),
        Period(
            "review_uninformed",
            "申请行政复议（未告知复议权利，最长）",
            "知道行政行为内容之日",
            1,
            Unit.YEARS,
            Citation(Instrument.REVIEW_LAW, 20, 3).short,
        ),
        Period(
            "review_decision",
            "作出行政复议决定",
            "受理申请之日",
            60,
            _DAYS,
            Citation(Instrument.REVIEW_LAW, 62, 1).short,
        ),
        Period(
            "suit",
            "直接提起行政诉讼",
            "知道作出行政行为之日",
            6,
            Unit.MONTHS,
            Citation(Instrument.LITIGATION_LAW, 46, 1).short,
        ),
        Period("suit_silence", "逾期不答复提起诉讼", "履行期限届满之日", 6, Unit.MONTHS, _SILENCE),
        Period(
            "suit_after_review",
            "复议后提起行政诉讼",
            "收到复议决定书之日",
            15,
            _DAYS,
            Citation(Instrument.LITIGATION_LAW, 45).short,
        ),
        Period(
            "suit_review_silence",
            "复议机关逾期不作决定提起诉讼",
            "复议期限届满之日",
            15,
            _DAYS,
            Citation(Instrument.LITIGATION_LAW, 45).short,
        ),
    )
}
"""Every period the law fixes; those the agency may set are in `engine.law.rules`."""


def last_day(code: str, trigger: date, calendar: WorkingCalendar) -> date:
    """Return the last day of a period set off on `trigger`, which is day zero.

    A period of days, months or years that would end on a rest day ends on the first day
    after the rest (民法典第二百零三条第一款); one of working days cannot.
    """
    period = PERIODS[code]
    match period.unit:
        case Unit.WORKING_DAYS:
            return calendar.add_working_days(trigger, period.length)
        case Unit.DAYS:
            return calendar.roll_forward(trigger + timedelta(days=period.length))
        case Unit.MONTHS:
            return calendar.roll_forward(add_months(trigger, period.length))
        case Unit.YEARS:
            return calendar.roll_forward(add_months(trigger, MONTHS_A_YEAR * period.length))


def add_months(day: date, number: int) -> date:
    """Return the corresponding day `number` months on, or that month's last.

    没有对应日的，月末日为期间的最后一日 (民法典第二百零二条).
    """
    years, month = divmod(day.month - 1 + number, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


@dataclass(frozen=True)
class FixedDate:
    """A duty due on a day of the year that never moves."""

    code: str
    label: str
    month: int
    day: int
    article: str

    def in_year(self, year: int) -> date:
        """Return the day in `year`."""
        return date(year, self.month, self.day)


FIXED_DATES: Mapping[str, FixedDate] = {
    fixed.code: fixed
    for fixed in (
        FixedDate(
            "annual_report_department",
            "部门向本级主管部门提交并公布上一年度年度报告",
            1,
            31,
            regulations(49, 1).short,
        ),
        FixedDate(
            "annual_report_government",
            "政府信息公开工作主管部门公布本级政府上一年度年度报告",
            3,
            31,
            regulations(49, 2).short,
        ),
        FixedDate("next_calendar", "核对并导入下一年度放假安排", 11, 1, "放假办法第七条"),
    )
}
"""Dates of the year; they are not put off by a rest day."""
