"""How a case ends: withdrawn by the applicant, or closed and archived."""

from typing import Any

from engine.cases.turn import Turn
from engine.errors import OfficeError


class NoResultYet(OfficeError):
    """A case cannot be closed before it has a result."""

    code = "no_result_yet"
    article = "条例第三十三条"
    message = "本案尚无办理结果，不能归档办结。请先完成答复或终止办理。"


def withdraw(turn: Turn) -> dict[str, Any]:
    """Record the applicant's withdrawal; the clock ends on that day."""
    on = turn.day("withdrawn_on", turn.office.today)
    method = turn.text("method")
    event = {"type": "withdrawn", "date": on}
    turn.strike(on, f"申请人撤回申请{f'（{method}）' if method else ''}", "", event)
    return {"withdrawn_on": on}


def close(turn: Turn) -> dict[str, Any]:
    """Close the case: the file is archived (条例第四十五条).

    Raises:
        NoResultYet: nothing has been decided.
    """
    case = turn.case
    if case.result is None:
        raise NoResultYet
    case.closed_on = turn.office.today
    turn.record("case:closed", turn.office.today, "归档办结", "条例第四十五条")
    return {"closed_on": case.closed_on}
