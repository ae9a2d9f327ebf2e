"""今日工作台: what there is to do, the most urgent first."""

from datetime import date
from itertools import groupby

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.hands import claim, release
from engine.cases.worklist import TaskRow, Worklist, WorklistQuery, tasks_for
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from webui.guard import Route
from webui.sent import key_of
from webui.shell import back
from webui.urgency import REASONS, STAGE_LABELS, pill_of_row, share_used, stage_number

GROUPS = {
    "overdue": ("over", "triangle-alert", "已超期"),
    "today": ("today", "alarm-clock", "今日到期"),
    "soon": ("soon", "clock", "即将到期"),
    "normal": ("ok", "circle-check", "正常办理"),
    "paused": ("pause", "pause", "暂停、未起算"),
    "ended": ("done", "check", "待送达、归档"),
}
SCOPES = {"all": "全部待办", "mine": "我办理的", "unclaimed": "待认领", "department": "本科室"}


def worklist(office: Office) -> ResponseReturnValue:
    """Show the tasks this person may take."""
    query = WorklistQuery(
        scope=_known("scope", SCOPES, "all"),
        urgency=_known("urgency", GROUPS, ""),
        text=request.args.get("q", "").strip()[:60],
        stage=_known("stage", STAGE_LABELS, ""),
        after=_key(request.args.get("after", "")),
    )
    found = tasks_for(office, query)
    _count(found)
    return render_template(
        "desk/worklist.html",
        found=found,
        query=query,
        sections=_sections(found.rows),
        groups=GROUPS,
        scopes=_scopes(office),
        stage_labels=STAGE_LABELS,
        pill_of=pill_of_row,
        stage_number=stage_number,
        share_used=share_used,
        reasons=REASONS,
    )


def claim_tasks(office: Office) -> ResponseReturnValue:
    """Take the chosen tasks for oneself; one that cannot be taken does not hold up the rest."""
    taken, refused = 0, ""
    for task_id in _chosen():
        try:
            with office.session.begin_nested():
                claim(office, task_id)
            taken += 1
        except OfficeError as refusal:
            refused = str(refusal)
    if taken:
        flash(f"已认领 {taken} 项。")
    if refused:
        flash(refused)
    return redirect(back() if back() != "/" else "/work", 303)


def release_task(office: Office, task_id: int) -> ResponseReturnValue:
    """Give a task back to its role."""
    task = release(office, task_id)
    flash(f"已将“{task.name}”退回待认领。")
    return redirect(f"/cases/{task.case_id}", 303)


def _sections(rows: tuple[TaskRow, ...]) -> list[tuple[str, list[TaskRow]]]:
    return [(name, list(each)) for name, each in groupby(rows, key=lambda row: row.urgency)]


def _scopes(office: Office) -> dict[str, str]:
    return {
        name: label
        for name, label in SCOPES.items()
        if name != "department" or office.actor.department_id is not None
    }


def _count(found: Worklist) -> None:
    overdue = found.counts.get("overdue", 0)
    g.counts = {"/work": (overdue or found.scopes["all"], overdue > 0)}


def _known(name: str, allowed: object, default: str) -> str:
    value = request.args.get(name, default)
    return value if value in allowed else default  # type: ignore[operator]


def _key(text: str) -> str:
    day, _, number = text.partition("/")
    try:
        date.fromisoformat(day)
    except ValueError:
        return ""
    return text if key_of(number) else ""


def _chosen() -> list[int]:
    return [key for value in request.form.getlist("task") if (key := key_of(value))][:200]


ROUTES = (
    Route("/work", worklist, Permission.WORK),
    Route("/work/claim", claim_tasks, Permission.WORK, ("POST",)),
    Route("/tasks/<int:task_id>/release", release_task, Permission.WORK, ("POST",)),
)
