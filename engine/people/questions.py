"""The questions of counting that the law leaves open, put to an agency in its own words."""

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How a question is answered."""

    ONE = "one"
    TICKS = "ticks"
    NUMBER = "number"
    TEXT = "text"
    DAYS = "days"


@dataclass(frozen=True)
class Question:
    """One key of `engine.law.rules.Rules` or `RemedyRules`, with the answers it may take."""

    key: str
    title: str
    why: str
    options: tuple[tuple[str, str], ...] = ()
    look: Look = Look.ONE
    default: str = ""

    def label(self, value: str) -> str:
        """Write an answer in words."""
        return dict(self.options).get(value, value)


_YES_NO = (("yes", "是"), ("no", "否"))
_RESTART = (("restart", "重新起算"), ("pause", "暂停后接续计算"))

_RECEIPT = (
    Question(
        "count_start",
        "期限的第一日",
        "期间开始的当日不计入，自次日起算（民法典第二百零一条）。",
        (("next_day", "收到的次日"), ("same_day", "收到的当日")),
    ),
    Question(
        "internet_receipt",
        "互联网渠道申请的收到之日",
        "以双方确认之日为收到申请之日（条例第三十一条第（三）项）。",
        (
            ("confirmed", "双方确认之日"),
            ("submitted", "提交之日"),
            ("arrived_next_workday", "提交后的第一个工作日"),
        ),
    ),
    Question(
        "internet_confirm_sla",
        "互联网申请的确认时限",
        "提交后几个工作日内与申请人确认收到。",
        look=Look.NUMBER,
        default="{}个工作日",
    ),
    Question(
        "mailroom_receipt",
        "收发室签收的挂号信、特快专递",
        "以行政机关签收之日为收到申请之日（条例第三十一条第（二）项）。",
        (("signed", "收发室签收即为收到"), ("confirmed", "与申请人确认之日")),
    ),
    Question(
        "period_end_time",
        "期限最后一日的截止时刻",
        "填 24:00，或者下班时间，如 17:30（民法典第二百零三条）。",
        look=Look.TEXT,
        default="24:00",
    ),
    Question(
        "regional_holidays",
        "地方性节假日",
        "民族自治地方等另行规定的放假日（放假办法第四条）。每行一天：日期,名称。",
        look=Look.DAYS,
        default="无",
    ),
)
_CORRECTION = (
    Question(
        "correction_period",
        "申请人补正的合理期限",
        "填工作日数，如 15；按自然日计算的写作 30d（条例第三十条）。",
        look=Look.TEXT,
        default="{}个工作日",
    ),
    Question(
        "correction_period_start",
        "补正期限的起点",
        "自申请人收到补正通知，或者自发出补正通知起算。",
        (("delivered", "通知送达之日"), ("issued", "通知发出之日")),
    ),
    Question(
        "corrections_allowed",
        "可以要求补正的次数",
        "应当一次性告知补正事项（条例第三十条）。",
        look=Look.NUMBER,
        default="{}次",
    ),
    Question(
        "correction_clock",
        "补正后的答复期限",
        "答复期限自收到补正的申请之日起计算（条例第三十条）。",
        _RESTART,
    ),
    Question(
        "late_correction_notice",
        "逾七个工作日才发出的补正通知",
        "补正应当自收到申请之日起7个工作日内一次性告知（条例第三十条）。",
        (
            ("no_restart", "不重新起算答复期限"),
            ("restart", "仍重新起算答复期限"),
            ("flag", "仍重新起算，并作提示"),
        ),
    ),
)
_CONSULT = (
    Question(
        "consult_interval",
        "征求意见不计入期限的区间",
        "征求第三方和其他机关意见所需时间不计算在期限内（条例第三十三条第三款）。",
        (
            ("open", "发出次日至收到意见之日"),
            ("closed", "发出当日至收到意见之日"),
            ("delivered", "送达之日至收到意见之日"),
        ),
    ),
    Question(
        "consult_cap",
        "逾期收到的意见",
        "第三方应当自收到征求意见书之日起15个工作日内提出意见（条例第三十二条）。",
        (("cap", "扣除至意见期限届满为止"), ("actual", "扣除至实际收到为止")),
    ),
    Question(
        "agency_scope",
        "征求哪些单位的意见不计入期限",
        "第三方始终不计入；“其他机关”的范围由此确定（条例第三十三条第三款、第三十四条）。",
        (
            ("joint_producer", "共同制作机关"),
            ("other", "其他行政机关"),
            ("lower_government", "下级人民政府"),
            ("superior", "上级机关"),
            ("subordinate_unit", "所属单位"),
            ("internal", "内设机构"),
        ),
        Look.TICKS,
    ),
    Question(
        "secrecy_referral_excluded",
        "报请确定是否涉密的时间不计入",
        "不能确定是否可以公开的，报有关主管部门确定（条例第十七条第三款）。",
        _YES_NO,
    ),
    Question(
        "huishang_excluded",
        "会商的时间不计入",
        "只有书面征求意见的时间有明文依据（条例第三十三条第三款）。",
        (
            ("written_only", "书面征求意见的才不计入"),
            ("always", "一律不计入"),
            ("never", "一律计入"),
        ),
    ),
)
_EXTENSION = (
    Question(
        "ext_after_consult",
        "征求意见之后可以再延期",
        "延长答复最长不得超过20个工作日（条例第三十三条第二款）。",
        _YES_NO,
    ),
    Question(
        "ext_count",
        "延期从哪一天起加算",
        "征求意见所需时间已经顺延的，从顺延后的届满日起加算。",
        (("adjusted_due", "顺延后的届满日"), ("original_due", "原届满日")),
    ),
    Question(
        "ext_notice_effect",
        "延期成立的条件",
        "延长答复应当经负责人同意并告知申请人（条例第三十三条第二款）。",
        (
            ("both_by_due", "届满前批准并已告知"),
            ("approved_by_due", "届满前批准即可"),
        ),
    ),
    Question(
        "art35_pause",
        "等待申请人说明理由时暂停计时",
        "条例第三十五条没有规定暂停；暂停没有明文依据。",
        _YES_NO,
    ),
    Question(
        "art35_period",
        "说明理由的期限",
        "申请数量、频次明显超过合理范围的，可以要求说明理由（条例第三十五条）。",
        look=Look.NUMBER,
        default="{}个工作日",
    ),
    Question(
        "delayed_max",
        "延迟答复的上限",
        "理由合理但不能按期答复的，可以确定延迟答复的合理期限（条例第三十五条）。填工作日数。",
        look=Look.NUMBER,
        default="不设上限",
    ),
)
_FEE = (
    Question(
        "fee_restart",
        "缴费后的答复期限",
        "答复期限自申请人完成缴费次日起重新计算（国办函〔2020〕109号第六条）。",
        _RESTART,
    ),
    Question(
        "fee_before_correction",
        "收费先于补正",
        "内容不明确的申请一般先补正，再计收信息处理费。",
        _YES_NO,
    ),
    Question(
        "e_delivery_time",
        "电子送达的时点",
        "判断答复是否逾期，以哪一时刻为准。",
        (("sent", "发出"), ("received", "到达申请人系统"), ("read", "申请人阅读")),
    ),
)
_REMEDY = (
    Question(
        "review_first_partial",
        "部分公开的复议前置范围",
        "不予公开的部分应当先申请行政复议（行政复议法第二十三条第一款第（四）项）。",
        (("part", "仅不予公开的部分"), ("whole", "整份决定")),
    ),
    Question(
        "review_first_not_exist",
        "信息不存在、本机关不掌握的也须复议前置",
        "法释〔2025〕8号第一条没有将其列入前置范围。",
        _YES_NO,
    ),
    Question(
        "review_first_admin_query",
        "行政查询事项的告知也须复议前置",
        "条例第三十六条第（七）项的告知，不属于不予公开。",
        _YES_NO,
    ),
    Question(
        "review_first_silence",
        "逾期不答复也须复议前置",
        "法释〔2025〕8号第二条第二款没有将其列入前置范围。",
        _YES_NO,
    ),
)

GROUPS: tuple[tuple[str, tuple[Question, ...]], ...] = (
    ("收到与起算", _RECEIPT),
    ("补正", _CORRECTION),
    ("征求意见", _CONSULT),
    ("延期与延迟", _EXTENSION),
    ("收费与送达", _FEE),
    ("复议前置", _REMEDY),
)
QUESTIONS = tuple(question for _, group in GROUPS for question in group)
