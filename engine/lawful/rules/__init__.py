"""The twelve statutory rules, one file each, in the order in which a case meets them."""

from engine.lawful.rule import Rule
from engine.lawful.rules import (
    consultation_clock,
    correction,
    extension,
    fee,
    human_decision,
    joint_producer,
    purpose,
    refusal,
    registered_and_decided,
    served_and_filed,
    third_party,
    transfer,
)

RULES: tuple[Rule, ...] = (
    registered_and_decided.RULE,
    correction.RULE,
    extension.RULE,
    refusal.RULE,
    third_party.RULE,
    joint_producer.RULE,
    transfer.RULE,
    consultation_clock.RULE,
    human_decision.RULE,
    served_and_filed.RULE,
    fee.RULE,
    purpose.RULE,
)
