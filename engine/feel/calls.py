"""Calling a built-in function: nothing else can be called."""

from engine.feel.builtins.registry import Builtin, Misfit, Overload, fit
from engine.feel.closures import Closure, Scope
from engine.feel.values import Run

Arguments = list[Closure | None]


def call(overloads: list[tuple[Overload, Arguments]]) -> Closure:
    """Call the first overload whose parameters accept the arguments; null if there is none."""

    def apply(scope: Scope, run: Run) -> object:
        for overload, arguments in overloads:
            try:
                values = _fitted(overload, arguments, scope, run)
            except Misfit:
                continue
            try:
                return overload.body(run, *values) if overload.with_run else overload.body(*values)
            except (ArithmeticError, ValueError):  # outside the calendar, or of decimal128
                return None
        return None

    return apply


def _fitted(overload: Overload, arguments: Arguments, scope: Scope, run: Run) -> list[object]:
    parameter_at = overload.parameter_at
    return [
        None if argument is None else fit(argument(scope, run), parameter_at(index), run)
        for index, argument in enumerate(arguments)
    ]


def by_position(builtin: Builtin, arguments: list[Closure]) -> list[tuple[Overload, Arguments]]:
    """Find the overloads that take as many arguments."""
    given: Arguments = [*arguments]
    return [
        (overload, given)
        for overload in builtin.overloads
        if overload.least <= len(arguments) <= overload.most
    ]


def by_name(builtin: Builtin, arguments: dict[str, Closure]) -> list[tuple[Overload, Arguments]]:
    """Find the overloads that have all the named parameters, and lack no other."""
    fitting = []
    for overload in builtin.overloads:
        names = [parameter.name for parameter in overload.parameters]
        required = {each.name for each in overload.parameters if not (each.optional or each.many)}
        if required <= arguments.keys() <= set(names):
            fitting.append((overload, [arguments.get(name) for name in names]))
    return fitting
