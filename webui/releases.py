"""版本与发布: the draft on its way to the next version, and every version there was."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.actions import ACTIONS
from engine.errors import OfficeError
from engine.office import Office
from engine.repository import drafts, merging, release, workshop
from engine.repository.deploy import bundle_of, versions
from engine.repository.packing import as_zip
from engine.repository.proving import Proof, prove
from engine.repository.running import open_cases
from engine.repository.working import opened, working
from engine.roles import Permission
from webui.database import let_go
from webui.downloads import attachment
from webui.errors import status_of
from webui.guard import Route
from webui.letter_templates import int_of

_DRAFT = "/package/draft"


def package(office: Office) -> ResponseReturnValue:
    """List the versions, with the cases that still run on each, and say how the draft stands."""
    return render_template(
        "package/versions.html",
        versions=versions(office),
        running=open_cases(office),
        working=working(office),
    )


def show_draft(office: Office) -> ResponseReturnValue:
    """Show what the draft changes, what was found in it, and who may do what next."""
    return _page(office)


def hand_over(office: Office) -> ResponseReturnValue:
    """Give the draft to a second person."""
    proof = _proof(office)

    def act(version: int) -> None:
        release.hand_over(office, version, request.form.get("note", ""), proof)

    return _do(office, act, "草稿已提交，请他人核准发布。")


def take_back(office: Office) -> ResponseReturnValue:
    """Take the draft back, to change it further."""
    return _do(office, lambda version: release.take_back(office, version), "草稿已撤回，可以修改。")


def send_back(office: Office) -> ResponseReturnValue:
    """Send the draft back to its authors."""
    reason = request.form.get("reason", "")
    told = "草稿已退回修改人。"
    return _do(office, lambda version: release.send_back(office, version, reason), told)


def publish_draft(office: Office) -> ResponseReturnValue:
    """Publish the draft as the next version."""
    proof = _proof(office)

    def act(version: int) -> None:
        number = release.publish(office, version, proof).number
        flash(f"已发布第{number}版。新收案件按第{number}版办理，在办案件仍按各自的版本办理。")

    return _do(office, act, "", "/package")


def discard_draft(office: Office) -> ResponseReturnValue:
    """Throw the draft away."""
    return _do(office, lambda version: drafts.discard(office, version), "草稿已放弃。", "/package")


def carry_over(office: Office) -> ResponseReturnValue:
    """Put the draft's changes on the version in force."""
    marked = "keep:"
    choices = {
        name.removeprefix(marked): value
        for name, value in request.form.items()
        if name.startswith(marked)
    }
    told = "修改已移到现行版本上，请重新核对。"
    return _do(office, lambda version: merging.carry_over(office, version, choices), told)


def download_version(office: Office, number: int) -> Response:
    """Hand out a version as one file."""
    return attachment(
        as_zip(bundle_of(office, number)), f"流程包第{number}版.zip", "application/zip"
    )


def restore_version(office: Office, number: int) -> ResponseReturnValue:
    """Begin a draft with the content of an earlier version."""
    drafts.restore_as_draft(office, number)
    flash(f"已按第{number}版的内容建立草稿；提交并由他人核准后才会发布。")
    return redirect(_DRAFT, 303)


def _do(
    office: Office, act: Callable[[int], object], told: str, then: str = _DRAFT
) -> ResponseReturnValue:
    try:
        act(int_of(request.form.get("version", "")))
    except OfficeError as refusal:
        office.session.rollback()
        if working(office) is None:
            raise
        return make_response(_page(office, refusal), status_of(refusal.code))
    if told:
        flash(told)
    return redirect(then, 303)


def _proof(office: Office) -> Proof:
    """Check the draft and print its samples while nothing is held, then begin the act."""
    found = opened(office)
    bundle, changes = found.bundle, found.changes
    let_go(office.session)
    return prove(bundle, changes, ACTIONS)


def _page(office: Office, refusal: OfficeError | None = None) -> str:
    found = opened(office)
    apart = merging.meanwhile(office, found)
    others = release.publishers(office, found.draft.hands)
    who_else = release.who_else(office, found.draft)
    conflicts = [
        (
            each,
            workshop.difference(each.before, each.draft),
            workshop.difference(each.before, each.published),
        )
        for each in (apart.conflicts if apart else ())
    ]
    differences = [
        (file, workshop.difference(found.published.files.get(file.path), file.content))
        for file in found.files
    ]
    names = {path: workshop.name_of(found.bundle, path) for path in found.changes}
    cases = open_cases(office)
    numbers = {each.id: each.number for each in versions(office)}
    bundle, changes = found.bundle, found.changes
    let_go(office.session)
    proof = prove(bundle, changes, ACTIONS) if changes else None
    return render_template(
        "package/draft.html",
        working=found,
        apart=apart,
        conflicts=conflicts,
        differences=differences,
        names=names,
        letter_of=workshop.letter_of_path,
        proof=proof,
        mine=office.actor.id in found.draft.hands,
        others=others,
        who_else=who_else,
        running=[(numbers[key], count) for key, count in sorted(cases.items())],
        refusal=refusal,
        typed=request.form,
    )


ROUTES = (
    Route("/package", package, Permission.RELEASE),
    Route(_DRAFT, show_draft, Permission.RELEASE),
    Route(f"{_DRAFT}/hand-over", hand_over, Permission.PUBLISH, ("POST",)),
    Route(f"{_DRAFT}/take-back", take_back, Permission.PUBLISH, ("POST",)),
    Route(f"{_DRAFT}/send-back", send_back, Permission.RELEASE, ("POST",)),
    Route(f"{_DRAFT}/publish", publish_draft, Permission.RELEASE, ("POST",)),
    Route(f"{_DRAFT}/discard", discard_draft, Permission.PUBLISH, ("POST",)),
    Route(f"{_DRAFT}/carry-over", carry_over, Permission.PUBLISH, ("POST",)),
    Route("/package/<int:number>/file", download_version, Permission.RELEASE),
    Route("/package/<int:number>/restore", restore_version, Permission.PUBLISH, ("POST",)),
)
