"""What the office tells every expression, and what its acts cannot do without.

The tables repeat what `engine.cases` does; its tests hold them against it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

FACTS: Final[Mapping[str, Collection[str]]] = {
    "today": (),
    "clock": (
        *("state", "left", "used", "received_on", "base_due", "reply_due", "warn_on"),
        *("overdue_on", "correction_notice_due", "correction_due", "correction_lapse_on"),
        *("fee_due", "fee_lapse_on", "consult_due", "consult_lapse_on", "extension_valid"),
    ),
    "case": (
        *("number", "channel", "received_on", "applicant_kind", "content", "split_from"),
        *("result", "letters"),
    ),
    "agency": ("name", "settings"),
}
"""The facts of a case by name, with their entries (none: it has no entries of its own)."""

OF_FORMS: Final = frozenset({"holdings", "case_files", "this", "parent"})
"""What a form may ask beyond them."""

NEEDS: Final[Mapping[str, Collection[str]]] = {
    "case.split": ("matters",),
    "clock.correction_notice": ("period_workdays",),
    "clock.consult": ("role", "party"),
    "clock.consult_delivered": ("party",),
    "clock.consult_replied": ("party",),
    "clock.consult_silent": ("party",),
    "clock.extend": ("workdays",),
    "clock.delay": ("new_due",),
    "reply.record": ("result",),
    "reply.sent": ("method",),
    "letter.withdraw": ("reason",),
    "letter.draft": ("letter",),
    "letter.issue": ("letter",),
    "delivery.record": ("letter",),
}
"""The inputs without which an act refuses, and the case stops at its step.

The `letter` may be named once for all by a property of the step instead.
"""


def no_letter_needs(_code: str, _name: str) -> bool:
    """Say that a letter can be written without anything."""
    return False


@dataclass(frozen=True)
class Surroundings:
    """What there is beside a package; `opened_with` is the variable of the start form."""

    facts: Mapping[str, Collection[str]] = field(default_factory=lambda: FACTS)
    needs: Mapping[str, Collection[str]] = field(default_factory=lambda: NEEDS)
    letter_needs: Callable[[str, str], bool] = no_letter_needs
    opened_with: str = "intake"
