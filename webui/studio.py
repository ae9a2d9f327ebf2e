"""The letter beside the form that makes it, drawn anew as the form is filled in."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.cases import studio
from engine.cases.hands import colleagues
from engine.cases.studio import Look, Pages, Sheet, Told
from engine.cases.tasks import message_view, task_view
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from webui.case_head import head_of
from webui.guard import Route
from webui.sent import is_fragment, raw_form
from webui.tasks import check_page

_CHOSEN = "_letter"
WIDTH, HEIGHT = 210, 297
"""Millimetres of a page."""


@dataclass(frozen=True)
class Mark:
    """One passage on one page: what is told of it, and the boxes it fills, in millimetres."""

    number: int
    told: Told
    boxes: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Page:
    """One page: its picture as an address, and the passages on it."""

    picture: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Preview:
    """What the pane shows: the letters to choose from, the pages of one, or why there are none."""

    sheets: Sequence[Sheet] = ()
    shown: Sheet | None = None
    pages: Sequence[Page] = ()
    problems: Sequence[str] = ()


def preview_letter(office: Office, task_id: int) -> ResponseReturnValue:
    """Show the letter that the answers typed so far would make."""
    check_page(office, task_id)
    raw = raw_form()
    preview = _printed(office, studio.look(office, task_id, raw))
    if is_fragment():
        return render_template("parts/letter_pages.html", preview=preview)
    view = task_view(office, task_id, raw)
    return render_template(
        "cases/task.html",
        head=head_of(office, view.case.id),
        view=view,
        form_action=f"/tasks/{task_id}/form",
        colleagues=colleagues(office, view.task),  # type: ignore[arg-type]
        preview=preview,
    )


def preview_behind(office: Office, offer_id: int) -> ResponseReturnValue:
    """Show the letter that the form behind a button would make."""
    raw = raw_form()
    preview = _printed(office, studio.look_behind(office, offer_id, raw))
    if is_fragment():
        return render_template("parts/letter_pages.html", preview=preview)
    view = message_view(office, offer_id, raw)
    return render_template(
        "cases/message.html",
        head=head_of(office, view.case.id),
        view=view,
        offer_id=offer_id,
        form_action=f"/messages/{offer_id}/form",
        preview=preview,
    )


def _printed(office: Office, look: Look) -> Preview:
    """Print the chosen letter; nothing is held meanwhile."""
    office.session.rollback()
    sheet = look.chosen(request.form.get(_CHOSEN, ""))
    if sheet is None:
        return Preview(problems=look.problems)
    try:
        pages = studio.print_sheet(sheet)
    except OfficeError as refusal:
        return Preview(look.sheets, sheet, problems=(str(refusal),))
    return Preview(look.sheets, sheet, _drawn(sheet, pages))


def _drawn(sheet: Sheet, pages: Pages) -> list[Page]:
    spots = sorted(pages.spots, key=lambda each: (each.page, each.passage))
    marks: dict[int, list[Mark]] = {}
    for (page, passage), group in groupby(spots, key=lambda each: (each.page, each.passage)):
        boxes = tuple(
            (
                f"{each.left * WIDTH:.2f}",
                f"{each.top * HEIGHT:.2f}",
                f"{each.width * WIDTH:.2f}",
                f"{each.height * HEIGHT:.2f}",
            )
            for each in group
        )
        marks.setdefault(page, []).append(Mark(passage, sheet.told[passage], boxes))
    return [
        Page(f"data:image/png;base64,{b64encode(picture).decode()}", tuple(marks.get(number, ())))
        for number, picture in enumerate(pages.proof.pages)
    ]


ROUTES = (
    Route("/tasks/<int:task_id>/letter", preview_letter, Permission.WORK, ("POST",), reads=True),
    Route(
        "/messages/<int:offer_id>/letter", preview_behind, Permission.WORK, ("POST",), reads=True
    ),
)
