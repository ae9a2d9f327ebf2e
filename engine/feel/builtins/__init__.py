"""The functions an expression may call, and no others (DMN 1.4, 10.3.4)."""

from engine.feel.builtins import (
    contexts,
    conversions,
    lists,
    moments,
    numbers,
    ranges,
    strings,
    working_days,
)
from engine.feel.builtins.registry import BUILTINS

CHAPTERS = (conversions, strings, lists, numbers, moments, ranges, contexts, working_days)

__all__ = ["BUILTINS", "CHAPTERS"]
