"""(11) A fee only where number and frequency clearly exceed what is reasonable, and by notice."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.lawful.awaiting import timers_after, unattended, unsettled
from engine.lawful.package import Package
from engine.lawful.rule import Rule

LAPSE = ("clock.fee_lapse_on", "clock.fee_due")
ACTS = ("clock.fee_notice", "clock.fee_delivered", "clock.fee_paid")
HELP = (
    "提供政府信息不收费；只有申请的数量、频次明显超过合理范围的，才可以收取信息处理费。收费先要"
    "有人认定，再发收费通知书"
    "（P05），申请人有20个工作日缴费；逾期未缴视为放弃，须由人核实。没有认定就收费属于违法收费。"
    "改法：把收费环节放在"
    "“数量、频次明显超过合理范围”的认定之后；先制发 P05，再接动作 clock.fee_notice；等待缴费的任"
    "务加定时边界事件 "
    "clock.fee_lapse_on，转由人核实。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at what comes before the notice, at the notice, and at its lapse."""
    letters = package.letters("letter.issue", "P05")
    for place in (*letters, *package.acts(*ACTS)):
        way = package.way_without("excessive", place)
        if way:
            said = (
                f"没有认定“数量、频次明显超过合理范围”也能走到“{place.name}”，属于违法收费。"
                "请把它移到该认定之后，只让认定成立的案件经过。"
            )
            yield package.finding(place, said, way)
            break
    for letter in letters:
        yield from _decided(package, letter)
    for opening in package.acts("clock.fee_notice"):
        yield from _noticed(package, opening)
        yield from _awaited(package, opening)


def _decided(package: Package, letter: Element) -> Iterator[Finding]:
    way = package.way(package.start, letter, package.people)
    if way:
        said = (
            f"到“{letter.name}”之前没有经过任何人，等于系统自动收费。请接上由人拟定、审批收费的"
            "环节。"
        )
        yield package.finding(letter, said, way)


def _noticed(package: Package, opening: Element) -> Iterator[Finding]:
    way = package.way_without("+P05", opening)
    if way:
        said = (
            f"走到“{opening.name}”时不一定制发过收费通知书（P05），缴费期限无从起算。请先制发并"
            "送达收费通知书。"
        )
        yield package.finding(opening, said, way)


def _awaited(package: Package, opening: Element) -> Iterator[Finding]:
    paid = package.acts("clock.fee_paid")
    lapses = timers_after(package, opening, paid, *LAPSE)
    way = unsettled(package, opening, [*paid, *lapses])
    if way and lapses:
        said = (
            "发出收费通知以后，有路径既没有登记缴费（动作 clock.fee_paid），也没有等到缴费期限届"
            "满就往下走，"
            "处理期限不会重新计算。请让缴费的路径经过 clock.fee_paid。"
        )
        yield package.finding(opening, said, way)
    if not lapses:
        said = (
            "发出收费通知以后，没有定时器等候20个工作日的缴费期限届满，不缴费的案件将一直停着。"
            "请在等待缴费的环节加定时边界事件，时间取 clock.fee_lapse_on，转由人核实。"
        )
        yield package.finding(opening, said)
    for lapse in lapses:
        way = unattended(package, lapse, paid)
        if way:
            said = (
                f"“{lapse.name}”以后没有人核实就自动往下走。请先接一个核实是否缴费的任务，再按结"
                "论分支。"
            )
            yield package.finding(lapse, said, way)


RULE = Rule(
    "fee",
    "收费以明显超过合理范围为前提",
    (
        "《条例》第三十五条",
        "《条例》第四十二条",
        "《政府信息公开信息处理费管理办法》第六条",
    ),
    HELP,
    check,
)
