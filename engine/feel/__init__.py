"""FEEL, the one expression language of diagrams, forms and decisions.

DMN 1.4 chapter 10 as one closed evaluator: a lark grammar, compiled to closures. In reading order:
`values` (what there is), `grammar.lark`, `tokens` and `syntax` (how it is read), `compiler`,
`closures` and `loops` (how it is computed), `builtins` (what may be called), `expressions` (what
other packages hold). An expression can reach nothing but the context it is given.
"""

from engine.feel.expressions import (
    Expression,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)
from engine.feel.refusals import FeelLimitExceeded, FeelSyntaxError, Position
from engine.feel.texts import to_text
from engine.feel.values import DaysTime, Duration, Range, Run, YearsMonths

__all__ = [
    "DaysTime",
    "Duration",
    "Expression",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Position",
    "Range",
    "Run",
    "UnaryTests",
    "YearsMonths",
    "compile_expression",
    "compile_unary_tests",
    "to_text",
]
