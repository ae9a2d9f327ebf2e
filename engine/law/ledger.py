"""The day-by-day proof of a due day: why each calendar day counted or did not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.law.application import Receipt
from engine.law.articles import Citation, Instrument, regulations
from engine.law.course import ON_CORRECTION, ON_FEES, Course
from engine.law.reading import DayKind, LedgerDay, Span, State
from engine.law.statutory import ONE_DAY
from engine.law.wording import in_chinese

COUNTED_BY = regulations(33, 2).short
REST_BY = Citation(Instrument.HOLIDAY_MEASURES, 7).short
DAY_ZERO_BY = Citation(Instrument.CIVIL_CODE, 201).short
WAITS: Mapping[State, tuple[DayKind, str, str]] = {
    State.AWAITING_CORRECTION: (DayKind.AWAITING_CORRECTION, "等待申请人补正", ON_CORRECTION),
    State.AWAITING_FEE: (DayKind.AWAITING_FEE, "等待申请人缴费", ON_FEES),
}
SPAN_LABELS: Mapping[DayKind, str] = {
    DayKind.COUNTED: "计入期限",
    DayKind.EXTENDED: "延长期限",
    DayKind.OVERDUE: "逾期",
    DayKind.EXCLUDED: "不计入期限",
    DayKind.AWAITING_CORRECTION: "等待补正",
    DayKind.AWAITING_FEE: "等待缴费",
    DayKind.DISCARDED: "重新起算以前",
}


def write_ledger(course: Course, receipt: Receipt, end: date) -> tuple[LedgerDay, ...]:
    """Write one line for each calendar day from the receipt through `end`.

    The counts of the days through the day of reading add up to the working days used.
    """
    return tuple(_lines(course, receipt, end))


def spans_of(ledger: Sequence[LedgerDay]) -> tuple[Span, ...]:
    """Join the days of one kind into runs; rest days belong to the run they fall in."""
    spans: list[Span] = []
    for line in ledger:
        if spans and (line.kind is DayKind.REST or line.kind is spans[-1].kind):
            last = spans.pop()
            spans.append(Span(last.kind, last.start, line.on, last.label))
        elif line.kind in SPAN_LABELS:
            spans.append(Span(line.kind, line.on, line.on, SPAN_LABELS[line.kind]))
    return tuple(spans)


def _lines(course: Course, receipt: Receipt, end: date) -> Iterator[LedgerDay]:
    base_due, due = course.term.base_due(), course.term.due()
    day, number = course.receipt, 0
    while day <= end:
        line = _before_the_term(course, receipt, day) or _not_counted(course, day, due)
        if line is None:
            number += 1
            line = _counted(course, day, number, (base_due, due))
        yield line
        day += ONE_DAY


def _before_the_term(course: Course, receipt: Receipt, day: date) -> LedgerDay | None:
    term = course.term
    if day > term.zero:
        return None
    if day == term.start and len(course.terms) > 1:
        return LedgerDay(day, DayKind.RESTART, 0, f"{term.reason}，当日不计入", term.article)
    if day == course.receipt:
        text = f"{receipt.reason}，当日不计入"
        return LedgerDay(day, DayKind.RECEIPT, 0, text, f"{receipt.article}、{DAY_ZERO_BY}")
    return _discarded(course, day)


def _discarded(course: Course, day: date) -> LedgerDay:
    for wait in course.waited:
        if wait.since < day <= wait.until:
            return _waiting(wait.state, day)
    if not course.calendar.is_working_day(day):
        return LedgerDay(day, DayKind.REST, 0, course.calendar.why(day), REST_BY)
    text = f"期限自{in_chinese(course.term.start)}重新起算，此前的日期不再计入"
    return LedgerDay(day, DayKind.DISCARDED, 0, text, course.term.article)


def _waiting(state: State, day: date) -> LedgerDay:
    kind, text, article = WAITS[state]
    return LedgerDay(day, kind, 0, f"{text}，期限不计算", article)


def _not_counted(course: Course, day: date, due: date) -> LedgerDay | None:
    for wait, since in course.waits.items():
        if day > since:
            return _waiting(wait, day)
    if not course.calendar.is_working_day(day):
        return LedgerDay(day, DayKind.REST, 0, course.calendar.why(day), REST_BY)
    run = course.term.excluded.get(day)
    if run is None or day > due:
        return None
    return LedgerDay(day, DayKind.EXCLUDED, 0, f"{run.label}，不计入期限", run.article)


def _counted(course: Course, day: date, number: int, dues: tuple[date, date]) -> LedgerDay:
    base_due, due = dues
    kind = DayKind.COUNTED
    if day > due:
        kind = DayKind.OVERDUE
    elif day > base_due:
        kind = DayKind.EXTENDED
    name = course.calendar.why(day)
    text = f"第{number}个工作日" + ("" if name == "工作日" else f"（{name}）")
    if day == course.term.start:
        text += "，本机关自收到当日起算"
    if kind is DayKind.OVERDUE:
        text += "，已经逾期"
    return LedgerDay(day, kind, 1, text, COUNTED_BY, number)
