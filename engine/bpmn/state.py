"""The saved state of an instance: its open tokens and its variables, nothing else.

Layout: one byte version, one byte flags, then MessagePack, compressed above 4 kB. The
definition is not in it; nodes are named, so that a state also fits a changed diagram
that still has the nodes it stands on. A version once written can be read for ever
(tests/bpmn/saved).

Version 1: [keys, stamp, completed, variables, scopes, names, processes];
scope = [outer, keeps, values]; process = [token of the activity, name of the
specification, tokens]; token = [key, parent key, name, state, age in milliseconds, scope, inside].
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgpack  # type: ignore[import-untyped]
import zstandard
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from engine.bpmn.failures import StateDoesNotFit, StateNotReadable, StateTooLarge
from engine.bpmn.limits import COMPRESS_ABOVE, MAX_STATE_BYTES
from engine.bpmn.run import Inner, Run
from engine.bpmn.timing import moment_of
from engine.bpmn.tokens import Flat, Locals, Token
from engine.feel import DaysTime, Range, YearsMonths

VERSION = 1
ZSTD = 1
MOMENT, DAY, DECIMAL, TIME, MONTHS, SPAN, RANGE, BIG = range(1, 9)


def save(run: Run) -> bytes:
    """Turn an instance into bytes."""
    packed = pack(plain(run))
    if len(packed) > MAX_STATE_BYTES:
        raise StateTooLarge(size=len(packed))
    if len(packed) <= COMPRESS_ABOVE:
        return bytes((VERSION, 0)) + packed
    return bytes((VERSION, ZSTD)) + zstandard.ZstdCompressor(level=1).compress(packed)


def pack(content: object) -> bytes:
    """Write MessagePack; whole numbers may be as long as FEEL's."""
    try:
        packed: bytes = msgpack.packb(content, default=pack_value, use_bin_type=True)
    except OverflowError:
        packed = msgpack.packb(mark_long(content), default=pack_value, use_bin_type=True)
    return packed


def mark_long(value: object) -> object:
    """Mark the whole numbers that are longer than MessagePack's."""
    match value:
        case int() if not isinstance(value, bool) and value.bit_length() >= 63:  # noqa: PLR2004 - bits
            return msgpack.ExtType(BIG, str(value).encode())
        case dict():
            return {key: mark_long(one) for key, one in value.items()}
        case list() | tuple():
            return [mark_long(one) for one in value]
        case _:
            return value


def restore(run: Run, saved: bytes) -> None:
    """Fill an empty instance from bytes."""
    if len(saved) < 3 or saved[0] not in READERS:  # noqa: PLR2004 - version, flags, content
        version = saved[0] if saved else "空"
        raise StateNotReadable(reason=f"未知的状态版本 {version}")
    try:
        body = saved[2:]
        if saved[1] & ZSTD:
            body = zstandard.ZstdDecompressor().decompress(body, MAX_STATE_BYTES)
        content = msgpack.unpackb(body, ext_hook=unpack_value, strict_map_key=False)
    except (ValueError, zstandard.ZstdError, msgpack.UnpackException) as error:
        raise StateNotReadable(reason=f"内容损坏（{error}）") from error
    READERS[saved[0]](run, content)


def plain(run: Run) -> list[object]:
    """Describe an instance in lists and dictionaries."""
    scopes: list[list[object]] = []
    places: dict[int, int] = {}
    names: dict[str, int] = {}

    def place(scope: Locals | None) -> int:
        if scope is None:
            return -1
        if id(scope) not in places:
            outer = place(scope.outer)
            places[id(scope)] = len(scopes)
            scopes.append([outer, scope.keeps, scope.values])
        return places[id(scope)]

    def describe(token: Token) -> list[object]:
        inside = token.internal_data or None
        if inside and "from" in inside:
            inside = {**inside, "from": names.setdefault(inside["from"], len(names))}
        return [
            token.id,
            0 if token.parent is None else token.parent.id,
            names.setdefault(token.task_spec.name, len(names)),
            token.state,
            run.stamp - token.last_state_change,
            place(token.local),
            inside,
        ]

    processes = []
    for process in run.processes():
        owner = process.parent_task_id or 0
        name = names.setdefault(process.spec.name, len(names))
        processes.append([owner, name, [describe(t) for t in process.tasks.values()]])
    head = [run.keys, run.stamp, run.completed, run.variables]
    return [*head, scopes, list(names), processes]


