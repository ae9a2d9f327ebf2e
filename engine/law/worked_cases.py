"""Worked cases: plain documents of events and settings in, dates and outcomes out.

What is answered does not depend on what a case expects, but for the number of items or pages
of a fee, the result of a classification and the rows of an identity, which stand there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from engine.errors import OfficeError
from engine.law.annual_report import RESULT_ROWS, Breach, Cells, check_column, check_table
from engine.law.calendar import WorkingCalendar, published_calendar
from engine.law.clock import read_clock
from engine.law.facts import Facts
from engine.law.fees import fee_by_item, fee_by_page, marginal_by_item
from engine.law.reading import Reading
from engine.law.remedy_cases import remedy_answer
from engine.law.replies import Reply
from engine.law.rules import Rules

Answer = dict[str, object]
Case = Mapping[str, object]
REPLY_PERIOD = frozenset({"deadline", "calendar_gap"})
NOT_FOR_A_TABLE = ("ledger", "spans", "marks", "warnings")
GROUP_ROWS: Mapping[str, tuple[str, ...]] = {
    group: tuple(code for code in RESULT_ROWS if code.partition(".")[0] == group)
    for group in ("grant", "partial", "deny", "unable", "not_processed", "other")
}


class CaseRefused(OfficeError):
    """A worked case that cannot be read."""

    code = "case_refused"
    article: ClassVar[str | None] = None
    message = "{problem}"


def answer(
    document: Mapping[str, object] | Sequence[object],
    calendar: WorkingCalendar | None = None,
) -> dict[str, Answer]:
    """Answer every case of a document: case id → the answers, ready for JSON.

    A case that cannot be read is answered with `error` and `code`; the others are not
    affected.

    Raises:
        CaseRefused: the document has no list of cases.
    """
    cases = document.get("cases") if isinstance(document, Mapping) else document
    if isinstance(cases, str) or not isinstance(cases, Sequence):
        raise CaseRefused(problem="文件中没有“cases”列表，请按算例文件的格式填写。")
    chosen = calendar or published_calendar()
    answers: dict[str, Answer] = {}
    for number, case in enumerate(cases, start=1):
        name = case.get("id") if isinstance(case, Mapping) else None
        answers[str(name or f"#{number}")] = _answer_safely(case, chosen)
    return answers


def _answer_safely(case: object, calendar: WorkingCalendar) -> Answer:
    try:
        if not isinstance(case, Mapping):
            raise CaseRefused(problem=f"算例应当是一组字段（实为{case!r}）。")
        return _answer_case(case, calendar)
    except OfficeError as error:
        return {"error": str(error), "code": error.code}


def _answer_case(case: Case, calendar: WorkingCalendar) -> Answer:
    kind = Facts("算例", case).text("kind") or "deadline"
    if kind in REPLY_PERIOD:
        return _reply_period(case, calendar, always_provisional=kind == "calendar_gap")
    if kind == "remedy":
        return remedy_answer(_events(case), _config(case), calendar)
    if kind not in WITHOUT_EVENTS:
        known = "、".join([*sorted(REPLY_PERIOD), "remedy", *WITHOUT_EVENTS])
        raise CaseRefused(problem=f"“kind”不是已知的算例种类（实为{kind!r}，应为{known}）。")
    return WITHOUT_EVENTS[kind](_mapping(case, "expected"))


def _reply_period(case: Case, calendar: WorkingCalendar, *, always_provisional: bool) -> Answer:
    events, config = _events(case), _config(case)
    rules, on = Rules.from_config(config), Facts("算例", case).day("on")
    reading = read_clock(_delivered_when_sent(events), calendar, rules, on)
    answers = _plain_reading(reading)
    answers["reply_due"] = _plain(reading.reply_due or reading.pending_due)
    if always_provisional or reading.provisional:
        answers["reply_due_provisional"] = answers["reply_due"]
    answers["deemed_consent"] = _deemed_consent(events)
    answers["warnings"] = [warn.message for warn in reading.warnings]
    if any(event.get("type") in REMEDY_EVENTS for event in events):
        answers.update(remedy_answer(events, config, calendar))
    return answers


REMEDY_EVENTS = frozenset(
    {
        *("reply_delivered", "review_decision_delivered"),
        *("review_period_expired", "reply_period_expired"),
    }
)


def _plain_reading(reading: Reading) -> Answer:
    return {
        name: _plain(value) for name, value in vars(reading).items() if name not in NOT_FOR_A_TABLE
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _deemed_consent(events: Sequence[Case]) -> bool | None:
    """Say whether silence means consent: of a joint producer it does, of a third party not."""
    silent = [
        event
        for event in events
        if event.get("type") in {"third_party_consult", "agency_consult"}
        and event.get("replied") is None
    ]
    roles = {event.get("role") for event in silent if event.get("type") == "agency_consult"}
    return "joint_producer" in roles if silent else None


def _delivered_when_sent(events: Sequence[Case]) -> list[Case]:
    """Take a notice whose delivery a finished record does not mention as delivered when sent."""
    told = {event.get("type") for event in events}
    pieces = {
        "correction_notice": ("issued", "correction_delivered"),
        "fee_notice": ("issued", "fee_delivered"),
        "third_party_consult": ("sent", "consult_delivered"),
        "agency_consult": ("sent", "consult_delivered"),
    }
    whole = []
    for event in events:
        sent, piece = pieces.get(str(event.get("type")), ("", ""))
        if sent and event.get("delivered") is None and piece not in told:
            event = {**event, "delivered": event.get(sent)}  # noqa: PLW2901
        whole.append(event)
    return whole


def _events(case: Case) -> list[Case]:
    events = case.get("events") or []
    if isinstance(events, str) or not isinstance(events, Sequence):
        raise CaseRefused(problem="“events”应当是事件的列表。")
    for number, event in enumerate(events, start=1):
        if not isinstance(event, Mapping):
            raise CaseRefused(problem=f"第{number}个事件应当是一组字段（实为{event!r}）。")
    return list(events)


def _config(case: Case) -> Case:
    return _mapping(case, "config")


def _mapping(case: Case, field: str) -> Case:
    value = case.get(field) or {}
    if not isinstance(value, Mapping):
        raise CaseRefused(problem=f"“{field}”应当是一组字段（实为{value!r}）。")
    return value


def _fee(expected: Case) -> Answer:
    tariffs = {"fee_by_item": fee_by_item, "fee_by_page": fee_by_page}
    answers: Answer = {}
    for name, tariff in tariffs.items():
        if name in expected:
            number = _number(_mapping(expected, name), "n", "items", "pages")
            answers[name] = {"n": number, "total": tariff(number).amount}
        table = f"{name}_table"
        if table in expected:
            numbers = {key: _number({"n": key}, "n") for key in _mapping(expected, table)}
            answers[table] = {str(key): tariff(n).amount for key, n in numbers.items()}
    if "marginal_by_item" in expected:
        asked = _mapping(expected, "marginal_by_item")
        first, last = _number(asked, "first"), _number(asked, "last")
        total = marginal_by_item(first, last).amount
        answers["marginal_by_item"] = {"first": first, "last": last, "total": total}
    if not answers:
        raise CaseRefused(problem="收费算例没有给出件数（fee_by_item）或者页数（fee_by_page）。")
    return answers


def _number(values: Case, *names: str) -> int:
    for name in names:
        number = values.get(name)
        if isinstance(number, str) and number.isdecimal():
            return int(number)
        if isinstance(number, int) and not isinstance(number, bool):
            return number
    raise CaseRefused(problem=f"“{names[0]}”应当是整数（实为{values.get(names[0])!r}）。")


def _classification(expected: Case) -> Answer:
    rule = Reply.of(Facts("expected", expected).text("outcome")).value
    return {"outcome": rule.code, "annual_row": rule.annual_row, "group": rule.group}


def _identity(expected: Case) -> Answer:
    answers: Answer = {}
    breaches: list[Breach] = []
    if "columns" in expected:
        columns = _mapping(expected, "columns")
        breaches.extend(check_table({name: _cells(_mapping(columns, name)) for name in columns}))
        answers["columns"] = columns
    if "rows" in expected or not answers:
        rows = _mapping(expected, "rows")
        breaches.extend(check_column(_cells(rows)))
        answers["rows"] = rows
    answers["holds"] = not breaches
    answers["breaches"] = [breach.text for breach in breaches]
    return answers


def _cells(rows: Case) -> Cells:
    """Flatten the rows of a column: results come in lists, one list for each group."""
    cells = {name: _number(rows, name) for name in ("new", "carried", "total", "carry_next")}
    for group, numbers in _mapping(rows, "results").items():
        row = numbers if isinstance(numbers, Sequence) else [numbers]
        codes = GROUP_ROWS.get(group, ())
        if isinstance(numbers, str) or len(row) != len(codes):
            raise CaseRefused(problem=f"“{group}”应有{len(codes)}个数（实为{numbers!r}）。")
        for code, number in zip(codes, row, strict=True):
            cells[code] = _number({code: number}, code)
    return cells


WITHOUT_EVENTS: Mapping[str, Callable[[Case], Answer]] = {
    "fee": _fee,
    "classification": _classification,
    "identity": _identity,
}
