"""The parts of an evidence bundle: one function for each kind that a plan may name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from engine.cases.enclosures import Enclosure
from engine.cases.evidence_matter import Piece, Printed, Section, Signed, moment
from engine.cases.evidence_source import Source
from engine.cases.files import OUTSIDE_REVISION
from engine.cases.labels import Record, application_of, delivery_methods
from engine.cases.letters import LetterRow, served_sha256
from engine.cases.sitting import look_at
from engine.cases.withdrawing import LETTER_STATES
from engine.documents.volume import Part
from engine.law.reading import Reading
from engine.store.deployments import Deployment
from engine.store.holidays import notices_for
from engine.store.letters import Delivery, Letter

OURS, RECORDED = "本机关制作", "系统记录"
_NOTHING: Final = "—"
_ROWS: Final = 200  # of a table, in one print
_TEXT: Final = 12_000  # characters of answers, in one print
_ANSWER: Final = 2_000  # characters of an answer, in one row
_PREFIX: Final = 12  # characters of a hash, where the whole would not fit


def sections_of(source: Source) -> tuple[Section, ...]:
    """Gather the parts in the order of the plan; a part without anything is left out."""
    made = [
        Section(part.title, tuple(_KINDS[part.kind](source, part))) for part in source.plan.parts
    ]
    return tuple(section for section in made if section.pieces)


def _application(source: Source, part: Part) -> Iterator[Piece]:
    """What the applicant wrote, and the files that came with it."""
    case, reading = source.case, source.reading
    filled = look_at(source.office, case.id).instance.variables.get("intake")
    rows = application_of(source.office, case.id, filled if isinstance(filled, dict) else {})
    title = source.plan.templates[part.template].about.title
    prints = [
        {"rows": [{"label": label, "answer": answer} for label, answer in some]}
        for some in _by_length(_short(rows or [("所需政府信息的内容描述", case.content)]))
    ]
    yield Piece(title, "申请人", reading.receipt_date, Printed(part.template, tuple(prints)))
    told = {key for record in source.records for key in record.files}
    for key, file in source.files.items():
        if key not in told and file.kind != OUTSIDE_REVISION:
            yield source.attached(file, "申请人提交")


def _letters(source: Source, part: Part) -> Iterator[Piece]:
    """Letters as they were signed, each with what went out with it."""
    others = source.plan.named("letters")
    for row in source.letters:
        code = row.letter.code
        if code in part.letters or (not part.letters and code not in others):
            yield from _letter(source, row)


def _letter(source: Source, row: LetterRow) -> Iterator[Piece]:
    letter = row.letter
    state = f"（{LETTER_STATES[letter.status]}）" if letter.withdrawn_on else ""
    title = f"《{letter.title}》{letter.number or ''}{state}"
    sha256 = served_sha256(source.office, letter) or ""
    yield Piece(title, OURS, letter.issued_on, Signed(source.content_of(sha256), sha256))
    for each in row.enclosures:
        yield _enclosure(source, each, letter)


def _enclosure(source: Source, each: Enclosure, letter: Letter) -> Piece:
    file = (each.name, each.media_type, each.sha256)
    return source.material(file, "随文书提供", letter.issued_on)


def _clock(source: Source, part: Part) -> Iterator[Piece]:
    """Every calendar day, and why it counted or did not."""
    reading = source.reading
    days = [
        {
            "on": day.on,
            "counted": bool(day.count),
            "number": day.number,
            "reason": day.reason,
            "article": day.article or None,
        }
        for day in reading.ledger
    ]
    told = _clock_facts(source, reading)
    prints = [told | {"days": list(some), "first": not n} for n, some in _tables(days)]
    title = source.plan.templates[part.template].about.title
    yield Piece(title, RECORDED, reading.on, Printed(part.template, tuple(prints)))


def _clock_facts(source: Source, reading: Reading) -> dict[str, Any]:
    session, case = source.office.session, source.case
    deployment = session.get_one(Deployment, case.deployment_id)
    ledger = reading.ledger
    years = (ledger[0].on.year, ledger[-1].on.year) if ledger else (1, 0)
    clock = {
        name: getattr(reading, name)
        for name in (
            *("receipt_date", "receipt_reason", "receipt_article", "on", "used", "allowed"),
            *("base_due", "reply_due", "provisional", "served_on"),
        )
    }
    timely = {True: "按期", False: "逾期", None: ""}[reading.timely]
    return {
        "clock": clock
        | {"state": reading.state.label, "excluded": reading.excluded_workdays, "timely": timely},
        "deployment": deployment.number,
        "published_at": moment(deployment.published_at),
        "notices": [{"year": y, "number": n or _NOTHING} for y, n in notices_for(session, *years)],
        "warnings": [
            {"message": each.message, "article": each.article} for each in reading.warnings
        ],
    }


def _records(source: Source, part: Part) -> Iterator[Piece]:
    """What was filled in at the steps whose forms belong here, and the files sent with it."""
    others = source.plan.named("forms")
    wanted = [
        record
        for record in source.records
        if record.form in part.forms or (not part.forms and record.form not in others)
    ]
    told = [record for record in wanted if record.answers]
    if told:
        last = max(record.event.on for record in told)
        yield Piece(part.title, RECORDED, last, Printed(part.template, tuple(_written(told))))
    for record in wanted:
        for key in record.files:
            if key in source.files:
                yield source.attached(source.files[key], record.event.summary)


def _written(records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    rows = [(record, *row) for record in records for row in _short(record.answers)]
    for some in _by_length(rows):
        tables: dict[int, dict[str, Any]] = {}
        for record, label, answer in some:
            event = record.event
            table = tables.setdefault(
                event.seq,
                {
                    "what": event.summary or _NOTHING,
                    "who": event.actor or _NOTHING,
                    "at": moment(event.at),
                    "article": event.article or None,
                    "rows": [],
                },
            )
            table["rows"].append({"label": label, "answer": answer})
        yield {"records": list(tables.values())}


def _deliveries(source: Source, part: Part) -> Iterator[Piece]:
    """How and when each letter was sent and served, as it was recorded."""
    methods = delivery_methods(source.office, source.case.id)
    rows = [
        _delivery(row.letter, each, methods) for row in source.letters for each in row.deliveries
    ]
    if rows:
        prints = tuple({"rows": list(some)} for _, some in _tables(rows))
        last = max(each.recorded_at.date() for row in source.letters for each in row.deliveries)
        yield Piece(part.title, RECORDED, last, Printed(part.template, prints))


def _delivery(letter: Letter, each: Delivery, methods: Mapping[str, str]) -> dict[str, Any]:
    evidence = (
        f"邮件号：{each.tracking_no}" if each.tracking_no else "",
        f"签收人：{each.received_by}" if each.received_by else "",
        each.note,
    )
    return {
        "title": f"《{letter.title}》",
        "number": letter.number,
        "party": letter.party,
        "method": methods.get(each.method, each.method) or _NOTHING,
        "sent_on": each.sent_on,
        "delivered_on": each.delivered_on,
        "evidence": "\n".join(filter(None, evidence)),
        "recorded_by": each.recorded_by or _NOTHING,
        "recorded_at": moment(each.recorded_at),
    }


def _history(source: Source, part: Part) -> Iterator[Piece]:
    """Every record with its place in the chain."""
    rows = [
        {
            "seq": event.seq,
            "on": event.on,
            "what": event.summary or _NOTHING,
            "article": event.article or None,
            "who": event.actor or _NOTHING,
            "at": moment(event.at),
            "digest": event.digest[:_PREFIX],
        }
        for event in source.events
    ]
    prints = tuple(
        {"events": list(some), "verdict": source.verdict, "digest": source.events[-1].digest}
        for _, some in _tables(rows)
    )
    yield Piece(part.title, RECORDED, source.events[-1].at.date(), Printed(part.template, prints))


_KINDS: Final[Mapping[str, Callable[[Source, Part], Iterator[Piece]]]] = {
    "application": _application,
    "letters": _letters,
    "clock": _clock,
    "records": _records,
    "deliveries": _deliveries,
    "history": _history,
}


def _tables(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, tuple[dict[str, Any], ...]]]:
    """Divide a table so that no print is too long; an empty one is printed all the same."""
    for at in range(0, max(len(rows), 1), _ROWS):
        yield at, tuple(rows[at : at + _ROWS])


def _short(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Go on in another row where an answer is longer than a page should hold."""
    return [
        ((label or _NOTHING) + ("（续）" if at else ""), answer[at : at + _ANSWER])
        for label, answer in rows
        for at in range(0, len(answer), _ANSWER)
    ]


def _by_length(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """Divide rows, whose last cell is their answer, into prints of bearable length."""
    some: list[Any] = []
    length = 0
    for row in rows:
        if some and length + len(row[-1]) > _TEXT:
            yield some
            some, length = [], 0
        some.append(row)
        length += len(row[-1])
    yield some
