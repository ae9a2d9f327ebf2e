"""Deadline warnings and supervision orders (督办), when the diagram says it is time."""

from typing import Any

from engine.cases.facts import reading_of
from engine.cases.turn import Turn
from engine.law.wording import in_chinese
from engine.store.instances import Notice

_TO_WARN = ("clerk",)
_TO_ESCALATE = ("head", "clerk")


def warn(turn: Turn) -> dict[str, Any]:
    """Tell the handlers that the last day is near."""
    text = f"{_matter(turn)}将于{_last_day(turn)}届满，请抓紧办理。"
    return _notify(turn, "warning", text, _TO_WARN)


def escalate(turn: Turn) -> dict[str, Any]:
    """Order supervision: the period has run out (条例第三十三条第二款)."""
    text = f"{_matter(turn)}已于{_last_day(turn)}届满，尚未答复，请立即督办。"
    return _notify(turn, "overdue", text, _TO_ESCALATE)


def _matter(turn: Turn) -> str:
    return f"{turn.case.number}《{turn.case.subject}》"


def _last_day(turn: Turn) -> str:
    due = reading_of(turn.office, turn.case).reply_due
    return in_chinese(due) if due else "答复期限"


def _notify(turn: Turn, kind: str, text: str, default: tuple[str, ...]) -> dict[str, Any]:
    roles = turn.step.node.properties.get("groups", " ".join(default)).split()
    for role in roles:
        turn.office.session.add(
            Notice(
                agency_id=turn.case.agency_id,
                case_id=turn.case.id,
                kind=kind,
                role=role,
                text=text,
                raised_at=turn.office.at,
            )
        )
    turn.record(f"notice:{kind}", turn.office.today, text, "条例第三十三条第二款")
    return {"notified": roles}
