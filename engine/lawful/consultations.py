"""What rules on consultations share: who was asked, when it ends, and how long it may take."""

from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.flowfacts import Element
from engine.law.deadlines import OPINION_WITHIN
from engine.lawful import marks
from engine.lawful.package import Package

OPENER = "clock.consult"
CLOSERS = ("clock.consult_replied", "clock.consult_silent")
LAPSE = ("clock.consult_lapse_on", "clock.consult_due")


def asked_of(package: Package, role: str) -> list[Element]:
    """List where a consultation with a third party or a joint producer begins."""
    return [
        one
        for one in package.acts(OPENER)
        if marks.constant_of(marks.input_of(one, "role")) == role
    ]


def wrong_period(package: Package, place: Element) -> Iterator[Finding]:
    """Refuse a period other than the statutory fifteen working days."""
    days = marks.constant_of(marks.input_of(place, "period_workdays"))
    if days is not None and days != OPINION_WITHIN:
        said = (
            f"“{place.name}”把意见期限定为{days}个工作日。法定期限是自收到征求意见书之日起"
            f"{OPINION_WITHIN}个工作日，"
            f"不能缩短或者延长。请改为{OPINION_WITHIN}。"
        )
        yield package.finding(place, said)
