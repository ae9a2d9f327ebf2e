"""Reading the elements and cells of a DMN file, and noting what is wrong with them."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from lxml import etree

from engine.bpmn.decision_grid import Aggregation, HitPolicy
from engine.feel import (
    Expression,
    FeelSyntaxError,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)

Element = etree._Element  # noqa: SLF001 - lxml has no public name for it
Known = TypeVar("Known", HitPolicy, Aggregation)
Compiled = TypeVar("Compiled", Expression, UnaryTests)
NULL: Final = compile_expression("null")
ANYTHING: Final = compile_unary_tests("-")


class Problem(NamedTuple):
    """A fault of a file: the element, its line (0 if unknown), and what to do."""

    element: str
    line: int
    message: str


class Cells:
    """What is common to all elements of one file; `place` names the decision being read."""

    def __init__(self) -> None:
        """Begin with no problem found."""
        self.problems: list[Problem] = []
        self.namespace = ""
        self.place = ""

    # -- one cell -----------------------------------------------------------------------------

    def tests(self, cell: Element, where: str) -> UnaryTests:
        """Compile an input cell; an empty one passes everything."""
        self.languages(cell)
        return self.compiled(compile_unary_tests, cell, self.text(cell), where) or ANYTHING

    def expression(self, cell: Element, where: str, *, required: bool = True) -> Expression | None:
        """Compile an output cell or a column's question; None if it is empty or faulty."""
        self.languages(cell)
        text = self.text(cell)
        if not text and required:
            self.fault(cell, f"{self.place}{where}没有填写表达式。")
        return self.compiled(compile_expression, cell, text, where) if text else None

    def compiled(
        self, compile_text: Callable[[str], Compiled], cell: Element, text: str, where: str
    ) -> Compiled | None:
        """Compile a text, or note where it goes wrong."""
        try:
            return compile_text(text)
        except FeelSyntaxError as error:
            self.fault(cell, f"{self.place}{where}“{text}”有误。{error}")
            return None

    def languages(self, element: Element) -> None:
        """Refuse any language but FEEL."""
        language = element.get("expressionLanguage") or "feel"
        if not language.lower().rstrip("/").endswith("feel"):
            self.fault(element, f"{self.place}的表达式语言为“{language}”，只能用FEEL。")

    def one_of(self, kind: type[Known], element: Element, attribute: str) -> Known | None:
        """Read an attribute that is one of a few words."""
        text = element.get(attribute)
        if text is None:
            return None
        try:
            return kind(text)
        except ValueError:
            known = "、".join(kind)
            self.fault(element, f"{self.place}的{attribute}“{text}”无法识别，应为：{known}。")
            return None

    # -- elements -----------------------------------------------------------------------------

    def children(self, element: Element, name: str) -> list[Element]:
        """Find the children of a name."""
        return element.findall(self.namespace + name)

    def child(self, element: Element, name: str) -> Element | None:
        """Find the first child of a name."""
        return element.find(self.namespace + name)

    def text(self, element: Element) -> str:
        """Read the text of a cell."""
        text = self.child(element, "text")
        return "" if text is None else "".join(text.itertext()).strip()

    def fault(self, element: Element, message: str) -> None:
        """Note what is wrong with an element."""
        self.problems.append(Problem(element.get("id") or "", element.sourceline or 0, message))
