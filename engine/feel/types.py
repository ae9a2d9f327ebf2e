"""`instance of`."""

from engine.feel.closures import Closure
from engine.feel.values import kind_of


def instance_of(subject: Closure, type_name: str) -> Closure:
    """Tell whether a value is of a type; null is of none."""
    if type_name == "Any":
        return lambda scope, run: subject(scope, run) is not None
    return lambda scope, run: kind_of(subject(scope, run)) == type_name
