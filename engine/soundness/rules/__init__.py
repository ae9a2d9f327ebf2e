"""The rules, one file each."""

from engine.soundness.findings import Rule
from engine.soundness.rules import (
    dead_step,
    deadlock,
    done_twice,
    endless_automatic_loop,
    left_over,
    no_way_to_finish,
    not_explored,
)

RULES: tuple[Rule, ...] = (
    deadlock.RULE,
    no_way_to_finish.RULE,
    endless_automatic_loop.RULE,
    dead_step.RULE,
    done_twice.RULE,
    left_over.RULE,
    not_explored.RULE,
)
"""The gravest first."""
