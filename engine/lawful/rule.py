"""One shape for a statutory rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.bpmn.failures import Finding
from engine.lawful.package import Package


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it is called, on what it rests, why it matters and what to do."""

    name: str
    title: str
    articles: tuple[str, ...]
    help: str
    check: Callable[[Package], Iterator[Finding]]
