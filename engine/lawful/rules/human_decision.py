"""(9) A person decides; whoever drafts neither reviews nor signs."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.bpmn.model import NodeKind
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.awaiting import conditions_of
from engine.lawful.package import Package
from engine.lawful.rule import Rule
from engine.roles import Role

HELP = (
    "公不公开是行政机关的决定，决策表和程序只能提出建议，决定须由人作出并由负责人签发；拟稿、审"
    "核、签发由不同的人办理，"
    "才谈得上审核。改法：记录办理结果（动作 reply.record）的 result 取自人填写的表单；制发答复之"
    "前有负责人签发；"
    "在审核任务的“须与下列环节由不同人员办理”（separateFrom）中写上拟稿环节，在签发任务中写上拟"
    "稿和审核环节。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at who chooses each result, who signs, and who is kept apart from whom."""
    for record in package.acts("reply.record"):
        if marks.result_of(record):
            yield from _by_itself(package, record)
        else:
            yield from _chosen(package, record)
            yield from _apart(package, record)
    for letter in package.replies():
        if marks.may_refuse(package.letters_of(letter)):
            continue  # for another rule
        way = package.way_without("signed", letter)
        if way:
            said = (
                f"有的答复没有经过负责人签发就走到“{letter.name}”。请在它之前接上由“负责人”岗位"
                "办理的"
                "签发环节。"
            )
            yield package.finding(letter, said, way)


def _chosen(package: Package, record: Element) -> Iterator[Finding]:
    """Refuse a result that a table or a program has found."""
    result = marks.input_of(record, "result")
    names = result.names if result is not None else frozenset()
    makers = [one for one in package.reached if marks.variables_of(one) & names]
    tables = [one for one in makers if one.kind is NodeKind.DECISION]
    people = [one for one in makers if marks.is_person(one)]
    passed = package.course.passed.certain(record.key)
    certain = any(one.key in passed for one in people)
    way = () if certain else package.way(None, record, people)
    if tables or way:
        source = f"直接取自“{tables[0].name}”" if tables else "不是由人填写的"
        said = (
            f"“{record.name}”的办理结果{source}，等于由系统自动决定是否公开。"
            "请改为取自经办人拟定答复的表单，决策表只作建议。"
        )
        yield package.finding(record, said, way)


def _by_itself(package: Package, record: Element) -> Iterator[Finding]:
    """Refuse a fixed result that one comes to without anybody's having chosen it."""
    messages = package.such(
        lambda one: one.kind in {NodeKind.MESSAGE, NodeKind.RECEIVE} and not marks.is_person(one)
    )
    free = messages if marks.result_of(record) == "other.withdrawn" else []
    timers = package.such(lambda one: one.node.timer is not None)
    tables = package.such(lambda one: one.kind is NodeKind.DECISION)
    begin = [package.start, *timers, *tables, *(one for one in messages if one not in free)]
    for source in begin:
        way = package.way(source, record, [*package.people, *free])
        if way and (source not in tables or _goes_by(package, way, source)):
            said = (
                f"从“{source.name}”到“{record.name}”没有经过任何人，办理结果由系统自动作出。"
                "请在两者之间接上由人核实、决定的任务。"
            )
            yield package.finding(record, said, way)
            return


def _goes_by(package: Package, way: tuple[str, ...], table: Element) -> bool:
    """Tell whether a gateway on a run goes by what a table has found."""
    gateways = [one for one in package.reached if one.id in way]
    names = marks.variables_of(table)
    return any(
        not names.isdisjoint(each.names) for one in gateways for each in conditions_of(package, one)
    )


def _apart(package: Package, record: Element) -> Iterator[Finding]:
    """Ask that drafters, reviewers and signers of one result be kept apart."""
    result = marks.input_of(record, "result")
    names = result.names if result is not None else frozenset()
    writers = [one for one in package.people if marks.variables_of(one) & names]
    others = [one for one in package.acts("reply.record") if one is not record]
    finals = package.replies()
    stops = [*writers, *others, *package.leaving]
    drafters = [one for one in writers if package.comes_to(one, record, stops)]
    ahead = {key for one in drafters for key in package.ahead(one, [*stops, *finals])}
    judges = [
        one
        for one in package.people
        if one.key in ahead
        and one not in writers
        and any(package.comes_to(one, final, stops) for final in finals)
    ]
    reviewers = [one for one in judges if marks.only_by(one, Role.LEGAL_REVIEWER)]
    heads = [one for one in judges if marks.only_by(one, Role.HEAD)]
    for one in reviewers:
        yield from _kept_apart(package, one, drafters, "审核")
    for one in heads:
        last = [*stops, *(each for each in heads if each is not one)]
        if any(package.comes_to(one, final, last) for final in finals):
            yield from _kept_apart(package, one, [*drafters, *reviewers], "签发")


def _kept_apart(
    package: Package, judge: Element, earlier: list[Element], what: str
) -> Iterator[Finding]:
    apart = judge.node.properties.get("separateFrom", "").split()
    together = [one for one in earlier if one.id not in apart]
    if together:
        names = "、".join(dict.fromkeys(f"“{one.name}”" for one in together))
        said = (
            f"“{judge.name}”没有要求与{names}由不同的人办理，同一人可以自拟自审自签，{what}形同"
            "虚设。"
            f"请在“{judge.name}”的“须与下列环节由不同人员办理”中加上{names}。"
        )
        yield package.finding(judge, said, package.way(together[0], judge))


RULE = Rule(
    "human_decision",
    "由人决定，拟、审、签分离",
    ("《条例》第十七条", "《条例》第三十六条", "《条例》第四十五条"),
    HELP,
    check,
)
