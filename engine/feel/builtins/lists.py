"""Functions on lists; positions count from 1, or from the end if negative."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cmp_to_key
from typing import Final

from engine.feel.arithmetic import operator
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equal, order
from engine.feel.values import EXACT, Run, adopt, kind_of, shorten, sized, sized_list

Items = list[object]
_STEPS_PER_NUMBER: Final = 2  # decimal arithmetic, twice for a deviation
_PLUS: Final = operator("+")


def _declare(name: str, body: Callable[[Run, Items], object]) -> None:
    """Register a function of one list, which may also be given as several arguments."""

    def of_arguments(run: Run, *items: object) -> object:
        return body(run, [adopt(item) for item in items])

    builtin(f"{name}(list: list)", with_run=True)(body)
    builtin(f"{name}(items*: any)", with_run=True)(of_arguments)


def _numbers(run: Run, items: Items) -> list[int | Decimal] | None:
    run.spend(len(items) * _STEPS_PER_NUMBER)
    numbers = [each for each in items if isinstance(each, int | Decimal) and type(each) is not bool]
    return numbers if len(numbers) == len(items) and items else None


def _least(run: Run, items: Items) -> object:
    return _extreme(run, items, -1)


def _greatest(run: Run, items: Items) -> object:
    return _extreme(run, items, 1)


def _extreme(run: Run, items: Items, sign: int) -> object:
    run.spend(len(items))
    best = items[0] if items else None
    for item in items:
        verdict = order(item, best)
        if verdict is None:
            return None
        best = item if verdict == sign else best
    return best


def _total(run: Run, items: Items) -> object:
    if not items or kind_of(items[0]) not in {"number", *_DURATIONS}:
        return None
    run.spend(len(items))
    total = items[0]
    for item in items[1:]:
        total = _PLUS(total, item, run)
    return total


_DURATIONS = frozenset({"years and months duration", "days and time duration"})


def _mean(run: Run, items: Items) -> object:
    numbers = _numbers(run, items)
    return None if numbers is None else shorten(_average(numbers))


def _average(numbers: Iterable[int | Decimal]) -> Decimal:
    values = list(numbers)
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return EXACT.divide(total, len(values))


def _product(run: Run, items: Items) -> object:
    numbers = _numbers(run, items)
    if numbers is None:
        return None
    result = Decimal(1)
    for number in numbers:
        result = EXACT.multiply(result, number)
    return shorten(result)


def _median(run: Run, items: Items) -> object:
    numbers = _numbers(run, items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return shorten(_average(ordered[middle - 1 : middle + 1]))


def _stddev(run: Run, items: Items) -> object:
    numbers = _numbers(run, items)
    if numbers is None or len(numbers) == 1:
        return None
    run.spend(len(items) * _STEPS_PER_NUMBER)
    mean = _average(numbers)
    squares = [EXACT.power(EXACT.subtract(number, mean), 2) for number in numbers]
    total = EXACT.multiply(_average(squares), len(squares))
    return shorten(EXACT.sqrt(EXACT.divide(total, len(squares) - 1)))


def _mode(run: Run, items: Items) -> object:
    numbers = _numbers(run, items)
    if numbers is None:
        return None if items else []
    run.spend(len(numbers))
    times: dict[int | Decimal, int] = {}
    for number in numbers:
        times[number] = times.get(number, 0) + 1
    most = max(times.values())
    return sorted(number for number, count in times.items() if count == most)


def _all(_run: Run, items: Items) -> bool | None:
    if False in [item for item in items if isinstance(item, bool)]:
        return False
    return True if all(item is True for item in items) else None


def _any(_run: Run, items: Items) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


_declare("min", _least)
_declare("max", _greatest)
_declare("sum", _total)
_declare("mean", _mean)
_declare("product", _product)
_declare("median", _median)
_declare("stddev", _stddev)
_declare("mode", _mode)
_declare("all", _all)
_declare("any", _any)


@builtin("list contains(list: list, element: any)", with_run=True)
def list_contains(run: Run, items: Items, element: object) -> bool:
    """Tell whether an item equals the element."""
    return any(equal(item, element, run) is True for item in items)


@builtin("count(list: list)")
def count(items: Items) -> int:
    """Count the items."""
    return len(items)


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(items: Items, start: object, length: object = None) -> Items | None:
    """Give the items from a position on."""
    first = _index(items, start)
    if first is None or not (length is None or isinstance(length, int)):
        return None
    if length is None:
        return items[first:]
    return items[first : first + length] if length >= 0 and first + length <= len(items) else None


def _index(items: Items, position: object) -> int | None:
    """Turn a position into an index; null beyond the ends."""
    if not isinstance(position, int) or not 1 <= abs(position) <= len(items):
        return None
    return position - 1 if position > 0 else len(items) + position


@builtin("append(list: list|null, items*: any)")
def append(items: Items | None, *more: object) -> Items:
    """Give the list with more items at its end."""
    return sized_list([*(items or []), *more])


@builtin("concatenate(lists*: list)")
def concatenate(*lists: Items) -> Items:
    """Join lists."""
    return sized_list([item for each in lists for item in each])


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(items: Items, position: object, item: object) -> Items | None:
    """Give the list with an item put before a position."""
    index = _index(items, position)
    return None if index is None else sized_list([*items[:index], item, *items[index:]])


@builtin("remove(list: list, position: number)")
def remove(items: Items, position: object) -> Items | None:
    """Give the list without the item at a position."""
    index = _index(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)")
def list_replace(items: Items, position: object, item: object) -> Items | None:
    """Give the list with another item at a position."""
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@builtin("reverse(list: list)")
def reverse(items: Items) -> Items:
    """Give the items from last to first."""
    return items[::-1]


@builtin("index of(list: list, match: any)", with_run=True)
def index_of(run: Run, items: Items, match: object) -> Items:
    """Give the positions of the items that equal a value."""
    return [place for place, item in enumerate(items, start=1) if equal(item, match, run) is True]


@builtin("distinct values(list: list)", with_run=True)
def distinct_values(run: Run, items: Items) -> Items:
    """Give each value once, in the order of the list."""
    chosen: Items = []
    for item in items:
        if not any(equal(item, other, run) is True for other in chosen):
            chosen.append(item)
    return chosen


@builtin("union(lists*: list)", with_run=True)
def union(run: Run, *lists: Items) -> Items:
    """Join lists, each value once."""
    return distinct_values(run, concatenate(*lists))


@builtin("flatten(list: list)", with_run=True)
def flatten(run: Run, items: Items) -> Items:
    """Put the items of lists within lists into one."""
    flat: Items = []
    for item in items:
        run.spend(1)
        value = adopt(item)
        flat += flatten(run, value) if isinstance(value, list) else [value]
        sized_list(flat)
    return flat


@builtin("duplicate values(list: list)", with_run=True)
def duplicate_values(run: Run, items: Items) -> Items:
    """Give the values that occur more than once, each once."""
    return [
        item
        for item in distinct_values(run, items)
        if sum(equal(item, other, run) is True for other in items) > 1
    ]


@builtin("sort(list: list)", with_run=True)
def sort(run: Run, items: Items) -> Items | None:
    """Put values of one kind in ascending order; an addition to DMN, which wants a function."""
    run.spend(len(items) * len(items).bit_length())
    if any(order(item, items[0]) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda left, right: order(left, right) or 0))


@builtin("string join(list: list, delimiter?: string|null)", with_run=True)
def string_join(run: Run, items: Items, delimiter: str | None = None) -> str | None:
    """Join texts; nulls are left out."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + sum(item is None for item in items) < len(items):
        return None
    gap = delimiter or ""
    run.spend(sum(len(text) + len(gap) for text in texts) >> 8)
    return sized(gap.join(texts))
