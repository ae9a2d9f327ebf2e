"""Sixty and more ways to break the law with a pencil: rule, what was done, how it is drawn."""

from collections.abc import Iterator

from tests.lawful.redrawing import Edit, Redrawing

AUTOMATIC = {"action": "notice.warn"}
Case = tuple[str, Edit]


def purpose(form: str, label: str, **more: object) -> Edit:
    return lambda draft: draft.ask(form, key="added", label=label, **more)


def without_due(draft: Redrawing) -> Redrawing:
    for name in ("formal_review", "draft_correction", "approve_correction", "send_correction"):
        draft.due(name, "")
    return draft


def refused_at_lapse(draft: Redrawing) -> Redrawing:
    draft.insert(
        "correction_lapsed", "confirm_abandonment", "auto", "自动不予公开", action="reply.record"
    )
    draft.give("auto", result='"deny.internal"', reasons='"逾期"')
    return draft.redirect("auto", "confirm_abandonment", "correction_abandoned")


def longer_form(draft: Redrawing) -> Redrawing:
    draft.question("extension", "workdays")["validate"]["max"] = 60
    return draft


def decided_by_table(draft: Redrawing) -> Redrawing:
    draft.insert("suggest_reply", "consultation", "auto", "自动记录", action="reply.record")
    draft.give("auto", result='"deny.process"', reasons="five_steps.reasons")
    return draft.branch("suggest_reply", "auto", "consultation", 'suggestion.result = "grant"')


def lapsed_by_itself(draft: Redrawing) -> Redrawing:
    draft.insert("fee_lapsed", "confirm_fee_lapse", "auto", "自动记录", action="reply.record")
    return draft.give("auto", result='"other.overdue_fee"')


def without_notice_of_release(draft: Redrawing) -> Redrawing:
    draft.cut("is_override", "third_party_notice").remove("third_party_notice")
    return draft.cut("was_sent", "tell_third_party").remove("tell_third_party")


def registered_and_decided() -> Iterator[Case]:
    yield "删去“记入登记台账”，申请没有登记", lambda d: d.remove("register_case")
    yield (
        "收到日期已经确定的，跳过登记直接办理",
        lambda d: d.redirect("is_confirmed", "issue_receipt", "merged"),
    )
    yield (
        "传真申请当作拆分件，不登记",
        lambda d: d.condition("is_child", "merged", 'case.channel = "fax"'),
    )
    yield "删去“记录办理结果”", lambda d: d.remove("record_reply")
    yield "申请人撤回的，不记录结果", lambda d: d.remove("record_withdrawal")
    yield (
        "登记时认为重复的，直接结束",
        lambda d: d.branch(
            "issue_register_form", "has_matters", "case_closed", "register.duplicate_note != null"
        ),
    )
    yield "签发后不制发答复文书", lambda d: d.remove("issue_reply")
    yield (
        "视为放弃的，不记录结果就归档",
        lambda d: d.branch(
            "sign", "is_signed", "handling_done", "confirm_abandonment != null"
        ).remove("record_reply"),
    )


def correction() -> Iterator[Case]:
    yield "删去补正告知书", lambda d: d.remove("issue_correction")
    yield "补正告知书换成了征询函", lambda d: d.mark("issue_correction", letter="P09")
    yield (
        "补正后仍不明确的，再次要求补正",
        lambda d: d.branch(
            "corrected_review", "is_direct", "correction", 'formal_review.finding = "correct"'
        ),
    )
    yield "没有一个环节盯住7个工作日", without_due
    yield "发出后不记录告知补正", lambda d: d.remove("start_correction_period")
    yield "收到补正不重新计算期限", lambda d: d.remove("restart_clock")
    yield "删去补正期限届满的定时器", lambda d: d.remove("correction_lapsed")
    yield (
        "定时器改成与补正期限无关的日期",
        lambda d: d.timer("correction_lapsed", "add working days(case.received_on, 30)"),
    )
    yield (
        "期限届满自动视为放弃，无人核实",
        lambda d: d.redirect("correction_lapsed", "confirm_abandonment", "correction_abandoned"),
    )
    yield "核实逾期不补正改由系统完成", lambda d: d.service("confirm_abandonment", **AUTOMATIC)
    yield "期限届满自动不予公开", refused_at_lapse


