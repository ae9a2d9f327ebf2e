"""The course of a case: what each event in turn does to the reply period."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.law.articles import Citation, Instrument, regulations
from engine.law.calendar import WorkingCalendar
from engine.law.consultation import Suspension, count_from
from engine.law.deadlines import CORRECTION_NOTICE_WITHIN, PAYMENT_WITHIN
from engine.law.event_kinds import (
    CorrectionNotice,
    CorrectionReceived,
    DelayedReplyNotice,
    Extension,
    FeeNotice,
    FeePaid,
    Withdrawn,
)
from engine.law.extension import ExtensionVerdict, judge_extension
from engine.law.history import History, Turn, day_of
from engine.law.options import (
    CountStart,
    LateCorrection,
    Length,
    PeriodStart,
    Resumption,
)
from engine.law.reading import State, Warn
from engine.law.rules import Rules
from engine.law.statutory import ONE_DAY
from engine.law.term import Term
from engine.law.wording import in_chinese

ON_CORRECTION = regulations(30).short
ON_FEES = Citation(Instrument.FEE_MEASURES, 6).short
ON_DELAY = regulations(35).short


@dataclass(frozen=True)
class Wait:
    """A time of waiting for the applicant that is over: the days after `since` to `until`."""

    state: State
    since: date
    until: date


@dataclass
class Correction:
    """A correction notice and what became of it."""

    notice: CorrectionNotice
    notice_due: date
    late: bool
    due: date | None
    received: date | None = None


@dataclass
class Fee:
    """A fee notice and what became of it."""

    notice: FeeNotice
    timely: bool
    base_due: date
    due: date | None
    paid: date | None = None


@dataclass
class Course:
    """The state of a case while its events are gone through in order of date."""

    calendar: WorkingCalendar
    rules: Rules
    history: History
    excluded: dict[date, Suspension]
    receipt: date
    on: date
    served: date | None = None
    term: Term = field(init=False)
    terms: list[Term] = field(default_factory=list)
    waits: dict[State, date] = field(default_factory=dict)
    waited: list[Wait] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    extension: ExtensionVerdict | None = None
    lapsed: str | None = None
    closed_on: date | None = None
    warnings: list[Warn] = field(default_factory=list)

    def run(self) -> None:
        """Go through the events up to the reply or the closing of the case."""
        self._begin(self.receipt, "收到申请之日", regulations(33, 2).short)
        for turn in self.history.turns:
            answered = self.served is not None and day_of(turn) > self.served
            if self.closed_on is None and not answered:
                self._take(turn)

    def _begin(self, start: date, reason: str, article: str, *, next_day: bool = False) -> None:
        same_day = self.rules.count_start is CountStart.SAME_DAY and not next_day
        self.term = Term(
            start=start,
            zero=start - ONE_DAY if same_day else start,
            calendar=self.calendar,
            excluded=self.excluded,
            ext_count=self.rules.ext_count,
            reason=reason,
            article=article,
        )
        self.terms.append(self.term)

    def _take(self, turn: Turn) -> None:
        match turn:
            case CorrectionNotice():
                self._ask_correction(turn)
            case CorrectionReceived():
                self._take_correction(turn)
            case FeeNotice():
                self._ask_fee(turn)
            case FeePaid():
                self._take_fee(turn)
            case Extension():
                self._extend(turn)
            case DelayedReplyNotice():
                self._delay(turn)
            case Withdrawn():
                self.closed_on = turn.on

    def _ask_correction(self, notice: CorrectionNotice) -> None:
        if len(self.corrections) >= self.rules.corrections_allowed:
            text = (
                f"{in_chinese(notice.issued)}再次告知补正，超出一次性告知的次数，不影响答复期限。"
            )
            self._warn("correction_not_allowed", ON_CORRECTION, text)
            return
        limit = count_from(self.term.start, CORRECTION_NOTICE_WITHIN, self.calendar, self.rules)
        late = notice.issued > limit
        due = self._correction_due(notice)
        self.corrections.append(Correction(notice, limit, late, due))
        if late:
            text = (
                f"补正告知最迟应于{in_chinese(limit)}发出，实际于{in_chinese(notice.issued)}发出。"
            )
            self._warn("correction_notice_late", ON_CORRECTION, text)
        if not late or self.rules.late_correction_notice is not LateCorrection.NO_RESTART:
            self.waits[State.AWAITING_CORRECTION] = notice.issued

    def _correction_due(self, notice: CorrectionNotice) -> date | None:
        from_issue = self.rules.correction_period_start is PeriodStart.ISSUED
        start = notice.issued if from_issue else notice.delivered
        if start is None:
            return None
        length: Length = notice.period or self.rules.correction_period
        if length.working:
            return count_from(start, length.days, self.calendar, self.rules)
        same_day = self.rules.count_start is CountStart.SAME_DAY
        return self.calendar.roll_forward(start + timedelta(days=length.days - same_day))

    def _take_correction(self, received: CorrectionReceived) -> None:
        open_notices = [notice for notice in self.corrections if notice.received is None]
        if not open_notices:
            text = f"{in_chinese(received.on)}收到的材料没有对应的补正告知，不重新起算答复期限。"
            self._warn("correction_not_asked", ON_CORRECTION, text)
            return
        notice = open_notices[-1]
        notice.received = received.on
        if notice.due is not None and received.on > notice.due and not received.excused:
            self.lapsed = "other.overdue_correction"
            late = f"{in_chinese(received.on)}才收到补正"
            text = f"补正期限于{in_chinese(notice.due)}届满，{late}，无正当理由的视为放弃。"
            self._warn("correction_overdue", ON_CORRECTION, text)
            return
        since = self.waits.pop(State.AWAITING_CORRECTION, None)
        if since is None:
            return  # the notice was late, and under this agency's rules moves nothing
        self.lapsed = None
        self.waited.append(Wait(State.AWAITING_CORRECTION, since, received.on))
        if self.rules.correction_clock is Resumption.RESTART:
            self._begin(received.on, "收到补正的申请之日，答复期限重新起算", ON_CORRECTION)
        else:
            self._pause(since, received.on, "等待申请人补正", ON_CORRECTION)

    def _ask_fee(self, notice: FeeNotice) -> None:
        if State.AWAITING_CORRECTION in self.waits and not self.rules.fee_before_correction:
            early = f"{in_chinese(notice.issued)}发出收费通知时申请尚待补正"
            text = f"{early}，应当先补正后收费，不影响答复期限。"
            self._warn("fee_before_correction", ON_FEES, text)
            return
        due = self.term.due()
        timely = notice.issued <= due
        payable = None
        if notice.delivered is not None:
            payable = self.calendar.add_working_days(notice.delivered, PAYMENT_WITHIN)
        self.fees.append(Fee(notice, timely, self.term.base_due(), payable))
        if timely:
            self.waits[State.AWAITING_FEE] = notice.issued
        else:
            text = f"收费通知最迟应于{in_chinese(due)}发出，实际于{in_chinese(notice.issued)}发出。"
            self._warn("fee_notice_late", ON_FEES, text)

    def _take_fee(self, paid: FeePaid) -> None:
        since = self.waits.get(State.AWAITING_FEE)
        if since is None:
            text = f"{in_chinese(paid.on)}缴费没有对应的有效收费通知，不重新计算答复期限。"
            self._warn("fee_not_asked", ON_FEES, text)
            return
        fee = self.fees[-1]
        fee.paid = paid.on
        if fee.due is not None and paid.on > fee.due and not paid.excused:
            self.lapsed = "other.overdue_fee"
            late = f"{in_chinese(paid.on)}才缴费"
            text = f"缴费期限于{in_chinese(fee.due)}届满，{late}，逾期未缴视为放弃申请。"
            self._warn("fee_overdue", ON_FEES, text)
            return
        self.waits.pop(State.AWAITING_FEE)
        self.waited.append(Wait(State.AWAITING_FEE, since, paid.on))
        if self.rules.fee_restart is Resumption.RESTART:
            self._begin(paid.on, "完成缴费，自次日起重新计算处理期限", ON_FEES, next_day=True)
        else:
            self._pause(since, paid.on, "等待申请人缴费", ON_FEES)

    def _extend(self, extension: Extension) -> None:
        self.extension = judge_extension(extension, self.term, self.history, self.rules)
        if self.extension.valid:
            self.term.extension = extension.workdays
            told = extension.notified or extension.approved
            self.term.extended_to = self.term.due_as_of(told) if told else None

    def _delay(self, notice: DelayedReplyNotice) -> None:
        due = self.term.due()
        new_due = notice.new_due or self.calendar.add_working_days(due, notice.workdays or 0)
        longer = self.calendar.working_days_between(due, new_due)
        cap = self.rules.delayed_max
        problem = None
        if notice.notified > due:
            problem = f"延迟答复最迟应于{in_chinese(due)}告知申请人"
        elif new_due <= due:
            problem = f"延迟答复的日期不晚于原届满日{in_chinese(due)}"
        elif cap is not None and longer > cap:
            problem = f"延迟{longer}个工作日，超过本机关设定的{cap}个工作日"
        if problem is None:
            self.term.fixed_due = self.calendar.roll_forward(new_due)
        else:
            self._warn("delay_invalid", ON_DELAY, f"{problem}，不影响答复期限。")

    def _pause(self, since: date, until: date, label: str, article: str) -> None:
        run = Suspension(since + ONE_DAY, until, label, article)
        for day in run.days():
            self.excluded.setdefault(day, run)

    def _warn(self, code: str, article: str, message: str) -> None:
        self.warnings.append(Warn(code, article, message))
