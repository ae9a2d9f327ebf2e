"""One shape for a rule of this package, and for what it has to say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.soundness.build import World
from engine.soundness.explore import Explored
from engine.soundness.net import Run
from engine.soundness.scopes import Scope, Spot

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Judged:
    """A scope that has been explored."""

    scope: Scope
    world: World
    explored: Explored

    def run_through(self, element: str) -> Run:
        """Give a short run that reaches an element; nothing if no case does."""
        if element not in self.explored.passed:
            return ()
        return self.explored.run_through(element) or self.scope.route(element)


@dataclass(frozen=True)
class Remark:
    """What a rule says of an element, with a run that shows it."""

    spot: Spot
    severity: str
    message: str
    path: Run = ()


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it is called, why it matters and how to mend it."""

    name: str
    title: str
    help: str
    look: Callable[[Judged], Iterable[Remark]]


def named(judged: Judged, names: Iterable[str], shown: int = 3) -> str:
    """Name a few elements in a sentence."""
    spots = judged.scope.spots
    labels = [spots[name].label for name in dict.fromkeys(names) if name in spots]
    return "、".join(labels[:shown]) + (f"等{len(labels)}处" if len(labels) > shown else "")


def contradicts_itself(scope: Scope, run: Run) -> bool:
    """Tell whether a run takes one condition as true at one gateway and as false at another.

    Whether that can happen depends on whether the data change in between; the token game
    takes every decision freely.
    """
    flows = {flow.id: flow for flow in scope.flows}
    said: dict[str, set[bool]] = {}
    for name in run:
        flow = flows.get(name)
        if flow is None or scope.spots[flow.source].tag != "exclusiveGateway":
            continue
        for other in scope.outgoing[flow.source]:  # asked in the order of the file
            if not other.default:
                said.setdefault(" ".join(other.condition.split()), set()).add(other is flow)
            if other is flow and not other.default:
                break
    return any(len(values) > 1 for text, values in said.items() if text)
