"""流程设计: the diagrams of the package, and the page on which a manager edits one."""

from flask import Response, flash, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.actions import ACTION_LABELS, ACTIONS
from engine.errors import OfficeError
from engine.office import Office
from engine.repository import drafts
from engine.repository.bundle import Bundle
from engine.repository.choices import choices
from engine.repository.diagrams import (
    LARGEST_DIAGRAM,
    Board,
    board,
    keep_diagram,
    name_of_path,
    shelf,
)
from engine.repository.findings import LAYERS, SEVERITY_LABELS, Finding
from engine.repository.proving import prove
from engine.repository.working import DraftChanged, DraftMissing
from engine.repository.workshop import letter_of_path, name_of
from engine.roles import Permission
from webui.database import let_go
from webui.downloads import attachment
from webui.errors import status_of
from webui.guard import Route
from webui.letter_templates import int_of


def processes(office: Office) -> ResponseReturnValue:
    """List the diagrams and decision tables."""
    return render_template("processes/list.html", shelf=shelf(office))


def edit_process(office: Office, name: str) -> ResponseReturnValue:
    """Show one diagram on the drawing board."""
    found = board(office, name)
    return render_template(
        "processes/edit.html",
        board=found,
        choices=choices(found.bundle, ACTION_LABELS) | {"settled": sorted(found.settled)},
        most=LARGEST_DIAGRAM,
    )


def save_process(office: Office, name: str) -> ResponseReturnValue:
    """Keep what was drawn in the draft; what cannot be kept is said, and theirs is shown."""
    version, base = (int_of(request.form.get(each, "")) for each in ("version", "base"))
    try:
        keep_diagram(office, name, request.form.get("xml", ""), version, base or None)
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_refused(office, name, refusal), status_of(refusal.code))
    return jsonify(_state(board(office, name)))


def revert_process(office: Office, name: str) -> ResponseReturnValue:
    """Put a diagram back to how it is published."""
    found = board(office, name)
    drafts.revert_file(office, found.path, int_of(request.form.get("version", "")))
    flash(f"{found.title}已恢复为发布的内容。")
    return redirect("/processes", 303)


def check_process(office: Office, name: str) -> ResponseReturnValue:
    """Say what is found in the whole package as the draft has it."""
    found = board(office, name)
    let_go(office.session)
    proof = prove(found.bundle, (), ACTIONS)
    return jsonify([_told(found, each) for each in proof.findings])


def download_process(office: Office, name: str) -> Response:
    """Hand out a diagram as the draft has it."""
    found = board(office, name)
    return attachment(found.bundle.files[found.path], f"{name}.bpmn", "application/xml")


def _state(found: Board) -> dict[str, object]:
    draft = found.working.draft if found.working else None
    return {
        "version": found.version,
        "base": found.base,
        "hash": found.content_hash,
        "changed": found.changed,
        "saved": f"{draft.updated_at:%H:%M}" if draft else "",
    }


def _refused(office: Office, name: str, refusal: OfficeError) -> dict[str, object]:
    """Tell a refusal; a page that is behind is given what stands in the draft now."""
    told: dict[str, object] = {"message": str(refusal)}
    if isinstance(refusal, DraftChanged | DraftMissing):
        found = board(office, name)
        told |= _state(found) | {"theirs": found.text}
    return told


def _told(found: Board, each: Finding) -> dict[str, object]:
    return {
        "layer": LAYERS[each.layer],
        "severity": each.severity,
        "label": SEVERITY_LABELS[each.severity],
        "message": each.message,
        "element": each.element,
        "path": each.path,
        "here": each.file == found.path,
        "place": name_of(found.bundle, each.file),
        "href": address_of(found.bundle, each),
    }


def address_of(bundle: Bundle, each: Finding) -> str:
    """Give the page on which a finding can be mended; none for files that have no page."""
    code, name = letter_of_path(each.file), name_of_path(each.file)
    if code:
        return f"/templates/{code}" + (f"#L{each.line}" if each.line else "")
    return f"/processes/{name}#{each.element}" if name and each.file in bundle.files else ""


_ONE = "/processes/<path:name>"
ROUTES = (
    Route("/processes", processes, Permission.RELEASE),
    Route(_ONE, edit_process, Permission.RELEASE),
    Route(_ONE, save_process, Permission.PUBLISH, ("POST",)),
    Route(f"{_ONE}/revert", revert_process, Permission.PUBLISH, ("POST",)),
    Route(f"{_ONE}/findings", check_process, Permission.RELEASE),
    Route(f"{_ONE}/file", download_process, Permission.RELEASE),
)
