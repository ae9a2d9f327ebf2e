"""文书审阅: what waits for a judgement, and each letter beside what was asked and found."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.checking import checked
from engine.cases.history import open_tasks
from engine.cases.labels import delivery_methods
from engine.cases.letters import has_large, letter_of, letters_of, standing_of
from engine.cases.numbers import verification_code
from engine.cases.precedents import precedents_of
from engine.cases.remarks import (
    KINDS,
    MOST_QUOTED,
    MOST_WORDS,
    Marked,
    marked,
    may_remark,
    open_remarks,
    remark,
    respond,
)
from engine.cases.review import Waiting, groundwork, pages_of, queue_rows, waiting_for
from engine.cases.sealing import sealed_as
from engine.cases.tasks import FormRefused, TaskView, complete_task, task_view
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Case
from engine.store.letters import Letter
from webui.case_head import head_of
from webui.database import let_go
from webui.guard import Route
from webui.sent import key_of, number, raw_form, uploads
from webui.tasks import check_page
from webui.urgency import pill_of_case

_SHOWN = 30


def letters(office: Office) -> ResponseReturnValue:
    """List the drafts that wait for this person's judgement, the most urgent first."""
    waiting = waiting_for(office)
    start = min(number("from") or 0, len(waiting))
    return render_template(
        "letters/queue.html",
        rows=queue_rows(office, waiting[start : start + _SHOWN]),
        start=start,
        shown=_SHOWN,
        count=len(waiting),
        pill_of=pill_of_case,
    )


def show_letter(office: Office, letter_id: int) -> ResponseReturnValue:
    """Show a letter between what was asked for and what was found in it."""
    return _page(office, letter_of(office, letter_id))


def review_letter(office: Office, letter_id: int, task_id: int) -> ResponseReturnValue:
    """Hand in the judgement, and go on to the next letter."""
    check_page(office, task_id)
    raw = raw_form()
    try:
        case = complete_task(office, task_id, raw, uploads())
    except FormRefused as refusal:
        office.session.rollback()
        return make_response(_page(office, letter_of(office, letter_id), (raw, refusal)), 422)
    g.print_case = case.id
    waiting = waiting_for(office)
    flash("已办理，这是后一份待审文书。" if waiting else "已办理，待审文书已全部审完。")
    return redirect(f"/letters/{waiting[0].letter.id}" if waiting else "/letters", 303)


def letter_pages(office: Office, letter_id: int) -> ResponseReturnValue:
    """Draw the pages of a letter with the remarks on them."""
    letter, read = letter_of(office, letter_id), marked(office, letter_id)
    let_go(office.session)  # printing takes a while
    return render_template("letters/pages.html", pages=pages_of(letter, read), picture=_picture)


def make_remark(office: Office, letter_id: int) -> ResponseReturnValue:
    """Keep a remark on the passage that was chosen."""
    sent = request.form
    made = remark(
        office,
        letter_id,
        sent.get("quote", ""),
        key_of(sent.get("near", "")),
        sent.get("words", ""),
    )
    return redirect(f"/letters/{letter_id}#remark-{made.id}", 303)


def answer_remark(office: Office, remark_id: int) -> ResponseReturnValue:
    """Keep an answer to a remark, or that it has (not) been dealt with; go back to its page."""
    sent = request.form
    made = respond(office, remark_id, sent.get("kind", ""), sent.get("words", ""))
    letter_id = key_of(sent.get("letter", ""))
    page = f"/letters/{letter_id}" if letter_id else f"/cases/{made.case_id}"
    return redirect(f"{page}#remark-{remark_id}", 303)


def remarks_beside(office: Office, case_id: int) -> list[dict[str, object]]:
    """Give what is still open on the drafts of a case, for the page of whoever mends them."""
    return [
        {"threads": threads, **_remarking(office, letter)}
        for letter, threads in open_remarks(office, case_id)
    ]


