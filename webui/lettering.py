"""文书设置: how each letter is numbered, sealed, titled and laid out, where the agency differs."""

from collections.abc import Mapping

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.package import current_package
from engine.law.letter_style import style_of
from engine.office import Office
from engine.people.agencies import SettingsRefused
from engine.people.lettering import (
    FIELDS,
    choices_for,
    field_of,
    numbered_letters,
    read_lettering,
    save_lettering,
)
from engine.people.numbering import LETTER_TOKENS
from engine.roles import Permission
from engine.store.agencies import Agency
from webui.guard import Route


def show_lettering(office: Office) -> ResponseReturnValue:
    """Show the settings of every letter."""
    return _page(office, read_lettering(office))


def change_lettering(office: Office) -> ResponseReturnValue:
    """Save them, or say at each letter what is wrong and keep what was typed."""
    values = dict(request.form.items())
    try:
        save_lettering(office, values)
    except SettingsRefused as refusal:
        office.session.rollback()
        return make_response(_page(office, values, refusal), 422)
    flash("文书设置已保存。以后签发的文书采用新的设置；已签发的文书及其文号不变。")
    return redirect("/agency/letters", 303)


def _page(office: Office, typed: Mapping[str, str], refusal: SettingsRefused | None = None) -> str:
    """Draw the table; beside each choice stands what holds without it."""
    package = current_package(office.session, office.actor.agency_id)
    settings = office.session.get_one(Agency, office.actor.agency_id).settings
    house = {name: value for name, value in settings.items() if name != "letters"}
    rows = []
    for kind in numbered_letters():
        if package.has_letter(kind.code):
            about = package.template(kind.code).about
            rows.append((kind, about, style_of(kind, about.title, house)))
    return render_template(
        "lettering.html",
        rows=rows,
        labels=FIELDS,
        typed=typed,
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        name_of=field_of,
        options_of=choices_for,
        tokens=LETTER_TOKENS,
    )


ROUTES = (
    Route("/agency/letters", show_lettering, Permission.ADMINISTER),
    Route("/agency/letters", change_lettering, Permission.ADMINISTER, ("POST",)),
)
