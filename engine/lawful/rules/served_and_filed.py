"""(10) Every reply is served, every case filed; issued letters reach their addressee."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Key
from engine.lawful import marks
from engine.lawful.awaiting import unsettled
from engine.lawful.package import WARNING, Package
from engine.lawful.rule import Rule

HELP = (
    "答复以送达为完成：交邮、当面签收、网上送达的日期就是是否逾期的依据，没有送达凭据，复议、诉"
    "讼中视为没有答复。办结后"
    "要归档。改法：制发答复之后接送达任务，再接“记录答复发出”（动作 reply.sent）和“登记送达凭据”"
    "（动作 "
    "delivery.record）；结束之前编制卷内文件目录（文书 A01）并办结（动作 case.close）。其他发给"
    "申请人、第三方的告知书"
    "也要登记送达。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at all ways to the end, then at each letter."""
    way = package.way_without("closed", package.end)
    if way:
        said = (
            "有的案件没有办结归档就结束了，案卷不完整，也不计入办结统计。"
            "请在结束之前接上归档环节和“办结”（动作 case.close）。"
        )
        yield package.finding(way, said)
    for place in _closings(package):
        for fact, what, todo in (
            ("sent", "没有记录答复已经发出", "“记录答复发出”（动作 reply.sent）"),
            ("served", "没有登记答复的送达凭据", "“登记送达凭据”（动作 delivery.record）"),
        ):
            way = package.way_without(fact, place)
            if way:
                said = f"有的案件{what}就走向结束，无法证明已经答复。请在此之前接上{todo}。"
                yield package.finding(way, said)
        if "filed" not in package.course.certain(place):
            said = (
                "办结之前不一定编制卷内文件目录（文书 A01），案卷难以移交。请在归档环节接上制作"
                "目录。"
            )
            way = package.way(None, place, package.letters("letter.issue", "A01"))
            yield package.finding(way or (package.start.id,), said, severity=WARNING)
    yield from _letters(package)


def _closings(package: Package) -> list[Key]:
    return [one.key for one in package.acts("case.close")] or [package.end]


def _letters(package: Package) -> Iterator[Finding]:
    for letter in package.acts("letter.issue"):
        for code in sorted(filter(marks.to_outsiders, package.letters_of(letter))):
            if code == "P13":
                continue  # a rule of its own
            way = unsettled(package, letter, package.letters("delivery.record", code))
            if way:
                said = (
                    f"“{letter.name}”制发的文书（{code}）之后有路径没有登记送达，送达日期无据可查，"
                    "以送达起算的期限无法计算。请接上寄发和登记送达（动作 delivery.record）的环节。"
                )
                yield package.finding(letter, said, way)


RULE = Rule(
    "served_and_filed",
    "送达、归档",
    ("《条例》第四十五条", "国办公开办函〔2016〕235号"),
    HELP,
    check,
)
