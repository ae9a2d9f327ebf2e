"""Reading decision tables from DMN 1.1 to 1.5; what they decide is in `decision_model`."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from lxml import etree

from engine.bpmn.decision_cells import NULL, Cells, Element, Problem
from engine.bpmn.decision_grid import Aggregation, HitPolicy, Input, Output, Rule
from engine.bpmn.decision_model import DecisionTable
from engine.bpmn.source import NotReadable, read_xml
from engine.errors import OfficeError
from engine.feel import compile_expression

__all__ = [
    "Aggregation",
    "DecisionTable",
    "DecisionTablesRefused",
    "HitPolicy",
    "Problem",
    "problems",
    "read_decisions",
]

NAMESPACES: Final = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
MAX_DECISIONS: Final = 50
MAX_RULES: Final = 500
MAX_COLUMNS: Final = 50
_WITH_VALUES: Final = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
_LOGIC: Final = frozenset(
    {"context", "invocation", "relation", "list", "functionDefinition", "conditional", "for"}
    | {"every", "some", "filter"}
)


class DecisionTablesRefused(OfficeError):
    """The file cannot be used; `problems` has all its faults."""

    code = "decision_tables_refused"
    message = "决策表文件有{count}处错误，不能使用。{first}"

    def __init__(self, found: tuple[Problem, ...]) -> None:
        """Tell the first fault, and how many there are."""
        self.problems = found
        super().__init__(count=len(found), first=found[0].message)


def read_decisions(xml: bytes) -> Mapping[str, DecisionTable]:
    """Read all decisions of a file, by id. Raises `DecisionTablesRefused`."""
    reader = _read(xml)
    if reader.problems:
        raise DecisionTablesRefused(tuple(reader.problems))
    return reader.tables


def problems(xml: bytes) -> tuple[Problem, ...]:
    """List the faults of a file, by line; empty if it can be used. Never raises."""
    return tuple(sorted(_read(xml).problems, key=lambda problem: problem.line))


def _read(xml: bytes) -> "_Reader":
    reader = _Reader()
    try:
        root = read_xml(xml)
    except NotReadable as error:
        reader.problems.append(Problem("", error.line, str(error)))
        return reader
    reader.read(root)
    return reader


class _Reader(Cells):
    """One pass over one file, gathering tables and faults."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, DecisionTable] = {}

    def read(self, root: Element) -> None:
        """Read all decisions, then join them by what they require."""
        namespace = etree.QName(root)
        self.namespace = f"{{{namespace.namespace}}}"
        if namespace.namespace not in NAMESPACES or namespace.localname != "definitions":
            self.fault(root, "不是DMN 1.1至1.5文件：根元素不是definitions。")
            return
        decisions = self.children(root, "decision")
        if not 0 < len(decisions) <= MAX_DECISIONS:
            self.fault(root, f"文件中应有1至{MAX_DECISIONS}个决策，现有{len(decisions)}个。")
            return
        drafts: dict[str, tuple[Element, DecisionTable]] = {}
        for decision in decisions:
            table = self._decision(decision)
            if table.id in drafts:
                self.fault(decision, f"决策编号“{table.id}”重复。")
            drafts[table.id] = (decision, table)
        _Joining(self, drafts).run()

    # -- one decision -------------------------------------------------------------------------

    def _decision(self, decision: Element) -> DecisionTable:
        name = decision.get("name") or decision.get("id") or ""
        self.place = f"决策表“{name}”"
        if not decision.get("id"):
            self.fault(decision, f"{self.place}没有编号（id）。")
        if self.children(decision, "knowledgeRequirement"):
            self.fault(decision, f"{self.place}引用了业务知识模型，引擎不支持。")
        variable = self.child(decision, "variable")
        known = replace(
            self._logic(decision),
            id=decision.get("id") or "",
            name=name,
            result_name="" if variable is None else variable.get("name") or "",
            fingerprint=hashlib.sha256(etree.tostring(decision, method="c14n")).hexdigest(),
        )
        self.place = ""
        return known

    def _logic(self, decision: Element) -> DecisionTable:
        table = self.child(decision, "decisionTable")
        literal = self.child(decision, "literalExpression")
        if table is not None:
            return self._table(table)
        cell = None if literal is None else self.expression(literal, "的表达式")
        if cell is None and literal is None:
            kinds = [_local(child) for child in decision if _local(child) in _LOGIC]
            found = f"（{kinds[0]}）" if kinds else ""
            self.fault(decision, f"{self.place}既不是决策表，也不是单个表达式{found}，引擎不支持。")
        rule = Rule("", 1, (), (cell,))
        return replace(_EMPTY, outputs=(Output("", "", "结果"),), rules=(rule,))

    def _table(self, table: Element) -> DecisionTable:
        self.languages(table)
        inputs = tuple(self._input(each) for each in self.children(table, "input"))
        outputs = tuple(self._output(each) for each in self.children(table, "output"))
        rules = self.children(table, "rule")
        if len(inputs) + len(outputs) > MAX_COLUMNS or len(rules) > MAX_RULES:
            self.fault(table, f"{self.place}超过{MAX_COLUMNS}列或{MAX_RULES}条规则。")
            rules = []
        known = replace(
            _EMPTY,
            hit_policy=self.one_of(HitPolicy, table, "hitPolicy") or HitPolicy.UNIQUE,
            aggregation=self.one_of(Aggregation, table, "aggregation"),
            inputs=inputs,
            outputs=outputs,
            rules=tuple(
                self._rule(rule, number, inputs, outputs)
                for number, rule in enumerate(rules, start=1)
            ),
        )
        self._check(table, known)
        return known

    def _check(self, element: Element, table: DecisionTable) -> None:
        """Find what no single cell shows."""
        names = [output.name for output in table.outputs]
        if not names:
            self.fault(element, f"{self.place}没有输出列。")
        if len(names) > 1 and ("" in names or len(set(names)) < len(names)):
            self.fault(element, f"{self.place}有多个输出列，各列须有互不相同的名称（name）。")
        if table.aggregation is not None:
            if table.hit_policy is not HitPolicy.COLLECT:
                self.fault(element, f"{self.place}只有命中策略为COLLECT时才能汇总。")
            if len(names) > 1 and table.aggregation is not Aggregation.COUNT:
                self.fault(element, f"{self.place}汇总（{table.aggregation}）只能有一个输出列。")
        if table.hit_policy in _WITH_VALUES and not any(each.values for each in table.outputs):
            self.fault(
                element,
                f"{self.place}的命中策略为{table.hit_policy}，输出列须列出可选值，以定优先顺序。",
            )

    def _input(self, column: Element) -> Input:
        expression = self.child(column, "inputExpression")
        text = "" if expression is None else self.text(expression)
        label = column.get("label") or text or column.get("id") or ""
        where = column if expression is None else expression
        compiled = self.expression(where, f"的输入列“{label}”")
        return Input(column.get("id") or "", label, compiled or NULL)

    def _output(self, column: Element) -> Output:
        name = column.get("name") or ""
        label = column.get("label") or name or column.get("id") or "结果"
        values = self.child(column, "outputValues")
        default = self.child(column, "defaultOutputEntry")
        return Output(
            column.get("id") or "",
            name,
            label,
            () if values is None else self._values(values, label),
            None if default is None else self.expression(default, f"的输出列“{label}”的默认值"),
        )

    def _values(self, values: Element, label: str) -> tuple[object, ...]:
        """Read the values a column may have; in a table of priorities the first weighs most."""
        text = self.text(values)
        where = f"的输出列“{label}”的可选值"
        listed = self.compiled(compile_expression, values, f"[{text}]", where)
        found = listed({}) if listed is not None else None
        return tuple(found) if isinstance(found, list) else ()

    def _rule(
        self, rule: Element, number: int, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
    ) -> Rule:
        tests = self.children(rule, "inputEntry")
        results = self.children(rule, "outputEntry")
        if len(tests) != len(inputs) or len(results) != len(outputs):
            self.fault(rule, f"{self.place}第{number}条规则的单元格数与列数不一致。")
        return Rule(
            rule.get("id") or "",
            number,
            tuple(
                self.tests(cell, f"第{number}条规则的输入“{column.label}”")
                for cell, column in zip(tests, inputs, strict=False)
            ),
            tuple(
                self.expression(cell, f"第{number}条规则的输出“{column.label}”", required=False)
                for cell, column in zip(results, outputs, strict=False)
            ),
        )

    def required_by(self, decision: Element) -> Iterable[tuple[Element, str]]:
        """List the decisions that a decision requires, by id."""
        for requirement in self.children(decision, "informationRequirement"):
            for reference in self.children(requirement, "requiredDecision"):
                yield reference, (reference.get("href") or "").rpartition("#")[2]


