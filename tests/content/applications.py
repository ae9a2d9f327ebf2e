"""Applications that together go every way the standard procedure has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.content import answers_on_paper as paper
from tests.content.office_play import FUTURE, PAST, Happening

ON = paper.ON
CLOCK = {"state": "running", "reply_due": FUTURE, "correction_notice_due": FUTURE}
CASE = {
    "channel": "in_person",
    "split_from": None,
    "number": "示例2026-1",
    "content": "示例规划",
    "letters": [
        {"title": "收件回执", "number": "示政办回〔2026〕1号", "party": None, "date": None}
    ],
}
FOUND = "assign_search search_record search_record five_steps secrecy_review"
ENDING = "draft_reply legal_review sign deliver_reply archive"


@dataclass(frozen=True)
class Story:
    """One application: what is special about it, and the steps people take, in order."""

    steps: str
    letters: str
    case: Mapping[str, object] = field(default_factory=dict)
    clock: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    happenings: tuple[Happening, ...] = ()


MANY = {"formal_review": paper.TOO_MANY}
UNCLEAR = {"formal_review": {"finding": "correct", "explanation": "未写明文件名称。"}}
NOT_OURS = paper.reply(
    "unable.not_ours",
    responsible_name="示例县水利局",
    responsible_contact="000-12345678",
    transfer="yes",
)
APART = paper.reply(
    "unable.not_ours",
    responsible_name="示例县水利局",
    convenience="可以向示例县水利局咨询，电话000-12345678。",
    convenience_place="apart",
)
VOID = {"manner": "void", "reason": "份数有误，应当为三份。"}
CORRECTED = {"manner": "corrected", "reason": "页数有误，应当为十三页。"}
REVOKED = {
    "manner": "revoked",
    "reason": "认定事实不清。",
    "cause": "review",
    "authority": "示例市人民政府",
    "decision_number": "示政复决〔2026〕12号",
    "decided_on": ON,
    "ruling": "撤销原答复，责令重新答复。",
}
NOTHING_TO_RELEASE = {"separable": "none", "withholding": ["deny.process"]}
KEPT_LONGER = {"archive_number": "2026-XXGK-0001", "retention": "30"}
WITHDRAWN = {"withdrawn_on": ON, "method": "written", "note": "当面核实。"}
EXTENSION = {"reason": "涉及多个年度，检索量大", "workdays": "20"}
BY_PAGE = {
    "charge": "yes",
    "basis": "page",
    "pages": "250",
    "payee": "示例县国库",
    "method": "银行转账",
    "reasons": "一月内46件。",
}
BY_ITEM = {**BY_PAGE, "basis": "item", "first_item": "41", "last_item": "45"}

STORIES: dict[str, Story] = {
    "当面提交，检索到全部，予以公开，邮寄后登记签收": Story(
        f"register formal_review {FOUND} draft_reply legal_review sign deliver_reply "
        "confirm_reply_delivery archive",
        "R02 R01 P14 F01 P15 A01",
        answers={"deliver_reply": paper.POSTED},
    ),
    "网上提交，确认后登记；属于信访，审核和签发各退回一次": Story(
        "confirm_receipt register formal_review draft_reply legal_review draft_reply "
        f"legal_review sign {ENDING}",
        "R04 R02 R01 F01 P15 A01",
        case={"channel": "internet"},
        clock={"state": "not_started"},
        answers={
            "formal_review": {"finding": "petition", "explanation": "举报违建。"},
            "draft_reply": paper.reply("not_processed.petition"),
            "legal_review": [paper.RETURN, paper.USUAL["legal_review"]],
            "sign": [paper.RETURN, paper.APPROVE],
        },
    ),
    "口头申请，一事多项拆分，要求提供公开出版物": Story(
        f"oral_record register formal_review {ENDING}",
        "R03 R02 R01 F01 P15 A01",
        case={"channel": "oral"},
        answers={
            "register": {"subject": "示例", "matters": [{"content": "甲项"}, {"content": "乙项"}]},
            "formal_review": {"finding": "publication", "explanation": "县志。"},
            "draft_reply": paper.reply("not_processed.publication"),
        },
    ),
    "由一事一申请拆分而来的，从形式审查开始；无内容可公开的不作保密审查": Story(
        f"formal_review assign_search search_record search_record five_steps {ENDING}",
        "F01 P15 A01",
        case={"split_from": 7},
        answers={
            "search_record": {**paper.USUAL["search_record"], "found": "none"},  # type: ignore[dict-item]
            "five_steps": {**paper.HELD, "held": "not_exist"},
            "draft_reply": paper.reply("unable.not_exist", search_summary="检索档案室未发现。"),
        },
    ),
    "补正告知书退回一次，邮寄送达后补正，内容明确，转入调查": Story(
        "register formal_review draft_correction approve_correction draft_correction "
        "approve_correction send_correction confirm_correction_delivery "
        f"await_correction corrected_review {FOUND} {ENDING}",
        "R02 R01 P01 P14 F01 P15 A01",
        answers={
            **UNCLEAR,
            "approve_correction": [paper.RETURN, paper.APPROVE],
            "send_correction": paper.POSTED,
        },
    ),
    "逾期不补正，核实后视为放弃": Story(
        "register formal_review draft_correction approve_correction send_correction "
        f"confirm_abandonment {ENDING}",
        "R02 R01 P01 F22 P15 A01",
        clock={"correction_lapse_on": PAST},
        answers={**UNCLEAR, "draft_reply": paper.reply("other.overdue_correction")},
    ),
    "期限届满时已在途补正，但仍不明确": Story(
        "register formal_review draft_correction approve_correction send_correction "
        f"confirm_abandonment corrected_review {ENDING}",
        "R02 R01 P01 F01 P15 A01",
        clock={"correction_lapse_on": PAST},
        answers={
            **UNCLEAR,
            "confirm_abandonment": {
                "conclusion": "corrected",
                "received_on": ON,
                "content": "仍请公开有关材料",
                "note": "邮件在途。",
            },
            "corrected_review": {"finding": "unclear", "explanation": "仍无法确定。"},
            "draft_reply": paper.reply("unable.unclear"),
        },
    ),
    "大量反复申请，认定退回一次，逾期未说明理由，不予处理": Story(
        "register formal_review request_reasons approve_reasons_request request_reasons "
        f"approve_reasons_request send_reasons_request await_reasons {ENDING}",
        "R02 R01 P02 F01 P15 A01",
        answers={
            **MANY,
            "approve_reasons_request": [paper.RETURN, paper.APPROVE],
            "await_reasons": {"answered": "no", "reasonable": "no", "judgement": "未说明理由。"},
            "draft_reply": paper.reply("not_processed.mass_repeat"),
        },
    ),
    "理由合理，不收费": Story(
        "register formal_review request_reasons approve_reasons_request "
        f"send_reasons_request await_reasons fee_decision {FOUND} {ENDING}",
        "R02 R01 P02 P14 F01 P15 A01",
        answers=MANY,
    ),
    "理由合理但需延迟，审批退回一次；按量收费，审批退回一次，邮寄送达后缴费": Story(
        "register formal_review request_reasons approve_reasons_request "
        "send_reasons_request await_reasons approve_delay await_reasons approve_delay "
        "send_delay fee_decision approve_fee fee_decision approve_fee send_fee_notice "
        "confirm_fee_delivery await_payment "
        f"{FOUND} {ENDING}",
        "R02 R01 P02 P04 P05 P14 F01 P15 A01",
        answers={
            **MANY,
            "await_reasons": {
                "answered": "yes",
                "received_on": ON,
                "reasons": "研究。",
                "reasonable": "needs_time",
                "judgement": "逐份审查需要时间。",
                "new_due": "2026-12-31",
            },
            "approve_delay": [paper.RETURN, paper.APPROVE],
            "fee_decision": BY_PAGE,
            "approve_fee": [paper.RETURN, paper.APPROVE],
            "send_fee_notice": paper.POSTED,
        },
    ),
    "按件收费，逾期未缴，视为放弃": Story(
        "register formal_review request_reasons approve_reasons_request "
        "send_reasons_request await_reasons fee_decision approve_fee send_fee_notice "
        f"confirm_fee_lapse {ENDING}",
        "R02 R01 P02 P05 F23 P15 A01",
        clock={"fee_lapse_on": PAST},
        answers={
            **MANY,
            "fee_decision": BY_ITEM,
            "draft_reply": paper.reply("other.overdue_fee"),
        },
    ),
    "核实发现已在期限内缴费": Story(
        "register formal_review request_reasons approve_reasons_request "
        "send_reasons_request await_reasons fee_decision approve_fee send_fee_notice "
        f"confirm_fee_lapse {FOUND} {ENDING}",
        "R02 R01 P02 P05 P14 F01 P15 A01",
        clock={"fee_lapse_on": PAST},
        answers={
            **MANY,
            "fee_decision": BY_ITEM,
            "confirm_fee_lapse": {
                "conclusion": "paid",
                "paid_on": ON,
                "receipt_no": "0000001",
                "note": "票据已核。",
            },
        },
    ),
    "四个第三方、两个共同制作机关、两个征询机关和会商；反对而决定公开": Story(
        "register formal_review assign_search search_record search_record five_steps "
        "send_consultation_notice send_third_party await_opinion send_third_party "
        "confirm_third_party_delivery await_opinion send_third_party send_third_party "
        "confirm_third_party_delivery weigh_opinions send_joint_letter "
        "confirm_joint_delivery joint_opinion send_joint_letter send_inquiry "
        "urge_agency send_urging agency_opinion send_inquiry urge_agency agency_opinion "
        "plan_conference send_conference_notice conference_minutes secrecy_review "
        "draft_reply legal_review sign send_third_party_notice send_third_party_notice "
        "send_third_party_notice deliver_reply archive",
        "R02 R01 P07 P06 P06 P06 P06 P08 P08 P09 P09 P17 P16 P11 P14 F01 T01 T01 T01 P15 A01",
        clock={
            "consult_due": {"示例镇人民政府": PAST, "示例县档案馆": PAST},
            "consult_lapse_on": {
                "丙公司": PAST,
                "示例县审计局": PAST,
                "示例镇人民政府": PAST,
                "示例县档案馆": PAST,
            },
        },
        answers={
            "five_steps": paper.CONSULTED,
            "await_opinion:乙公司": {
                "replied_on": ON,
                "opinion": "object",
                "reasons": "属于商业秘密。",
            },
            "send_third_party:乙公司": paper.POSTED,
            "send_third_party:丁公司": paper.POSTED,
            "confirm_third_party_delivery:丁公司": {
                "evidence": "returned",
                "returned_on": ON,
                "note": "两次退回。",
            },
            "send_joint_letter:示例县财政局": paper.POSTED,
            "agency_opinion:示例县档案馆": {"answered": "no"},
            "urge_agency:示例县档案馆": {"way": "phone", "new_due": ON, "contact": "测试联系人"},
            "weigh_opinions": {
                "conclusion": "override",
                "reasons": "涉及公共安全。",
                "written_notice_reasons": "不公开可能对公共利益造成重大影响。",
            },
            "draft_reply": paper.reply(
                "partial",
                documents=paper.GRANT["documents"],
                withheld=[
                    {"part": "单价分析", "ground": "deny.third_party", "reason": "商业秘密。"}
                ],
            ),
        },
    ),
    "一个第三方不同意且理由合理，不予公开": Story(
        "register formal_review assign_search search_record search_record five_steps "
        "send_consultation_notice send_third_party await_opinion weigh_opinions "
        "draft_reply legal_review sign deliver_reply draft_outcome approve_outcome "
        "draft_outcome approve_outcome send_outcome archive",
        "R02 R01 P07 P06 F01 T02 P15 A01",
        answers={
            "five_steps": {
                **paper.HELD,
                "separable": "none",
                "withholding": ["deny.third_party"],
                "third_parties": [{"name": "甲公司", **paper.PARTY}],
            },
            "await_opinion": {"replied_on": ON, "opinion": "object", "reasons": "商业秘密。"},
            "approve_outcome": [paper.RETURN, paper.APPROVE],
            "draft_reply": paper.reply(
                "deny.third_party",
                sub_kind="商业秘密",
                withheld=[{"part": "全部", "ground": "deny.third_party", "reason": "商业秘密。"}],
            ),
        },
    ),
    "第三方不同意公开而理由不成立，予以公开的，告知第三方": Story(
        "register formal_review assign_search search_record search_record five_steps "
        "send_consultation_notice send_third_party await_opinion weigh_opinions "
        "secrecy_review draft_reply legal_review sign send_third_party_notice "
        "deliver_reply archive",
        "R02 R01 P07 P06 P14 F01 T01 P15 A01",
        answers={
            "five_steps": {**paper.HELD, "third_parties": [{"name": "甲公司", **paper.PARTY}]},
            "await_opinion": {"replied_on": ON, "opinion": "object", "reasons": "不愿公开。"},
            "weigh_opinions": {
                "conclusion": "release",
                "reasons": "理由不成立。",
                "written_notice_reasons": "不属于商业秘密。",
            },
        },
    ),
    "由其他机关负责公开，该机关不接收转送": Story(
        "register formal_review draft_reply legal_review sign transfer_application "
        "deliver_reply archive",
        "R02 R01 F13 P15 A01",
        answers={
            "formal_review": {"finding": "not_ours", "explanation": "由示例县水利局负责。"},
            "draft_reply": NOT_OURS,
            "transfer_application": {"outcome": "not", "why_not": "该局请申请人直接提出。"},
        },
    ),
    "由其他机关负责公开，同时转送": Story(
        "register formal_review draft_reply legal_review sign transfer_application "
        "send_transfer deliver_reply archive",
        "R02 R01 F13 P13 P15 A01",
        answers={
            "formal_review": {"finding": "not_ours", "explanation": "由示例县水利局负责。"},
            "draft_reply": NOT_OURS,
        },
    ),
    "便民答复另附一页，审核退回一次；归档前更正，替代文书仍另附一页": Story(
        "register formal_review draft_reply legal_review draft_reply legal_review sign "
        "deliver_reply approve_mend redraft review_mended sign_mended deliver_mended "
        "confirm_reply_delivery archive",
        "R02 R01 F13 G04 F13 G04 P15 A01",
        answers={
            "formal_review": {"finding": "not_ours", "explanation": "由示例县水利局负责。"},
            "draft_reply": APART,
            "legal_review": [paper.RETURN, paper.USUAL["legal_review"]],
            "redraft": APART,
        },
        happenings=(Happening("archive", "mend", CORRECTED),),
    ),
    "答复发出前发现有误，负责人未同意作废，再次报请后作废重制": Story(
        f"register formal_review {FOUND} draft_reply legal_review sign approve_mend "
        "approve_mend redraft review_mended sign_mended deliver_reply archive",
        "R02 R01 P14 F01 F01 P15 A01",
        answers={"approve_mend": [paper.RETURN, paper.APPROVE]},
        happenings=(
            Happening("deliver_reply", "mend", VOID),
            Happening("deliver_reply", "mend", VOID),
        ),
    ),
    "等待签收时更正，替代文书审核、签发各退回一次": Story(
        f"register formal_review {FOUND} draft_reply legal_review sign deliver_reply "
        "approve_mend redraft review_mended redraft review_mended sign_mended redraft "
        "review_mended sign_mended deliver_mended confirm_reply_delivery archive",
        "R02 R01 P14 F01 F01 P15 A01",
        answers={
            "deliver_reply": paper.POSTED,
            "review_mended": [paper.RETURN, paper.USUAL["review_mended"]],
            "sign_mended": [paper.RETURN, paper.APPROVE],
        },
        happenings=(Happening("confirm_reply_delivery", "mend", CORRECTED),),
    ),
    "不予公开的答复被复议决定撤销，重新审查后公开，先告知第三方": Story(
        "register formal_review assign_search search_record search_record five_steps "
        "send_consultation_notice send_third_party await_opinion weigh_opinions "
        "draft_reply legal_review sign deliver_reply draft_outcome approve_outcome "
        "send_outcome approve_mend reweigh redraft review_mended_release redraft "
        "review_mended sign_mended send_third_party_notice deliver_mended archive",
        "R02 R01 P07 P06 F01 T02 G03 T01 P15 A01",
        answers={
            "five_steps": {
                **paper.HELD,
                **NOTHING_TO_RELEASE,
                "third_parties": [{"name": "甲公司", **paper.PARTY}],
            },
            "await_opinion": {"replied_on": ON, "opinion": "object", "reasons": "商业秘密。"},
            "draft_reply": paper.reply(
                "deny.process",
                sub_kind="讨论记录",
                withheld=[{"part": "全部", "ground": "deny.process", "reason": "讨论记录。"}],
            ),
            "reweigh": {
                "conclusion": "release",
                "reasons": "理由不成立。",
                "written_notice_reasons": "不属于商业秘密。",
            },
            "review_mended_release": paper.USUAL["secrecy_review"],
            "deliver_mended": paper.HANDED,
            "archive": KEPT_LONGER,
        },
        happenings=(Happening("archive", "mend", REVOKED),),
    ),
    "归档前答复被复议决定撤销，重新答复": Story(
        f"register formal_review {FOUND} draft_reply legal_review sign deliver_reply "
        "approve_mend redraft review_mended sign_mended deliver_mended archive",
        "R02 R01 P14 F01 G03 P15 A01",
        answers={"deliver_mended": paper.HANDED, "archive": KEPT_LONGER},
        happenings=(Happening("archive", "mend", REVOKED),),
    ),
    "不能确定是否涉密，报请确定后再审查": Story(
        f"register formal_review {FOUND} send_inquiry agency_opinion secrecy_review {ENDING}",
        "R02 R01 P12 P14 F01 P15 A01",
        answers={
            "secrecy_review": [
                {
                    "opinion": "refer",
                    "basis": "涉及示例事项",
                    "refer_to": "示例县保密行政管理部门",
                    "refer_documents": "示例规划",
                    "refer_questions": "是否属于国家秘密？",
                    "reviewer": "测试审查人",
                },
                paper.USUAL["secrecy_review"],
            ]
        },
    ),
    "检索时申请人撤回": Story(
        "register formal_review assign_search deliver_reply archive",
        "R02 R01 F24 P15 A01",
        happenings=(Happening("search_record", "withdrawal", WITHDRAWN),),
    ),
    "延期一次，不得再延": Story(
        f"register formal_review extension_approval extension_delivery {FOUND} {ENDING}",
        "R02 R01 P03 P14 F01 P15 A01",
        happenings=(Happening("assign_search", "extension", EXTENSION),),
    ),
    "延期告知书届满以后才送出，延期不生效": Story(
        f"register formal_review extension_approval extension_delivery {FOUND} {ENDING}",
        "R02 R01 P03 P14 F01 P15 A01",
        clock={"warn_on": PAST},
        happenings=(
            Happening("assign_search", "extension", EXTENSION),
            Happening("extension_delivery", "clock_moved", clock={"reply_due": PAST}),
        ),
    ),
    "检索后认为不予公开，拟稿时改为公开，先作保密审查": Story(
        "register formal_review assign_search search_record search_record five_steps draft_reply "
        f"secrecy_review {ENDING}",
        "R02 R01 P14 F01 P15 A01",
        answers={"five_steps": paper.HELD | NOTHING_TO_RELEASE},
    ),
    "负责人不同意延期": Story(
        f"register formal_review extension_approval {FOUND} {ENDING}",
        "R02 R01 P14 F01 P15 A01",
        answers={"extension_approval": {"decision": "return", "opinion": "抓紧办理。"}},
        happenings=(Happening("assign_search", "extension", EXTENSION),),
    ),
    "临近届满提醒，期限变动后再提醒，超期督办": Story(
        f"register formal_review {FOUND} {ENDING}",
        "R02 R01 P14 F01 P15 A01",
        clock={"warn_on": PAST},
        happenings=(
            Happening("assign_search", "clock_moved"),
            Happening("five_steps", "clock_moved", clock={"overdue_on": PAST}),
        ),
    ),
}
