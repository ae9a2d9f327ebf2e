"""What a rule on data says: one shape for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.dataflow.reads import Read
from engine.dataflow.whole import Data

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Remark:
    """A finding: where, which rule, how grave, what to do, and the way that shows it."""

    file: str
    line: int
    element: str
    rule: str
    severity: str
    message: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule: its name, one paragraph of help, and what it looks for."""

    name: str
    help: str
    check: Callable[[Data], Iterator[Remark]]


def remark(
    rule: str, read: Read, message: str, path: tuple[str, ...] = (), severity: str = WARNING
) -> Remark:
    """Make a finding on a reading."""
    element = read.element
    return Remark(element.file, read.line, element.id, rule, severity, message, path)


def spoken(data: Data, path: tuple[str, ...]) -> str:
    """Tell a way in a few names, as a reader follows it on the diagram."""
    chart = data.package.chart
    steps = [chart.find(one) for one in path]
    names = [one.name for one in steps if one is not None and one.node.name]
    shown = names if len(names) <= MOST_NAMES else [*names[:2], "……", *names[-3:]]
    return " → ".join(shown)


MOST_NAMES = 6


def how(data: Data, name: str) -> str:
    """Say who sets a variable, for a reader who does not know its name."""
    chart = data.package.chart
    names = dict.fromkeys(f"“{chart.elements[key].name}”" for key, _ in data.setters_of(name))
    return "、".join(list(names)[:3]) or "（没有任何环节）"


def gravity(data: Data, path: tuple[str, ...]) -> str:
    """Say how grave a failure is: a warning where gateways may exclude the way that leads to it."""
    return WARNING if data.is_doubtful(path) else ERROR
