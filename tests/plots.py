"""The plots of ten applications, told once: through the acts alone, and in a real browser.

Where a plot follows a worked case of tests/law/statutory_cases.json it bears its number, and
its dates are checked against it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from tests import answers
from tests.answers import by_ems, by_hand


class Teller(Protocol):
    """Whoever carries the application: `tests.story` by acts, `tests.journeys` by browser."""

    def on(self, day: str | date) -> Any: ...
    def receive(self, who: str = "registrar", **values: Any) -> Any: ...
    def do(self, who: str, node: str, about: str = "", **values: Any) -> Any: ...
    def say(self, who: str, message: str, **values: Any) -> Any: ...
    def department(self, who: str) -> int: ...


@dataclass(frozen=True)
class Ending:
    """What must be true at the end of a plot."""

    result: str
    letter: str
    contains: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    worked_case: str = ""
    reply_due: date | None = None
    other_letters: dict[str, tuple[str, ...]] = field(default_factory=dict)


REVIEW_FIRST = "先向示例市人民政府申请行政复议"
CHOICE = "或者自收到本告知书之日起6个月内依法向示例市中级人民法院提起行政诉讼"


def registered(teller: Teller, **values: Any) -> None:
    """Receive and register."""
    teller.receive("registrar", **answers.APPLICATION, **values)
    teller.do("registrar", "register", **answers.REGISTER)


def searched(teller: Teller, day: str, record: dict[str, Any]) -> None:
    """Ask one department and have it search."""
    chosen = answers.departments(teller.department("department"))
    teller.do("clerk", "assign_search", **chosen, reply_by=day)
    teller.do("department", "search_record", **record, searched_on=day)


def replied(teller: Teller, reply: dict[str, Any], day: str) -> None:
    """Draft, review, sign, post, archive."""
    teller.do("clerk", "draft_reply", **reply)
    concluded(teller, day)


def concluded(teller: Teller, day: str) -> None:
    """Review, sign, post, archive."""
    signed(teller)
    served(teller, day)


def signed(teller: Teller) -> None:
    """Review and sign."""
    teller.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    teller.do("head", "sign", **answers.APPROVE)


def served(teller: Teller, day: str) -> None:
    """Post the reply, see that it arrived, archive."""
    teller.do("registrar", "deliver_reply", **by_ems(day, day))
    teller.do("registrar", "archive", **answers.ARCHIVE)


def plain_disclosure(teller: Teller) -> Ending:
    """Received at the counter before Qingming (A01), found, disclosed."""
    teller.on("2025-03-10")
    registered(teller, channel="in_person", date="2025-03-10")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    teller.on("2025-03-12")
    searched(teller, "2025-03-12", answers.FOUND)
    teller.do("clerk", "five_steps", **answers.RELEASE_ALL)
    teller.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    teller.on("2025-03-20")
    replied(teller, answers.GRANT, "2025-03-20")
    return Ending(
        "grant",
        "F01",
        ("予以公开", "第三十六条", "2025年3月10日", "示交〔2025〕7号", CHOICE),
        lacks=("便民提示", "先向"),
        worked_case="A01",
        reply_due=date(2025, 4, 8),
        other_letters={"R02": ("收件回执", "2025年3月10日", "2025年4月8日")},
    )


def correction_restarts(teller: Teller) -> Ending:
    """The applicant corrects in time, and the period starts afresh (B01)."""
    teller.on("2025-09-24")
    registered(teller, channel="in_person", date="2025-09-24")
    asked_to_correct(teller, issued="2025-09-29", delivered="2025-10-09")
    teller.on("2025-10-20")
    corrected = "示例县2025年农村公路养护计划（示交〔2025〕7号）"
    teller.do("registrar", "await_correction", received_on="2025-10-20", content=corrected)
    teller.do("clerk", "corrected_review", **answers.CLEAR)
    searched(teller, "2025-10-20", answers.FOUND)
    teller.do("clerk", "five_steps", **answers.RELEASE_ALL)
    teller.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    teller.on("2025-11-14")
    replied(teller, answers.GRANT, "2025-11-14")
    return Ending(
        "grant",
        "F01",
        ("2025年9月24日", "2025年10月20日", "补正", CHOICE),
        worked_case="B01",
        reply_due=date(2025, 11, 17),
        other_letters={"P01": ("第三十条", "15个工作日", "视为放弃申请")},
    )


def asked_to_correct(teller: Teller, issued: str, delivered: str) -> None:
    """Send the one correction notice."""
    teller.do("clerk", "formal_review", finding="correct", explanation="申请内容不明确。")
    teller.do("clerk", "draft_correction", **answers.CORRECTION)
    teller.on(issued)
    teller.do("head", "approve_correction", **answers.APPROVE)
    teller.do("registrar", "send_correction", **by_ems(issued))
    teller.on(delivered)
    teller.do(
        "registrar", "confirm_correction_delivery", evidence="ems_record", delivered_on=delivered
    )


def correction_lapses(teller: Teller) -> Ending:
    """No correction comes: the application counts as given up (B03)."""
    teller.on("2025-06-03")
    registered(teller, channel="internet", submitted="2025-06-03", confirmed="2025-06-03")
    asked_to_correct(teller, issued="2025-06-05", delivered="2025-06-06")
    teller.on("2025-06-30")
    teller.do(
        "clerk",
        "confirm_abandonment",
        conclusion="abandoned",
        no_good_reason=True,
        note="经电话联系，申请人未说明正当理由。",
    )
    teller.do("clerk", "draft_reply", **answers.ABANDONED)
    concluded(teller, "2025-06-30")
    return Ending(
        "other.overdue_correction",
        "F22",
        (
            *("第三十条", "视为放弃申请", "2025年6月27日", CHOICE),
            *("于2025年6月5日作出补正告知书（", "该告知书于2025年6月6日送达您"),
        ),
        worked_case="B03",
    )


def third_party_objects(teller: Teller) -> Ending:
    """A third party objects with good reason: part is released, part withheld (C01)."""
    teller.on("2025-03-03")
    registered(teller, channel="in_person", date="2025-03-03")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    searched(teller, "2025-03-03", answers.FOUND)
    teller.on("2025-03-07")
    teller.do("clerk", "five_steps", **answers.WITH_THIRD_PARTY)
    teller.do("registrar", "send_consultation_notice", **by_hand("2025-03-07"))
    teller.do("registrar", "send_third_party", "测试企业甲", **by_ems("2025-03-07"))
    teller.on("2025-03-10")
    teller.do(
        "registrar",
        "confirm_third_party_delivery",
        "测试企业甲",
        evidence="ems_record",
        delivered_on="2025-03-10",
    )
    teller.on("2025-03-19")
    teller.do(
        "registrar",
        "await_opinion",
        "测试企业甲",
        replied_on="2025-03-19",
        opinion="object",
        reasons="报价明细属于商业秘密，公开将损害本企业竞争地位。",
    )
    teller.do("clerk", "weigh_opinions", conclusion="uphold", reasons="理由成立，予以采纳。")
    teller.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    teller.on("2025-04-02")
    teller.do("clerk", "draft_reply", **answers.PARTIAL)
    signed(teller)
    teller.do("registrar", "deliver_reply", **by_ems("2025-04-02", "2025-04-02"))
    teller.do("clerk", "draft_outcome", "测试企业甲", **answers.ADOPTED)
    teller.do("head", "approve_outcome", "测试企业甲", **answers.APPROVE)
    teller.do("registrar", "send_outcome", "测试企业甲", **by_ems("2025-04-02", "2025-04-02"))
    teller.do("registrar", "archive", **answers.ARCHIVE)
    return Ending(
        "partial",
        "F03",
        ("第三十七条", "第十五条", "报价明细", "不予公开的部分，可以自收到", REVIEW_FIRST),
        worked_case="C01",
        reply_due=date(2025, 4, 11),
        other_letters={
            "P06": ("第三十二条", "15个工作日", "测试企业甲"),
            "T02": ("测试企业甲", "不同意公开，理由是：报价明细属于商业秘密", "予以采纳"),
        },
    )


def joint_producer_is_silent(teller: Teller) -> Ending:
    """A joint producer lets its fifteen days pass: that counts as consent (art. 34)."""
    teller.on("2026-04-13")
    registered(teller, channel="in_person", date="2026-04-13")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    searched(teller, "2026-04-13", answers.FOUND)
    teller.on("2026-04-20")
    teller.do("clerk", "five_steps", **answers.WITH_JOINT_PRODUCER)
    teller.do("registrar", "send_consultation_notice", **by_hand("2026-04-20"))
    teller.do("registrar", "send_joint_letter", "邻县交通局", **by_ems("2026-04-20"))
    teller.on("2026-04-22")
    teller.do(
        "registrar",
        "confirm_joint_delivery",
        "邻县交通局",
        evidence="ems_record",
        delivered_on="2026-04-22",
    )
    teller.on("2026-05-18")
    teller.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    replied(teller, answers.GRANT, "2026-05-18")
    return Ending(
        "grant",
        "F01",
        ("予以公开", CHOICE),
        worked_case="C02",
        reply_due=date(2026, 6, 5),
        other_letters={"P08": ("第三十四条", "15个工作日", "视为同意")},
    )


def not_held(teller: Teller) -> Ending:
    """Nothing is found across the National Day week (A02): told so, with a kind hint."""
    teller.on("2025-09-24")
    registered(teller, channel="in_person", date="2025-09-24")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    searched(teller, "2025-09-24", answers.NONE)
    teller.do("clerk", "five_steps", **answers.NOT_EXISTING)
    teller.on("2025-10-15")
    replied(teller, answers.NOT_EXIST, "2025-10-15")
    return Ending(
        "unable.not_exist",
        "F12",
        ("不存在", "第三十六条", "农村公路、养护计划", "便民提示", "示例省交通部门", CHOICE),
        lacks=("先向",),
        worked_case="A02",
        reply_due=date(2025, 10, 28),
    )


def extended(teller: Teller) -> Ending:
    """The head extends by ten working days before the last day (D03)."""
    teller.on("2025-03-10")
    registered(teller, channel="in_person", date="2025-03-10")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    teller.on("2025-04-01")
    teller.say("clerk", "extension", reason="需要核对的档案较多。", workdays="10")
    teller.do(
        "head", "extension_approval", decision="approve", approver="庚负责", decided_on="2025-04-01"
    )
    teller.on("2025-04-02")
    teller.do("registrar", "extension_delivery", **by_hand("2025-04-02"))
    searched(teller, "2025-04-02", answers.FOUND)
    teller.do("clerk", "five_steps", **answers.RELEASE_ALL)
    teller.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    teller.on("2025-04-21")
    replied(teller, answers.GRANT, "2025-04-21")
    return Ending(
        "grant",
        "F01",
        ("延长", "2025年4月22日", CHOICE),
        worked_case="D03",
        reply_due=date(2025, 4, 22),
        other_letters={"P03": ("第三十三条", "10个工作日", "2025年4月22日")},
    )


def fee_unpaid(teller: Teller) -> Ending:
    """The fee for excessive applications is not paid in time (E05's dates)."""
    teller.on("2025-08-04")
    registered(teller, channel="in_person", date="2025-08-04")
    teller.do(
        "clerk",
        "formal_review",
        finding="excessive",
        explanation="本月已提出36件，明显超过合理范围。",
    )
    teller.do("clerk", "request_reasons", facts="本月已提出36件。", period_workdays="5")
    teller.do("head", "approve_reasons_request", **answers.APPROVE)
    teller.do("registrar", "send_reasons_request", **by_hand("2025-08-04"))
    teller.on("2025-08-08")
    teller.do(
        "clerk",
        "await_reasons",
        answered="yes",
        received_on="2025-08-08",
        reasons="研究需要。",
        reasonable="yes",
    )
    teller.on("2025-08-19")
    teller.do("clerk", "fee_decision", **answers.FEE)
    teller.do("head", "approve_fee", **answers.APPROVE)
    teller.do("registrar", "send_fee_notice", **by_ems("2025-08-19"))
    teller.on("2025-08-20")
    teller.do("registrar", "confirm_fee_delivery", evidence="ems_record", delivered_on="2025-08-20")
    teller.on("2025-09-18")
    teller.do("clerk", "confirm_fee_lapse", conclusion="lapsed", note="国库未收到该笔款项。")
    teller.do("clerk", "draft_reply", **answers.FEE_LAPSED)
    concluded(teller, "2025-09-18")
    return Ending(
        "other.overdue_fee",
        "F23",
        (
            *("2025年9月17日", "视为放弃申请", CHOICE),
            *("于2025年8月19日作出收费通知书（", "该通知书于2025年8月20日送达您"),
        ),
        worked_case="E05",
        other_letters={"P05": ("1200", "20个工作日", "不能单独申请行政复议")},
    )


def withdrawn(teller: Teller) -> Ending:
    """The applicant withdraws while departments are searching."""
    teller.on("2024-01-31")
    registered(teller, channel="in_person", date="2024-01-31")
    teller.do("clerk", "formal_review", **answers.CLEAR)
    teller.on("2024-02-05")
    teller.say(
        "registrar",
        "withdrawal",
        withdrawn_on="2024-02-05",
        method="written",
        note="申请人已从其他渠道获取。",
    )
    served(teller, "2024-02-05")
    return Ending("other.withdrawn", "F24", ("撤回", "2024年2月5日"))


def returned_by_reviewer(teller: Teller) -> Ending:
    """The legal reviewer sends a refusal back with reasons (A06's dates)."""
    teller.on("2025-11-17")
    registered(
        teller,
        channel="registered_mail",
        posted="2025-11-13",
        signed="2025-11-16",
        addressed_to="organ",
    )
    teller.do("clerk", "formal_review", **answers.CLEAR)
    searched(teller, "2025-11-17", answers.FOUND)
    teller.do("clerk", "five_steps", **answers.WITHHOLD_ALL)
    teller.on("2025-11-25")
    teller.do("clerk", "draft_reply", **answers.REFUSAL | {"reasons": "属于过程性信息。"})
    teller.do(
        "legal_reviewer", "legal_review", decision="return", opinion="请说明属于哪一类过程性信息。"
    )
    replied(teller, answers.REFUSAL, "2025-11-25")
    return Ending(
        "deny.process",
        "F09",
        ("第十六条第二款", "讨论记录", REVIEW_FIRST, "2025年11月16日"),
        lacks=("或者自收到本告知书之日起6个月内",),
        worked_case="A06",
        reply_due=date(2025, 12, 12),
    )


PLOTS: tuple[Callable[[Teller], Ending], ...] = (
    plain_disclosure,
    correction_restarts,
    correction_lapses,
    third_party_objects,
    joint_producer_is_silent,
    not_held,
    extended,
    fee_unpaid,
    withdrawn,
    returned_by_reviewer,
)
