"""文书模板: the letters of the package, and the page on which a manager edits one."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import OfficeError
from engine.office import Office
from engine.repository import drafts, workshop
from engine.repository.bundle import Bundle
from engine.repository.samples import (
    LARGEST_TEXT,
    LETTER,
    SAMPLE,
    Trial,
    files_of_letter,
    path_of,
    show_sample,
    try_letter,
)
from engine.repository.working import NONE, DraftChanged
from engine.repository.workshop import EDITED, Bench, bench, catalogue
from engine.roles import Permission
from engine.store.agencies import Agency
from webui.database import let_go
from webui.errors import status_of
from webui.guard import Route
from webui.sent import is_fragment

FIELDS = {"source": LETTER, "sample": SAMPLE}
KINDS = {
    "R": "登记和接收",
    "P": "办理过程",
    "T": "发给第三方",
    "F": "答复",
    "G": "更正和重新答复",
    "A": "归档",
}
"""The letters by the first sign of their code."""

PARTS = {
    "letter": "文书",
    "you": "文书",
    "agency": "机关",
    "applicant": "申请人",
    "case": "案件",
    "notice": "本文书专有",
    "reply": "答复",
    "remedy": "救济途径",
    "parts/": "共用段落",
}
"""What a letter may fill in, by the part of the values it comes from."""

_FORM = "letter_form"
_REFUSED = 422


@dataclass(frozen=True)
class Shown:
    """A sample as pictures of its pages, beside what was found in its letter."""

    findings: Sequence[object] = ()
    pages: Sequence[str] = ()
    problem: str = ""


@dataclass(frozen=True)
class Typed:
    """What stands in the two fields of the page, its layout, and what the text was made from.

    A page shown again names the same draft as before: what another has saved meanwhile is
    overwritten only by whoever was shown it.
    """

    source: str
    sample: str
    form: str
    version: int
    base: int


def templates(office: Office) -> ResponseReturnValue:
    """List the letters."""
    rows, working = catalogue(office)
    groups = [
        (title, [row for row in rows if row.code.startswith(kind)]) for kind, title in KINDS.items()
    ]
    return render_template("templates/list.html", groups=groups, working=working)


def edit_template(office: Office, code: str) -> ResponseReturnValue:
    """Show one letter on the bench."""
    found = bench(office, code)
    typed = _kept(office, found)
    return _page(found, typed, Shown(try_letter(found.files, typed.form).findings))


def save_template(office: Office, code: str) -> ResponseReturnValue:
    """Keep what was typed in the draft; what cannot be kept stays on the page."""
    found, typed = bench(office, code), _typed(office)
    try:
        version = typed.version
        for name, text in ((LETTER, typed.source), (SAMPLE, typed.sample)):
            if text != found.text(name):
                content = text.encode(errors="surrogatepass")
                path = path_of(code, name)
                version = drafts.save_file(
                    office, path, content, version, typed.base or None
                ).version
    except OfficeError as refusal:
        office.session.rollback()
        return _refused(bench(office, code), typed, refusal)
    flash("草稿已保存。发布以前，在办案件和新收案件都不受影响。")
    return redirect(f"/templates/{code}", 303)


def try_template(office: Office, code: str) -> ResponseReturnValue:
    """Say what is found in what is typed, and show it as it would be printed."""
    found, typed = bench(office, code), _typed(office)
    let_go(office.session)
    shown = shown_of(_with(found, typed), typed.form)
    if is_fragment():
        return render_template("templates/trial.html", code=code, shown=shown)
    return _page(found, typed, shown)


def revert_template(office: Office, code: str) -> ResponseReturnValue:
    """Put the letter's own files back to how they are published."""
    version = int_of(request.form.get("version", ""))
    for name in bench(office, code).changed:
        version = drafts.revert_file(office, path_of(code, name), version).version
    flash("已恢复为发布的内容。")
    return redirect(f"/templates/{code}", 303)


