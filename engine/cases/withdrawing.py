"""Wrong letters are withdrawn and replaced, never overwritten (作废、撤销、更正).

What was signed stays as it was signed, byte for byte, with its number; beside it stands why it
no longer counts and which letter has taken its place.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from engine.cases import access
from engine.cases.turn import Turn
from engine.errors import OfficeError
from engine.roles import Permission
from engine.store.letters import Delivery, Letter


class Manner(StrEnum):
    """How a signed letter ceases to count; the value is the letter's status from then on."""

    VOID = "void"  # never sent: its number is spent, nothing else
    REVOKED = "revoked"  # sent, and taken back, whether or not another takes its place
    CORRECTED = "corrected"  # sent, and replaced by a letter without the mistake


LETTER_STATES: Mapping[str, str] = {
    "draft": "草稿",
    "numbered": "已签发，正在制作",
    "issued": "已签发",
    Manner.VOID: "已作废",
    Manner.REVOKED: "已撤销",
    Manner.CORRECTED: "已更正",
}
"""What the status of a letter is called."""


class MannerUnknown(OfficeError):
    """The diagram names none of the three ways."""

    code = "manner_unknown"
    message = (
        "环节“{step}”没有说明文书的处理方式（作废、撤销或者更正），文书未作改动。"
        "请由流程管理员检查流程图的输入设置。"
    )


class NotInForce(OfficeError):
    """There is no such letter that still counts."""

    code = "letter_not_in_force"
    message = "本案没有仍然有效的“{letter}”，没有可以撤销、更正的文书。请在“材料与文书”中核对。"


class WentOut(OfficeError):
    """A letter somebody has received cannot be treated as if it had never been."""

    code = "letter_went_out"
    message = "《{title}》{number}已登记送达，不能作废。请改为撤销或者更正，并另行告知收件人。"


class ReplacementMissing(OfficeError):
    """A correction is another letter, signed like the first."""

    code = "replacement_missing"
    message = (
        "更正《{title}》{number}应当以另行签发的文书替代，本案没有该替代文书。"
        "请先签发更正后的文书，再登记更正；原文书未作改动。"
    )


def withdraw(turn: Turn) -> dict[str, Any]:
    """Withdraw a signed letter; what takes its place has been signed before.

    Inputs: `manner`; `reason`; the letter by `letter_id` or by `letter` and `party`;
    `replacement`, the `letter_id` of the letter that takes its place; `together`, the codes of
    letters that went with it and fall with it, if there are any.

    Raises:
        NotAllowed: whoever acts may not; the system carries on what somebody decided.
        MannerUnknown, NotInForce, WentOut, ReplacementMissing, InputMissing.
    """
    if turn.office.actor.id is not None:
        access.require(turn.office, Permission.WITHDRAW)
    manner, reason = _manner(turn), str(turn.need("reason")).strip().rstrip("。")
    letter = _meant(turn)
    replacement = _replacement(turn, letter)
    if manner is Manner.VOID and _was_sent(turn, letter):
        raise WentOut(title=letter.title, number=letter.number)
    if manner is Manner.CORRECTED and replacement is None:
        raise ReplacementMissing(title=letter.title, number=letter.number)
    for each in (letter, *_fallen_with(turn, letter)):
        each.status, each.withdrawn_on = manner.value, turn.office.today
        each.withdrawn_reason = reason
        each.replaced_by_id = replacement.id if replacement else None
        turn.office.session.flush()
        turn.record("letter:withdrawn", turn.office.today, _told(each, replacement))
    return {
        "letter_id": letter.id,
        "number": letter.number,
        "status": letter.status,
        "withdrawn_on": letter.withdrawn_on,
        "replaced_by": replacement.number if replacement else None,
    }


def _fallen_with(turn: Turn, letter: Letter) -> Sequence[Letter]:
    """Give the letters still in force that went to the same reader beside this one."""
    codes = [str(code) for code in turn.inputs.get("together") or ()]
    rows = select(Letter).where(Letter.case_id == turn.case.id, Letter.status == "issued")
    rows = rows.where(Letter.code.in_(codes), Letter.party == letter.party)
    return turn.office.session.scalars(rows.order_by(Letter.id)).all()


def _told(letter: Letter, replacement: Letter | None) -> str:
    done = LETTER_STATES[letter.status].removeprefix("已")
    instead = f"替代文书：《{replacement.title}》{replacement.number}。" if replacement else ""
    return f"{done}《{letter.title}》{letter.number}。理由：{letter.withdrawn_reason}。{instead}"


def _manner(turn: Turn) -> Manner:
    given = turn.text("manner")
    if given not in set(Manner):
        raise MannerUnknown(step=turn.step.node.name)
    return Manner(given)


def _meant(turn: Turn) -> Letter:
    """Give the letter to be withdrawn: the one named, else the newest of its code and party."""
    rows = select(Letter).where(Letter.case_id == turn.case.id, Letter.status == "issued")
    code = str(turn.inputs.get("letter") or turn.step.node.properties.get("letter") or "")
    if turn.inputs.get("letter_id") is not None:
        rows = rows.where(Letter.id == _key(turn, "letter_id"))
    else:
        rows = rows.where(Letter.code == code, Letter.party == turn.text("party"))
        rows = rows.where(Letter.id != _key(turn, "replacement"))
    letter = turn.office.session.scalar(rows.order_by(Letter.id.desc()).limit(1))
    if letter is None:
        raise NotInForce(letter=code or turn.text("letter_id"))
    return letter


def _replacement(turn: Turn, letter: Letter) -> Letter | None:
    """Give the letter that takes the place: of the same case, in force, and another one."""
    if turn.inputs.get("replacement") is None:
        return None
    found = turn.office.session.get(Letter, _key(turn, "replacement"))
    good = found is not None and found.case_id == letter.case_id and found.status == "issued"
    if found is None or not good or found.id == letter.id:
        raise ReplacementMissing(title=letter.title, number=letter.number)
    return found


def _key(turn: Turn, name: str) -> int:
    """Give the key of a letter as a diagram hands it over; 0, which none has, otherwise."""
    text = turn.text(name)
    return int(text) if text.isascii() and text.isdigit() else 0


def _was_sent(turn: Turn, letter: Letter) -> bool:
    sent = select(Delivery.id).where(Delivery.letter_id == letter.id).limit(1)
    return turn.office.session.scalar(sent) is not None
