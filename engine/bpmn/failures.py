"""What can go wrong with a diagram, a saved state or a step, in words for the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import OfficeError


class StepFailed(Exception):
    """An automatic step cannot be taken; it becomes an incident on its element."""


class StepGone(OfficeError):
    """The step, timer or incident is no longer open."""

    code = "step_gone"
    message = "该事项（{key}）已不在办理中，可能已由他人办结或流程已经变化；请刷新页面后再办。"


class TargetNotHere(OfficeError):
    """The node to move to is not one a token can be moved to."""

    code = "target_not_here"
    message = "不能移动到“{target}”：它不在同一流程范围内，或者是开始事件、边界事件；请另选环节。"


class StateNotReadable(OfficeError):
    """The saved state is of a format this release does not know."""

    code = "state_not_readable"
    message = "流程状态无法读取：{reason}；请用保存它的版本或更新的版本打开。"


class StateDoesNotFit(OfficeError):
    """The saved state holds tokens on nodes that the definition does not have."""

    code = "state_does_not_fit"
    message = "流程状态与流程图不符：流程图中没有环节 {missing}；请先将案件迁移到相应环节。"


class StateTooLarge(OfficeError):
    """The variables of a case exceed what one case may hold."""

    code = "state_too_large"
    message = "案件数据过大（{size} 字节），请把大段内容作为附件上传后再办理。"


@dataclass(frozen=True)
class Finding:
    """A remark on a diagram: where, which rule, how grave, and what to do."""

    file: str
    layer: str  # wellformed | executable | sound | lawful
    rule: str
    severity: str  # error | warning
    element: str
    line: int
    message: str
    path: tuple[str, ...] = ()  # elements and flows of a run that shows it


class DiagramRefused(OfficeError):
    """The diagrams cannot be run as they are."""

    code = "diagram_refused"
    message = "流程图不能执行：{summary}"
    findings: tuple[Finding, ...]
    SHOWN: ClassVar[int] = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings; show the first few of them."""
        self.findings = tuple(findings)
        shown = "；".join(one.message for one in self.findings[: self.SHOWN])
        more = len(self.findings) - self.SHOWN
        super().__init__(summary=shown + (f"；另有{more}处" if more > 0 else ""))
