"""One task in hand: its form, drafts that save themselves, and handing it in."""

from dataclasses import replace

from flask import flash, g, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.access import check_hand, task_of
from engine.cases.hands import colleagues, reassign
from engine.cases.tasks import (
    FormRefused,
    TaskView,
    complete_task,
    message_view,
    save_draft,
    send_message,
    task_view,
)
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.instances import OpenTask
from webui.case_head import head_of
from webui.guard import Route
from webui.sent import is_fragment, key_of, raw_form, step_of, uploads

_REFUSED = 422


class PageOutOfDate(OfficeError):
    """The form was drawn for another step than the one that is open under this number now."""

    code = "page_out_of_date"
    message = "本页打开之后，该事项已经办理或者退回，本次提交未生效。请返回案件页查看最新进展。"


def show_task(office: Office, task_id: int) -> ResponseReturnValue:
    """Lead to the case page, where the task's form stands."""
    view = task_view(office, task_id)
    return redirect(f"/cases/{view.case.id}?task={task_id}#task-{task_id}", 303)


def refresh_task(office: Office, task_id: int) -> ResponseReturnValue:
    """Draw the form anew for what has been typed: conditions, added and removed rows."""
    check_hand(office, task_of(office, task_id))
    view = task_view(office, task_id, raw_form())
    if is_fragment():
        return render_template("cases/fields.html", view=view, form_action=_refresh(task_id))
    return _task_page(office, view)


def finish_task(office: Office, task_id: int) -> ResponseReturnValue:
    """Hand the task in; the case goes on as its diagram says."""
    check_page(office, task_id)
    raw, files = raw_form(), uploads()
    try:
        case = complete_task(office, task_id, raw, files)
    except FormRefused as refusal:
        office.session.rollback()
        view = replace(task_view(office, task_id, raw), form=refusal.view)
        return make_response(_task_page(office, view), _REFUSED)
    return _onward(case)


def keep_draft(office: Office, task_id: int) -> ResponseReturnValue:
    """Keep what is typed so far."""
    saved = save_draft(office, task_id, raw_form())
    return jsonify(saved_at=f"{saved:%H:%M}")


def hand_over(office: Office, task_id: int) -> ResponseReturnValue:
    """Give a task to a colleague."""
    task = reassign(office, task_id, key_of(request.form.get("person", "")))
    flash(f"已转办“{task.name}”。")
    return redirect(f"/cases/{task.case_id}", 303)


def show_message(office: Office, offer_id: int) -> ResponseReturnValue:
    """Show the form behind a button of the diagram, such as 申请延期."""
    return _message_page(office, message_view(office, offer_id), offer_id)


def refresh_message(office: Office, offer_id: int) -> ResponseReturnValue:
    """Draw that form anew for what has been typed."""
    view = message_view(office, offer_id, raw_form())
    if is_fragment():
        action = f"/messages/{offer_id}/form"
        return render_template("cases/fields.html", view=view, form_action=action)
    return _message_page(office, view, offer_id)


def raise_message(office: Office, offer_id: int) -> ResponseReturnValue:
    """Hand that form in."""
    raw = raw_form()
    try:
        case = send_message(office, offer_id, raw, uploads())
    except FormRefused as refusal:
        office.session.rollback()
        view = replace(message_view(office, offer_id, raw), form=refusal.view)
        return make_response(_message_page(office, view, offer_id), _REFUSED)
    return _onward(case)


def check_page(office: Office, task_id: int) -> None:
    """Refuse a page drawn for a step that is over, should its number mean another one now.

    Raises:
        PageOutOfDate: it does.
    """
    task = office.session.get(OpenTask, task_id)
    drawn_for = request.form.get("_step")
    if task is not None and drawn_for not in {None, step_of(task)}:
        raise PageOutOfDate


def _onward(case: Case) -> ResponseReturnValue:
    """Say where the case stands now; letters it signed are printed after the commit."""
    g.print_case = case.id
    flash("已办理，案件已转入下一环节。" if case.open else "已办理，本案已办结。")
    return redirect(f"/cases/{case.id}", 303)


def _task_page(office: Office, view: TaskView) -> str:
    return render_template(
        "cases/task.html",
        head=head_of(office, view.case.id),
        view=view,
        form_action=_refresh(view.task.id),
        colleagues=colleagues(office, view.task),  # type: ignore[arg-type]
    )


def _message_page(office: Office, view: TaskView, offer_id: int) -> str:
    return render_template(
        "cases/message.html",
        head=head_of(office, view.case.id),
        view=view,
        offer_id=offer_id,
        form_action=f"/messages/{offer_id}/form",
    )


def _refresh(task_id: int) -> str:
    return f"/tasks/{task_id}/form"


ROUTES = (
    Route("/tasks/<int:task_id>", show_task, Permission.WORK),
    Route("/tasks/<int:task_id>", finish_task, Permission.WORK, ("POST",)),
    Route("/tasks/<int:task_id>/form", refresh_task, Permission.WORK, ("POST",), reads=True),
    Route("/tasks/<int:task_id>/draft", keep_draft, Permission.WORK, ("POST",)),
    Route("/tasks/<int:task_id>/hand-over", hand_over, Permission.WORK, ("POST",)),
    Route("/messages/<int:offer_id>", show_message, Permission.WORK),
    Route("/messages/<int:offer_id>", raise_message, Permission.WORK, ("POST",)),
    Route("/messages/<int:offer_id>/form", refresh_message, Permission.WORK, ("POST",), reads=True),
)
