"""机关设置: what the agency's letters print, and how it counts where the law leaves room."""

from collections.abc import Mapping

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.facts import WARN_BEFORE
from engine.cases.opening import CASE_NUMBER
from engine.law.letter_style import LETTER_NUMBER
from engine.office import Office
from engine.people import agencies
from engine.people.agencies import SettingsRefused, read_settings, save_settings
from engine.people.choices import CHOICES
from engine.people.counting import GROUPS, NAME, QUESTIONS, Look, Question, default_of
from engine.people.numbering import CASE_TOKENS, LETTER_TOKENS
from engine.roles import Permission
from webui.guard import Route

NUMBERS = (
    ("case_number", "申请编号", CASE_NUMBER, CASE_TOKENS),
    ("letter_number", "文书文号", LETTER_NUMBER, LETTER_TOKENS),
)


def show_agency(office: Office) -> ResponseReturnValue:
    """Show the settings."""
    return _page(read_settings(office))


def change_agency(office: Office) -> ResponseReturnValue:
    """Save the settings, or say at each field what is wrong and keep what was typed."""
    values = typed_settings()
    try:
        if save_settings(office, values):
            g.recount = True
    except SettingsRefused as refusal:
        office.session.rollback()
        return make_response(_page(values, refusal), 422)
    flash("机关设置已保存。以后签发的文书和在办案件的期限采用新的设置；已签发的文书不变。")
    return redirect("/agency", 303)


def typed_settings() -> dict[str, str]:
    """Give the fields as they were typed; ticks are joined by blanks."""
    ticked = {NAME + each.key for each in QUESTIONS if each.look is Look.TICKS}
    values = {name: request.form.get(name, "") for name in request.form}
    return values | {name: " ".join(request.form.getlist(name)) for name in ticked}


def agency_parts() -> dict[str, object]:
    """Give what a page needs to ask an agency about itself."""
    return {
        "identity": agencies.IDENTITY,
        "remedy": agencies.REMEDY,
        "contact": agencies.CONTACT,
        "kinds": [
            (kind.value, label, agencies.reviewer_of(kind))
            for kind, label in agencies.KIND_LABELS.items()
        ],
    }


def _page(typed: Mapping[str, str], refusal: SettingsRefused | None = None) -> str:
    return render_template(
        "agency.html",
        typed=typed,
        refusal=refusal,
        problems=refusal.problems if refusal else {},
        numbers=NUMBERS,
        choices=CHOICES,
        warn_before=WARN_BEFORE,
        groups=GROUPS,
        rule=NAME,
        default_in_words=default_in_words,
        **agency_parts(),
    )


def default_in_words(question: Question) -> str:
    """Write the answer of the national reading as an administrator reads it."""
    value = default_of(question)
    if question.look is Look.TICKS:
        return "、".join(question.label(each) for each in value.split())
    if question.options:
        return question.label(value)
    return (question.default or "{}").format(value)


ROUTES = (
    Route("/agency", show_agency, Permission.ADMINISTER),
    Route("/agency", change_agency, Permission.ADMINISTER, ("POST",)),
)
