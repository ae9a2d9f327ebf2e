"""Acts that move the statutory clock; each appends one dated fact with its article."""

from datetime import date
from typing import Any

from engine.cases.facts import reading_of
from engine.cases.turn import Turn
from engine.errors import OfficeError
from engine.law.wording import in_chinese

EXTENSION_MOST = 20
"""延长答复的期限最长不得超过20个工作日 (条例第三十三条第二款)."""

_HANDED = frozenset({"in_person", "left", "other_signed"})
"""Ways of service that count from the day of the signature, or of being left (留置送达)."""

_CONSULTED = {
    "third_party": ("征求第三方意见", "条例第三十二条"),
    "joint_producer": ("征求共同制作机关意见", "条例第三十四条"),
    "other": ("征询其他机关意见", "条例第三十三条第三款"),
    "secrecy_authority": ("报请确定能否公开", "条例第十七条第三款"),
}


class ExtensionTooLong(OfficeError):
    """More days were asked for than the Regulations allow."""

    code = "extension_too_long"
    article = "条例第三十三条第二款"
    message = "延长答复最长不得超过20个工作日，现填写{days}个工作日。请改为1至20个工作日。"


class ExtensionTooLate(OfficeError):
    """The extension was not approved and notified before the period ran out."""

    code = "extension_too_late"
    article = "条例第三十三条第二款"
    message = "答复期限已于{due}届满，延期须在届满前批准并告知申请人，不能再延期；请直接答复。"


class ExtendedBefore(OfficeError):
    """There is one extension only."""

    code = "extended_before"
    article = "条例第三十三条第二款"
    message = "本案已经延长过一次答复期限，不能再次延长；请在{due}前答复。"


class DayInFuture(OfficeError):
    """A legal fact cannot lie in the future."""

    code = "day_in_future"
    message = "{what}日期{day}晚于今天{today}。请按实际发生的日期填写。"


def confirm_receipt(turn: Turn) -> dict[str, Any]:
    """Record that both sides have confirmed the receipt (条例第三十一条第二、三项)."""
    on = _past(turn, "confirmed", "确认")
    by = turn.text("method")
    turn.strike(
        on,
        f"与申请人确认收到申请{f'（{by}）' if by else ''}",
        "条例第三十一条",
        {"type": "receipt_confirmed", "date": on},
    )
    return {"confirmed": on}


def send_correction_notice(turn: Turn) -> dict[str, Any]:
    """Record that the one correction notice has gone out (条例第三十条)."""
    issued = _past(turn, "issued", "补正告知书发出")
    turn.strike(
        issued,
        "发出补正告知书",
        "条例第三十条",
        {
            "type": "correction_notice",
            "issued": issued,
            "delivered": turn.optional_day("delivered"),
            "period_workdays": int(turn.need("period_workdays")),
        },
    )
    return {"issued": issued}


def deliver_correction_notice(turn: Turn) -> dict[str, Any]:
    """Record the day on which the applicant got the correction notice."""
    on = _past(turn, "date", "补正告知书送达")
    event = {"type": "correction_delivered", "date": on}
    turn.strike(on, "补正告知书送达申请人", "条例第三十条", event)
    return {"delivered": on}


def restart(turn: Turn) -> dict[str, Any]:
    """Start the reply period afresh on the day the correction arrives (条例第三十条)."""
    on = _past(turn, "received_on", "收到补正")
    excused = turn.inputs.get("good_reason") is True or None
    event = {"type": "correction_received", "date": on, "excused": excused}
    turn.strike(on, "收到补正材料，答复期限重新起算", "条例第三十条", event)
    content = turn.text("content")
    if content:
        turn.case.wishes = {**turn.case.wishes, "corrected_content": content}
    turn.case.wishes = {**turn.case.wishes, "corrected_on": on.isoformat()}
    return {"received_on": on}


def open_consultation(turn: Turn) -> dict[str, Any]:
    """Stop the clock while a third party or another agency is asked (条例第三十三条第三款)."""
    role = str(turn.need("role"))
    party = str(turn.need("party"))
    sent = _past(turn, "sent", "征求意见书发出")
    what, article = _CONSULTED[role]
    event: dict[str, Any] = {"party": party, "sent": sent}
    event["delivered"] = turn.optional_day("delivered")
    if role == "third_party":
        event["type"] = "third_party_consult"
    else:
        event |= {"type": "agency_consult", "role": role}
        if turn.inputs.get("period_workdays") is not None:
            event["period_workdays"] = int(turn.need("period_workdays"))
    turn.strike(sent, f"{what}：{party}，答复期限暂停计算", article, event)
    return {"sent": sent}


def deliver_consultation(turn: Turn) -> dict[str, Any]:
    """Record the day on which the consulted party got the letter."""
    on, party = _past(turn, "date", "征求意见书送达"), str(turn.need("party"))
    event = {"type": "consult_delivered", "party": party, "date": on}
    turn.strike(on, f"征求意见书送达{party}", "条例第三十二条", event)
    return {"delivered": on}


def close_consultation(turn: Turn) -> dict[str, Any]:
    """Let the clock run again: the opinion has come (条例第三十三条第三款)."""
    on, party = _past(turn, "date", "收到意见"), str(turn.need("party"))
    event = {"type": "consult_replied", "party": party, "date": on}
    turn.strike(on, f"收到{party}的意见，答复期限恢复计算", "条例第三十三条第三款", event)
    return {"replied": on}


