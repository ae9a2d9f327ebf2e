"""How a built-in function declares its name, its parameters and the kinds they accept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from engine.feel.values import Run, adopt, kind_of

_CHARACTERS_PER_STEP: Final = 64
_ITEMS_PER_STEP: Final = 8
ANY: Final[frozenset[str]] = frozenset()
Body = Callable[..., object]
AnyBody = TypeVar("AnyBody", bound=Body)
BUILTINS: dict[str, "Builtin"] = {}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `kinds` empty means any value, null included."""

    name: str
    kinds: frozenset[str]
    optional: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Builtin:
    """One function of the language: one body for each list of parameters (overload)."""

    name: str
    overloads: tuple["Overload", ...]

    @property
    def signatures(self) -> tuple[str, ...]:
        """Give the declarations, as the manual prints them."""
        return tuple(overload.signature for overload in self.overloads)


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function; `with_run` bodies take the `Run` first."""

    signature: str
    parameters: tuple[Parameter, ...]
    body: Body
    with_run: bool

    @property
    def least(self) -> int:
        """Count the arguments that must be given."""
        return sum(not each.optional and not each.many for each in self.parameters)

    @property
    def most(self) -> int:
        """Count the arguments that may be given; a huge number if any."""
        many = bool(self.parameters) and self.parameters[-1].many
        return 1_000 if many else len(self.parameters)

    def parameter_at(self, index: int) -> Parameter:
        """Find the parameter that takes an argument; the last one may take many."""
        return self.parameters[min(index, len(self.parameters) - 1)]


def builtin(signature: str, *, with_run: bool = False) -> Callable[[AnyBody], AnyBody]:
    """Register a function: `"substring(string: string, start position: number, length?: number)"`.

    A kind may be several (`number|string`), `any`, or `list` (a single value is then read as a
    list of one). `name?` is optional, `name*` takes any number of arguments. An argument of
    another kind, null included, makes the result null without the body being called.
    """
    name, _, rest = signature.partition("(")
    parameters = tuple(_parameter(text) for text in rest.rstrip(")").split(",") if text.strip())

    def register(body: AnyBody) -> AnyBody:
        known = BUILTINS[name].overloads if name in BUILTINS else ()
        overload = Overload(signature, parameters, body, with_run)
        BUILTINS[name] = Builtin(name, (*known, overload))
        return body

    return register


def _parameter(text: str) -> Parameter:
    name, _, kinds = (part.strip() for part in text.partition(":"))
    accepted = ANY if kinds == "any" else frozenset(kind.strip() for kind in kinds.split("|"))
    return Parameter(name.rstrip("?*"), accepted, optional=name[-1] == "?", many=name[-1] == "*")


class Misfit(Exception):
    """An argument is of no kind that the parameter accepts."""


def fit(value: object, parameter: Parameter, run: Run) -> object:
    """Give the argument as the parameter wants it; raise `Misfit`."""
    kinds = parameter.kinds
    if not kinds:
        return adopt(value)
    value = adopt(value)
    kind = kind_of(value)
    if kind in kinds:
        return _paid(value, run)
    if value is not None and "list" in kinds:
        return [value]
    if isinstance(value, list) and len(value) == 1:
        only = adopt(value[0])
        if kind_of(only) in kinds:
            return only
    raise Misfit


def _paid(value: object, run: Run) -> object:
    """Pay for going through a long text or list; give the items of a list as ours."""
    if isinstance(value, str):
        run.spend(len(value) // _CHARACTERS_PER_STEP)
    if isinstance(value, list):
        run.spend(1 + len(value) // _ITEMS_PER_STEP)
        return [adopt(item) for item in value]
    return value
