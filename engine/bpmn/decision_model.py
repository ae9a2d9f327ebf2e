"""Decision tables, and what they decide together (DMN 1.5, chapters 6 and 8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.decision_grid import Grid
from engine.bpmn.hit_policies import result_of
from engine.law.calendar import WorkingCalendar

Context = Mapping[str, object]


@dataclass(frozen=True)
class DecisionTable(Grid):
    """One decision; a decision that is a single expression is a table of one rule.

    `required` are the decisions asked first; their results are read by their `name` or `id`.
    """

    required: tuple["DecisionTable", ...] = ()
    fingerprint: str = ""
    result_name: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Give the variables that the decision, and those it requires, read from the case."""
        given = {name for table in self.required for name in table.result_names}
        own = frozenset().union(*(part.names for part in self.cells)) - given
        return own.union(*(table.names for table in self.required))

    @property
    def paths(self) -> frozenset[str]:
        """Give the same with what is read of them: `reply.code`."""
        given = {name for table in self.required for name in table.result_names}
        read = frozenset().union(*(part.paths for part in self.cells))
        own = frozenset(path for path in read if path.partition(".")[0] not in given)
        return own.union(*(table.paths for table in self.required))

    @property
    def result_names(self) -> frozenset[str]:
        """Give the names under which other decisions of the file read the result."""
        return frozenset({self.id, self.name, self.result_name}) - {""}

    def decide(self, context: Context, calendar: WorkingCalendar | None = None) -> object:
        """Give the result of the rules that apply to a case.

        A single output gives its value, several give a context; policies of many hits give a list.
        None if no rule applies and no default is set. Raises an OfficeError that names the table
        and its rules: `RulesOverlap`, `RulesDisagree`, `ResultOutsideOutputValues`, `CellFailed`.
        """
        return self._decided(_Case(dict(context), calendar, {}))

    def _decided(self, case: "_Case") -> object:
        if self.id in case.decided:
            return case.decided[self.id]
        scope = dict(case.context)
        for table in self.required:
            result = table._decided(case)  # noqa: SLF001 - the same class
            scope |= dict.fromkeys(table.result_names, result)
        result = case.decided[self.id] = result_of(self, scope, case.calendar)
        return result


@dataclass(frozen=True)
class _Case:
    """What one call of `decide` is given, and what it has decided so far."""

    context: dict[str, object]
    calendar: WorkingCalendar | None
    decided: dict[str, object]
