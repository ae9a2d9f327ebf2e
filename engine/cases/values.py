"""What a letter is made from: plain values, the same names as each template's sample.json."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from engine.cases.facts import agency_of, authority_of, reading_of, remedy_rules_of
from engine.cases.sitting import Sitting
from engine.documents import enlarged, render_html
from engine.law.application import ApplicantKind, Channel
from engine.law.letter_parts import Addressee
from engine.law.letter_style import Style, style_of
from engine.law.letters import letter_kind
from engine.law.remedies import remedy_of
from engine.store.agencies import Agency

_REPLY_DEFAULTS: dict[str, Any] = {
    "code": "",
    "label": "",
    "articles": [],
    "documents": [],
    "public_way": "",
    "withheld": [],
    "reasons": "",
    "sub_kind": "",
    "third_party": None,
    "searches": [],
    "search_summary": "",
    "responsible": None,
    "earlier": None,
    "channel": "",
    "channel_hint": "",
    "delivery_way": "",
    "fee": None,
    "convenience": None,
}


def letter_values(
    sitting: Sitting, letter: Mapping[str, Any], notice: Mapping[str, Any]
) -> dict[str, Any]:
    """Gather everything a template may print; nothing from the database reaches it alive."""
    office, case = sitting.office, sitting.case
    agency = agency_of(office, case)
    reply = sitting.instance.variables.get("reply")
    reply_values = _reply(reply if isinstance(reply, dict) else {})
    style = style_in(sitting, str(letter["code"]))
    return {
        "letter": {**letter, "title": style.title, "form": style.form},
        "agency": _agency(agency),
        "applicant": {
            "name": case.applicant.name,
            "kind": case.applicant.kind,
            "kind_label": ApplicantKind(case.applicant.kind).label,
        },
        "case": _case(sitting),
        "notice": dict(notice),
        "reply": reply_values,
        "remedy": _remedy(sitting, agency, str(letter["code"]), reply_values),
    }


def letter_page(sitting: Sitting, values: Mapping[str, Any]) -> str:
    """Write a letter; in large print for an applicant who asked for it (条例第四十三条)."""
    template = sitting.package.template(str(values["letter"]["code"]))
    page = render_html(template, values)
    if sitting.case.wishes.get("large_print") and template.about.addressee == Addressee.APPLICANT:
        return enlarged(page, template.large)
    return page


def style_in(sitting: Sitting, code: str) -> Style:
    """Say how the agency of a case issues a letter today."""
    title = sitting.package.template(code).about.title
    return style_of(letter_kind(code), title, agency_of(sitting.office, sitting.case).settings)


def _agency(agency: Agency) -> dict[str, Any]:
    names = (
        "name short_name code_word address phone postcode contact signing_entity online_review_url"
    )
    return {name: getattr(agency, name) for name in names.split()}


def _case(sitting: Sitting) -> dict[str, Any]:
    case = sitting.case
    reading = reading_of(sitting.office, case)
    corrected_on = case.wishes.get("corrected_on")
    return {
        "number": case.number,
        "received_on": reading.receipt_date,
        "receipt_reason": reading.receipt_reason,
        "channel": case.channel,
        "channel_label": Channel(case.channel).label,
        "content": case.content,
        "corrected_on": date.fromisoformat(corrected_on) if corrected_on else None,
        "corrected_content": case.wishes.get("corrected_content"),
        "extended_to": reading.extended_to,
        "reply_due": reading.reply_due,
        "query_code": case.query_code,
    }


def _reply(reply: Mapping[str, Any]) -> dict[str, Any]:
    values = _REPLY_DEFAULTS | {key: reply[key] for key in reply if reply[key] is not None}
    values["responsible"] = _named(
        reply, name="responsible_name", contact="responsible_contact"
    ) or values.get("responsible")
    values["earlier"] = _named(reply, number="earlier_number", date="earlier_date") or values.get(
        "earlier"
    )
    return values


def _named(reply: Mapping[str, Any], **keys: str) -> dict[str, Any] | None:
    """Gather flat form fields into one thing, or None when its first field is empty."""
    first = next(iter(keys.values()))
    if not reply.get(first):
        return None
    return {name: reply.get(key) or "" for name, key in keys.items()}


def _remedy(
    sitting: Sitting, agency: Agency, letter: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    """Derive the remedy a letter states: of the result for a reply, else of the letter itself."""
    code = str(reply["code"]) if letter_kind(letter).final else letter
    if not code:
        return {"paragraphs": [], "articles": []}
    remedy = remedy_of(
        code,
        authority_of(agency),
        str(reply["channel"]),
        sitting.office.today,
        replace(remedy_rules_of(agency), title_word=style_in(sitting, letter).word),
    )
    return {"paragraphs": list(remedy.paragraphs), "articles": list(remedy.articles)}


def frozen(values: Any) -> Any:  # noqa: ANN401  (a JSON value)
    """Write values down as JSON can keep them: days and amounts as text."""
    match values:
        case dict():
            return {str(key): frozen(value) for key, value in values.items()}
        case list() | tuple():
            return [frozen(value) for value in values]
        case date():
            return values.isoformat()
        case Decimal():
            return str(values)
        case _:
            return values
