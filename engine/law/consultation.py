"""Time that does not count: consultations, and what is treated like one (art. 33, third paragraph).

征求第三方和其他机关意见所需时间不计算在前款规定的期限内. Several letters exclude the union of
their days. The period of a third party or joint producer is fifteen working days from
delivery (条例第三十二条、第三十四条); any other agency has the days set in the letter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.law.articles import regulations
from engine.law.calendar import WorkingCalendar
from engine.law.deadlines import OPINION_WITHIN
from engine.law.event_kinds import Conference, Consultation, Role
from engine.law.history import History
from engine.law.options import Conferences, ConsultCap, ConsultInterval, CountStart
from engine.law.rules import Rules
from engine.law.statutory import ONE_DAY

EXCLUDED_BY = regulations(33, 3).short
STATUTORY_PERIOD = frozenset({Role.THIRD_PARTY, Role.JOINT_PRODUCER})


@dataclass(frozen=True)
class Suspension:
    """A run of days that do not count, both ends included.

    `open_ended`: no answer is in yet, and the run goes on until one is.
    """

    first: date
    last: date
    label: str
    article: str
    open_ended: bool = False

    def covers(self, day: date) -> bool:
        """Say whether `day` lies within the run."""
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Yield each day of the run."""
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=n)


def count_from(trigger: date, days: int, calendar: WorkingCalendar, rules: Rules) -> date:
    """Return the last day of a period of working days set off on `trigger`.

    The trigger is day zero (民法典第二百零一条：开始的当日不计入) unless the agency counts it.
    """
    zero = trigger if rules.count_start is CountStart.NEXT_DAY else trigger - ONE_DAY
    return calendar.add_working_days(zero, days)


def opinion_due(letter: Consultation, calendar: WorkingCalendar, rules: Rules) -> date | None:
    """Return the last day for the opinion; None while the letter is not delivered."""
    if letter.delivered is None:
        return None
    return count_from(letter.delivered, _workdays(letter), calendar, rules)


def suspensions(
    history: History, calendar: WorkingCalendar, rules: Rules, on: date
) -> tuple[Suspension, ...]:
    """Return every run of days excluded from the reply period, as known on day `on`.

    A letter still unanswered excludes the days up to the end of its period. While the day of
    delivery is not recorded the period is taken to run from the day of sending, which can
    only make the due day earlier, never later, than it will prove to be.
    """
    letters = [_of_letter(letter, calendar, rules, on) for letter in history.consultations]
    letters = [run for run in letters if run is not None]
    if rules.secrecy_referral_excluded:
        letters.extend(
            _open_run(referral.sent, referral.replied, "报请确定是否属于国家秘密", on)
            for referral in history.referrals
        )
    letters.extend(
        _open_run(conference.sent, conference.replied, "书面征求会商机关意见", on)
        for conference in history.conferences
        if _is_excluded(conference, rules)
    )
    if rules.art35_pause:
        letters.extend(
            _open_run(asked.on, answered, "等待申请人说明理由", on, regulations(35).short)
            for asked, answered in history.reasons
        )
    return tuple(run for run in letters if run is not None and run.first <= run.last)


def excluded_days(runs: Sequence[Suspension]) -> dict[date, Suspension]:
    """Return day → the run that excludes it, the earliest if several do: their union."""
    days: dict[date, Suspension] = {}
    for run in sorted(runs, key=lambda run: (run.first, run.last, run.label)):
        for day in run.days():
            days.setdefault(day, run)
    return days


def is_in_scope(letter: Consultation, rules: Rules) -> bool:
    """Say whether the time of asking is excluded: a third party, or an agency other than this one.

    An authority asked to determine a secret (条例第十七条第三款) is a question of its own.
    """
    if letter.role is Role.SECRECY_AUTHORITY:
        return rules.secrecy_referral_excluded
    return letter.role.value in rules.agency_scope


def _of_letter(
    letter: Consultation, calendar: WorkingCalendar, rules: Rules, on: date
) -> Suspension | None:
    if not is_in_scope(letter, rules):
        return None
    first = {
        ConsultInterval.OPEN: letter.sent + ONE_DAY,
        ConsultInterval.CLOSED: letter.sent,
        ConsultInterval.DELIVERED: letter.delivered or letter.sent,
    }[rules.consult_interval]
    cap = count_from(letter.delivered or letter.sent, _workdays(letter), calendar, rules)
    is_referral = letter.role is Role.SECRECY_AUTHORITY
    label = f"报请{letter.party}确定" if is_referral else f"征求{letter.party}意见"
    if rules.consult_cap is ConsultCap.CAP:
        return Suspension(first, min(cap, letter.replied or cap), label, EXCLUDED_BY)
    last = letter.replied or max(cap, on)
    return Suspension(first, last, label, EXCLUDED_BY, open_ended=letter.replied is None)


def _open_run(
    sent: date, replied: date | None, label: str, on: date, article: str = EXCLUDED_BY
) -> Suspension:
    return Suspension(sent + ONE_DAY, replied or on, label, article, open_ended=replied is None)


def _is_excluded(conference: Conference, rules: Rules) -> bool:
    if rules.huishang_excluded is Conferences.WRITTEN_ONLY:
        return conference.written
    return rules.huishang_excluded is Conferences.ALWAYS


def _workdays(letter: Consultation) -> int:
    if letter.role in STATUTORY_PERIOD:
        return OPINION_WITHIN
    return letter.workdays or OPINION_WITHIN  # no period set: that of art. 34 by analogy
