"""The shape of a letter's values: which names a template may use, and who may see what."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from engine.documents.grammar import names_in

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# names only; what stands beside them is never printed
_COMMON: Final[dict[str, object]] = {
    "letter": dict.fromkeys(("code", "title", "number", "date", "copy", "form")),
    "agency": dict.fromkeys(
        (
            "name",
            "short_name",
            "code_word",
            "address",
            "phone",
            "postcode",
            "contact",
            "signing_entity",
            "online_review_url",
        )
    ),
    "case": dict.fromkeys(
        (
            "number",
            "received_on",
            "receipt_reason",
            "channel",
            "channel_label",
            "content",
            "corrected_on",
            "corrected_content",
            "extended_to",
            "reply_due",
            "query_code",
        )
    ),
    "reply": {
        "code": None,
        "label": None,
        "articles": [],
        "documents": [dict.fromkeys(("title", "number", "pages", "form"))],
        "public_way": None,
        "withheld": [dict.fromkeys(("part", "ground", "ground_label", "article", "reason"))],
        "reasons": None,
        "sub_kind": None,
        "special_rule": None,
        "third_party": None,
        "searches": [
            dict.fromkeys(
                ("department", "scope", "keywords", "period", "method", "found", "searched_on")
            )
        ],
        "search_summary": None,
        "responsible": dict.fromkeys(("name", "contact")),
        "earlier": dict.fromkeys(("number", "date")),
        "channel_hint": None,
        "delivery_way": None,
        "fee": {"amount": None, "lines": []},
        "convenience": None,
    },
    "remedy": {"paragraphs": [], "articles": []},
    "notice": {},
    "you": None,
}
_APPLICANT: Final[dict[str, object]] = {"applicant": dict.fromkeys(("name", "kind", "kind_label"))}
APPLICANT = "applicant"
_KNOWS_APPLICANT: Final = frozenset({APPLICANT, "internal"})
NATURAL_PERSON = "natural"
# how the letter speaks to its reader
_YOU: Final = {"third_party": "您（单位）", "agency": "贵单位"}


def known_names(sample: Mapping[str, object], addressee: str) -> frozenset[str]:
    """List the names a letter to `addressee` may use.

    Only the applicant's own letters and the records of the office know the applicant: a
    third party, a joint producer or another agency is never told who asked (条例第三十二条;
    个人信息保护法第六条).
    """
    known = names_in(_COMMON) | names_in(sample)
    if addressee in _KNOWS_APPLICANT:
        return known | names_in(_APPLICANT)
    return frozenset(name for name in known if not _identifies(name))


def offered() -> Mapping[str, object]:
    """Give the names that every case has; what stands beside them is never printed."""
    return {**_COMMON, **_APPLICANT, "notice": {}}


def names_not_given(sample: Mapping[str, object]) -> list[str]:
    """List what a sample has and no case ever gives; what a notice says is its step's own."""
    strange = names_in(sample) - names_in(offered())
    return sorted(name for name in strange if not name.startswith("notice."))


def shown_to(addressee: str, values: Mapping[str, object]) -> dict[str, object]:
    """Leave out of the values what `addressee` must not learn, and add how to say “you”."""
    shown = dict(values)
    shown["you"] = _YOU.get(addressee) or _applicant_you(values.get(APPLICANT))
    if addressee not in _KNOWS_APPLICANT:
        shown.pop(APPLICANT, None)
        case = shown.get("case")
        if isinstance(case, Mapping):
            shown["case"] = {key: part for key, part in case.items() if key != "query_code"}
    return shown


def with_days(value: object) -> object:
    """Turn the days of a JSON document (2026-03-05) into days."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, Mapping):
        return {key: with_days(part) for key, part in value.items()}
    if isinstance(value, list):
        return [with_days(part) for part in value]
    return value


def _applicant_you(applicant: object) -> str:
    kind = applicant.get("kind") if isinstance(applicant, Mapping) else None
    return "您" if kind in {None, NATURAL_PERSON} else "贵单位"


def _identifies(name: str) -> bool:
    return f"{name}.".startswith(f"{APPLICANT}.") or name == "case.query_code"
