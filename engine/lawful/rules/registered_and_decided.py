"""(1) Whatever comes in is registered first, and ends with a decision that is told."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.lawful.package import Package
from engine.lawful.rule import Rule

HELP = (
    "申请一经收到就要登记，登记之后才有编号、有期限、有责任人；每一件申请都要有处理结果并书面告"
    "知申请人，"
    "或者依法终止（逾期不补正视为放弃、逾期不缴费、撤回、拆分后并入另案）。漏掉其中一步，就会出"
    "现没有登记的"
    "申请、没有结论的案件，复议、诉讼时构成不履行法定职责。改法：让每一条路径都先经过“登记”（动作 "
    "case.register），再经过“记录办理结果”（动作 reply.record）和“制发答复文书”（动作 "
    "letter.issue）。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at all ways to the end, and at what comes before the decision."""
    yield from _registered(package)
    for fact, what, todo in (
        (
            "decided",
            "没有记录任何办理结果",
            "请在结束之前接上“记录办理结果”（动作 reply.record）",
        ),
        (
            "told",
            "没有制发答复文书，申请人得不到书面答复",
            "请在记录办理结果之后接上“制发答复文书”（动作 letter.issue，文书为该结果的文书）",
        ),
    ):
        way = package.way_without(fact, package.end)
        if way:
            said = (
                f"有的案件走到结束时{what}，构成不履行答复职责。{todo}，或者把这条路径改接到拟定"
                "答复的环节。"
            )
            yield package.finding(way, said)


def _registered(package: Package) -> Iterator[Finding]:
    decisions = [one.key for one in package.acts("reply.record")]
    for place in (*decisions, package.end):
        way = package.way_without("registered", place)
        if way:
            said = (
                "有的案件没有登记就进入办理或者结束，台账中没有这一件，期限也无人负责。"
                "请在办理之前接上“登记”（动作 case.register），不要绕过它。"
            )
            yield package.finding(way, said)
            return


RULE = Rule(
    "registered_and_decided",
    "有登记、有决定",
    ("《条例》第三十三条", "《条例》第三十六条", "《条例》第四十五条"),
    HELP,
    check,
)
