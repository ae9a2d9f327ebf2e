"""The facts in law that steps bring about, by the names that rules ask for.

- `registered` 登记; `decided`: a result is recorded; `told`: the reply is issued
- `sent`: it is posted or handed over; `served`: its service is on record
- `reviewed`, `signed` (法制审核、签发): both since the result was last recorded
- `closed` 办结; `filed` 卷内文件目录; `excessive` 数量、频次明显超过合理范围

Every act is a fact too, such as `clock.extend`, and every letter issued or served: `+P03`, `>P03`.
"""

import re
from collections.abc import Iterator, Mapping

from engine.bpmn.model import PEOPLE
from engine.feel.propositions import Known, Says
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.course import Doing
from engine.roles import Role

PRINCIPAL = frozenset(
    {"registered", "decided", "told", "sent", "served", "reviewed", "signed", "closed", "excessive"}
)
_EXCESSIVE = re.compile("超过合理(?:的)?范围|超出合理(?:的)?范围")
_OF_ACTS = {
    "case.register": "registered",
    "reply.record": "decided",
    "reply.sent": "sent",
    "case.close": "closed",
    "clock.reasons_requested": "excessive",
}


def doing(labels: Mapping[tuple[str, object], str]) -> Doing:
    """Say what steps do; `labels` tell what the choices of forms are called."""
    return Doing(PRINCIPAL, gives, takes, lambda known: shows(known, labels))


def gives(element: Element) -> Iterator[str]:
    """Name what has happened once a step is done."""
    act = marks.act_of(element)
    if act:
        yield act
        if act in _OF_ACTS:
            yield _OF_ACTS[act]
    if act == "reply.record":
        yield from _of_result(marks.result_of(element))
    if act in {"letter.issue", "delivery.record"}:
        yield from _of_letters(act, marks.letters_of(element))
    if marks.only_by(element, Role.LEGAL_REVIEWER, Role.HEAD):
        by_head = marks.only_by(element, Role.HEAD)
        yield "signed" if by_head else "reviewed"
    if element.kind in PEOPLE and marks.cites(element, "第三十五条"):
        yield "excessive"


def _of_result(result: str) -> Iterator[str]:
    if result in marks.ENDED:
        yield from ("told", "sent", "served")
    if result and not result.startswith(("deny", "partial")):
        yield "reviewed"  # nobody is refused anything
    if result in marks.ENDED:
        yield "signed"


def _of_letters(act: str, codes: frozenset[str]) -> Iterator[str]:
    issued = act == "letter.issue"
    yield from (f"{'+' if issued else '>'}{code}" for code in codes)
    if marks.is_reply(codes):
        yield "told" if issued else "served"
    if issued and "A01" in codes:
        yield "filed"
    if issued and "P02" in codes:
        yield "excessive"


def takes(element: Element) -> Iterator[str]:
    """Name what must happen again once a step is done."""
    act = marks.act_of(element)
    if act == "reply.record":
        given = set(gives(element))
        yield from (one for one in ("reviewed", "signed", "told") if one not in given)
    if act == "letter.issue" and marks.is_reply(marks.letters_of(element)):
        yield "served"


def shows(known: Known, labels: Mapping[tuple[str, object], str]) -> Iterator[str]:
    """Name what is shown by a condition."""
    for says, true in known:
        if says == Says("case.split_from") and not true:
            yield "registered"  # with the letter it was split from
        if true and _EXCESSIVE.search(labels.get((says.path, says.value), "")):
            yield "excessive"
