"""Periods that somebody else must keep: what watches them, and what happens when they lapse."""

from collections.abc import Iterable, Iterator

from engine.feel import Expression, FeelSyntaxError, compile_expression
from engine.flowfacts import Element, Key
from engine.lawful import marks
from engine.lawful.package import Package, Way

FACTS = frozenset({"agency", "case", "clock", "today"})


def timers_after(
    package: Package, opening: Element, ends: Iterable[Element], *days: str
) -> list[Element]:
    """List the timers on these days that watch a period from its beginning to its ends."""
    ahead = package.ahead(opening, [*ends, *package.leaving])
    return package.such(lambda one: one.key in ahead and marks.waits_for(one, *days))


def unsettled(package: Package, opening: Element, ends: Iterable[Element]) -> Way:
    """Give a run on which what was opened is never ended, though the applicant does not leave.

    What a reminder does beside the waiting is not a way on.
    """
    beside = package.such(lambda one: bool(one.node.attached_to) and not one.node.interrupting)
    return package.way(opening, package.end, [*ends, *package.leaving, *beside])


def unattended(package: Package, timer: Element, also: Iterable[Element] = ()) -> Way:
    """Give a run from a lapse to a decision that no person has looked at; empty if none is."""
    ahead = package.ahead(timer, package.people)
    goals: list[Key] = [one.key for one in (*package.acts("reply.record"), *also)]
    goals += [one.key for one in package.such(lambda one: asks_people(package, one))]
    for goal in (*goals, package.end):
        found = package.way(timer, goal, package.people) if goal in ahead else ()
        if found:
            return found
    return ()


def asks_people(package: Package, gateway: Element) -> bool:
    """Tell whether a gateway goes by what a person has answered, or should have."""
    flows = package.chart.outgoing.get(gateway.key, ())
    if not gateway.tag.endswith("Gateway") or len(flows) < len(("one", "other")):
        return False
    known = FACTS | package.worked_out
    return any(one.names - known for one in conditions_of(package, gateway))


def conditions_of(package: Package, gateway: Element) -> Iterator[Expression]:
    """Give the conditions at a gateway."""
    for flow in package.chart.outgoing.get(gateway.key, ()):
        try:
            if flow.condition:
                yield compile_expression(flow.condition)
        except FeelSyntaxError:
            continue  # said by another layer


def is_ignored(package: Package, judge: Element, goal: Element) -> bool:
    """Tell whether one comes to a step whatever a person has answered who was to judge.

    Somebody who has nothing to choose is not asked.
    """
    asked = package.forms.get(judge.node.form_key)
    if asked is None or not any(one.options for one in asked.walk()):
        return False
    answer = judge.node.result_variable
    ahead = package.ahead(judge, [goal])
    gateways = package.such(
        lambda one: (
            one.key in ahead and any(answer in each.names for each in conditions_of(package, one))
        )
    )
    return not any(_holds_back(package, one, judge, goal) for one in gateways)


def _holds_back(package: Package, gateway: Element, judge: Element, goal: Element) -> bool:
    """Tell whether one way out of a gateway leads to the goal only past the judge again."""
    flows = package.chart.outgoing.get(gateway.key, ())
    avoided = [judge, *package.leaving]
    return any(
        goal.key not in package.ahead(gateway, avoided, [one for one in flows if one is not flow])
        for flow in flows
    )
