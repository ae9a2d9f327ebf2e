"""The actions that a diagram may name: the hinge between BPMN and the law.

One name, one act. An action is given the case in hand, the step and the inputs the diagram
has worked out, and returns plain values that go into the instance. What happens when, and in
which order, is the diagram's business alone.
"""

from collections.abc import Callable
from typing import Any

from engine.cases import closing, issuing, matters, periods, reminders, replies, withdrawing
from engine.cases.turn import Turn, Waiting

__all__ = ["ACTIONS", "Turn", "Waiting"]

Action = Callable[[Turn], dict[str, Any] | Waiting]

ACTIONS: dict[str, Action] = {
    "case.receive": matters.receive,
    "receipt.confirm": periods.confirm_receipt,
    "case.register": matters.register,
    "case.split": matters.split,
    "letter.draft": issuing.draft,
    "letter.issue": issuing.issue,
    "letter.withdraw": withdrawing.withdraw,
    "delivery.record": issuing.record_delivery,
    "clock.correction_notice": periods.send_correction_notice,
    "clock.correction_delivered": periods.deliver_correction_notice,
    "clock.restart": periods.restart,
    "clock.consult": periods.open_consultation,
    "clock.consult_delivered": periods.deliver_consultation,
    "clock.consult_replied": periods.close_consultation,
    "clock.consult_silent": periods.note_silence,
    "clock.extend": periods.extend,
    "clock.fee_notice": periods.send_fee_notice,
    "clock.fee_delivered": periods.deliver_fee_notice,
    "clock.fee_paid": periods.receive_payment,
    "clock.reasons_requested": periods.request_reasons,
    "clock.reasons_received": periods.receive_reasons,
    "clock.delay": periods.delay,
    "reply.record": replies.record_reply,
    "reply.sent": periods.send_reply,
    "case.withdraw": closing.withdraw,
    "case.close": closing.close,
    "notice.warn": reminders.warn,
    "notice.escalate": reminders.escalate,
}
