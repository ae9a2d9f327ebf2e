"""The rules on data, one file for each."""

from engine.dataflow.remarks import Rule
from engine.dataflow.rules import (
    collection_unset,
    condition_undecided,
    decision_uninformed,
    due_unknown,
    input_missing,
    never_set,
    no_such_field,
    timer_without_time,
)

RULES: tuple[Rule, ...] = (
    never_set.RULE,
    no_such_field.RULE,
    condition_undecided.RULE,
    input_missing.RULE,
    timer_without_time.RULE,
    due_unknown.RULE,
    collection_unset.RULE,
    decision_uninformed.RULE,
)
