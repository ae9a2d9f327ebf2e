"""The parts of a decision table as values, and what can go wrong when one is asked."""

from dataclasses import dataclass
from enum import StrEnum

from engine.errors import OfficeError
from engine.feel import Expression, UnaryTests


class HitPolicy(StrEnum):
    """Which of the rules that apply give the result."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What COLLECT makes of its results."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


class RulesOverlap(OfficeError):
    """Two rules of a UNIQUE table apply to one case."""

    code = "decision_rules_overlap"
    message = (
        "决策表“{table}”的命中策略为“唯一（UNIQUE）”，但第{rules}条规则同时满足。"
        "请修改规则使其互不重叠，或者改用其他命中策略。"
    )


class RulesDisagree(OfficeError):
    """Two rules of an ANY table apply, with different results."""

    code = "decision_rules_disagree"
    message = (
        "决策表“{table}”的命中策略为“任意（ANY）”，但同时满足的第{rules}条规则结果不一致。"
        "请修改规则使其结果相同，或者改用其他命中策略。"
    )


class ResultOutsideOutputValues(OfficeError):
    """A result has no place in the order of the output values."""

    code = "decision_result_without_priority"
    message = (
        "决策表“{table}”第{rule}条规则的输出“{output}”为“{value}”，"
        "不在该列的可选值之中，无法排定优先顺序。请把它加入可选值。"
    )


class CellFailed(OfficeError):
    """A cell cannot be computed within the limits."""

    code = "decision_cell_failed"
    message = "决策表“{table}”{place}无法计算：{reason}"


@dataclass(frozen=True)
class Input:
    """One column of conditions: what is asked."""

    id: str
    label: str
    expression: Expression


@dataclass(frozen=True)
class Output:
    """One column of results; `values` in order of priority, `default` if no rule applies."""

    id: str
    name: str
    label: str
    values: tuple[object, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True)
class Rule:
    """One row; `number` counts from 1 as the editor shows it, an output cell may be empty."""

    id: str
    number: int
    tests: tuple[UnaryTests, ...]
    results: tuple[Expression | None, ...]


@dataclass(frozen=True)
class Grid:
    """The rows and columns of a table, and its hit policy."""

    id: str
    name: str
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    @property
    def cells(self) -> list[Expression | UnaryTests]:
        """Give all that is computed."""
        return [
            *(column.expression for column in self.inputs),
            *(test for rule in self.rules for test in rule.tests),
            *(cell for rule in self.rules for cell in rule.results if cell is not None),
            *(output.default for output in self.outputs if output.default is not None),
        ]
