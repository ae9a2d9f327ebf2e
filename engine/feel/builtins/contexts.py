"""Functions on contexts."""

from engine.feel.builtins.registry import builtin
from engine.feel.values import Run, adopt

Context = dict[str, object]


@builtin("get value(m: context, key: string)")
def get_value(m: Context, key: str) -> object:
    """Read an entry."""
    return adopt(m.get(key))


@builtin("get value(m: context, keys: list)")
def get_value_along(m: Context, keys: list[object]) -> object:
    """Read an entry of an entry."""
    value: object = m
    for key in keys:
        if not (isinstance(value, dict) and isinstance(key, str)):
            return None
        value = adopt(value.get(key))
    return value if keys else None


@builtin("get entries(m: context)", with_run=True)
def get_entries(run: Run, m: Context) -> list[object]:
    """List the entries as contexts of `key` and `value`."""
    run.spend(len(m))
    return [{"key": key, "value": adopt(value)} for key, value in m.items()]


@builtin("context put(context: context, key: string, value: any)", with_run=True)
def context_put(run: Run, context: Context, key: str, value: object) -> Context:
    """Give a copy with one entry set."""
    run.spend(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)", with_run=True)
def context_put_along(run: Run, context: Context, keys: list[object], value: object) -> object:
    """Give a copy with an entry of an entry set; null if the way leads through no context."""
    if not keys or not isinstance(keys[0], str):
        return None
    run.spend(len(context) + len(keys))
    first, rest = keys[0], keys[1:]
    if not rest:
        return {**context, first: value}
    inner = adopt(context.get(first, {}))
    if not isinstance(inner, dict):
        return None
    entry = context_put_along(run, inner, rest, value)
    return None if entry is None else {**context, first: entry}


@builtin("context merge(contexts: list)", with_run=True)
def context_merge(run: Run, contexts: list[object]) -> Context | None:
    """Join contexts; the later entry wins."""
    merged: Context = {}
    for each in contexts:
        if not isinstance(each, dict):
            return None
        run.spend(len(each))
        merged |= each
    return merged


@builtin("context(entries: list)", with_run=True)
def context_of(run: Run, entries: list[object]) -> Context | None:
    """Build a context from contexts of `key` and `value`; null if a key is missing or twice."""
    run.spend(len(entries))
    built: Context = {}
    for each in entries:
        key = each.get("key") if isinstance(each, dict) else None
        if not isinstance(key, str) or key in built or not isinstance(each, dict):
            return None
        if "value" not in each:
            return None
        built[key] = each["value"]
    return built
