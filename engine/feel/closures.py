"""The closures an expression is made of: reading, comparing, deciding.

Each takes the scope (names → values) and the `Run`, and gives a value. They are built once, when an
expression is compiled, and are as short as they can be: a gateway asks them thousands of times.
"""

from collections.abc import Callable, Mapping

from engine.feel.comparison import equal, includes, order
from engine.feel.properties import member
from engine.feel.values import KINDS, Range, Run, adopt

Scope = Mapping[str, object]
Closure = Callable[[Scope, Run], object]
Test = Callable[[object, Scope, Run], bool | None]

_LITERAL_TYPES = frozenset({str, int, bool})


def constant(value: object) -> Closure:
    """Always give the same value."""
    return lambda _scope, _run: value


def variable(name: str) -> Closure:
    """Read a name; a missing one is null."""

    def read(scope: Scope, _run: Run) -> object:
        value = scope.get(name)
        return value if type(value) in KINDS else adopt(value)

    return read


def path(base: Closure, name: str) -> Closure:
    """Read an entry of a context, a component of a date, or both over a list."""

    def read(scope: Scope, run: Run) -> object:
        value = base(scope, run)
        if type(value) is dict:
            entry = value.get(name)
            return entry if type(entry) in KINDS else adopt(entry)
        return member(value, name, run)

    return read


def conjunction(parts: list[Closure]) -> Closure:
    """False if one part is false, else null if one is unknown, else true."""

    def decide(scope: Scope, run: Run) -> bool | None:
        verdict: bool | None = True
        for part in parts:
            value = part(scope, run)
            if value is False:
                return False
            if value is not True:
                verdict = None
        return verdict

    return decide


def disjunction(parts: list[Closure]) -> Closure:
    """True if one part is true, else null if one is unknown, else false."""

    def decide(scope: Scope, run: Run) -> bool | None:
        verdict: bool | None = False
        for part in parts:
            value = part(scope, run)
            if value is True:
                return True
            if value is not False:
                verdict = None
        return verdict

    return decide


def negation(part: Closure) -> Closure:
    """Turn true into false and false into true; anything else is null."""

    def decide(scope: Scope, run: Run) -> bool | None:
        return opposite(part(scope, run))

    return decide


def opposite(value: object) -> bool | None:
    """Give the other truth value; null if there is none."""
    return (not value) if isinstance(value, bool) else None


def choice(condition: Closure, yes: Closure, no: Closure) -> Closure:
    """`if … then … else …`; an unknown condition takes the else branch."""
    return lambda scope, run: (yes if condition(scope, run) is True else no)(scope, run)


def binary(
    apply: Callable[[object, object, Run], object], left: Closure, right: Closure
) -> Closure:
    """Apply a function of two values."""
    return lambda scope, run: apply(left(scope, run), right(scope, run), run)


def equals_literal(left: Closure, literal: object) -> Closure:
    """Compare with a literal: the commonest condition, and the quickest."""
    kind = type(literal)

    def decide(scope: Scope, run: Run) -> bool | None:
        value = left(scope, run)
        return value == literal if type(value) is kind else equal(value, literal, run)

    return decide


def differs(left: object, right: object, run: Run) -> bool | None:
    """Compare for `!=`."""
    return opposite(equal(left, right, run))


def less(left: object, right: object, _run: Run) -> bool | None:
    """Compare for `<`."""
    if type(left) is int and type(right) is int:
        return left < right
    verdict = order(left, right)
    return None if verdict is None else verdict < 0


def at_most(left: object, right: object, _run: Run) -> bool | None:
    """Compare for `<=`."""
    if type(left) is int and type(right) is int:
        return left <= right
    verdict = order(left, right)
    return None if verdict is None else verdict <= 0


def greater(left: object, right: object, run: Run) -> bool | None:
    """Compare for `>`."""
    return less(right, left, run)


def at_least(left: object, right: object, run: Run) -> bool | None:
    """Compare for `>=`."""
    return at_most(right, left, run)


