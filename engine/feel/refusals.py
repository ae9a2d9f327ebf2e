"""What FEEL refuses to read or to go on computing, told to the person who wrote it."""

from typing import NamedTuple

from engine.errors import OfficeError


class Position(NamedTuple):
    """A place in the text of an expression; both count from 1."""

    line: int
    column: int


class FeelSyntaxError(OfficeError):
    """The text is no expression of the supported FEEL; `position` says where it stops being one."""

    code = "feel_syntax"
    message = "第{line}行第{column}列：{detail}"

    def __init__(self, position: Position, detail: str) -> None:
        """Name the place and what was expected there."""
        self.position = position
        super().__init__(line=position.line, column=position.column, detail=detail)


class FeelLimitExceeded(OfficeError):
    """An expression would take too long, or make too large a value."""

    code = "feel_limit"
    message = "表达式计算超出限制：{detail}。请简化表达式，或减少参与计算的数据。"
