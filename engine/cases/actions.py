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

ACTION_LABELS = {
    "case.receive": "接收申请，发出接收凭证",
    "receipt.confirm": "确认收到申请之日",
    "case.register": "登记并确定编号",
    "case.split": "拆分为多件办理",
    "letter.draft": "拟制文书",
    "letter.issue": "签发文书，编定文号",
    "letter.withdraw": "更正、撤销、作废文书",
    "delivery.record": "登记送达凭据",
    "clock.correction_notice": "补正告知书已经发出",
    "clock.correction_delivered": "补正告知书已经送达",
    "clock.restart": "收到补正，重新计算答复期限",
    "clock.consult": "开始征求意见，停止计算期限",
    "clock.consult_delivered": "征求意见书已经送达",
    "clock.consult_replied": "收到意见，恢复计算期限",
    "clock.consult_silent": "逾期未提出意见",
    "clock.extend": "延长答复期限",
    "clock.fee_notice": "收费通知已经发出",
    "clock.fee_delivered": "收费通知已经送达",
    "clock.fee_paid": "收到费用，重新计算期限",
    "clock.reasons_requested": "要求说明理由",
    "clock.reasons_received": "收到说明的理由",
    "clock.delay": "确定延迟答复的合理期限",
    "reply.record": "记录答复决定",
    "reply.sent": "答复已经发出，期限终止",
    "case.withdraw": "申请人撤回申请",
    "case.close": "结案归档",
    "notice.warn": "期限预警",
    "notice.escalate": "超期督办",
}
"""What each action does, in the words of whoever draws a diagram."""
