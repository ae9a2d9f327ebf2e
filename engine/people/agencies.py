"""机关设置: what letters and the clock take from the agency, read and changed in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from engine.documents import PROVIDERS, STAMP
from engine.errors import OfficeError
from engine.law.authority import REVIEWERS, AuthorityKind, Reviewer
from engine.office import Office
from engine.people.accounts import NotAdministrator
from engine.people.choices import CHOICES, chosen_of
from engine.people.counting import config_of, typed_of
from engine.people.journal import AFTER, changed, tell
from engine.people.numbering import CASE_TOKENS, LETTER_TOKENS, check_pattern
from engine.roles import Permission, may
from engine.store.agencies import Agency
from engine.store.seals import SealCertificate

KIND_LABELS: Mapping[AuthorityKind, str] = {
    AuthorityKind.DEPARTMENT: "政府工作部门",
    AuthorityKind.GOVERNMENT_OFFICE: "政府办公厅（室）",
    AuthorityKind.GOVERNMENT: "县级以上地方人民政府",
    AuthorityKind.TOWNSHIP: "乡镇人民政府",
    AuthorityKind.SUBDISTRICT: "街道办事处等派出机关",
    AuthorityKind.JUSTICE_DEPARTMENT: "司法行政部门",
    AuthorityKind.VERTICAL: "垂直领导部门（海关、金融、税务等）",
    AuthorityKind.AUTHORISED_ORGANISATION: "法律法规授权的组织",
    AuthorityKind.PROVINCIAL_GOVERNMENT: "省级人民政府",
    AuthorityKind.STATE_COUNCIL_DEPARTMENT: "国务院部门",
}
_REVIEWER_LABELS: Mapping[Reviewer, str] = {
    Reviewer.OWN_GOVERNMENT: "本级人民政府",
    Reviewer.SUPERIOR: "上一级机关",
    Reviewer.ITSELF: "本机关",
}

LONGEST_WARNING = 15
"""Working days: with a longer warning every application would be urgent from the start."""


class SettingsRefused(OfficeError):
    """Something typed into the settings cannot be taken; nothing was saved."""

    code = "settings_refused"
    message = "有{count}处需要更正，没有保存。第一处：{first}请更正后重新保存。"

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Keep every problem by the name of its field, for the page that shows them there."""
        self.problems = dict(problems)
        super().__init__(count=len(problems), first=next(iter(problems.values())))


@dataclass(frozen=True)
class Field:
    """One line that an agency fills in about itself; `name` is its column."""

    name: str
    label: str
    hint: str = ""
    required: bool = True
    longest: int = 60


IDENTITY = (
    Field("name", "行政机关全称", "与法定名称一致，例如“示例县人民政府办公室”"),
    Field("short_name", "规范简称", longest=30),
    Field("code_word", "机关代字", "用于文号，例如“示政办”", longest=20),
    Field("signing_entity", "署名机关", "文书落款所署的机关；不填即为机关全称", required=False),
)
REMEDY = (
    Field(
        "review_body",
        "行政复议机关",
        "写入救济告知；有两个可选的，写作“甲或者乙”",
        required=False,
    ),
    Field("court", "有管辖权的人民法院", "写入救济告知；实行集中管辖的填集中管辖法院"),
    Field(
        "online_review_url",
        "网上提交复议申请的地址",
        "https 开头。通过互联网送达的决定，应当告知该渠道（行政复议法第二十二条第二款）",
        required=False,
        longest=300,
    ),
)
CONTACT = (
    Field("address", "办公地址", "印在文书的联系方式中", longest=100),
    Field("postcode", "邮政编码", longest=6),
    Field("phone", "联系电话", longest=40),
    Field("contact", "联系部门", "例如“示例县人民政府办公室政务公开科”"),
)
FIELDS = (*IDENTITY, *REMEDY, *CONTACT)

_CHOSEN = ("case_number", "letter_number", "warn_before", *(each.name for each in CHOICES))


def reviewer_of(kind: AuthorityKind) -> str:
    """Say in words who reviews an organ of this kind (行政复议法第二十四条至第二十八条)."""
    return "或者".join(_REVIEWER_LABELS[each] for each in REVIEWERS[kind])


def read_settings(office: Office) -> dict[str, str]:
    """Give the settings as a form shows them; an empty text stands for the default.

    Raises:
        NotAdministrator.
    """
    agency = agency_of(office)
    typed = {field.name: str(getattr(agency, field.name)) for field in FIELDS}
    settings = agency.settings
    chosen = {name: str(settings.get(name, "")) for name in _CHOSEN}
    typed |= chosen | {"kind": agency.kind}
    return typed | typed_of(settings.get("rules", {}))