@dataclass(frozen=True)
class Judgement:
    """The task in which a letter is judged, the letters around it, and those judged with it."""

    view: TaskView | None
    position: int
    count: int
    next: Letter | None
    beside: tuple[Letter, ...] = ()


def _page(
    office: Office,
    letter: Letter,
    refused: tuple[dict[str, list[str]], FormRefused] | None = None,
) -> str:
    waiting = waiting_for(office)
    read = marked(office, letter.id)
    judgement = _judgement(office, waiting, letter, refused)
    view = judgement.view
    return render_template(
        "letters/review.html",
        letter=letter,
        case=office.session.get_one(Case, letter.case_id),
        head=head_of(office, letter.case_id),
        judgement=judgement,
        view=view,
        form_action=f"/tasks/{view.task.id}/form" if view else "",
        read=read,
        found=checked(office, letter.id),
        asked=_asked(read),
        remarking=_remarking(office, letter),
        ground=groundwork(office, letter.case_id),
        precedents=precedents_of(office, letter.id),
        **_service(office, letter),
    )


def _judgement(
    office: Office,
    waiting: list[Waiting],
    letter: Letter,
    refused: tuple[dict[str, list[str]], FormRefused] | None,
) -> Judgement:
    at = next((n for n, each in enumerate(waiting) if each.letter.id == letter.id), None)
    if at is None:
        return Judgement(None, 0, len(waiting), waiting[0].letter if waiting else None)
    others = waiting[at + 1 :] + waiting[:at]
    task = waiting[at].task
    view = task_view(office, task.id, refused[0] if refused else None)
    if refused is not None:
        view = replace(view, form=refused[1].view)
    beside = tuple(each.letter for each in others if each.task.id == task.id)
    return Judgement(view, at + 1, len(waiting), others[0].letter if others else None, beside)


def _service(office: Office, letter: Letter) -> Mapping[str, object]:
    row = next(each for each in letters_of(office, letter.case_id) if each.letter.id == letter.id)
    return {
        "deliveries": row.deliveries,
        "enclosures": row.enclosures,
        "methods": delivery_methods(office, letter.case_id),
        "standing": standing_of(office, letter),
        "has_large": has_large(letter),
        "seal": sealed_as(office, letter),
        "code": verification_code(letter.pdf_sha256) if letter.pdf_sha256 else "",
    }


def _remarking(office: Office, letter: Letter) -> dict[str, object]:
    """Say what the actor may do about remarks on this letter, and where else work is open."""
    mine = letter.status == "draft" and may_remark(office, letter.case_id)
    tasks = open_tasks(office, letter.case_id) if mine else []
    return {
        "may": mine,
        "letter": letter,
        "kinds": KINDS,
        "most": MOST_WORDS,
        "most_quoted": MOST_QUOTED,
        "tasks": tasks,
    }


def _asked(read: Marked) -> tuple[str, int]:
    """Give the paragraph that is to be remarked on, when it was chosen without a script."""
    chosen = (number("paragraph") or 0) - 1
    if not 0 <= chosen < len(read.paragraphs):
        return "", 0
    words = ["".join(span.words for span in row) for row in read.paragraphs]
    return words[chosen], sum(len("".join(each.split())) for each in words[:chosen])


def _picture(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


ROUTES = (
    Route("/letters", letters, Permission.READ_CASE),
    Route("/letters/<int:letter_id>", show_letter, Permission.READ_CASE),
    Route("/letters/<int:letter_id>/pages", letter_pages, Permission.READ_CASE),
    Route(
        "/letters/<int:letter_id>/tasks/<int:task_id>", review_letter, Permission.WORK, ("POST",)
    ),
    Route("/letters/<int:letter_id>/remarks", make_remark, Permission.WORK, ("POST",)),
    Route("/remarks/<int:remark_id>", answer_remark, Permission.WORK, ("POST",)),
)