def note_silence(turn: Turn) -> dict[str, Any]:
    """Record that a consulted party gave no opinion.

    The clock resumes by itself at the end of the period, or on the day `returned` on which
    the letter came back (无法送达).
    """
    party, returned = str(turn.need("party")), turn.optional_day("returned")
    if returned is not None:
        event = {"type": "consult_replied", "party": party, "date": returned}
        what = f"{party}的征求意见书无法送达，答复期限恢复计算"
        turn.strike(returned, what, "条例第三十三条第三款", event)
        return {"silent": True}
    turn.record(
        "consultation:silent",
        turn.office.today,
        f"{party}逾期未提出意见",
        "条例第三十二条、第三十四条",
    )
    return {"silent": True}


def extend(turn: Turn) -> dict[str, Any]:
    """Extend the reply period once (条例第三十三条第二款).

    Raises:
        ExtensionTooLong, ExtensionTooLate, ExtendedBefore: the law does not allow it.
    """
    days = int(turn.need("workdays"))
    approved, notified = _past(turn, "approved", "批准"), _past(turn, "notified", "告知")
    check_extension(turn, days, max(approved, notified))
    event = {"type": "extension", "approved": approved, "notified": notified, "workdays": days}
    turn.strike(notified, f"经批准延长答复期限{days}个工作日", "条例第三十三条第二款", event)
    return {"new_due": reading_of(turn.office, turn.case).reply_due}


def check_extension(turn: Turn, days: int, by: date) -> None:
    """Refuse an extension that the Regulations do not allow."""
    if not 1 <= days <= EXTENSION_MOST:
        raise ExtensionTooLong(days=days)
    reading = reading_of(turn.office, turn.case)
    if reading.extension_valid:
        raise ExtendedBefore(due=_spoken(reading.reply_due))
    if reading.reply_due is not None and by > reading.reply_due:
        raise ExtensionTooLate(due=_spoken(reading.reply_due))


def send_fee_notice(turn: Turn) -> dict[str, Any]:
    """Record that the fee notice has gone out (办法第六条)."""
    issued = _past(turn, "issued", "收费通知书发出")
    event = {
        "type": "fee_notice",
        "issued": issued,
        "delivered": turn.optional_day("delivered"),
    }
    turn.strike(issued, "发出信息处理费收费通知书", "国办函〔2020〕109号第六条", event)
    return {"issued": issued}


def deliver_fee_notice(turn: Turn) -> dict[str, Any]:
    """Record the day on which the applicant got the fee notice."""
    on = _past(turn, "date", "收费通知书送达")
    event = {"type": "fee_delivered", "date": on}
    turn.strike(on, "收费通知书送达申请人", "国办函〔2020〕109号第六条", event)
    return {"delivered": on}


def receive_payment(turn: Turn) -> dict[str, Any]:
    """Start the period afresh after the fee is paid (办法第六条)."""
    on = _past(turn, "date", "缴费")
    event = {"type": "fee_paid", "date": on}
    turn.strike(on, "申请人缴清信息处理费，期限重新计算", "国办函〔2020〕109号第六条", event)
    return {"paid": on}


def request_reasons(turn: Turn) -> dict[str, Any]:
    """Record that the applicant was asked for reasons (条例第三十五条)."""
    on = _past(turn, "date", "要求说明理由")
    event = {"type": "reasons_requested", "date": on}
    turn.strike(on, "要求申请人说明申请理由", "条例第三十五条", event)
    return {"requested": on}


def receive_reasons(turn: Turn) -> dict[str, Any]:
    """Record that the applicant gave reasons (条例第三十五条)."""
    on = _past(turn, "date", "收到理由")
    event = {"type": "reasons_received", "date": on}
    turn.strike(on, "收到申请人说明的理由", "条例第三十五条", event)
    return {"received": on}


def delay(turn: Turn) -> dict[str, Any]:
    """Fix a reasonable later day and tell the applicant (条例第三十五条)."""
    notified, new_due = _past(turn, "notified", "告知"), turn.day("new_due")
    event = {"type": "delayed_reply_notice", "notified": notified, "new_due": new_due}
    turn.strike(
        notified, f"确定延迟答复至{in_chinese(new_due)}并告知申请人", "条例第三十五条", event
    )
    return {"new_due": new_due}


def send_reply(turn: Turn) -> dict[str, Any]:
    """Stop the clock: the reply is posted or handed over (国办公开办函〔2016〕235号)."""
    method = str(turn.need("method"))
    sent = turn.optional_day("sent_on")
    delivered = turn.optional_day("delivered_on")
    event: dict[str, Any] = {"type": "reply", "issued": turn.optional_day("issued") or sent}
    if method == "ems":
        on, event["mailed"] = _past(turn, "sent_on", "交邮"), sent
    elif method in _HANDED:
        on, event["handed"] = _past(turn, "delivered_on", "签收"), delivered
    else:
        on, event["sent"] = _past(turn, "sent_on", "发送"), sent
    event["delivered"] = delivered
    turn.strike(on, "答复送达（发出）", "国办公开办函〔2016〕235号", event)
    reading = reading_of(turn.office, turn.case)
    return {"on": on, "timely": reading.timely}


def _spoken(due: date | None) -> str:
    return in_chinese(due) if due else "答复期限"


def _past(turn: Turn, name: str, what: str) -> date:
    """Give a day on which something has happened; absent means today."""
    day = turn.day(name, turn.office.today)
    if day > turn.office.today:
        raise DayInFuture(what=what, day=in_chinese(day), today=in_chinese(turn.office.today))
    return day