def extension() -> Iterator[Case]:
    yield "延期由经办人自己审批", lambda d: d.groups("extension_approval", "clerk")
    yield "负责人和经办人都可以审批延期", lambda d: d.groups("extension_approval", "head,clerk")
    yield "延期审批改由系统完成", lambda d: d.service("extension_approval", **AUTOMATIC)
    yield "删去延期审批", lambda d: d.remove("extension_approval")
    yield (
        "不同意延期的也照样延期",
        lambda d: d.redirect("is_extended", "extension_refused", "issue_extension"),
    )
    yield "延期不制发告知书", lambda d: d.remove("issue_extension")
    yield "延期告知书不登记送达", lambda d: d.remove("record_extension_delivery")
    yield (
        "已经延期的可以再次申请延期",
        lambda d: d.condition("is_extension_settled", "extension_done", "extension.workdays = 20"),
    )
    yield "一次延长30个工作日", lambda d: d.give("extend_clock", workdays="30")
    yield "表单允许延长60个工作日", longer_form
    yield (
        "答复发出以后再延期",
        lambda d: d.insert("record_sent", "record_service", "late", "延长", action="clock.extend"),
    )
    yield (
        "拟定答复的期限写成收到后45个工作日",
        lambda d: d.due("draft_reply", "add working days(clock.received_on, 45)"),
    )


def refusal() -> Iterator[Case]:
    yield "删去法制审核", lambda d: d.remove("legal_review")
    yield "删去负责人签发", lambda d: d.remove("sign")
    yield "签发交给经办人", lambda d: d.groups("sign", "clerk")
    yield "法制审核交给经办人", lambda d: d.groups("legal_review", "clerk")
    yield "签发改由系统完成", lambda d: d.service("sign", **AUTOMATIC)
    yield "法制审核退回的也往下走", lambda d: d.redirect("is_reviewed", "draft_reply", "sign")
    yield (
        "负责人退回的也照样发出",
        lambda d: d.redirect("is_signed", "draft_reply", "handling_done"),
    )
    yield "审核之后不看审核意见", lambda d: d.remove("is_reviewed")
    yield (
        "内部事务信息不经审核直接不予公开",
        lambda d: d.branch(
            "draft_letter", "", "handling_done", 'draft_reply.result = "deny.internal"'
        ),
    )
    yield "记录结果时不传理由", lambda d: d.give("record_reply", reasons=None)
    yield "理由写死在流程里", lambda d: d.give("record_reply", reasons='"依法不予公开"')
    yield "理由一栏可以不填", lambda d: d.optional("draft_reply", "reasons")
    yield (
        "撤回的记成国家秘密，不经审核",
        lambda d: d.give("record_withdrawal", result='"deny.secret"'),
    )
    yield "更正的答复不经法制审核", lambda d: d.remove("review_mended")
    yield (
        "审核以后经办人还可以改结果",
        lambda d: d.insert(
            "is_reviewed", "sign", "again", "调整", groups="clerk", form="draft_reply"
        ).mark("again", resultVariable="draft_reply"),
    )
    yield "签发人另行选定结果，不再审核", lambda d: d.give("record_reply", result="sign.result")


def third_party() -> Iterator[Case]:
    yield "不制发征求第三方意见书", lambda d: d.remove("issue_third_party_letter")
    yield "征求第三方意见改发征询函", lambda d: d.mark("issue_third_party_letter", letter="P09")
    yield "意见书只给10个工作日", lambda d: d.give("issue_third_party_letter", period_workdays="10")
    yield "意见期限按30个工作日计算", lambda d: d.give("open_third_party", period_workdays="30")
    yield "寄发以后不起算15个工作日", lambda d: d.remove("open_third_party")
    yield "删去意见期限届满的定时器", lambda d: d.remove("opinion_lapsed")
    yield (
        "定时器改成寄发后10天",
        lambda d: d.timer("opinion_lapsed", 'send_third_party.sent_on + duration("P10D")'),
    )
    yield (
        "逾期不答复的，当作已经提出意见",
        lambda d: d.redirect("opinion_lapsed", "note_silence", "close_third_party"),
    )
    yield "逾期以后无人审查第三方意见", lambda d: d.remove("weigh_opinions")
    yield "审查第三方意见改由系统完成", lambda d: d.service("weigh_opinions", **AUTOMATIC)
    yield "听取意见时不再问第三方", lambda d: d.cut("whom_to_ask", "ask_third_parties")
    yield "不顾反对决定公开而不告知第三方", without_notice_of_release
    yield (
        "告知第三方用了反馈采纳情况的文书",
        lambda d: d.mark("issue_third_party_notice", letter="T02"),
    )
    yield "告知第三方不写理由", lambda d: d.give("issue_third_party_notice", reasons=None)


