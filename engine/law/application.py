"""How an application comes in: its day of receipt (art. 31) and its contents (art. 29)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.law.articles import regulations
from engine.law.calendar import WorkingCalendar, published_calendar
from engine.law.facts import Facts
from engine.law.options import InternetReceipt, MailroomReceipt
from engine.law.rules import Rules

BY_HAND = regulations(31, None, 1).short
BY_POST = regulations(31, None, 2).short
BY_WIRE = regulations(31, None, 3).short
TO_THE_ORGAN = frozenset({"", "organ", "office", "agency", "disclosure_office"})


class Channel(StrEnum):
    """The ways in which an application may reach the office."""

    IN_PERSON = "in_person"
    ORAL = "oral"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    INTERNET = "internet"
    FAX = "fax"

    @property
    def label(self) -> str:
        """The Chinese name of the channel."""
        return CHANNEL_LABELS[self]


CHANNEL_LABELS: Mapping[Channel, str] = {
    Channel.IN_PERSON: "当面提交",
    Channel.ORAL: "口头申请",
    Channel.REGISTERED_MAIL: "邮政特快专递或挂号信",
    Channel.ORDINARY_MAIL: "平常信函",
    Channel.INTERNET: "互联网渠道",
    Channel.FAX: "传真",
}


class ApplicantKind(StrEnum):
    """Who applies, in the categories of the annual report."""

    NATURAL = "natural"
    ENTERPRISE = "enterprise"
    RESEARCH = "research"
    WELFARE = "welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER_ORG = "other_org"

    @property
    def label(self) -> str:
        """The column heading of the annual report."""
        return KIND_LABELS[self]


KIND_LABELS: Mapping[ApplicantKind, str] = {
    ApplicantKind.NATURAL: "自然人",
    ApplicantKind.ENTERPRISE: "商业企业",
    ApplicantKind.RESEARCH: "科研机构",
    ApplicantKind.WELFARE: "社会公益组织",
    ApplicantKind.LEGAL_SERVICE: "法律服务机构",
    ApplicantKind.OTHER_ORG: "其他",
}


@dataclass(frozen=True)
class Receipt:
    """The day an application counts as received; None while it is not received yet."""

    on: date | None
    reason: str
    article: str


@dataclass(frozen=True)
class Missing:
    """One thing an application lacks."""

    code: str
    label: str
    article: str


def day_of_receipt(
    received_event: Mapping[str, object],
    rules: Rules,
    calendar: WorkingCalendar | None = None,
) -> Receipt:
    """Find the day of receipt by channel (条例第三十一条), and say in Chinese why.

    The calendar is needed by one rule alone: an application that arrives by internet on a
    rest day and counts from the next working day. Raises `FactRefused` for a bad field.
    """
    facts = Facts("收到申请", received_event)
    match channel_of(facts):
        case Channel.IN_PERSON | Channel.ORAL as channel:
            day = facts.required_day("date")
            return Receipt(day, f"{channel.label}，以提交之日为收到申请之日", BY_HAND)
        case Channel.REGISTERED_MAIL:
            return _by_registered_mail(facts, rules)
        case Channel.ORDINARY_MAIL:
            return _when_confirmed(
                facts, "平常信函无需签收，以与申请人确认之日为收到申请之日", BY_POST
            )
        case Channel.INTERNET:
            return _by_internet(facts, rules, calendar or published_calendar())
        case Channel.FAX:
            return _when_confirmed(facts, "传真申请，以双方确认之日为收到申请之日", BY_WIRE)


def channel_of(facts: Facts) -> Channel:
    """Read the channel of a received event."""
    word = facts.text("channel")
    if word not in {channel.value for channel in Channel}:
        raise facts.refuse("channel", f"不是已知的接收渠道（实为{word!r}）")
    return Channel(word)


def arrival(received_event: Mapping[str, object]) -> date | None:
    """Return the day the application came to the office, whether or not it is confirmed."""
    facts = Facts("收到申请", received_event)
    days = (facts.day(field) for field in ("submitted", "arrived", "signed", "date"))
    return next((day for day in days if day is not None), None)


def confirmation_due(
    received_event: Mapping[str, object], rules: Rules, calendar: WorkingCalendar
) -> date | None:
    """Return the last day to confirm with the applicant; None where nothing is to be confirmed.

    A letter is confirmed on the day it arrives (条例第三十一条第（二）项：应当于收到申请的
    当日与申请人确认); for the internet the law is silent and the agency sets the days.
    """
    facts = Facts("收到申请", received_event)
    came = arrival(received_event)
    if came is None or day_of_receipt(received_event, rules, calendar).on is not None:
        return None
    if channel_of(facts) in {Channel.INTERNET, Channel.FAX}:
        return calendar.add_working_days(came, rules.internet_confirm_sla)
    return calendar.roll_forward(came)


def missing_items(application: Mapping[str, object]) -> tuple[Missing, ...]:
    """Return what an application lacks of what 条例第二十九条第二款 asks for.

    The purpose of the information is not asked for, and never may be.
    """
    return tuple(_missing(application))


def _by_registered_mail(facts: Facts, rules: Rules) -> Receipt:
    addressed_elsewhere = facts.text("addressed_to") not in TO_THE_ORGAN
    if addressed_elsewhere:
        reason = "信件写给本机关其他部门或者个人，以与申请人确认之日为收到申请之日"
        return _when_confirmed(facts, reason, BY_POST)
    if rules.mailroom_receipt is MailroomReceipt.CONFIRMED:
        return _when_confirmed(facts, "本机关以确认之日为邮寄申请的收到之日", BY_POST)
    signed = facts.day("signed") or facts.day("date")
    if signed is None:
        return Receipt(None, "邮件尚未签收，期限未开始计算", BY_POST)
    return Receipt(signed, "邮寄提交，以行政机关签收之日为收到申请之日", BY_POST)


def _by_internet(facts: Facts, rules: Rules, calendar: WorkingCalendar) -> Receipt:
    submitted = facts.day("submitted") or facts.day("date")
    rule = rules.internet_receipt
    if rule is InternetReceipt.CONFIRMED or submitted is None:
        return _when_confirmed(facts, "互联网渠道提交，以双方确认之日为收到申请之日", BY_WIRE)
    if rule is InternetReceipt.SUBMITTED:
        return Receipt(submitted, "互联网渠道提交，本机关以系统到达之日为收到申请之日", BY_WIRE)
    received = calendar.roll_forward(submitted)
    reason = "互联网渠道提交，本机关以系统到达之日（非工作日到达的，次一工作日）为收到申请之日"
    return Receipt(received, reason, BY_WIRE)


def _when_confirmed(facts: Facts, reason: str, article: str) -> Receipt:
    confirmed = facts.day("confirmed")
    if confirmed is None:
        return Receipt(None, "尚未与申请人确认，期限未开始计算，请尽快联系申请人确认", article)
    return Receipt(confirmed, reason, article)


def _missing(application: Mapping[str, object]) -> Iterator[Missing]:
    def lacks(*fields: str) -> bool:
        return not any(_filled(application.get(field)) for field in fields)

    first, second, third = (regulations(29, 2, item).short for item in (1, 2, 3))
    natural = application.get("applicant_kind") in {None, "", "natural"}
    if lacks("applicant_name"):
        yield Missing("name", "申请人的姓名" if natural else "申请人的名称", first)
    if lacks("id_number", "identity_document") if natural else lacks("org_code"):
        label = "申请人的身份证明" if natural else "统一社会信用代码等身份证明"
        yield Missing("identity", label, first)
    if lacks("phone", "email", "address"):
        yield Missing("contact", "联系方式", first)
    if lacks("content", "index_number"):
        label = "政府信息的名称、文号或者便于查询的其他特征性描述"
        yield Missing("description", label, second)
    if lacks("wanted_form", "wanted_way"):
        yield Missing("form", "获取信息的方式、途径等形式要求", third)
    if not lacks("agent_name") and lacks("agent_authorisation", "attachments"):
        yield Missing("authorisation", "代理人的授权委托书", first)


def _filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)
