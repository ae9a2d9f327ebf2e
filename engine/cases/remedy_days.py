"""救济期限: until when an applicant or a third party may seek review or sue, letter by letter."""

from dataclasses import dataclass
from datetime import date

from engine.cases.facts import agency_of, remedy_rules_of
from engine.cases.letters import LetterRow, letters_of
from engine.law.letters import letter_kind
from engine.law.remedies import (
    DIRECT_SUIT,
    REVIEW_FIRST,
    REVIEW_PERIOD,
    SUIT_AFTER_REVIEW,
    RemedyDays,
    last_days,
)
from engine.office import Office
from engine.store.cases import Case
from engine.store.letters import Letter


@dataclass(frozen=True)
class Way:
    """One way of remedy: what it is, its last day, and its article."""

    label: str
    last_day: date | None  # None: it begins only with the decision on review
    article: str


@dataclass(frozen=True)
class LetterRemedy:
    """What may be done about a letter that was delivered, counted from that day."""

    letter: Letter
    delivered_on: date | None  # None: not yet, so nothing is counted
    ways: tuple[Way, ...]


def remedies_of(office: Office, case_id: int) -> list[LetterRemedy]:
    """Work out the last days for every letter of a case about which something can be brought.

    Raises:
        CaseNotFound.
    """
    rows = letters_of(office, case_id)
    case = office.session.get_one(Case, case_id)
    return [
        _remedy(office, case, row)
        for row in rows
        if row.letter.status == "issued" and row.deliveries and letter_kind(row.letter.code).remedy
    ]


def _remedy(office: Office, case: Case, row: LetterRow) -> LetterRemedy:
    delivered = min((d.delivered_on for d in row.deliveries if d.delivered_on), default=None)
    if delivered is None:
        return LetterRemedy(row.letter, None, ())
    reply = row.letter.content.get("reply") or {}
    code = str(reply.get("code") or "") if letter_kind(row.letter.code).final else row.letter.code
    rules = remedy_rules_of(agency_of(office, case))
    days = last_days(code or row.letter.code, delivered, office.calendar, rules)
    return LetterRemedy(row.letter, delivered, tuple(_ways(days)))


def _ways(days: RemedyDays) -> list[Way]:
    if days.review_first is None:
        return []
    basis = f"{REVIEW_PERIOD}、{REVIEW_FIRST}" if days.review_first else str(REVIEW_PERIOD)
    ways = [Way("申请行政复议", days.review_last_day, basis)]
    if days.suit_last_day is not None:
        label = "提起行政诉讼（公开部分）" if days.review_first else "提起行政诉讼"
        ways.append(Way(label, days.suit_last_day, str(DIRECT_SUIT)))
    if days.review_first:
        ways.append(Way("复议后提起行政诉讼", None, str(SUIT_AFTER_REVIEW)))
    return ways
