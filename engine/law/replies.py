"""Every way in which an application may be answered (arts. 14 to 16, 36 to 39)."""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from engine.errors import OfficeError
from engine.law.articles import Citation, Instrument, regulations

RESULTS = "三、本年度办理结果"


class ReplyUnknown(OfficeError):
    """A result code that the catalogue does not have."""

    code = "reply_unknown"
    article: ClassVar[str | None] = "条例第三十六条"
    message = "办理结果“{reply}”不在目录中，请从办理结果列表中选择。"


@dataclass(frozen=True)
class Rule:
    """How one result is named, founded, counted and written.

    Attributes:
        articles: the grounds, as a letter cites them; none where the law names none (撤回).
        report_row: the row of the annual report, short: 三（三）6.
        letter: the code of its letter in `engine.law.letters`.
        group: grant, partial, deny, unable, not_processed or other.
        remedy: whether review must come first (None: for a part of it only).
        convenience: whether 便民答复 is usual (不存在、不掌握、需另行制作、仍不明确).
        annual_row: the full label of the row.
    """

    code: str
    label: str
    articles: tuple[str, ...]
    report_row: str
    letter: str
    group: str
    remedy: bool | None
    convenience: bool
    annual_row: str


def _rule(  # noqa: PLR0913  # a row of the table has as many cells as the table has columns
    code: str,
    label: str,
    grounds: tuple[Citation, ...],
    row: str,
    letter: str,
    *,
    heading: str = "",
    first: bool | None = False,
    convenience: bool = False,
) -> Rule:
    return Rule(
        code=code,
        label=label,
        articles=tuple(str(ground) for ground in grounds),
        report_row=f"三{row}".removesuffix("."),
        letter=letter,
        group=code.partition(".")[0],
        remedy=first,
        convenience=convenience,
        annual_row=f"{RESULTS}{row}{heading or label}",
    )


_BY_ITEM = {item: regulations(36, None, item) for item in range(1, 8)}
_NOT_OPEN = _BY_ITEM[3]
_FEES = Citation(Instrument.FEE_MEASURES, 6)