class _Joining:
    """Put the required decisions into those that require them, finding rings on the way."""

    def __init__(
        self, reader: _Reader, drafts: Mapping[str, tuple[Element, DecisionTable]]
    ) -> None:
        self.reader = reader
        self.drafts = drafts
        self.open: set[str] = set()

    def run(self) -> None:
        """Join all decisions of the file."""
        for name in self.drafts:
            self._joined(name)

    def _joined(self, name: str) -> DecisionTable:
        done = self.reader.tables
        if name in done:
            return done[name]
        decision, table = self.drafts[name]
        self.open.add(name)
        required = [
            self._joined(other)
            for reference, other in self.reader.required_by(decision)
            if self._is_usable(reference, table, other)
        ]
        self.open.remove(name)
        done[name] = replace(table, required=tuple(required))
        return done[name]

    def _is_usable(self, reference: Element, table: DecisionTable, other: str) -> bool:
        fault = ""
        if other not in self.drafts:
            fault = f"决策表“{table.name}”需要的决策“{other}”不在本文件中。"
        elif other in self.open:
            fault = f"决策表“{table.name}”与“{self.drafts[other][1].name}”互相需要，形成循环。"
        if fault:
            line = reference.sourceline or 0
            self.reader.problems.append(Problem(table.id, line, fault))
        return not fault


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


_EMPTY: Final = DecisionTable("", "", HitPolicy.UNIQUE, None, (), (), ())
