"""What happens to an application at the door: received, registered, split into matters."""

from typing import Any

from engine.cases.opening import open_child, subject_of
from engine.cases.turn import Turn
from engine.errors import OfficeError
from engine.store.agencies import Department

MOST_MATTERS = 50
"""More matters than this in one letter are a mistake of typing."""


class TooManyMatters(OfficeError):
    """One letter was split into more matters than anybody can mean."""

    code = "too_many_matters"
    message = "一次最多拆分为{most}项，现有{count}项。请合并相近事项后再提交。"


def receive(turn: Turn) -> dict[str, Any]:
    """Say under which number the application is kept; its facts were recorded at the door."""
    return {"number": turn.case.number, "received_on": turn.case.received_on}


def register(turn: Turn) -> dict[str, Any]:
    """Register the application (条例第四十五条): its matter, tags and department."""
    case = turn.case
    case.subject = turn.text("subject") or case.subject
    tags = turn.inputs.get("tags")
    case.tags = [str(tag) for tag in tags] if isinstance(tags, list) else case.tags
    department = turn.inputs.get("department")
    number = department.get("id") if isinstance(department, dict) else department
    if number is not None and str(number).isdigit():
        found = turn.office.session.get(Department, int(str(number)))
        if found is not None and found.agency_id == case.agency_id:
            case.department_id = found.id
    turn.record("case:registered", turn.office.today, f"登记：{case.subject}", "条例第四十五条")
    return {"subject": case.subject}


def split(turn: Turn) -> dict[str, Any]:
    """Split one letter into matters (一事一申请): the first stays, each other gets a case.

    Raises:
        TooManyMatters: more than anybody can mean.
    """
    matters = [text for text in map(_content, turn.need("matters")) if text]
    if len(matters) > MOST_MATTERS:
        raise TooManyMatters(most=MOST_MATTERS, count=len(matters))
    case = turn.case
    if len(matters) < 2:  # noqa: PLR2004  (one matter is no split)
        return {"children": []}
    children = [open_child(turn.sitting, text) for text in matters[1:]]
    case.content = matters[0]
    case.subject = subject_of(matters[0])
    names = "、".join(child.number for child in children)
    turn.record("case:split", turn.office.today, f"一事一申请拆分为{len(matters)}件：另立{names}")
    return {"children": [child.number for child in children]}


def _content(matter: object) -> str:
    text = matter.get("content") if isinstance(matter, dict) else matter
    return str(text or "").strip()
