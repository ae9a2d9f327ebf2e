"""How urgent a case is, in words, icon and colour: never in colour alone."""

from dataclasses import dataclass

from engine.cases.worklist import SOON, TaskRow
from engine.store.cases import Case

STAGES = ("receive", "register", "process", "investigate", "reply")
STAGE_LABELS = dict(zip(STAGES, ("接收", "登记", "办理", "调查", "答复"), strict=True))

_STILL = {
    "not_started": ("pause", "未起算"),
    "suspended": ("pause", "暂停计时"),
    "awaiting_correction": ("pause", "待补正"),
    "awaiting_fee": ("pause", "待缴费"),
    "answered": ("done", "已答复、待归档"),
    "closed": ("done", "已终止、待归档"),
}
"""What is said of an open case whose clock does not run."""

REASONS = {
    "not_started": "尚待确认收到日期",
    "suspended": "征求意见期间不计入",
    "awaiting_correction": "等待申请人补正",
    "awaiting_fee": "等待申请人缴费",
    "answered": "期限已停止计算",
    "closed": "期限已停止计算",
}


@dataclass(frozen=True)
class Pill:
    """A tone (which gives icon and colour) and the words that say the same."""

    tone: str
    words: str


def pill(state: str, left: int | None, *, filed: bool = False) -> Pill:
    """Say how a case stands: its clock's state and its remaining working days."""
    if filed:
        return Pill("done", "已办结")
    if state in _STILL or left is None:
        return Pill(*_STILL.get(state, _STILL["not_started"]))
    return _counted(left)


def _counted(left: int) -> Pill:
    if left < 0:
        return Pill("over", f"超期 {-left} 个工作日")
    if left == 0:
        return Pill("today", "今日到期")
    return Pill("soon" if left <= SOON else "ok", f"剩 {left} 个工作日")


def pill_of_row(row: TaskRow) -> Pill:
    """Say how urgent a worklist row is."""
    return pill(row.clock_state, row.left)


def pill_of_case(case: Case, left: int | None) -> Pill:
    """Say how a case stands that has `left` working days."""
    return pill(case.clock_state, left, filed=not case.open)


def stage_number(stage: str) -> int:
    """Give the place of a stage in the chain, 1 to 5."""
    return STAGES.index(stage) + 1 if stage in STAGES else 1


def share_used(left: int | None, allowed: int = 20) -> float:
    """Give the used part of the period in hundredths, for the thin bar."""
    return 0.0 if left is None else max(4.0, min(100.0, (allowed - left) * 100 / allowed))


def masked_name(name: str) -> str:
    """Write a natural person's name for those who need not know it."""
    return name[:1] + "*" * max(1, len(name) - 1)


def is_late(case: Case, left: int | None) -> bool:
    """Say whether an open case is past its last day."""
    return case.open and left is not None and left < 0
