"""(5) Third parties are asked in writing, have fifteen working days, and are told of a release."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.lawful import marks
from engine.lawful.awaiting import timers_after, unattended, unsettled
from engine.lawful.consultations import CLOSERS, LAPSE, asked_of, wrong_period
from engine.lawful.package import WARNING, Package
from engine.lawful.rule import Rule

HELP = (
    "公开会损害第三方合法权益的，应当书面征求其意见，第三方有15个工作日；逾期不答复，既不是同意"
    "也不是反对，由本机关"
    "依法决定是否公开；决定公开的，把内容和理由书面告知第三方。改法：先制发征求第三方意见书（P06），"
    "送达后用动作 "
    "clock.consult（role 为 third_party）起算；在等待意见的任务上加定时边界事件 "
    "clock.consult_lapse_on，届满后记录"
    "逾期（动作 clock.consult_silent）并由人审查；答复发出之前能制发告知书（T01）。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at what is sent, at the period, at its lapse, and at the release."""
    letters = package.letters("letter.issue", "P06")
    records = package.acts("reply.record")
    if not letters:
        said = (
            "流程中没有“征求第三方意见”（文书 P06）的环节，涉及商业秘密、个人隐私的信息无法依法"
            "征求意见，"
            "公开会侵害第三方，不公开又缺少依据。请增加该环节。"
        )
        yield package.finding(package.start, said)
        return
    if records and not any(package.comes_to(one, each) for one in letters for each in records):
        said = f"“{letters[0].name}”在拟定结果之后才办理，意见来不及影响决定。请移到拟定答复之前。"
        yield package.finding(letters[0], said)
    for letter in letters:
        yield from _sent(package, letter)
    for opening in asked_of(package, "third_party"):
        yield from _opened(package, opening)
    yield from _told(package, records)


def _sent(package: Package, letter: Element) -> Iterator[Finding]:
    yield from wrong_period(package, letter)
    way = unsettled(package, letter, asked_of(package, "third_party"))
    if way:
        said = (
            f"“{letter.name}”之后有路径没有开始计算15个工作日的意见期限。请在寄发之后接上动作 "
            "clock.consult，"
            "role 为 third_party。"
        )
        yield package.finding(letter, said, way)


def _opened(package: Package, opening: Element) -> Iterator[Finding]:
    yield from wrong_period(package, opening)
    way = package.way_without("+P06", opening)
    if way:
        said = (
            f"走到“{opening.name}”时不一定制发过征求第三方意见书（P06）。口头征求不合法，期限也"
            "不能暂停。"
            "请先制发并送达意见书。"
        )
        yield package.finding(opening, said, way)
    lapses = timers_after(package, opening, package.acts(*CLOSERS), *LAPSE)
    if not lapses:
        said = (
            "征求第三方意见以后，没有定时器等候15个工作日届满，第三方不答复时案件将一直停着。"
            "请在等待意见的环节加定时边界事件，时间取 clock.consult_lapse_on。"
        )
        yield package.finding(opening, said)
    for lapse in lapses:
        way = unattended(package, lapse, package.acts("clock.consult_replied"))
        if way:
            said = (
                f"“{lapse.name}”以后没有人审查就自动往下走。第三方逾期不答复既不是同意也不是反对，"
                "须由人决定是否公开。"
                "请先接一个审查第三方意见的任务。"
            )
            yield package.finding(lapse, said, way)


def _told(package: Package, records: list[Element]) -> Iterator[Finding]:
    notices, sent = package.letters("letter.issue", "T01"), package.acts("reply.sent")
    releases = [one for one in records if _may_release(one)]
    if not releases:
        return
    if not any(package.comes_to(one, each) for one in releases for each in notices):
        said = (
            "第三方不同意而决定公开的，流程中没有书面告知第三方（文书 T01）的环节，第三方无从救济。"
            "请在答复发出之前增加告知第三方的分支。"
        )
        yield package.finding(releases[0], said)
    elif not any(package.comes_to(one, each, sent) for one in releases for each in notices):
        said = f"“{notices[0].name}”在答复发出之后才办理，信息已经公开。请移到送达答复之前。"
        yield package.finding(notices[0], said, severity=WARNING)
    for notice in notices:
        missing = [
            what
            for name, what in (("content", "公开的内容"), ("reasons", "公开的理由"))
            if marks.input_of(notice, name) is None
        ]
        if missing:
            said = f"“{notice.name}”没有写明{'和'.join(missing)}。请补上相应的输入。"
            yield package.finding(notice, said)


def _may_release(record: Element) -> bool:
    result = marks.result_of(record)
    return not result or result in {"grant", "partial"}


RULE = Rule(
    "third_party",
    "征求第三方意见",
    ("《条例》第十五条", "《条例》第三十二条"),
    HELP,
    check,
)
