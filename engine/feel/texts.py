"""How a value reads as text: what `string()` gives."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from engine.feel.temporal import write_duration, write_moment
from engine.feel.values import EXACT, Range, Run, adopt, kind_of, sized

_TEXT_STEP: Final = 8


def to_text(value: object) -> str | None:
    """Write a value as FEEL does; null stays null."""
    return text_within(value, Run())


def text_within(value: object, run: Run) -> str | None:
    """Write a value, paying for its length; raises `FeelLimitExceeded`."""
    value = adopt(value)
    if value is None or isinstance(value, str):
        return value
    return _written(value, run)


def _written(value: object, run: Run) -> str:
    run.spend(1)
    value = adopt(value)
    text = sized(_WRITERS[kind_of(value)](value, run))
    run.spend(len(text) >> _TEXT_STEP)
    return text


def _number(value: int | Decimal, _run: Run) -> str:
    return str(value) if isinstance(value, int) else f"{value.normalize(EXACT):f}"


def _quoted(value: str, _run: Run) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _list(value: list[object], run: Run) -> str:
    return "[" + ", ".join(_written(item, run) for item in value) + "]"


def _context(value: Mapping[str, object], run: Run) -> str:
    return "{" + ", ".join(f"{key}: {_written(item, run)}" for key, item in value.items()) + "}"


def _range(value: Range, run: Run) -> str:
    start = "" if value.start is None else _written(value.start, run)
    end = "" if value.end is None else _written(value.end, run)
    return (
        f"{'[' if value.start_included else '('}{start}..{end}{']' if value.end_included else ')'}"
    )


_WRITERS: Final[dict[str, Callable[..., str]]] = {
    "null": lambda _value, _run: "null",
    "boolean": lambda value, _run: "true" if value else "false",
    "number": _number,
    "string": _quoted,
    "date": lambda value, _run: write_moment(value),
    "date and time": lambda value, _run: write_moment(value),
    "time": lambda value, _run: write_moment(value),
    "years and months duration": lambda value, _run: write_duration(value),
    "days and time duration": lambda value, _run: write_duration(value),
    "list": _list,
    "context": _context,
    "range": _range,
}
