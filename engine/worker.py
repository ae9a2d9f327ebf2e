"""The door through which time comes in: timers that are due, letters that wait to be printed."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.cases.printing import finish_rendering
from engine.cases.sealing import waiting_cases
from engine.cases.steps import wake
from engine.office import Actor, Office
from engine.people.calendars import calendar_of
from engine.roles import Role
from engine.store.cases import Case
from engine.store.engines import SessionFactory
from engine.store.idempotency import Idempotency
from engine.store.instances import DueTimer, ProcessInstance
from engine.store.letters import Letter, VerificationAttempt
from engine.store.people import LoginAttempt, WebSession

log = logging.getLogger(__name__)

LONGEST_SLEEP = 30.0
"""Seconds: a timer that somebody sets while the worker sleeps is never later than this."""

_BATCH = 100
_ANSWERS_KEPT = timedelta(days=7)
_ATTEMPTS_KEPT = timedelta(days=183)  # 不少于六个月 (网络安全法第二十三条第三项)


@dataclass(frozen=True)
class Report:
    """What one pass did: cases woken, timers fired, letters printed, cases that failed."""

    woken: int = 0
    fired: int = 0
    printed: int = 0
    failed: int = 0

    @property
    def idle(self) -> bool:
        """Say whether there was nothing to do."""
        return self == Report()


def tick(sessions: SessionFactory, at: datetime) -> Report:
    """Do everything that is due at `at`, missed time included; each case is an act of its own.

    A case that fails is logged and left for the next pass; it does not hold up the others.
    Several workers may run at once: on PostgreSQL one skips what another has in hand, on
    SQLite they take turns.
    """
    seen: set[int] = set()
    fired = failed = 0
    while fresh := [pair for pair in _due(sessions, at, seen) if pair[0] not in seen]:
        for case_id, agency_id in fresh:
            seen.add(case_id)
            try:
                fired += _wake(sessions, case_id, agency_id, at)
            except Exception:  # one broken case must not stop time for all the others
                failed += 1
                log.exception("case could not be woken", extra={"case": case_id})
    printed, unprinted = _print(sessions, at)
    _tidy(sessions, at)
    return Report(len(seen) - failed, fired, printed, failed + unprinted)


def run(sessions: SessionFactory, now: Callable[[], datetime], stop: threading.Event) -> None:
    """Tick until `stop` is set, sleeping until the next timer but never longer than 30 seconds."""
    while not stop.is_set():
        at = now()
        pause = LONGEST_SLEEP
        try:
            report = tick(sessions, at)
            if not report.idle:
                log.info("tick", extra={"report": report})
            pause = _pause(sessions, now())
        except Exception:  # the database may be away for a while; time goes on
            log.exception("tick failed")
        stop.wait(pause)


def _due(sessions: SessionFactory, at: datetime, seen: set[int]) -> list[tuple[int, int]]:
    rows = (
        select(DueTimer.case_id, Case.agency_id)
        .join(Case, Case.id == DueTimer.case_id)
        .where(DueTimer.due_at <= at, DueTimer.case_id.not_in(seen))
        .group_by(DueTimer.case_id, Case.agency_id)
        .order_by(func.min(DueTimer.due_at), DueTimer.case_id)
        .limit(_BATCH)
    )
    with sessions.reading() as session:
        return [(row.case_id, row.agency_id) for row in session.execute(rows)]


def _wake(sessions: SessionFactory, case_id: int, agency_id: int, at: datetime) -> int:
    with _office(sessions, agency_id, at, True) as office:  # noqa: FBT003
        free = select(ProcessInstance.case_id).where(ProcessInstance.case_id == case_id)
        if office.session.scalar(free.with_for_update(skip_locked=True)) is None:
            return 0  # another worker or a person has it in hand
        return wake(office, case_id)


def _print(sessions: SessionFactory, at: datetime) -> tuple[int, int]:
    """Print what is numbered, case by case; say how many were printed and how many cases failed."""
    waiting = (
        select(Letter.case_id, Letter.agency_id)
        .where(Letter.status == "numbered")
        .group_by(Letter.case_id, Letter.agency_id)
        .order_by(func.min(Letter.id))
    )
    with sessions.reading() as session:
        cases = dict(session.execute(waiting).all()) | dict(waiting_cases(session))
    printed = failed = 0
    for case_id, agency_id in cases.items():
        try:
            printed += finish_rendering(partial(_office, sessions, agency_id, at), case_id)
        except Exception:  # a letter that cannot be printed must not stop the others
            failed += 1
            log.exception("letter could not be printed", extra={"case": case_id})
    return printed, failed


def _tidy(sessions: SessionFactory, at: datetime) -> None:
    """Throw away what has served: ended sessions, answers to forms, old attempts of all kinds."""
    stale = (
        (WebSession, WebSession.expires_at < at),
        (Idempotency, Idempotency.at < at - _ANSWERS_KEPT),
        (LoginAttempt, LoginAttempt.at < at - _ATTEMPTS_KEPT),
        (VerificationAttempt, VerificationAttempt.at < at - _ATTEMPTS_KEPT),
    )
    for table, condition in stale:
        with sessions.reading() as session:
            found = session.scalar(select(func.count()).select_from(table).where(condition))
        if found:
            with sessions.writing() as session:
                session.execute(delete(table).where(condition))


def _pause(sessions: SessionFactory, at: datetime) -> float:
    with sessions.reading() as session:
        following = session.scalars(
            select(DueTimer.due_at).where(DueTimer.due_at > at).order_by(DueTimer.due_at).limit(1)
        ).first()
    if following is None:
        return LONGEST_SLEEP
    return min(LONGEST_SLEEP, max(0.0, (following - at).total_seconds()))


@contextmanager
def _office(
    sessions: SessionFactory,
    agency_id: int,
    at: datetime,
    writer: bool,  # noqa: FBT001
) -> Iterator[Office]:
    opened: AbstractContextManager[Session] = sessions.writing() if writer else sessions.reading()
    with opened as session:
        actor = Actor(None, "系统", agency_id, None, frozenset({Role.MANAGER}))
        yield Office(session, calendar_of(session, agency_id), actor, at)
