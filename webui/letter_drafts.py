"""The drafts of a letter set against one another, sent out as Word, and what comes back."""

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.draft_texts import chosen, redline, versions_of
from engine.cases.letters import letter_of
from engine.cases.revisions import export_word, receive_revision, revisions_of
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from webui.downloads import attachment
from webui.guard import Route
from webui.sent import uploads

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REFUSED = 422


def compare_drafts(office: Office, letter_id: int) -> ResponseReturnValue:
    """Show two drafts as one text, and what came back from outside."""
    return _page(office, letter_id)


def download_word(office: Office, letter_id: int) -> Response:
    """Give a draft as a Word document; the record says that it went out."""
    name, content = export_word(office, letter_id)
    return attachment(content, name, _WORD)


def take_revision(office: Office, letter_id: int) -> ResponseReturnValue:
    """Take in what came back; the draft stays as it is."""
    sent = uploads().get("revision", [])
    try:
        receive_revision(office, letter_id, sent[0] if sent else None, request.form.get("note", ""))
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, letter_id, str(refusal)), _REFUSED)
    flash("已作为外部修改稿存入本案材料，文书草稿没有变化。")
    return redirect(f"/letters/{letter_id}/drafts#outside", 303)


def _page(office: Office, letter_id: int, refused: str = "") -> str:
    letter = letter_of(office, letter_id)
    versions = versions_of(office, letter_id)
    before = chosen(versions, request.args.get("from", ""), -2)
    after = chosen(versions, request.args.get("to", ""), -1)
    return render_template(
        "letters/drafts.html",
        letter=letter,
        case=office.session.get_one(Case, letter.case_id),
        versions=versions,
        before=before,
        after=after,
        lines=redline(before.paragraphs, after.paragraphs),
        revisions=revisions_of(office, letter_id),
        refused=refused,
        note=request.form.get("note", ""),
    )


ROUTES = (
    Route("/letters/<int:letter_id>/drafts", compare_drafts, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/word", download_word, Permission.WORK, ("POST",)),
    Route("/letters/<int:letter_id>/revisions", take_revision, Permission.WORK, ("POST",)),
)
