"""Run a checked template within bounds, and say at which line it fails."""

import traceback
from collections.abc import Iterable, Mapping
from typing import Final

from jinja2 import TemplateError

from engine.documents.language import ClosedEnvironment
from engine.errors import OfficeError

MOST_WRITTEN: Final = 600_000
"""Characters with their markup; a letter of the longest text has a third of it."""

_FAULTS: Final = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(MemoryError, SyntaxError),
)


class WritingFailed(OfficeError):
    """A template asks of a value what it cannot give, or never ends."""

    code = "letter.writing_failed"
    message = "{problem}"


def write(environment: ClosedEnvironment, name: str, context: Mapping[str, object]) -> str:
    """Write a template out.

    Raises:
        WritingFailed, and what the language raises for an empty or unfit value.
    """
    try:
        return "".join(_bounded(environment.get_template(name).generate(context)))
    except TemplateError as error:
        raise WritingFailed(problem=f"模板不能使用：{error}") from error
    except _FAULTS as error:
        raise WritingFailed(problem="这一处的写法与所填内容的种类不符，不能写出") from error


def place_of(error: BaseException | None, default: str) -> tuple[str, int]:
    """Give the file and line of a template at which an error arose, as far as is known."""
    place = (default, 1)
    while error is not None:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.endswith(".html"):
                place = (frame.f_code.co_filename, line)
        error = error.__cause__
    return place


def _bounded(pieces: Iterable[str]) -> Iterable[str]:
    written = 0
    for piece in pieces:
        written += len(piece)
        if written > MOST_WRITTEN:
            raise WritingFailed(problem=f"写出的内容超过{MOST_WRITTEN}个字符的上限")
        yield piece