class Reply(Enum):
    """The results; the value is the rule."""

    GRANT = _rule("grant", "予以公开", (_BY_ITEM[2], regulations(40)), "（一）", "F01")
    ALREADY_PUBLIC = _rule(
        "grant.already_public",
        "已主动公开，告知获取方式、途径",
        (_BY_ITEM[1],),
        "（一）",
        "F02",
        heading="予以公开",
    )
    PARTIAL = _rule(
        "partial", "部分公开", (regulations(37), _NOT_OPEN), "（二）", "F03", first=None
    )
    SECRET = _rule(
        "deny.secret", "属于国家秘密", (regulations(14), _NOT_OPEN), "（三）1.", "F04", first=True
    )
    LAW_FORBIDDEN = _rule(
        "deny.law_forbidden",
        "其他法律行政法规禁止公开",
        (regulations(14), _NOT_OPEN),
        "（三）2.",
        "F05",
        first=True,
    )
    SAFETY = _rule(
        "deny.safety",
        "危及“三安全一稳定”",
        (regulations(14), _NOT_OPEN),
        "（三）3.",
        "F06",
        first=True,
    )
    THIRD_PARTY = _rule(
        "deny.third_party",
        "保护第三方合法权益",
        (regulations(15), regulations(32), _NOT_OPEN),
        "（三）4.",
        "F07",
        first=True,
    )
    INTERNAL = _rule(
        "deny.internal",
        "属于三类内部事务信息",
        (regulations(16, 1), _NOT_OPEN),
        "（三）5.",
        "F08",
        first=True,
    )
    PROCESS = _rule(
        "deny.process",
        "属于四类过程性信息",
        (regulations(16, 2), _NOT_OPEN),
        "（三）6.",
        "F09",
        first=True,
    )
    ENFORCEMENT_FILE = _rule(
        "deny.enforcement_file",
        "属于行政执法案卷",
        (regulations(16, 2), _NOT_OPEN),
        "（三）7.",
        "F10",
        first=True,
    )
    ADMIN_QUERY = _rule("deny.admin_query", "属于行政查询事项", (_BY_ITEM[7],), "（三）8.", "F11")
    NOT_HELD = _rule(
        "unable.not_held",
        "本机关不掌握相关政府信息",
        (_BY_ITEM[4],),
        "（四）1.",
        "F14",
        convenience=True,
    )
    NOT_EXIST = _rule(
        "unable.not_exist",
        "政府信息不存在",
        (_BY_ITEM[4],),
        "（四）1.",
        "F12",
        heading="本机关不掌握相关政府信息",
        convenience=True,
    )
    NOT_OURS = _rule(
        "unable.not_ours",
        "不属于本机关负责公开",
        (regulations(10, 1), _BY_ITEM[5]),
        "（四）1.",
        "F13",
        heading="本机关不掌握相关政府信息",
        convenience=True,
    )
    NEED_CREATION = _rule(
        "unable.need_creation",
        "没有现成信息需要另行制作",
        (regulations(38),),
        "（四）2.",
        "F15",
        convenience=True,
    )
    UNCLEAR = _rule(
        "unable.unclear",
        "补正后申请内容仍不明确",
        (regulations(29, 2, 2), regulations(30)),
        "（四）3.",
        "F16",
        convenience=True,
    )
    PETITION = _rule(
        "not_processed.petition", "信访举报投诉类申请", (regulations(39, 1),), "（五）1.", "F17"
    )
    DUPLICATE = _rule("not_processed.duplicate", "重复申请", (_BY_ITEM[6],), "（五）2.", "F18")
    PUBLICATION = _rule(
        "not_processed.publication", "要求提供公开出版物", (regulations(39, 2),), "（五）3.", "F19"
    )
    MASS_REPEAT = _rule(
        "not_processed.mass_repeat",
        "无正当理由大量反复申请",
        (regulations(35),),
        "（五）4.",
        "F20",
    )
    REISSUE = _rule(
        "not_processed.reissue",
        "要求行政机关确认或重新出具已获取信息",
        (_BY_ITEM[6], regulations(38)),
        "（五）5.",
        "F21",
    )
    OVERDUE_CORRECTION = _rule(
        "other.overdue_correction",
        "申请人逾期不补正，不再处理",
        (regulations(30),),
        "（六）1.",
        "F22",
        heading="申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    OVERDUE_FEE = _rule(
        "other.overdue_fee",
        "申请人逾期不缴费，不再处理",
        (regulations(42), _FEES),
        "（六）2.",
        "F23",
        heading="申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    )
    WITHDRAWN = _rule("other.withdrawn", "申请人撤回申请", (), "（六）3.", "F24", heading="其他")
    MISC = _rule(
        "other.misc",
        "不属于政府信息等其他情形",
        (regulations(2),),
        "（六）3.",
        "F25",
        heading="其他",
    )
    ARCHIVE = _rule(
        "other.archive",
        "已移交国家档案馆",
        (Citation(Instrument.ARCHIVES_LAW, 15, 2),),
        "（六）3.",
        "F26",
        heading="其他",
    )

    @classmethod
    def of(cls, code: str) -> "Reply":
        """Return the result with this code.

        Raises:
            ReplyUnknown: there is none.
        """
        for reply in cls:
            if reply.value.code == code:
                return reply
        raise ReplyUnknown(reply=code)


def count_of(reply: Reply) -> str:
    """Return the code under which a result is counted: several results may share a row."""
    return COUNTED_AS.get(reply, reply).value.code


COUNTED_AS = {
    Reply.ALREADY_PUBLIC: Reply.GRANT,
    Reply.NOT_EXIST: Reply.NOT_HELD,
    Reply.NOT_OURS: Reply.NOT_HELD,
    Reply.WITHDRAWN: Reply.MISC,
    Reply.ARCHIVE: Reply.MISC,
}
