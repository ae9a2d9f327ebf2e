"""What must be true of the records at every moment, whoever was killed doing what."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.bpmn.model import NodeKind
from engine.cases.facts import reading_of
from engine.cases.history import first_broken_link
from engine.cases.sitting import Sitting, look_at
from engine.law.calendar import published_calendar
from engine.office import Actor, Office
from engine.roles import Role
from engine.store.cases import Blob, Case
from engine.store.events import CaseEvent, events_of
from engine.store.fingerprints import sm3_of
from engine.store.instances import DueTimer, OfferedMessage, OpenTask, StepIncident
from engine.store.letters import Delivery, Letter, NumberSeries
from engine.store.tables import LOCAL_ZONE


def violations(session: Session, *, at_rest: bool = False) -> list[str]:
    """List what is wrong; `at_rest` says that everything has been printed as well.

    Each case is judged as of its last act: what has fallen due since is the worker's next pass.
    """
    cases = session.scalars(select(Case).order_by(Case.id)).all()
    found = chain.from_iterable(
        _of_case(_office(session, case), case, at_rest=at_rest) for case in cases
    )
    return [*found, *_of_letters(session, at_rest=at_rest), *_of_numbers(session)]


def _office(session: Session, case: Case) -> Office:
    actor = Actor(None, "系统", case.agency_id, None, frozenset({Role.MANAGER}))
    return Office(session, published_calendar(), actor, case.updated_at.astimezone(LOCAL_ZONE))


def _of_case(office: Office, case: Case, *, at_rest: bool) -> Iterator[str]:
    sitting = look_at(office, case.id)
    checks = (
        _chain(office, case),
        _projection(sitting),
        _cache(sitting),
        _left_behind(sitting, at_rest=at_rest),
    )
    for words in chain.from_iterable(checks):
        yield f"{case.number}: {words}"


OCCASIONS = frozenset({"task:done", "message", "timer", "incident:retry", "incident:move"})
"""What people, outsiders and the clock do; everything else follows from one of these."""


def _facts(events: list[CaseEvent]) -> Iterator[tuple[object, ...]]:
    """Tell each fact with the occasion it follows from: a returned reply is recorded again."""
    occasion = 0
    for event in events:
        if event.tag in OCCASIONS:
            occasion = event.seq
        since = 0 if event.tag in OCCASIONS else occasion
        said = json.dumps(event.payload, sort_keys=True)
        yield since, event.tag, event.node_id, event.summary, said


def _chain(office: Office, case: Case) -> Iterator[str]:
    events = events_of(office.session, case.id)
    broken = first_broken_link(office, case.id)
    if broken is not None:
        yield f"the chain of events is broken at {broken.seq}"
    if [event.seq for event in events] != list(range(1, len(events) + 1)):
        yield f"events are numbered {[event.seq for event in events]}"
    facts = Counter(_facts(events))
    yield from (f"recorded {count} times: {fact}" for fact, count in facts.items() if count > 1)


def _projection(sitting: Sitting) -> Iterator[str]:
    session, instance, case_id = sitting.office.session, sitting.instance, sitting.case_id
    steps = [(s.key, s.node.id) for s in instance.steps() if s.node.kind is not NodeKind.ACTION]
    tasks = select(OpenTask.step_key, OpenTask.node_id).where(OpenTask.case_id == case_id)
    yield from _differ("open_task", _rows(session, tasks), steps)
    timers = [(t.key, t.due) for t in instance.timers(sitting.world()) if t.due is not None]
    due = select(DueTimer.timer_key, DueTimer.due_at).where(DueTimer.case_id == case_id)
    yield from _differ("due_timer", _rows(session, due), timers)
    messages = [(m.name, m.node.id) for m in instance.messages() if "label" in m.node.properties]
    offers = select(OfferedMessage.name, OfferedMessage.node_id)
    offers = offers.where(OfferedMessage.case_id == case_id)
    yield from _differ("offered_message", _rows(session, offers), messages)
    failed = select(StepIncident.message).where(
        StepIncident.case_id == case_id, StepIncident.resolved_at.is_(None)
    )
    yield from (f"incident: {message}" for message in session.scalars(failed))


def _rows(session: Session, statement: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(statement)]  # type: ignore[call-overload]


def _differ(
    table: str, rows: Iterable[tuple[object, ...]], wanted: Iterable[tuple[object, ...]]
) -> Iterator[str]:
    have, want = sorted(rows, key=str), sorted(wanted, key=str)
    if have != want:
        yield f"{table} has {have}, the instance {want}"


def _cache(sitting: Sitting) -> Iterator[str]:
    case, reading = sitting.case, reading_of(sitting.office, sitting.case)
    cached = (case.received_on, case.due_on, case.due_provisional, case.clock_state)
    read = (reading.receipt_date, reading.reply_due, reading.provisional, str(reading.state))
    if cached != read:
        yield f"the cached clock is {cached}, the clock reads {read}"
    if case.open is sitting.instance.completed:
        yield f"the case is open: {case.open}, its process completed: {sitting.instance.completed}"
    standing = [s.node.name for s in sitting.instance.steps() if s.node.kind is not NodeKind.ACTION]
    if case.position != "、".join(dict.fromkeys(standing)):
        yield f"the cached place is {case.position}, the instance stands at {standing}"


def _left_behind(sitting: Sitting, *, at_rest: bool) -> Iterator[str]:
    """An action that is still ready waits for the print of a letter of its own, or is lost."""
    actions = [s for s in sitting.instance.steps() if s.node.kind is NodeKind.ACTION]
    numbered = select(Letter.step_key).where(
        Letter.case_id == sitting.case_id, Letter.status == "numbered"
    )
    waiting = set(sitting.office.session.scalars(numbered))
    for step in actions:
        if f"{step.node.id}:{step.key}" not in waiting or at_rest:
            yield f"nobody does {step.node.id}"


def _of_letters(session: Session, *, at_rest: bool) -> Iterator[str]:
    for letter in session.scalars(select(Letter)):
        if letter.status == "numbered" and (at_rest or letter.pdf_sha256):
            yield f"{letter.number} is numbered, its print {letter.pdf_sha256}"
        if letter.status not in ("draft", "numbered"):  # one that was withdrawn keeps its print
            yield from _of_print(session, letter)
    served = select(Delivery.letter_id).group_by(Delivery.letter_id).having(func.count() > 1)
    yield from (f"letter {each} is served more than once" for each in session.scalars(served))


def _of_print(session: Session, letter: Letter) -> Iterator[str]:
    blob = session.get(Blob, letter.pdf_sha256) if letter.pdf_sha256 else None
    if blob is None:
        yield f"{letter.number} is issued and has no print"
    elif hashlib.sha256(blob.content).hexdigest() != blob.sha256 or blob.content[:5] != b"%PDF-":
        yield f"the print of {letter.number} is damaged"
    elif letter.pdf_sm3 != sm3_of(blob.content) or not letter.pdf_identifier:
        yield f"{letter.number} could not be verified"


def _of_numbers(session: Session) -> Iterator[str]:
    drawn = {
        (row.agency_id, row.year, row.series): row.last
        for row in session.scalars(select(NumberSeries))
    }
    used: dict[tuple[int, int, str], list[int]] = {key: [] for key in drawn}
    for letter in session.scalars(select(Letter).where(Letter.number.is_not(None))):
        key = (letter.agency_id, letter.year or 0, letter.series or "")
        used.setdefault(key, []).append(letter.sequence or 0)
    for case in session.scalars(select(Case)):
        year, sequence = _parts_of(case.number)
        used.setdefault((case.agency_id, year, "case"), []).append(sequence)
    for key, numbers in used.items():
        if sorted(numbers) != list(range(1, drawn.get(key, 0) + 1)):
            yield f"series {key} stands at {drawn.get(key)}, used are {_brief(numbers)}"


def _parts_of(number: str) -> tuple[int, int]:
    year, _, sequence = number.split("-")
    return int(year), int(sequence)


def _brief(numbers: Sequence[int]) -> str:
    return f"{len(numbers)} numbers, {sorted(numbers)[:20]}"