def read_first(run: Run, content: Any) -> None:  # noqa: ANN401 - as MessagePack gives it
    """Read version 1."""
    run.keys, run.stamp, run.completed, run.variables, scopes, names, processes = content
    made: list[Locals] = []
    for outer, keeps, values in scopes:
        made.append(Locals(values, made[outer] if outer >= 0 else None, keeps=keeps))
    for owner, name, tokens in processes:
        process = open_process(run, owner, names[name])
        for row in tokens:
            read_token(process, row, names, made)


def open_process(run: Run, owner: int, name: str) -> Flat:
    """Give the process tokens are to be put into."""
    if not owner:
        return run
    spec, token = run.subprocess_specs.get(name), run.token(owner)
    if spec is None or token is None:
        raise StateDoesNotFit(missing=name)
    inner = Inner(spec, token)
    run.subprocesses[owner] = inner
    return inner


def read_token(process: Flat, row: Any, names: list[str], scopes: list[Locals]) -> None:  # noqa: ANN401 - see above
    """Put one token back where it stood."""
    key, parent, name, state, since, scope, inside = row
    spec = process.spec.task_specs.get(names[name])
    inside = inside or {}
    running_loop = isinstance(spec, LoopTask) and state == TaskState.STARTED
    if spec is None or (running_loop and not inside.keys() & {"done", "fault"}):
        raise StateDoesNotFit(missing=names[name])
    if "from" in inside:
        inside["from"] = names[inside["from"]]
    token = Token(process, spec, process.tasks.get(parent), key=key)
    token.come_back(state, process.top_workflow.stamp - since, inside)
    token.local = scopes[scope] if scope >= 0 else None
    if not parent:
        process.task_tree = token


READERS: dict[int, Callable[[Run, Any], None]] = {1: read_first}


def pack_value(value: object) -> object:
    """Describe a value MessagePack has no form for."""
    for kind, (code, write, _) in FORMS.items():
        if isinstance(value, kind):
            return msgpack.ExtType(code, write(value).encode())
    if isinstance(value, Range):
        ends = [value.start, value.end, value.start_included, value.end_included]
        return msgpack.ExtType(RANGE, pack(ends))
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"a case cannot hold a {type(value).__name__}")


def unpack_value(code: int, text: bytes) -> object:
    """Read a value back."""
    if code == RANGE:
        return Range(*msgpack.unpackb(text, ext_hook=unpack_value))
    if code not in READ:
        raise ValueError(f"unknown kind of value {code}")
    return READ[code](text.decode())


def write_moment(moment: datetime) -> str:
    """Write a moment in the time of Shanghai; one without a zone stays without."""
    return (moment if moment.tzinfo is None else moment_of(moment)).isoformat()


def read_moment(text: str) -> datetime:
    """Read a moment back."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment_of(moment)


def write_span(value: DaysTime) -> str:
    """Write a duration exactly."""
    return f"{value.span.days} {value.span.seconds} {value.span.microseconds}"


def read_span(text: str) -> DaysTime:
    """Read a duration back."""
    days, seconds, microseconds = map(int, text.split())
    return DaysTime(timedelta(days, seconds, microseconds))


FORMS: dict[type, tuple[int, Callable[[Any], str], Callable[[str], object]]] = {
    datetime: (MOMENT, write_moment, read_moment),  # before date: a moment is a date, too
    date: (DAY, date.isoformat, date.fromisoformat),
    Decimal: (DECIMAL, str, Decimal),
    time: (TIME, time.isoformat, time.fromisoformat),
    YearsMonths: (MONTHS, lambda value: str(value.months), lambda text: YearsMonths(int(text))),
    DaysTime: (SPAN, write_span, read_span),
    int: (BIG, str, int),
}
READ = {code: read for code, _, read in FORMS.values()}