def joint_producer() -> Iterator[Case]:
    yield "征求共同制作机关意见改发征询函", lambda d: d.mark("issue_joint_letter", letter="P09")
    yield "意见期限缩短为10个工作日", lambda d: d.give("open_joint", period_workdays="10")
    yield "寄发以后不起算", lambda d: d.remove("open_joint")
    yield "按一般征询起算", lambda d: d.give("open_joint", role='"other"')
    yield "删去期限届满的定时器", lambda d: d.remove("joint_lapsed")
    yield (
        "定时器改成固定日期",
        lambda d: d.timer("joint_lapsed", 'send_joint_letter.sent_on + duration("P20D")'),
    )
    yield "期限届满仍继续等", lambda d: d.attribute("joint_lapsed", cancelActivity="false")
    yield (
        "期限届满当作已经答复",
        lambda d: d.redirect("joint_lapsed", "note_deemed_consent", "close_joint"),
    )
    yield (
        "期限届满退回去重新等",
        lambda d: d.redirect("joint_lapsed", "note_deemed_consent", "joint_opinion"),
    )
    yield (
        "没有答复的汇总为不同意",
        lambda d: d.mark(
            "ask_joint_producers",
            outputElement='{agrees: if joint_opinion = null then "no" else joint_opinion.agrees}',
        ),
    )


def transfer() -> Iterator[Case]:
    yield "转送以后不制发告知书", lambda d: d.remove("issue_transfer")
    yield "转办告知书换成了征询函", lambda d: d.mark("issue_transfer", letter="P09")
    yield "转办告知书不登记送达", lambda d: d.remove("record_send_transfer")
    yield "转办告知书不写机关", lambda d: d.give("issue_transfer", organ=None)
    yield "转办告知书不写理由", lambda d: d.give("issue_transfer", reasons=None)
    yield (
        "转送了也走“未转送”",
        lambda d: d.redirect("is_passed_on", "issue_transfer", "not_passed_on"),
    )
    yield "答复非本机关时不带机关名称", lambda d: d.give("record_reply", responsible_name=None)
    yield "更正答复时不带机关联系方式", lambda d: d.give("record_mended", responsible_contact=None)


def consultation_clock() -> Iterator[Case]:
    yield "收到第三方意见不恢复计算", lambda d: d.remove("close_third_party")
    yield "第三方逾期不记录", lambda d: d.remove("note_silence")
    yield (
        "无法送达的，不恢复计算",
        lambda d: d.redirect("is_third_party_found", "note_silence", "opinion_missing"),
    )
    yield "征询其他机关没有暂停却要恢复", lambda d: d.remove("open_inquiry")
    yield "机关不函复的，不恢复计算", lambda d: d.remove("note_no_answer")
    yield "按另一个名称恢复", lambda d: d.give("close_inquiry", party="inquiry.contact")
    yield "收到共同制作机关意见不恢复计算", lambda d: d.remove("close_joint")
    yield (
        "同意公开的第三方不恢复计算",
        lambda d: d.branch(
            "await_opinion",
            "close_third_party",
            "opinion_received",
            'await_opinion.opinion = "agree"',
        ),
    )


def human_decision() -> Iterator[Case]:
    yield "办理结果直接取自决策表", lambda d: d.give("record_reply", result="suggestion.result")
    yield "拟定答复改由系统完成", lambda d: d.service("draft_reply", **AUTOMATIC)
    yield "决策表建议不公开的自动记录", decided_by_table
    yield "缴费期限届满自动记录结果", lapsed_by_itself
    yield "拟稿人可以自己审核", lambda d: d.mark("legal_review", separateFrom=None)
    yield "拟稿人、审核人可以自己签发", lambda d: d.mark("sign", separateFrom=None)
    yield "拟稿人可以自己签发", lambda d: d.mark("sign", separateFrom="legal_review")
    yield "审核人可以自己签发", lambda d: d.mark("sign", separateFrom="draft_reply")
    yield "更正的答复由拟稿人自己签发", lambda d: d.mark("sign_mended", separateFrom=None)
    yield (
        "更正的答复由拟稿人自己审核",
        lambda d: d.mark("review_mended", separateFrom="draft_reply"),
    )


