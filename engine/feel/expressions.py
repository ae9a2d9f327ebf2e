"""Compiled expressions and unary tests: what the other packages hold and ask."""

from collections.abc import Mapping
from functools import lru_cache

from lark import Token, Tree
from typing_extensions import override

from engine.feel.builtins import BUILTINS
from engine.feel.closures import Closure, Test
from engine.feel.compiler import Compiler
from engine.feel.names import INPUT
from engine.feel.refusals import FeelLimitExceeded
from engine.feel.syntax import parse
from engine.feel.values import Run, adopt
from engine.law.calendar import WorkingCalendar

TOO_DEEP = "数据嵌套过深"
_NAMES = frozenset(name for name in BUILTINS if " " in name)


class _Compiled:
    """A text, and the names it reads from its context."""

    __slots__ = ("item_names", "names", "paths", "text")

    def __init__(self, text: str, compiler: Compiler) -> None:
        self.text = text
        self.names = frozenset(compiler.names.free)
        """The free variables: what the context is asked for, whatever the data."""
        self.paths = frozenset(compiler.names.paths)
        """The same with what is read of them: `reply.code`."""
        self.item_names = frozenset(compiler.names.of_items - compiler.names.free)
        """Names in a filter that are entries of its items, or else free variables."""

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__.lstrip('_')}({self.text!r})"


class Expression(_Compiled):
    """A compiled expression; immutable, cheap to ask, safe to share between threads."""

    __slots__ = ("_closure",)

    def __init__(self, text: str, compiler: Compiler, closure: Closure) -> None:
        """Keep what `compile_expression` has made."""
        super().__init__(text, compiler)
        self._closure = closure

    def __call__(
        self,
        context: Mapping[str, object],
        calendar: WorkingCalendar | None = None,
        run: Run | None = None,
    ) -> object:
        """Compute the value; missing names and impossible operations are null (None).

        Raises `FeelLimitExceeded`, and nothing else. Without a `calendar` the functions on working
        days give null. A `run` (with its own calendar) lets several expressions share one budget.
        """
        try:
            return self._closure(context, run or Run(calendar))
        except RecursionError:
            raise FeelLimitExceeded(detail=TOO_DEEP) from None


class UnaryTests(_Compiled):
    """A compiled cell of a decision table."""

    __slots__ = ("_test",)

    def __init__(self, text: str, compiler: Compiler, test: Test) -> None:
        """Keep what `compile_unary_tests` has made."""
        super().__init__(text, compiler)
        self._test = test

    def __call__(
        self,
        value: object,
        context: Mapping[str, object],
        calendar: WorkingCalendar | None = None,
        run: Run | None = None,
    ) -> bool | None:
        """Tell whether the value passes; null if that cannot be told. The value is `?`."""
        try:
            return self._test(adopt(value), {**context, INPUT: value}, run or Run(calendar))
        except RecursionError:
            raise FeelLimitExceeded(detail=TOO_DEEP) from None


@lru_cache(maxsize=2048)
def compile_expression(text: str) -> Expression:
    """Compile one expression, with or without the leading `=` of form-js.

    Raises `FeelSyntaxError`.
    """
    body = text.replace("=", " ", 1) if text.lstrip().startswith("=") else text
    compiler = Compiler(unary=False)
    tree: Tree[Token] = parse(body, "expression", _NAMES)
    return Expression(text, compiler, compiler.value(tree))


@lru_cache(maxsize=2048)
def compile_unary_tests(text: str) -> UnaryTests:
    """Compile the tests of one cell; an empty cell passes everything, as `-` does.

    Raises `FeelSyntaxError`.
    """
    compiler = Compiler(unary=True)
    tree: Tree[Token] = parse(text if text.strip() else "-", "unary_tests", _NAMES)
    return UnaryTests(text, compiler, compiler.tests(tree))
