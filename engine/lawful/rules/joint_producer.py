"""(6) Joint producers are asked in writing; after fifteen working days silence is consent."""

from collections.abc import Iterator, Mapping

from engine.bpmn.failures import Finding
from engine.feel import FeelLimitExceeded
from engine.flowfacts import Element
from engine.lawful.awaiting import timers_after, unsettled
from engine.lawful.consultations import CLOSERS, LAPSE, asked_of, wrong_period
from engine.lawful.package import Package
from engine.lawful.rule import Rule

NO = frozenset({"no", "object", "disagree", "refuse", "不同意", "不同意公开", "反对"})
HELP = (
    "共同制作的政府信息，牵头机关可以书面征求其他机关意见；被征求机关自收到之日起15个工作日内提"
    "出，逾期未提出的，视为"
    "同意公开。这与第三方不同：不需要再由人决定，也不能当作不同意。改法：先制发征求意见书（P08），"
    "送达后用动作 "
    "clock.consult（role 为 joint_producer）起算；等待意见的任务加中断的定时边界事件 "
    "clock.consult_lapse_on，"
    "届满后只接动作 clock.consult_silent 记录视为同意。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at what is sent, at the period, and at its lapse."""
    for letter in package.letters("letter.issue", "P08"):
        yield from wrong_period(package, letter)
        way = unsettled(package, letter, asked_of(package, "joint_producer"))
        if way:
            said = (
                f"“{letter.name}”之后有路径没有开始计算15个工作日。请在寄发之后接上动作 "
                "clock.consult，"
                "role 为 joint_producer。"
            )
            yield package.finding(letter, said, way)
    for opening in asked_of(package, "joint_producer"):
        yield from _opened(package, opening)
        yield from _collected(package, opening)


def _opened(package: Package, opening: Element) -> Iterator[Finding]:
    yield from wrong_period(package, opening)
    way = package.way_without("+P08", opening)
    if way:
        said = (
            f"走到“{opening.name}”时不一定制发过征求共同制作机关意见书（P08），没有书面征求就不"
            "能视为同意。"
            "请先制发意见书。"
        )
        yield package.finding(opening, said, way)
    lapses = timers_after(package, opening, package.acts(*CLOSERS), *LAPSE)
    if not lapses:
        said = (
            "征求共同制作机关意见以后，没有定时器等候15个工作日届满，对方不答复时案件将一直停着，"
            "不能视为同意。"
            "请在等待意见的环节加定时边界事件，时间取 clock.consult_lapse_on。"
        )
        yield package.finding(opening, said)
    for lapse in lapses:
        yield from _consented(package, lapse)


def _consented(package: Package, lapse: Element) -> Iterator[Finding]:
    if lapse.node.attached_to and not lapse.node.interrupting:
        said = (
            f"“{lapse.name}”不中断等待，期限届满后仍在等对方的意见。逾期即视为同意，请改为中断的"
            "边界事件。"
        )
        yield package.finding(lapse, said)
    way = unsettled(package, lapse, package.acts("clock.consult_silent"))
    if way:
        said = (
            f"“{lapse.name}”以后有路径没有记录“视为同意公开”（动作 clock.consult_silent）。"
            "逾期不答复的法律后果就是同意，不能当作已答复，也不能再由人否定。请直接接该动作。"
        )
        yield package.finding(lapse, said, way)


def _collected(package: Package, opening: Element) -> Iterator[Finding]:
    """Look at what is kept of each agency when none of its answers is there."""
    for call in package.such(lambda one: one.inside == (opening.process, opening.process)):
        loop = call.node.loop
        kept = loop.output_element if loop is not None else None
        try:
            value = kept({}) if kept is not None else None
        except FeelLimitExceeded:
            continue
        answers = value.values() if isinstance(value, Mapping) else (value,)
        if any(isinstance(one, str) and one in NO for one in answers):
            said = (
                f"“{call.name}”把没有答复的机关汇总为“不同意”。逾期未提出意见的视为同意公开。"
                "请把汇总表达式中没有答复时的值改为同意。"
            )
            yield package.finding(call, said)


RULE = Rule("joint_producer", "共同制作机关逾期视为同意", ("《条例》第三十四条",), HELP, check)
