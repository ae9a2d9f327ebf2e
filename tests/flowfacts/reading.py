"""Small packages, read and asked."""

import time
from collections.abc import Callable, Collection, Iterable

from engine.bpmn.definition import read_definition
from engine.flowfacts import Client, Element, Facts, path_avoiding, read_package


class Asked:
    """A package of small diagrams; every element gives its own id, unless told otherwise."""

    def __init__(
        self,
        *files: bytes,
        gives: Callable[[Element], Iterable[str]] = lambda one: [one.id],
        takes_away: Callable[[Element], Iterable[str]] = lambda _: (),
        refused: bool = False,
    ) -> None:
        diagrams = {f"{number}.bpmn": text for number, text in enumerate(files)}
        before = time.process_time()
        definition = read_definition(diagrams, {}, "P")
        self.reading = time.process_time() - before  # the engine's own time
        self.package = read_package(definition, diagrams)
        assert bool(self.package.refused) is refused
        self.facts = Facts(self.package.net, Client(gives, takes_away))

    def key(self, name: str) -> tuple[str, str]:
        found = self.package.chart.find(name)
        assert found is not None, name
        return found.key

    def certain(self, name: str) -> str:
        """Name what is certain on arrival, of the elements with one letter."""
        return "".join(sorted(one for one in self.facts.certain(self.key(name)) if len(one) == 1))

    def possible(self, name: str) -> str:
        return "".join(sorted(one for one in self.facts.possible(self.key(name)) if len(one) == 1))

    def after(self, name: str) -> str:
        found = self.facts.certain_after(self.key(name))
        return "".join(sorted(one for one in found if len(one) == 1))

    def path(self, goal: str, avoided: Collection[str] = (), start: str = "") -> str | None:
        found = path_avoiding(
            self.package.net,
            self.key(start) if start else None,
            self.key(goal),
            [self.key(one) for one in avoided],
        )
        return None if found is None else " ".join(element for _, element in found)