def compare_template(office: Office, code: str) -> ResponseReturnValue:
    """Show what the draft changes in a letter, and both samples side by side."""
    found = bench(office, code)
    form = _layout(office, request.args.get(_FORM))
    differences = [
        (name, workshop.difference(*(each.files.get(path_of(code, name)) for each in _both(found))))
        for name in found.changed
    ]
    before = found.published.letter_codes
    let_go(office.session)
    return render_template(
        "templates/compare.html",
        bench=found,
        form=form,
        layouts=found.layouts,
        differences=differences,
        before=shown_of(files_of_letter(found.published, code), form) if code in before else None,
        after=shown_of(found.files, form),
    )


def shown_of(files: dict[str, bytes], form: str) -> Shown:
    """Print the sample of a letter; nothing may be held meanwhile."""
    trial: Trial = try_letter(files, form)
    if trial.page is None:
        return Shown(trial.findings)
    try:
        pages = show_sample(trial.page)
    except OfficeError as refusal:
        return Shown(trial.findings, problem=str(refusal))
    pictures = [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]
    return Shown(trial.findings, pictures)


def int_of(text: str) -> int:
    """Give the version of the draft that a page named; none if it named none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NONE  # noqa: PLR2004


def _both(found: Bench) -> tuple[Bundle, Bundle]:
    return found.published, found.bundle


def _with(found: Bench, typed: Typed) -> dict[str, bytes]:
    own = {LETTER: typed.source, SAMPLE: typed.sample}
    return found.files | {name: text.encode(errors="replace") for name, text in own.items()}


def _kept(office: Office, found: Bench) -> Typed:
    source, sample = (found.text(name) for name in EDITED)
    form = _layout(office, request.args.get(_FORM))
    return Typed(source, sample, form, found.version, found.base)


def _typed(office: Office) -> Typed:
    source, sample = (request.form.get(name, "").replace("\r\n", "\n") for name in FIELDS)
    form = _layout(office, request.form.get(_FORM))
    version, base = (int_of(request.form.get(name, "")) for name in ("version", "base"))
    return Typed(source, sample, form, version, base)


def _layout(office: Office, asked: str | None) -> str:
    """Give the layout that was asked for, or else the agency's own."""
    if asked is None:
        agency = office.session.get_one(Agency, office.actor.agency_id)
        asked = str(agency.settings.get("letter_form", ""))
    return asked if asked in workshop.LAYOUTS else ""


def _refused(found: Bench, typed: Typed, refusal: OfficeError) -> ResponseReturnValue:
    shown = Shown(try_letter(_with(found, typed), typed.form).findings)
    stale = isinstance(refusal, DraftChanged)
    if stale:
        typed = replace(typed, version=found.version, base=found.base)
    page = _page(found, typed, replace(shown, problem=str(refusal)), stale=stale)
    return make_response(page, status_of(refusal.code))


def _page(found: Bench, typed: Typed, shown: Shown, *, stale: bool = False) -> str:
    theirs = [
        (name, workshop.difference(found.text(name).encode(), text.encode(errors="replace")))
        for name, text in ((LETTER, typed.source), (SAMPLE, typed.sample))
        if stale and found.text(name) != text
    ]
    words = found.words()
    labels = {word.name: word.label for word in words}
    groups = {
        title: [word for word in words if PARTS[word.part] == title]
        for title in dict.fromkeys(PARTS.values())
    }
    return render_template(
        "templates/edit.html",
        bench=found,
        typed=typed,
        shown=shown,
        theirs=theirs,
        groups=groups,
        labels=labels,
        most=LARGEST_TEXT,
    )


_ONE = "/templates/<code>"
ROUTES = (
    Route("/templates", templates, Permission.RELEASE),
    Route(_ONE, edit_template, Permission.RELEASE),
    Route(_ONE, save_template, Permission.PUBLISH, ("POST",)),
    Route(f"{_ONE}/trial", try_template, Permission.RELEASE, ("POST",), reads=True),
    Route(f"{_ONE}/revert", revert_template, Permission.PUBLISH, ("POST",)),
    Route(f"{_ONE}/compare", compare_template, Permission.RELEASE),
)
