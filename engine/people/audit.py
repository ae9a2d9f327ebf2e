"""审计日志: the journal as the auditor and the administrator read it (queries only)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select

from engine.errors import OfficeError
from engine.office import Office
from engine.people import lettering
from engine.people.agencies import FIELDS, KIND_LABELS
from engine.people.choices import CHOICES
from engine.people.counting import NAME, QUESTIONS, Look
from engine.people.journal import AFTER, BEFORE
from engine.roles import LABELS, Permission, may
from engine.store import journal
from engine.store.journal import Examined, HouseEvent
from engine.store.tables import LOCAL_ZONE

KINDS: Mapping[str, str] = {
    "sign_in": "登录",
    "account": "账号",
    "role": "岗位",
    "password": "密码",
    "department": "科室",
    "agency": "机关设置",
    "calendar": "工作日历",
    "package": "流程与文书",
    "seal": "电子签章",
    "house": "系统启用",
}
"""The first part of a tag, and what a reader calls it."""

PAGE = 50
EXAMINED = 5000
"""Entries whose hashes are followed for every page: a sixth of a second."""

_WORDS: Mapping[str, str] = {
    **{field.name: field.label for field in FIELDS},
    **{NAME + question.key: question.title for question in QUESTIONS},
    "kind": "机关类型",
    "case_number": "申请编号格式",
    "letter_number": "文书文号格式",
    **{choice.name: choice.label for choice in CHOICES},
    "warn_before": "预警提前的工作日数",
    "login": "登录名",
    "person": "姓名",
    "department": "科室",
    "roles": "岗位",
    "active": "状态",
    "notice": "放假通知文号",
    "off": "放假",
    "makeup": "调休上班",
    "from": "来源地址",
    "failures": "连续失败次数",
    "subject": "证书主体",
    "file": "文件",
    "files": "文件",
    "size": "字节数",
    "version": "版本",
    "note": "修改说明",
    "reason": "理由",
    "authors": "修改人",
}
_ROLES = {role.value: label for role, label in LABELS.items()}
_KINDS_OF_ORGAN = {kind.value: label for kind, label in KIND_LABELS.items()}
_OPTIONS = {choice.name: choice.options for choice in CHOICES} | {"kind": _KINDS_OF_ORGAN}
_QUESTIONS = {NAME + question.key: question for question in QUESTIONS}


class JournalNotYours(OfficeError):
    """The journal is for those who watch the house and those who keep it."""

    code = "journal_not_yours"
    article = "GB/T 22239—2019第8.1.4.3条"
    message = "审计日志只供审计员和系统管理员查阅。确需查阅的，请联系审计员。"


@dataclass(frozen=True)
class JournalQuery:
    """What is looked for: a kind, a name or login, a day; `before` is the last number seen."""

    kind: str = ""
    text: str = ""
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class JournalPage:
    """Entries, the newest first, and the number after which the next page begins."""

    entries: list[HouseEvent]
    next: int | None


@dataclass(frozen=True)
class Change:
    """One thing that was changed, in words; without `before` it is a circumstance."""

    label: str
    before: str
    after: str


def read_journal(office: Office, query: JournalQuery, most: int | None = PAGE) -> JournalPage:
    """Give the entries of the agency, and those that concern every agency.

    Raises:
        JournalNotYours.
    """
    _require(office)
    mine = or_(HouseEvent.agency_id == office.actor.agency_id, HouseEvent.agency_id.is_(None))
    rows = select(HouseEvent).where(mine).order_by(HouseEvent.seq.desc())
    if query.kind:
        rows = rows.where(HouseEvent.tag.startswith(f"{query.kind}:", autoescape=True))
    if query.text:
        named = (HouseEvent.actor, HouseEvent.summary)
        rows = rows.where(or_(*(each.contains(query.text, autoescape=True) for each in named)))
    if query.day is not None:
        first = datetime.combine(query.day, time(), LOCAL_ZONE)
        rows = rows.where(HouseEvent.at >= first, HouseEvent.at < first + timedelta(days=1))
    if query.before is not None:
        rows = rows.where(HouseEvent.seq < query.before)
    if most is None:
        return JournalPage(list(office.session.scalars(rows)), None)
    found = list(office.session.scalars(rows.limit(most + 1)))
    return JournalPage(found[:most], found[most - 1].seq if len(found) > most else None)


def examine_journal(office: Office, *, whole: bool = False) -> Examined:
    """Say whether the journal is as it was written, of every agency at once.

    Without `whole` only as far back as a page may take the time for.

    Raises:
        JournalNotYours.
    """
    _require(office)
    return journal.examine(office.session, None if whole else EXAMINED)


def kind_of(entry: HouseEvent) -> str:
    """Name the kind of an entry."""
    return KINDS.get(entry.tag.partition(":")[0], entry.tag)


def changes_of(entry: HouseEvent) -> list[Change]:
    """Say what an entry changed, and its circumstances, as a person reads them."""
    before, after = entry.payload.get(BEFORE, {}), entry.payload.get(AFTER, {})
    rest = {key: entry.payload[key] for key in entry.payload if key not in (BEFORE, AFTER)}
    return [
        Change(_label(key), _said(key, before.get(key)), _said(key, after.get(key)))
        for key in {**before, **after}
    ] + [Change(_label(key), "", _said(key, value)) for key, value in rest.items()]


def _label(key: str) -> str:
    return _WORDS.get(key) or lettering.label_of(key)


def _said(key: str, value: Any) -> str:  # noqa: ANN401  (a JSON value)
    """Write one value of a payload in words."""
    match value:
        case None:
            words = ""
        case bool():
            words = "启用" if value else "停用"
        case list():
            words = "、".join(_ROLES.get(each, each) for each in map(str, value)) or "无"
        case str() if key in _QUESTIONS:
            words = _answer(key, value)
        case _:
            known = _OPTIONS.get(key, {})
            words = known.get(value) or lettering.said(key, str(value)) or "（空）"
    return words


def _answer(key: str, value: str) -> str:
    question = _QUESTIONS[key]
    if question.look is Look.TICKS:
        return "、".join(question.label(each) for each in value.split()) or "无"
    return question.label(value) if value else "按国家统一口径"


def _require(office: Office) -> None:
    if not may(office.actor.roles, Permission.JOURNAL):
        raise JournalNotYours
