"""Which rules apply, and what the hit policy makes of them (DMN 1.5, 8.2.8 to 8.2.11)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.bpmn.decision_grid import (
    Aggregation,
    CellFailed,
    Grid,
    HitPolicy,
    Input,
    ResultOutsideOutputValues,
    Rule,
    RulesDisagree,
    RulesOverlap,
)
from engine.feel import Expression, FeelLimitExceeded, Run, UnaryTests, compile_expression, to_text
from engine.law.calendar import WorkingCalendar

MAX_STEPS_OF_A_TABLE: Final = 200_000

Context = Mapping[str, object]


def result_of(grid: Grid, scope: Context, calendar: WorkingCalendar | None) -> object:
    """Ask a table about one case; raises the errors of `decision_grid`."""
    asked = _Asked(grid, scope, Run(calendar, MAX_STEPS_OF_A_TABLE))
    return _POLICIES[grid.hit_policy](asked, asked.hits())


@dataclass(frozen=True)
class _Asked:
    """One table asked about one case."""

    table: Grid
    scope: Context
    run: Run

    def hits(self) -> list[Rule]:
        """Find the rules that apply, in their order; of FIRST only the first."""
        values = [
            self._value(column.expression, f"输入“{column.label}”") for column in self.table.inputs
        ]
        found = []
        for rule in self.table.rules:
            if self._applies(rule, values):
                found.append(rule)
                if self.table.hit_policy is HitPolicy.FIRST:
                    break
        return found

    def _applies(self, rule: Rule, values: Sequence[object]) -> bool:
        columns = zip(self.table.inputs, rule.tests, values, strict=True)
        return all(self._passes(rule, *column) is True for column in columns)

    def _passes(self, rule: Rule, column: Input, test: UnaryTests, value: object) -> bool | None:
        try:
            return test(value, self.scope, run=self.run)
        except FeelLimitExceeded as error:
            raise self._failure(f"第{rule.number}条规则的输入“{column.label}”", error) from error

    def results(self, rule: Rule) -> tuple[object, ...]:
        """Compute the output cells of a rule."""
        columns = zip(self.table.outputs, rule.results, strict=True)
        return tuple(
            self._value(cell, f"第{rule.number}条规则的输出“{column.label}”")
            for column, cell in columns
        )

    def defaults(self) -> object:
        """Give the default results; None if there are none."""
        if all(output.default is None for output in self.table.outputs):
            return None
        return self.shaped(
            tuple(
                self._value(output.default, f"的输出列“{output.label}”的默认值")
                for output in self.table.outputs
            )
        )

    def shaped(self, results: tuple[object, ...]) -> object:
        """Give a single result as a value, several as a context."""
        if len(results) == 1:
            return results[0]
        return {
            output.name: result for output, result in zip(self.table.outputs, results, strict=True)
        }

    def _value(self, expression: Expression | None, place: str) -> object:
        if expression is None:
            return None
        try:
            return expression(self.scope, run=self.run)
        except FeelLimitExceeded as error:
            raise self._failure(place, error) from error

    def _failure(self, place: str, error: FeelLimitExceeded) -> CellFailed:
        return CellFailed(table=self.table.name, place=place, reason=str(error))


def _numbers(rules: Sequence[Rule]) -> str:
    return "、".join(str(rule.number) for rule in rules)


def _unique(asked: _Asked, hits: list[Rule]) -> object:
    if len(hits) > 1:
        raise RulesOverlap(table=asked.table.name, rules=_numbers(hits))
    return _first(asked, hits)


def _first(asked: _Asked, hits: list[Rule]) -> object:
    return asked.shaped(asked.results(hits[0])) if hits else asked.defaults()


def _any(asked: _Asked, hits: list[Rule]) -> object:
    results = [asked.shaped(asked.results(rule)) for rule in hits]
    if any(not _SAME({"one": result, "other": results[0]}) for result in results[1:]):
        raise RulesDisagree(table=asked.table.name, rules=_numbers(hits))
    return results[0] if results else asked.defaults()


def _priority(asked: _Asked, hits: list[Rule]) -> object:
    ranked = _ranked(asked, hits)
    return asked.shaped(ranked[0]) if ranked else asked.defaults()


def _output_order(asked: _Asked, hits: list[Rule]) -> object:
    return [asked.shaped(results) for results in _ranked(asked, hits)] or asked.defaults()


def _rule_order(asked: _Asked, hits: list[Rule]) -> object:
    return [asked.shaped(asked.results(rule)) for rule in hits] or asked.defaults()


def _collect(asked: _Asked, hits: list[Rule]) -> object:
    if asked.table.aggregation is None:
        return _rule_order(asked, hits)
    if not hits and asked.table.aggregation is not Aggregation.COUNT:
        return asked.defaults()
    values = [asked.shaped(asked.results(rule)) for rule in hits]
    return _AGGREGATIONS[asked.table.aggregation]({"results": values})


def _ranked(asked: _Asked, hits: list[Rule]) -> list[tuple[object, ...]]:
    results = [(rule, asked.results(rule)) for rule in hits]
    ranks = {rule.number: _rank(asked.table, rule, values) for rule, values in results}
    return [values for rule, values in sorted(results, key=lambda hit: ranks[hit[0].number])]


def _rank(table: Grid, rule: Rule, results: tuple[object, ...]) -> tuple[int, ...]:
    """Give the places of the results among the output values, of the columns that have some."""
    places = []
    for output, result in zip(table.outputs, results, strict=True):
        if not output.values:
            continue
        place = _PLACE({"values": output.values, "result": result})
        if not isinstance(place, int):
            raise ResultOutsideOutputValues(
                table=table.name, rule=rule.number, output=output.label, value=to_text(result)
            )
        places.append(place)
    return tuple(places)


_AGGREGATIONS: Final = {
    Aggregation.SUM: compile_expression("sum(results)"),
    Aggregation.MIN: compile_expression("min(results)"),
    Aggregation.MAX: compile_expression("max(results)"),
    Aggregation.COUNT: compile_expression("count(results)"),
}
_PLACE: Final = compile_expression("index of(values, result)[1]")
_SAME: Final = compile_expression("one = other")
_POLICIES: Final[Mapping[HitPolicy, Callable[[_Asked, list[Rule]], object]]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.FIRST: _first,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.COLLECT: _collect,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
}
