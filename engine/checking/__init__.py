"""A finished letter read once more before it is signed: plain rules, each with its article."""

from engine.checking import (
    agreement,
    citations,
    dates,
    decisions,
    glyphs,
    grounds,
    leftovers,
    obsolete,
    periods,
    privacy,
    remedy,
)
from engine.checking.finished import Finding, Finished, Missing, Rule, Severity

__all__ = ["RULES", "Finding", "Finished", "Missing", "Rule", "Severity", "check"]

RULES: tuple[Rule, ...] = (
    remedy.RULE,
    dates.RULE,
    periods.RULE,
    citations.RULE,
    agreement.RULE,
    grounds.RULE,
    decisions.RULE,
    privacy.RULE,
    obsolete.RULE,
    leftovers.RULE,
    glyphs.RULE,
)
"""Everything that is looked at, the gravest first."""


def check(letter: Finished) -> tuple[Finding, ...]:
    """Read a letter by every rule; errors first, then in the order of the paragraphs."""
    found = [finding for rule in RULES for finding in rule.look(letter)]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _order(finding: Finding) -> tuple[bool, int]:
    first = -1 if finding.paragraph is None else finding.paragraph
    return finding.severity is not Severity.ERROR, first
