"""(4) Nobody is refused without legal review, signature and reasons."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.awaiting import is_ignored
from engine.lawful.package import Package
from engine.lawful.rule import Rule
from engine.roles import LABELS, Role

HELP = (
    "公开是原则，不公开是例外。不予公开、部分公开的答复要说明理由，并经审查；复议机关和法院首先"
    "看有没有审查、有没有理由。"
    "改法：在记录办理结果（动作 reply.record）之后、制发答复文书（动作 letter.issue）之前，依次"
    "接法制审核"
    "（岗位 legal_reviewer）和负责人签发（岗位 head），并按审核、签发意见分支；记录办理结果时传"
    "入必填的“理由”。"
)
JUDGES = (
    ("reviewed", "法制审核", LABELS[Role.LEGAL_REVIEWER]),
    ("signed", "负责人签发", LABELS[Role.HEAD]),
)


def check(package: Package) -> Iterator[Finding]:
    """Look at every letter that may refuse, and at every result that may."""
    for letter in package.acts("letter.issue"):
        if marks.may_refuse(package.letters_of(letter)):
            yield from _judged(package, letter)
    for record in package.acts("reply.record"):
        if not marks.result_of(record) or marks.result_of(record).startswith(("deny", "partial")):
            yield from _reasoned(package, record)


def _judged(package: Package, letter: Element) -> Iterator[Finding]:
    drafters = [one for one in package.people if marks.variables_of(one) & package.drafted]
    for fact, what, role in JUDGES:
        way = package.way_without(fact, letter)
        if way:
            said = (
                f"有的案件拟定结果以后，没有经过{what}就走到“{letter.name}”，不予公开的决定未经"
                "审查即对外发出，"
                f"极易被撤销。请在它之前接上由“{role}”岗位办理的{what}环节。"
            )
            yield package.finding(letter, said, way)
            continue
        judges = package.such(
            lambda one, fact=fact: (
                fact in package.course.gives[one.key]  # type: ignore[misc]
                and marks.is_person(one)
                and package.comes_to(one, letter, [*drafters, *package.leaving])
            )
        )
        if judges and all(is_ignored(package, one, letter) for one in judges):
            said = (
                f"“{judges[0].name}”退回修改，案件也照样走到“{letter.name}”，{what}形同虚设。"
                "请按意见分支：同意的往下走，退回的回到拟定答复。"
            )
            yield package.finding(judges[0], said, package.way(judges[0], letter))


def _reasoned(package: Package, record: Element) -> Iterator[Finding]:
    reasons = marks.input_of(record, "reasons")
    if reasons is None:
        said = (
            f"“{record.name}”没有传入理由（reasons），不予公开的答复将没有理由。"
            "请增加输入 reasons，取自拟定答复表单中的理由一栏。"
        )
        yield package.finding(record, said)
    elif not reasons.names:
        said = (
            f"“{record.name}”的理由是写死的一句话，每件答复都一样，等于没有说明理由。请改为取自"
            "拟定答复表单。"
        )
        yield package.finding(record, said)
    for path in sorted(reasons.paths) if reasons is not None else ():
        variable, _, name = path.partition(".")
        asked = list(package.asked_in(variable, name))
        if asked and not all(one.required for one in asked):
            said = (
                f"拟定答复的表单中“{asked[0].label}”可以不填，不予公开的答复可能没有理由。请设为"
                "必填。"
            )
            yield package.finding(record, said)


RULE = Rule(
    "refusal",
    "不予公开须审核、签发、说明理由",
    ("《条例》第三十六条第三项", "《条例》第十七条", "《条例》第四十五条"),
    HELP,
    check,
)
