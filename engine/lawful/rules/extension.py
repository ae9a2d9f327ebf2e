"""(3) 延期: once, by the head, before the reply, told to the applicant; never beyond 20 + 20."""

import re
from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.feel.propositions import Says
from engine.flowfacts import Element
from engine.law.deadlines import ANSWER_WITHIN, EXTENSION_AT_MOST
from engine.lawful import marks
from engine.lawful.awaiting import is_ignored, unsettled
from engine.lawful.package import Package
from engine.lawful.rule import Rule
from engine.roles import Role

IN_FORCE = (Says("clock.extension_valid", value=True), False)
_BUDGET = re.compile(
    r"add working days\(\s*(?:clock\.received_on|case\.received_on|intake\.\w+)\s*,\s*(\d+)"
)
HELP = (
    "不能当场答复的，应当自收到申请之日起20个工作日内答复；需要延长的，经政府信息公开工作机构负"
    "责人同意并告知申请人，"
    "延长最长不超过20个工作日，而且只能延长一次。缺少负责人审批或者没有告知，延期不生效，答复就"
    "是逾期。"
    "改法：动作 clock.extend 之前接负责人（head）的审批任务，并制发、送达延期答复告知书（P03）；"
    "放在答复发出之前；不要用固定天数代替 clock.reply_due。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at each extension, and at periods written out."""
    for extend in package.acts("clock.extend"):
        yield from _once(package, extend)
        yield from _approved(package, extend)
        yield from _told(package, extend)
        yield from _length(package, extend)
    yield from _budget(package)


def _once(package: Package, extend: Element) -> Iterator[Finding]:
    course = package.course
    closed = [flow for flow, known in course.known.items() if IN_FORCE in known]
    for other in package.acts("clock.extend"):
        way = package.way(
            extend, other, package.leaving, [*closed, *course.never_after(extend.key)]
        )
        if way:
            said = (
                f"“{extend.name}”之后还可能再次延长答复期限。延期只能一次，第二次延期无效，答复"
                "将逾期。"
                "请让已经延期的案件不再回到申请延期的环节。"
            )
            yield package.finding(extend, said, way)
            return
    if "reply.sent" in course.possible(extend.key):
        way = next(filter(None, (package.way(s, extend) for s in package.acts("reply.sent"))), ())
        said = (
            f"答复发出以后仍可能走到“{extend.name}”。延期应当在答复期限届满之前、答复之前办理，"
            "事后延期无效。"
            "请把延期移到答复签发之前。"
        )
        yield package.finding(extend, said, way)


def _approved(package: Package, extend: Element) -> Iterator[Finding]:
    passed = package.course.passed.certain(extend.key)
    named = marks.input_of(extend, "approved")
    names = named.names if named is not None else frozenset()
    said_by = [one for one in package.people if marks.variables_of(one) & names]
    judges = said_by or [one for one in package.people if marks.only_by(one, Role.HEAD)]
    judges = [one for one in judges if one.key in passed and marks.only_by(one, Role.HEAD)]
    if not judges:
        said = (
            f"“{extend.name}”之前没有由“负责人”岗位审批的环节。延期须经政府信息公开工作机构负责"
            "人同意，"
            "未经同意的延期不生效，答复将逾期。请在它之前接一个由负责人办理的审批任务。"
        )
        people = [one for one in package.people if marks.only_by(one, Role.HEAD)]
        yield package.finding(extend, said, package.way(None, extend, people))
    elif all(is_ignored(package, one, extend) for one in judges):
        said = (
            f"负责人在“{judges[0].name}”中不同意，案件也照样走到“{extend.name}”，审批形同虚设。"
            "请在审批之后按审批意见分支，只有同意的才延长。"
        )
        yield package.finding(judges[0], said, package.way(judges[0], extend))


def _told(package: Package, extend: Element) -> Iterator[Finding]:
    certain = package.course.certain(extend.key)
    for fact, act, what in (
        ("+P03", "letter.issue", "制发延期答复告知书（P03）"),
        (">P03", "delivery.record", "登记延期答复告知书（P03）的送达"),
    ):
        done = package.letters(act, "P03")
        way = () if fact in certain else unsettled(package, extend, done)
        if way:
            said = (
                f"“{extend.name}”前后有路径没有{what}。延期应当告知申请人，没有告知的延期不生效。"
                "请在延期之前接上制发并送达告知书的环节。"
            )
            yield package.finding(extend, said, way)
            return


def _length(package: Package, extend: Element) -> Iterator[Finding]:
    asked = marks.input_of(extend, "workdays")
    longest = [marks.constant_of(asked)]
    for path in asked.paths if asked is not None else ():
        variable, _, name = path.partition(".")
        longest += [one.validate.get("max") for one in package.asked_in(variable, name)]
    if any(isinstance(days, int | float) and days > EXTENSION_AT_MOST for days in longest):
        said = (
            f"“{extend.name}”可能延长超过{EXTENSION_AT_MOST}个工作日，超过的部分没有法律依据。"
            f"请把延长天数限制为1至{EXTENSION_AT_MOST}个工作日。"
        )
        yield package.finding(extend, said)


def _budget(package: Package) -> Iterator[Finding]:
    for one in package.people:
        answered = "reply.sent" in package.course.possible(one.key)
        due = one.node.due.text if one.node.due is not None and not answered else ""
        for days in _BUDGET.findall(due):
            if int(days) > ANSWER_WITHIN:
                said = (
                    f"“{one.name}”把期限定为收到申请后{days}个工作日，超过法定的{ANSWER_WITHIN}"
                    "个工作日。"
                    "请改用 clock.reply_due，它会自动计入延期和征求意见的时间。"
                )
                yield package.finding(one, said)


RULE = Rule("extension", "延期一次、负责人批准", ("《条例》第三十三条第二款",), HELP, check)