COMPARISONS: Mapping[str, Callable[[object, object, Run], bool | None]] = {
    "=": equal,
    "!=": differs,
    "<": less,
    "<=": at_most,
    ">": greater,
    ">=": at_least,
}


def comparison(symbol: str, left: Closure, right: Closure, literal: object = None) -> Closure:
    """Compare two values; `literal` is the right one if it is known beforehand."""
    if symbol == "=" and type(literal) in _LITERAL_TYPES:
        return equals_literal(left, literal)
    return binary(COMPARISONS[symbol], left, right)


def between(subject: Closure, start: Closure, end: Closure) -> Closure:
    """`… between … and …`, both ends included."""

    def decide(scope: Scope, run: Run) -> bool | None:
        value = subject(scope, run)
        above = at_least(value, start(scope, run), run)
        below = at_most(value, end(scope, run), run)
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    return decide


def limits(start: Closure, end: Closure, included: tuple[bool, bool]) -> Closure:
    """Build a range; null if its ends are of different kinds."""

    def build(scope: Scope, run: Run) -> object:
        first, last = start(scope, run), end(scope, run)
        if order(first, last) is None:
            return None
        return Range(first, last, *included)

    return build


def listed(items: list[Closure]) -> Closure:
    """Build a list."""
    return lambda scope, run: [item(scope, run) for item in items]


def context(entries: list[tuple[str, Closure]], outer: frozenset[str]) -> Closure:
    """Build a context; an entry may read the ones before it, and the `outer` names."""

    def build(scope: Scope, run: Run) -> object:
        inner = {name: scope.get(name) for name in outer}
        result = {}
        for name, value in entries:
            inner[name] = result[name] = value(inner, run)
        return result

    return build


def compared_test(symbol: str, right: Closure) -> Test:
    """`> 5` in a cell."""
    compare = COMPARISONS[symbol]
    return lambda value, scope, run: compare(value, right(scope, run), run)


def question_test(condition: Closure) -> Test:
    """`? > 3 and ? < 9` in a cell: the scope knows the value as `?`."""

    def decide(_value: object, scope: Scope, run: Run) -> bool | None:
        verdict = condition(scope, run)
        return verdict if isinstance(verdict, bool) else None

    return decide


def matching_test(expected: Closure, *, literal: bool) -> Test:
    """`"a"`, `[1..5]`, a list, or a computed value or verdict in a cell."""

    def decide(value: object, scope: Scope, run: Run) -> bool | None:
        wanted = expected(scope, run)
        if type(wanted) is bool and not literal and type(value) is not bool:
            return wanted
        return matches(value, wanted, run)

    return decide


def matches(value: object, wanted: object, run: Run) -> bool | None:
    """Tell whether a value equals what is wanted, lies in its range, or is in its list."""
    wanted = adopt(wanted)
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return includes(wanted, value)
    if isinstance(wanted, list):
        whole = equal(value, wanted, run) if isinstance(value, list) else False
        if whole:
            return True
        return some_true([whole, *(matches(value, one, run) for one in wanted)])
    return equal(value, wanted, run)


def some_true(verdicts: list[bool | None]) -> bool | None:
    """True if one is true, else null if one is unknown, else false."""
    if True in verdicts:
        return True
    return None if None in verdicts else False


def any_test(tests: list[Test]) -> Test:
    """`"a","b"` in a cell."""
    if len(tests) == 1:
        return tests[0]

    def decide(value: object, scope: Scope, run: Run) -> bool | None:
        verdict: bool | None = False
        for test in tests:
            one = test(value, scope, run)
            if one is True:
                return True
            if one is None:
                verdict = None
        return verdict

    return decide


def no_test(tests: list[Test]) -> Test:
    """`not("a","b")` in a cell."""
    some = any_test(tests)
    return lambda value, scope, run: opposite(some(value, scope, run))


def tested(subject: Closure, test: Test) -> Closure:
    """`x in …` as a value."""
    return lambda scope, run: test(subject(scope, run), scope, run)
