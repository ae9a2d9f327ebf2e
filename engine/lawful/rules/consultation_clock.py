"""(8) What stops the clock is ended on every way, for the same party, by an event."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.awaiting import unsettled
from engine.lawful.consultations import CLOSERS, OPENER
from engine.lawful.package import Package
from engine.lawful.rule import Rule

NEEDS_OPENING = (*CLOSERS, "clock.consult_delivered")
HELP = (
    "征求第三方和其他机关意见所需时间不计算在答复期限内，但只在征求期间：发出时暂停，收到意见或"
    "者期限届满时恢复。"
    "只暂停不恢复，系统算出的答复期限就会偏晚，实际答复构成逾期。改法：每一个“期限暂停计算”（动"
    "作 clock.consult）"
    "之后的每条路径上，都要有“期限恢复计算”（clock.consult_replied）或者“记录未提出意见”（"
    "clock.consult_silent），"
    "而且是同一个对象。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look behind every opening, and before every closing."""
    closers = package.acts(*CLOSERS)
    for opening in package.acts(OPENER):
        way = unsettled(package, opening, closers)
        if way:
            said = (
                f"“{opening.name}”暂停了答复期限，但有路径一直没有恢复，答复期限会算错。"
                "请在该路径上接动作 clock.consult_replied 或者 clock.consult_silent。"
            )
            yield package.finding(opening, said, way)
        yield from _other_party(package, opening, closers)
    for closer in package.acts(*NEEDS_OPENING):
        if OPENER not in package.course.certain(closer.key):
            said = (
                f"走到“{closer.name}”时，不一定有过“期限暂停计算”（动作 clock.consult），征求意"
                "见的时间没有从期限中扣除。"
                "请在征求意见书寄发之后接上该动作。"
            )
            way = package.way(None, closer, package.acts(OPENER))
            yield package.finding(closer, said, way)


def _other_party(package: Package, opening: Element, closers: list[Element]) -> Iterator[Finding]:
    """Find closings that come next but speak of somebody else."""
    party = _party(opening)
    ahead = package.ahead(opening, closers)
    for closer in (one for one in closers if one.key in ahead):
        if closer.process == opening.process and _party(closer) != party:
            said = (
                f"“{opening.name}”按“{party}”暂停，“{closer.name}”却按“{_party(closer)}”恢复，对"
                "不上号，期限不会恢复。"
                "请让两处的 party 输入一致。"
            )
            yield package.finding(closer, said, package.way(opening, closer))


def _party(element: Element) -> str:
    written = marks.input_of(element, "party")
    return "" if written is None else " ".join(written.text.split())


RULE = Rule(
    "consultation_clock",
    "征求意见期间有始有终",
    ("《条例》第三十三条第三款",),
    HELP,
    check,
)
