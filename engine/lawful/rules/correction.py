"""(2) 补正: asked once, in time, watched; an answer restarts the clock, silence is for a person."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.awaiting import timers_after, unattended, unsettled
from engine.lawful.package import Package
from engine.lawful.rule import Rule

DUE = "clock.correction_notice_due"
LAPSE = ("clock.correction_lapse_on", "clock.correction_due")
HELP = (
    "申请内容不明确的，应当自收到申请之日起7个工作日内一次性告知补正，并给出合理的补正期限；收到"
    "补正之日起答复期限"
    "重新计算；申请人无正当理由逾期不补正的，视为放弃申请，不再处理，而不是拒绝公开。是否有正当"
    "理由，机器不能判断，"
    "必须由人核实。改法：补正告知书（P01）只发一次；发出前的环节把办理期限设为 "
    "clock.correction_notice_due；"
    "发出后用动作 clock.correction_notice 起算；收到补正接动作 clock.restart；在等待补正的任务上"
    "加定时边界事件 "
    "clock.correction_lapse_on，由人核实后再认定放弃。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at the notice, and at what follows it."""
    letters = package.letters("letter.issue", "P01")
    if not letters:
        said = (
            "流程中没有“补正告知”（文书 P01）的环节，申请内容不明确时无法依法告知补正，只能错误"
            "地拒绝或者搁置。"
            "请增加补正环节。"
        )
        yield package.finding(package.start, said)
    for letter in letters:
        yield from _notice(package, letter)
    for opening in package.acts("clock.correction_notice"):
        if "+P01" not in package.course.certain(opening.key):
            said = (
                f"“{opening.name}”开始计算补正期限，但此前不一定发出过补正告知书（P01）。请先制"
                "发补正告知书。"
            )
            yield package.finding(opening, said, package.way_without("+P01", opening))
        yield from _answered(package, opening)
        yield from _lapsed(package, opening)


def _notice(package: Package, letter: Element) -> Iterator[Finding]:
    course = package.course
    again = package.way(letter, letter, package.leaving, course.never_after(letter.key))
    if again:
        said = (
            f"同一件申请可能两次走到“{letter.name}”。补正只能一次性告知，再次要求补正没有法律依据。"
            "请把补正以后的路径接到审查环节，补正后仍不明确的，作出“无法提供”的答复。"
        )
        yield package.finding(letter, said, again)
    before = course.passed.certain(letter.key)
    watched = [one for one in package.people if marks.reads(one.node.due, DUE)]
    if not any(one.key in before for one in watched):
        said = (
            f"在“{letter.name}”之前，没有一个环节以7个工作日的告知期限（{DUE}）为办理期限，容易"
            "逾期告知。"
            "请把拟制、审批补正告知书的环节的办理期限设为该值。"
        )
        yield package.finding(letter, said)
    counted = package.acts("clock.correction_notice")
    way = unsettled(package, letter, counted)
    if way:
        said = (
            f"“{letter.name}”之后有路径没有记录告知补正，补正期限无从起算，答复期限也不会重新计算。"
            "请在寄发之后接上动作 clock.correction_notice。"
        )
        yield package.finding(letter, said, way)


def _answered(package: Package, opening: Element) -> Iterator[Finding]:
    restarts = package.acts("clock.restart")
    lapses = timers_after(package, opening, restarts, *LAPSE)
    way = unsettled(package, opening, [*restarts, *lapses])
    if way and lapses:
        said = (
            "告知补正以后，有路径既没有登记收到补正（动作 clock.restart），也没有等到补正期限届"
            "满就往下走，"
            "答复期限将算错。请让收到补正的路径经过 clock.restart。"
        )
        yield package.finding(opening, said, way)


def _lapsed(package: Package, opening: Element) -> Iterator[Finding]:
    restarts = package.acts("clock.restart")
    lapses = timers_after(package, opening, restarts, *LAPSE)
    if not lapses:
        said = (
            "告知补正以后，没有定时器等候补正期限届满，申请人不补正时案件将永远停在那里。"
            "请在等待补正的环节加定时边界事件，时间设为 clock.correction_lapse_on，转由人核实。"
        )
        yield package.finding(opening, said)
    for lapse in lapses:
        way = unattended(package, lapse, restarts)
        if way:
            said = (
                f"“{lapse.name}”以后没有人核实就自动往下走。逾期不补正只有“无正当理由”才视为放弃，"
                "须由人认定。"
                "请先接一个人工核实的任务，再按核实结论分支。"
            )
            yield package.finding(lapse, said, way)


RULE = Rule("correction", "一次补正", ("《条例》第三十条",), HELP, check)