def save_settings(office: Office, values: Mapping[str, str]) -> bool:
    """Save the settings whole, or nothing; letters already signed stay as they are.

    Returns:
        Whether the counting of periods changed, so that open cases must be counted anew.

    Raises:
        NotAdministrator.
        SettingsRefused: naming every field that is wrong.
    """
    agency = agency_to_change(office)
    shown = read_settings(office)
    problems: dict[str, str] = {}
    checked = checked_agency(values, problems)
    config = config_of(values, agency.settings.get("rules", {}), problems)
    choices = (
        _numbering(values, problems) | chosen_of(values, problems) | _warning(values, problems)
    )
    _need_key(office, choices, problems)
    if problems:
        raise SettingsRefused(problems)
    for name, value in checked.items():
        setattr(agency, name, value)
    before = dict(agency.settings)
    kept = {key: before[key] for key in before.keys() - {"rules", *_CHOSEN}}
    agency.settings = kept | choices | ({"rules": config} if config else {})
    change = changed(shown, read_settings(office))
    if change:
        tell(office, "agency:changed", f"更改机关设置{len(change[AFTER])}项", change)
    return any(before.get(key) != agency.settings.get(key) for key in ("rules", "warn_before"))


def checked_agency(values: Mapping[str, str], problems: dict[str, str]) -> dict[str, Any]:
    """Check what the agency says of itself, writing what is wrong into `problems`."""
    given = {field.name: " ".join(values.get(field.name, "").split()) for field in FIELDS}
    for field in FIELDS:
        if field.required and not given[field.name]:
            problems[field.name] = f"请填写{field.label}。"
        elif len(given[field.name]) > field.longest:
            problems[field.name] = f"{field.label}超过{field.longest}个字，请缩短。"
    given["kind"] = values.get("kind", "")
    given["signing_entity"] = given["signing_entity"] or given["name"]
    _check_reviewer(given, problems)
    _check_postcode(given["postcode"], problems)
    _check_address(given["online_review_url"], problems)
    return given


def _check_reviewer(given: Mapping[str, str], problems: dict[str, str]) -> None:
    if given["kind"] not in set(AuthorityKind):
        problems["kind"] = "请选择机关类型。"
        return
    kind = AuthorityKind(given["kind"])
    if not given["review_body"] and REVIEWERS[kind] != (Reviewer.ITSELF,):
        problems["review_body"] = (
            f"请填写行政复议机关的名称：{KIND_LABELS[kind]}的复议机关为{reviewer_of(kind)}。"
        )


def _check_postcode(postcode: str, problems: dict[str, str]) -> None:
    plain = postcode.isascii() and postcode.isdigit() and len(postcode) == 6  # noqa: PLR2004
    if postcode and not plain:
        problems["postcode"] = "邮政编码应为6位数字，请核对。"


def _check_address(address: str, problems: dict[str, str]) -> None:
    if not address:
        return
    try:
        parts = urlsplit(address)
        good = parts.scheme == "https" and bool(parts.hostname) and " " not in address
    except ValueError:
        good = False
    if not good:
        problems["online_review_url"] = (
            "网上提交复议申请的地址应以 https:// 开头并写明完整网址，请核对。"
        )


def _numbering(values: Mapping[str, str], problems: dict[str, str]) -> dict[str, str]:
    chosen = {}
    for name, tokens in (("case_number", CASE_TOKENS), ("letter_number", LETTER_TOKENS)):
        pattern = values.get(name, "").strip()
        problem = check_pattern(pattern, tokens) if pattern else ""
        if problem:
            problems[name] = problem
        elif pattern:
            chosen[name] = pattern
    return chosen


def _need_key(office: Office, choices: Mapping[str, object], problems: dict[str, str]) -> None:
    """Refuse a way of sealing for which the agency has no key yet."""
    provider = PROVIDERS.get(str(choices.get("letter_sealing", STAMP)))
    mine = SealCertificate.agency_id == office.actor.agency_id
    if provider is None or not provider.needs_key:
        return
    if office.session.scalar(select(SealCertificate.id).where(mine).limit(1)) is None:
        problems["letter_sealing"] = (
            f"本机关还没有签名证书，不能选用“{provider.label}”。"
            "请先由运维人员执行 ./mingda seal --make-test-certificate，再保存设置。"
        )


def _warning(values: Mapping[str, str], problems: dict[str, str]) -> dict[str, int]:
    text = values.get("warn_before", "").strip()
    if not text:
        return {}
    plain = text.isascii() and text.isdigit() and len(text) <= 2  # noqa: PLR2004
    if not plain or int(text) > LONGEST_WARNING:
        problems["warn_before"] = f"预警提前的工作日数应为0至{LONGEST_WARNING}的整数，请更正。"
        return {}
    return {"warn_before": int(text)}


def agency_of(office: Office) -> Agency:
    """Give the agency to its administrator.

    Raises:
        NotAdministrator.
    """
    if not may(office.actor.roles, Permission.ADMINISTER):
        raise NotAdministrator
    return office.session.get_one(Agency, office.actor.agency_id)


def agency_to_change(office: Office) -> Agency:
    """Give the agency as it stands now, held until the act is over: its settings are one value.

    Raises:
        NotAdministrator.
    """
    agency = agency_of(office)
    office.session.refresh(agency, with_for_update={"key_share": True})
    return agency
