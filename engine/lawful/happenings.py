"""The facts in law that steps bring about, by the names that rules ask for.

- `registered` 登记; `decided`: a result is recorded; `told`: the reply is issued
- `sent`: it is posted or handed over; `served`: its service is on record
- `reviewed`, `signed` (法制审核、签发): both since the result was last drafted
- `closed` 办结; `filed` 卷内文件目录; `excessive` 数量、频次明显超过合理范围

Every act is a fact too, such as `clock.extend`, and every letter issued or served: `+P03`, `>P03`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Happenings:
    """What steps do, given what must be known of the whole package.

    `labels` say what the choices of forms are called, `letters` which letters a step issues or
    serves; `drafted` are the variables that results are read from.
    """

    labels: Mapping[tuple[str, object], str]
    letters: Callable[[Element], frozenset[str]]
    drafted: frozenset[str]

    def doing(self) -> Doing:
        """Hand over what the equations need."""
        return Doing(PRINCIPAL, self.gives, self.takes, self.shows)

    def gives(self, element: Element) -> Iterator[str]:
        """Name what has happened once a step is done."""
        act = marks.act_of(element)
        if act:
            yield act
            if act in _OF_ACTS:
                yield _OF_ACTS[act]
        if act == "reply.record":
            yield from _of_result(marks.result_of(element))
        if act in {"letter.issue", "delivery.record"}:
            yield from _of_letters(act, self.letters(element))
        if marks.only_by(element, Role.LEGAL_REVIEWER, Role.HEAD):
            by_head = marks.only_by(element, Role.HEAD)
            yield "signed" if by_head else "reviewed"
        if element.kind in PEOPLE and marks.cites(element, "第三十五条"):
            yield "excessive"

    def takes(self, element: Element) -> Iterator[str]:
        """Name what must happen again once a step is done: another draft, another review."""
        act = marks.act_of(element)
        result = marks.result_of(element) if act == "reply.record" else ""
        if result or (marks.is_person(element) and marks.variables_of(element) & self.drafted):
            given = set(self.gives(element))
            yield from (one for one in ("reviewed", "signed") if one not in given)
        if act == "reply.record" and result not in marks.ENDED:
            yield "told"
        if act == "letter.issue" and marks.is_reply(self.letters(element)):
            yield "served"

    def shows(self, known: Known) -> Iterator[str]:
        """Name what is shown by a condition."""
        for says, true in known:
            if says == Says("case.split_from") and not true:
                yield "registered"  # with the letter it was split from
            if true and _EXCESSIVE.search(self.labels.get((says.path, says.value), "")):
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
