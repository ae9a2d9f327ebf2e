"""`for`, `some`, `every` and filters: whatever runs once per item, and pays for it step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engine.feel.closures import Closure, Scope
from engine.feel.refusals import FeelLimitExceeded
from engine.feel.values import MAX_LIST, Range, Run, adopt, sized_list

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """The variable of a loop, and where its values come from: a list, or from `start` to `end`."""

    name: str
    start: Closure
    end: Closure | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What is computed per item: the `outer` names it reads, and the steps it costs."""

    value: Closure
    outer: frozenset[str]
    cost: int

    def scope_within(self, scope: Scope) -> dict[str, object]:
        """Copy what the body reads, so that the items can be set beside it."""
        return {name: scope.get(name) for name in self.outer}


def items_of(value: object) -> list[object] | None:
    """Give the values to go through: a list, a range of whole numbers or days, a single value.

    Null has none and gives None.
    """
    value = adopt(value)
    if value is None or isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _counted(value)
    return [value]


def _counted(limits: Range) -> list[object] | None:
    items = _steps(limits.start, limits.end)
    if items is None:
        return None
    first = 0 if limits.start_included else 1
    last = len(items) if limits.end_included else len(items) - 1
    return items[first:last]


def _steps(start: object, end: object) -> list[object] | None:
    """Count from start to end, both included, up or down; null if that is not possible."""
    start, end = adopt(start), adopt(end)
    if type(start) is int and type(end) is int:
        _refuse_longer_than(abs(end - start))
        step = 1 if end >= start else -1
        return list(range(start, end + step, step))
    if type(start) is date and type(end) is date:
        days = (end - start).days
        _refuse_longer_than(abs(days))
        step = 1 if days >= 0 else -1
        return [start + _DAY * day for day in range(0, days + step, step)]
    return None


def _refuse_longer_than(length: int) -> None:
    if length > MAX_LIST:
        raise FeelLimitExceeded(detail=f"循环超过{MAX_LIST}次")


def _turns(turns: list[Turn], inner: dict[str, object], run: Run) -> Iterator[bool]:
    """Set the variables of the loop, one combination after another; yield False for a null list."""
    first, *rest = turns
    start = first.start(inner, run)
    items = items_of(start) if first.end is None else _steps(start, first.end(inner, run))
    if items is None:
        yield False
        return
    for item in items:
        inner[first.name] = adopt(item)
        if rest:
            run.spend(1)
            yield from _turns(rest, inner, run)
        else:
            yield True


def for_return(turns: list[Turn], body: Body) -> Closure:
    """`for x in xs return …`: a list.

    There is no `partial`: it would let a short expression build values of any depth.
    """

    def build(scope: Scope, run: Run) -> object:
        inner = body.scope_within(scope)
        results: list[object] = []
        for known in _turns(turns, inner, run):
            if not known:
                return None
            run.spend(body.cost)
            results.append(body.value(inner, run))
            sized_list(results)
        return results

    return build


def quantified(turns: list[Turn], body: Body, *, decisive: bool) -> Closure:
    """`some` (decided by the first true) or `every` (decided by the first false)."""

    def decide(scope: Scope, run: Run) -> bool | None:
        inner = body.scope_within(scope)
        verdict: bool | None = not decisive
        for known in _turns(turns, inner, run):
            if not known:
                return None
            run.spend(body.cost)
            value = body.value(inner, run)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                verdict = None
        return verdict

    return decide


def element(base: Closure, index: int) -> Closure:
    """`xs[1]`, `xs[-1]`: counted from 1, or from the end; null beyond the ends."""
    return lambda scope, run: _at(items_in(base(scope, run)), index)


def items_in(value: object) -> list[object]:
    """Read a filtered value as a list: null is empty, another value is a list of one."""
    value = adopt(value)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _at(items: list[object], index: int) -> object:
    if 0 < index <= len(items):
        return adopt(items[index - 1])
    return adopt(items[index]) if -len(items) <= index < 0 else None


def filtered(base: Closure, predicate: Body) -> Closure:
    """`xs[condition]`: the items for which it is true; a number is a position instead.

    The condition reads the item as `item`, and the entries of an item that is a context by name.
    """
    names = predicate.outer

    def choose(scope: Scope, run: Run) -> object:
        items = items_in(base(scope, run))
        outside = {name: scope.get(name) for name in names}
        outside.setdefault("item", None)
        if not items:
            return None if _is_number(predicate.value(outside, run)) else []
        chosen: list[object] = []
        for item in items:
            run.spend(predicate.cost)
            verdict = predicate.value(_seen_from(adopt(item), names, outside), run)
            if verdict is True:
                chosen.append(adopt(item))
            elif _is_number(verdict):
                return _at(items, verdict) if isinstance(verdict, int) else None
        return chosen

    return choose


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _seen_from(
    item: object, names: frozenset[str], outside: dict[str, object]
) -> dict[str, object]:
    """Give the names of a condition as they read at one item."""
    scope = dict(outside)
    if isinstance(item, dict):
        scope.update({name: item[name] for name in names if name in item})
    if not (isinstance(item, dict) and "item" in item):
        scope["item"] = item
    return scope
