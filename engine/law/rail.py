"""The points of the clock rail: what happened when, and what falls due."""

from collections.abc import Iterator
from datetime import date

from engine.law.course import Course
from engine.law.event_kinds import (
    CorrectionNotice,
    CorrectionReceived,
    DelayedReplyNotice,
    Extension,
    FeeNotice,
    FeePaid,
    Withdrawn,
)
from engine.law.history import History, Turn, day_of
from engine.law.reading import Mark

TURN_MARKS: dict[type[Turn], tuple[str, str]] = {
    CorrectionNotice: ("告知补正", "notice"),
    CorrectionReceived: ("收到补正", "restart"),
    FeeNotice: ("收费通知", "notice"),
    FeePaid: ("完成缴费", "restart"),
    Extension: ("延期告知", "extension"),
    DelayedReplyNotice: ("延迟答复告知", "extension"),
    Withdrawn: ("申请人撤回", "end"),
}


def marks_of(course: Course) -> tuple[Mark, ...]:
    """Return the points of the rail in order of date."""
    marks = [
        Mark(course.receipt, "收到申请", "receipt"),
        *_turns(course.history),
        *_letters(course.history),
        *_dues(course),
    ]
    if course.served is not None:
        marks.append(Mark(course.served, "答复送出", "end"))
    return tuple(sorted(marks, key=lambda mark: mark.on))


def _turns(history: History) -> Iterator[Mark]:
    for turn in history.turns:
        label, kind = TURN_MARKS[type(turn)]
        day = day_of(turn)
        if day != date.max:
            yield Mark(day, label, kind)


def _letters(history: History) -> Iterator[Mark]:
    for letter in history.consultations:
        yield Mark(letter.sent, f"向{letter.party}征求意见", "consult")
        if letter.replied is not None:
            yield Mark(letter.replied, f"收到{letter.party}意见", "answer")


def _dues(course: Course) -> Iterator[Mark]:
    base_due, due = course.term.base_due(), course.term.due()
    if course.waits:
        return
    if base_due != due:
        yield Mark(base_due, "原届满日", "base_due")
    yield Mark(due, "答复期限届满", "due")
