"""A question that follows others: filled in from them until a person writes something else."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal

from engine.forms.conditions import evaluate
from engine.forms.document import Component
from engine.forms.raw import WAS


def followed(
    component: Component, answers: Mapping[str, object], context: Mapping[str, object]
) -> object:
    """Give the answer of a question that follows others: a new proposal, or what was written."""
    key = component.key or ""
    offered = evaluate(component.properties["follows"], {**context, **answers})
    written, was = shown(answers.get(key)), answers.get(WAS + key, "")
    changed = shown(offered) != was
    return offered if changed and written in {"", was} else answers.get(key)


def proposed(component: Component, context: Mapping[str, object]) -> str | None:
    """Give what a question that follows others is offered now; None if it follows none."""
    follows = component.properties.get("follows")
    return None if follows is None else shown(evaluate(follows, context))


def shown(value: object) -> str:
    """Write an answer as its control shows it."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if value is None or isinstance(value, bool | list | tuple):
        return "true" if value is True else ""
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
