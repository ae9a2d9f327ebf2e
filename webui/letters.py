"""文书审阅: drafts that wait for review or signature, and every letter as it is printed."""

from dataclasses import replace

from flask import Response, g, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from engine.cases.checking import checked
from engine.cases.history import open_tasks
from engine.cases.labels import delivery_methods
from engine.cases.letters import (
    ReviewRow,
    enclosed,
    enclosure_of,
    file_name,
    frozen_pdf,
    has_large,
    large_copy,
    large_pdf,
    letter_of,
    letters_of,
    preview_pdf,
    review_queue,
    served_set,
    standing_of,
)
from engine.cases.numbers import verification_code
from engine.cases.tasks import FormRefused, complete_task, task_view
from engine.cases.worklist import days_left
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.letters import Letter
from webui.downloads import attachment, inline_pdf
from webui.guard import Route
from webui.sent import raw_form, uploads
from webui.tasks import check_page
from webui.urgency import pill_of_case


def letters(office: Office) -> ResponseReturnValue:
    """Open the first letter that waits, or say that none does."""
    queue = review_queue(office)
    waiting = next((row.letter for row in queue if row.letter is not None), None)
    if waiting is not None:
        return redirect(f"/letters/{waiting.id}", 303)
    return render_template("letters/none.html")


def show_letter(office: Office, letter_id: int) -> ResponseReturnValue:
    """Show a letter between the queue and the reviewer's form."""
    return _page(office, letter_of(office, letter_id))


def review_letter(office: Office, letter_id: int, task_id: int) -> ResponseReturnValue:
    """Hand in the review or the signature, and go on to the next letter."""
    check_page(office, task_id)
    raw = raw_form()
    try:
        case = complete_task(office, task_id, raw, uploads())
    except FormRefused as refusal:
        office.session.rollback()
        return make_response(_page(office, letter_of(office, letter_id), (raw, refusal)), 422)
    g.print_case = case.id
    return redirect("/letters", 303)


def letter_pdf(office: Office, letter_id: int) -> Response:
    """Give the letter as PDF: frozen if it is issued, else as the draft would print."""
    found = frozen_pdf(office, letter_id)
    office.session.rollback()  # printing a draft takes a while; nothing is held meanwhile
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    return inline_pdf(content, file_name(found.letter))


def download_letter(office: Office, letter_id: int) -> Response:
    """Give the letter's PDF as a download."""
    found = frozen_pdf(office, letter_id)
    office.session.rollback()
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    return attachment(content, file_name(found.letter), "application/pdf")


def download_large(office: Office, letter_id: int) -> Response:
    """Give a copy in large print, for somebody who reads the letter with difficulty."""
    letter, page = large_copy(office, letter_id)
    office.session.rollback()
    name = file_name(letter).removesuffix(".pdf")
    return attachment(large_pdf(letter, page), f"{name}（大字版）.pdf", "application/pdf")


def download_enclosure(office: Office, letter_id: int, seq: int) -> Response:
    """Give one of the files that go out with a letter, as a download only."""
    enclosure, content = enclosure_of(office, letter_id, seq)
    return attachment(content, enclosure.name, enclosure.media_type)


def download_set(office: Office, letter_id: int) -> Response:
    """Give the letter's PDF and everything that goes out with it in one archive."""
    found, files = frozen_pdf(office, letter_id), enclosed(office, letter_id)
    office.session.rollback()
    content = found.pdf if found.pdf is not None else preview_pdf(found.letter)
    name = file_name(found.letter).removesuffix(".pdf")
    return attachment(served_set(found.letter, content, files), f"{name}.zip", "application/zip")


def _page(
    office: Office,
    letter: Letter,
    refused: tuple[dict[str, list[str]], FormRefused] | None = None,
) -> str:
    queue = review_queue(office)
    case = office.session.get_one(Case, letter.case_id)
    rows = [row for row in letters_of(office, case.id) if row.letter.id == letter.id]
    task_id = _task_of(office, queue, letter)
    view = task_view(office, task_id, refused[0] if refused else None) if task_id else None
    if view is not None and refused is not None:
        view = replace(view, form=refused[1].view)
    return render_template(
        "letters/review.html",
        queue=queue,
        letter=letter,
        deliveries=rows[0].deliveries if rows else (),
        enclosures=rows[0].enclosures if rows else (),
        methods=delivery_methods(office, case.id),
        case=case,
        view=view,
        read=checked(office, letter.id),
        standing=standing_of(office, letter),
        has_large=has_large(letter),
        code=verification_code(letter.pdf_sha256) if letter.pdf_sha256 else "",
        pill_of=lambda each: pill_of_case(each, days_left(office, each)),
        form_action=f"/tasks/{task_id}/form" if task_id else "",
    )


def _task_of(office: Office, queue: list[ReviewRow], letter: Letter) -> int | None:
    """Give the task that judges this letter: the one in the queue, for a draft only."""
    if letter.status != "draft":
        return None
    waiting = {row.task.id for row in queue if row.letter and row.letter.id == letter.id}
    return next(
        (task.id for task in open_tasks(office, letter.case_id) if task.id in waiting), None
    )


ROUTES = (
    Route("/letters", letters, Permission.READ_CASE),
    Route("/letters/<int:letter_id>", show_letter, Permission.READ_CASE),
    Route(
        "/letters/<int:letter_id>/tasks/<int:task_id>", review_letter, Permission.WORK, ("POST",)
    ),
    Route("/letters/<int:letter_id>/pdf", letter_pdf, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/download", download_letter, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/large", download_large, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/set", download_set, Permission.READ_CASE),
    Route(
        "/letters/<int:letter_id>/enclosures/<int:seq>", download_enclosure, Permission.READ_CASE
    ),
)