def served_and_filed() -> Iterator[Case]:
    yield "不记录答复发出", lambda d: d.remove("record_sent")
    yield "不登记答复的送达凭据", lambda d: d.remove("record_service")
    yield "归档以后不办结", lambda d: d.remove("close_case")
    yield (
        "当面签收的不归档",
        lambda d: d.branch(
            "record_service", "is_received", "case_closed", "deliver_reply.delivered_on != null"
        ),
    )
    yield "用印以后直接归档，不送达", lambda d: d.redirect("issue_reply", "", "archive")
    yield "不编制卷内文件目录", lambda d: d.remove("issue_index")
    yield "补正告知书不登记送达", lambda d: d.remove("record_send_correction")
    yield "收费通知书不登记送达", lambda d: d.remove("record_send_fee_notice")
    yield "更正的答复不登记送达", lambda d: d.remove("record_deliver_mended")
    yield (
        "已经发出的答复更正以后不再送达",
        lambda d: d.redirect("was_sent", "deliver_mended", "mended").redirect(
            "tell_third_party", "deliver_mended", "mended"
        ),
    )


def fee() -> Iterator[Case]:
    yield "凡是要检索的都先收费", lambda d: d.redirect("is_excessive", "assign_search", "fee")
    yield (
        "内容明确的也收费",
        lambda d: d.branch(
            "formal_review", "needs_correction", "fee", 'formal_review.finding = "clear"'
        ),
    )
    yield (
        "登记时就起算缴费期限",
        lambda d: d.insert(
            "register", "register_case", "charge", "收费", action="clock.fee_notice"
        ),
    )
    yield "不制发收费通知书", lambda d: d.remove("issue_fee_notice")
    yield "收费通知书换成了说明理由告知书", lambda d: d.mark("issue_fee_notice", letter="P02")
    yield "删去缴费期限届满的定时器", lambda d: d.remove("fee_lapsed")
    yield (
        "逾期未缴自动视为放弃",
        lambda d: d.redirect("fee_lapsed", "confirm_fee_lapse", "fee_not_paid"),
    )
    yield "核实逾期未缴改由系统完成", lambda d: d.service("confirm_fee_lapse", **AUTOMATIC)
    yield "缴费以后不重新计算期限", lambda d: d.remove("record_payment")


def never_the_purpose() -> Iterator[Case]:
    yield "申请表询问用途", purpose("intake", "所需信息的用途")
    yield "申请表必须填写用途", purpose("intake", "用途", validate={"required": True})
    yield "申请表询问申请理由", purpose("intake", "申请理由")
    yield "登记时询问申请目的", purpose("register", "申请公开的目的")
    yield "形式审查时判断三需要", purpose("formal_review", "是否符合“三需要”")
    yield "补正时要求说明特殊需要", purpose("await_correction", "说明特殊需要")
    yield "五步法审查使用目的", purpose("five_steps", "信息使用目的是否正当")
    yield (
        "选项里问生产、生活、科研",
        lambda d: d.ask(
            "intake",
            key="kind",
            label="与本人的关系",
            type="select",
            values=[{"value": "a", "label": "自身生产、生活、科研需要"}],
        ),
    )
    yield "键名叫 purpose 的一栏", lambda d: d.ask("intake", key="purpose", label="说明")


RULES = {
    "registered_and_decided": registered_and_decided,
    "correction": correction,
    "extension": extension,
    "refusal": refusal,
    "third_party": third_party,
    "joint_producer": joint_producer,
    "transfer": transfer,
    "consultation_clock": consultation_clock,
    "human_decision": human_decision,
    "served_and_filed": served_and_filed,
    "fee": fee,
    "purpose": never_the_purpose,
}
CASES = {f"{rule}：{said}": (rule, edit) for rule, cases in RULES.items() for said, edit in cases()}
