"""The pages of a case: what is to be done, where it stands, its papers, its record."""

from flask import Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.access import case_of, check_hand
from engine.cases.diagram import position, processes_of
from engine.cases.files import attachments_of, content_of
from engine.cases.hands import colleagues
from engine.cases.history import first_broken_link, incidents_of, open_tasks, timeline
from engine.cases.intake import identity_of
from engine.cases.labels import delivery_methods, record_of
from engine.cases.letters import letters_of
from engine.cases.remedy_days import LetterRemedy, remedies_of
from engine.cases.search import CaseQuery, find_cases
from engine.cases.tasks import TaskView, task_view
from engine.cases.worklist import days_left
from engine.errors import OfficeError
from engine.law.replies import Reply
from engine.office import Office
from engine.roles import Permission, may
from engine.store.instances import OpenTask
from webui.case_head import head_of, result_label
from webui.downloads import attachment
from webui.guard import Route
from webui.review import remarks_beside
from webui.sent import number
from webui.urgency import is_late, pill_of_case, stage_number

_SHOWN = 8
"""Lines of the timeline beside a form; the record page has them all."""


def cases(office: Office) -> ResponseReturnValue:
    """List the cases the actor may see."""
    query = CaseQuery(
        text=request.args.get("q", "").strip()[:60],
        state=request.args.get("state", "")
        if request.args.get("state") in {"open", "closed"}
        else "",
        result=_result(request.args.get("result", "")),
        before=number("before"),
    )
    return render_template(
        "cases/list.html",
        query=query,
        page=find_cases(office, query),
        results=[(each.value.code, each.value.label) for each in Reply],
        result_label=result_label,
        pill_of=lambda case: pill_of_case(case, days_left(office, case)),
        stage_number=stage_number,
    )


def show_case(office: Office, case_id: int) -> ResponseReturnValue:
    """Show what is to be done on a case, with the form of one task opened."""
    tasks = open_tasks(office, case_id)
    if not may(office.actor.roles, Permission.READ_CASE):  # a department sees its own step only
        tasks = [task for task in tasks if _is_mine(office, task)]
    view = _chosen(office, tasks)
    return render_template(
        "cases/work.html",
        head=head_of(office, case_id),
        tasks=tasks,
        view=view,
        colleagues=colleagues(office, view.task) if view else (),  # type: ignore[arg-type]
        form_action=f"/tasks/{view.task.id}/form" if view else "",
        happenings=timeline(office, case_id)[:_SHOWN],
        letters=letters_of(office, case_id),
        files=attachments_of(office, case_id),
        incidents=incidents_of(office, case_id),
        remarked=_remarked(office, case_id),
        remedies=_remedies(office, case_id),
    )


def show_diagram(office: Office, case_id: int) -> ResponseReturnValue:
    """Show the case's place in its diagram."""
    place = position(office, case_id, request.args.get("process") or None)
    return render_template(
        "cases/diagram.html",
        head=head_of(office, case_id),
        place=place,
        processes=processes_of(office, case_id),
        tasks=open_tasks(office, case_id),
    )


def diagram_position(office: Office, case_id: int) -> ResponseReturnValue:
    """Give the diagram and the case's place in it to the viewer."""
    place = position(office, case_id, request.args.get("process") or None)
    case = case_of(office, case_id)
    late = is_late(case, days_left(office, case))
    markers = dict.fromkeys(place.done, "done")
    markers |= dict.fromkeys(place.active, "overdue" if late else "active")
    markers |= dict.fromkeys(place.failed, "failed")
    notes = {task.node_id: _who(office, task) for task in open_tasks(office, case_id)}
    return jsonify(
        xml=place.xml, markers=markers, done=place.done, notes=notes, hands=dict(place.hands)
    )


def show_papers(office: Office, case_id: int) -> ResponseReturnValue:
    """List the letters and files of a case."""
    return render_template(
        "cases/papers.html",
        head=head_of(office, case_id),
        letters=letters_of(office, case_id),
        files=attachments_of(office, case_id),
        methods=delivery_methods(office, case_id),
    )


def show_history(office: Office, case_id: int) -> ResponseReturnValue:
    """Show the whole record of a case, and whether its chain is intact."""
    return render_template(
        "cases/history.html",
        head=head_of(office, case_id),
        happenings=timeline(office, case_id, full=True),
        broken=first_broken_link(office, case_id),
    )


def show_record(office: Office, case_id: int, seq: int) -> ResponseReturnValue:
    """Read back what was filled in at one step."""
    return render_template(
        "cases/record.html", head=head_of(office, case_id), record=record_of(office, case_id, seq)
    )


def reveal_identity(office: Office, case_id: int) -> ResponseReturnValue:
    """Show the applicant's identity number in this answer only; the record says it was read.

    A redirect would need a notice, and a notice travels in a cookie, signed but not sealed.
    """
    identity = identity_of(office, case_id)
    page = render_template("cases/identity.html", head=head_of(office, case_id), identity=identity)
    response = make_response(page)
    response.cache_control.no_store = True
    return response


def download_file(office: Office, file_id: int) -> Response:
    """Hand out a file of a case, as a download only."""
    row, content = content_of(office, file_id)
    return attachment(content, row.filename, row.media_type)


def _remarked(office: Office, case_id: int) -> list[dict[str, object]]:
    """Give the open remarks on drafts to whoever may read them."""
    return remarks_beside(office, case_id) if may(office.actor.roles, Permission.READ_CASE) else []


def _remedies(office: Office, case_id: int) -> list[LetterRemedy]:
    """Give the last days of review and suit to whoever may read the letters."""
    if not may(office.actor.roles, Permission.READ_CASE):
        return []
    return [each for each in remedies_of(office, case_id) if each.ways or not each.delivered_on]


def _chosen(office: Office, tasks: list[OpenTask]) -> TaskView | None:
    """Open the task that was asked for, else the first that is this person's to do."""
    wanted = number("task")
    asked = [task for task in tasks if task.id == wanted] or tasks
    mine = [task for task in asked if _is_mine(office, task)] or asked
    return task_view(office, mine[0].id) if mine else None


def _is_mine(office: Office, task: OpenTask) -> bool:
    try:
        check_hand(office, task)
    except OfficeError:
        return False
    return True


def _who(office: Office, task: OpenTask) -> str:
    people = {person.id: person.name for person in colleagues(office, task)}
    return people.get(task.assignee_id or 0, "待认领")


def _result(code: str) -> str:
    return code if code in {each.value.code for each in Reply} else ""


ROUTES = (
    Route("/cases", cases, Permission.READ_CASE),
    Route("/cases/<int:case_id>", show_case, Permission.SIGNED_IN),
    Route("/cases/<int:case_id>/diagram", show_diagram, Permission.READ_CASE),
    Route("/cases/<int:case_id>/position", diagram_position, Permission.READ_CASE),
    Route("/cases/<int:case_id>/papers", show_papers, Permission.READ_CASE),
    Route("/cases/<int:case_id>/history", show_history, Permission.READ_CASE),
    Route("/cases/<int:case_id>/history/<int:seq>", show_record, Permission.READ_CASE),
    Route("/cases/<int:case_id>/identity", reveal_identity, Permission.REVEAL, ("POST",)),
    Route("/files/<int:file_id>", download_file, Permission.READ_CASE),
)
