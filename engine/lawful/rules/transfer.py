"""(7) Whoever is told “not ours” or passed on is told so in writing, and to whom."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.bpmn.model import PEOPLE
from engine.flowfacts import Element, Flow
from engine.lawful import marks
from engine.lawful.awaiting import unsettled
from engine.lawful.package import Package
from engine.lawful.rule import Rule

WORDS = ("转送", "转办", "移送")
ARTICLES = ("第三十六条第五项", "第三十六条第（五）项")
HELP = (
    "不属于本机关负责公开的，应当告知申请人并说明理由；能够确定负责公开的机关的，告知其名称、联"
    "系方式。转送只是便民，"
    "不能代替告知：申请人没有收到通知，期限照样计算，仍构成不答复。改法：办理转送的任务之后制发"
    "转办告知书（P13），"
    "写明机关、联系方式和理由，并登记送达；记录办理结果时传入负责机关的名称和联系方式。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at steps that pass an application on, at their notices, and at what a result says."""
    notices = package.letters("letter.issue", "P13")
    for step in package.such(_passes_on):
        way = package.way(step, package.end, [*notices, *package.leaving], _flows_by(package, step))
        if way:
            said = (
                f"办理“{step.name}”以后，有路径没有制发转办告知书（P13），申请人不知道申请已经转"
                "走。"
                "请在转送之后接上制发并送达告知书的环节。"
            )
            yield package.finding(step, said, way)
    for notice in notices:
        yield from _notice(package, notice)
    for record in package.acts("reply.record"):
        yield from _named(package, record)


def _passes_on(element: Element) -> bool:
    """Tell whether a person passes the application on here."""
    named = any(word in element.node.name for word in WORDS) and "告知" not in element.node.name
    return element.kind in PEOPLE and (
        named or any(marks.cites(element, article) for article in ARTICLES)
    )


def _flows_by(package: Package, step: Element) -> list[Flow]:
    """List the flows that are taken because of what was answered here, such as “not passed on”."""
    answer = step.node.result_variable
    return [
        flow
        for flow, known in package.course.known.items()
        if not flow.default and any(says.variable == answer for says, _ in known)
    ]


def _notice(package: Package, notice: Element) -> Iterator[Finding]:
    missing = [
        what
        for name, what in (
            ("organ", "转送的机关"),
            ("organ_contact", "该机关的联系方式"),
            ("reasons", "理由"),
        )
        if marks.input_of(notice, name) is None
    ]
    if missing:
        said = f"“{notice.name}”没有写明{'、'.join(missing)}，申请人无从联系。请补上相应的输入。"
        yield package.finding(notice, said)
    way = unsettled(package, notice, package.letters("delivery.record", "P13"))
    if way:
        said = f"“{notice.name}”之后有路径没有登记送达，告知没有完成。请接上寄发和登记送达的环节。"
        yield package.finding(notice, said, way)


def _named(package: Package, record: Element) -> Iterator[Finding]:
    result = marks.result_of(record)
    if result and result != "unable.not_ours":
        return
    missing = [
        what
        for name, what in (
            ("responsible_name", "名称"),
            ("responsible_contact", "联系方式"),
        )
        if marks.input_of(record, name) is None
    ]
    if missing:
        said = (
            f"“{record.name}”没有传入负责公开机关的{'、'.join(missing)}，答复“不属于本机关负责公"
            "开”时无法告知。"
            "请补上相应的输入，取自拟定答复表单。"
        )
        yield package.finding(record, said)


RULE = Rule(
    "transfer",
    "转办、非本机关要告知",
    ("《条例》第十条", "《条例》第三十六条第五项"),
    HELP,
    check,
)
