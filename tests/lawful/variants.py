"""Procedures that other agencies might draw, all lawful: what is different, and how it is drawn."""

import re

from lxml import etree

from tests.lawful.redrawing import BPMN, Edit, Redrawing


def merged_review(draft: Redrawing) -> Redrawing:
    """Register and review at one desk: one person's step fewer."""
    draft.insert(
        "issue_receipt", "register", "review", "登记并形式审查", groups="registrar", form="register"
    )
    return draft.remove("register")


def asked_before_the_search(draft: Redrawing) -> Redrawing:
    draft.redirect("is_excessive", "assign_search", "consultation")
    draft.redirect("is_fee_lapsed", "assign_search", "consultation")
    draft.redirect("consultation", "may_release", "assign_search")
    return draft.redirect("suggest_reply", "consultation", "may_release")


def everything_by_post(draft: Redrawing) -> Redrawing:
    """Nobody is served at once, so every service is confirmed later."""
    ways = draft.question("delivery", "method")
    ways["values"] = [one for one in ways["values"] if one["value"] == "ems"]
    draft.cut("is_correction_delivered", "await_correction")
    draft.cut("is_fee_notice_delivered", "await_payment")
    draft.cut("is_third_party_served", "await_opinion")
    return draft.cut("is_joint_served", "joint_opinion")


def departments_in_turn(draft: Redrawing) -> Redrawing:
    for loop in draft.find("search_record").iter(f"{BPMN}multiInstanceLoopCharacteristics"):
        loop.set("isSequential", "true")
    return draft.insert(
        "search_record",
        "five_steps",
        "second_search",
        "第二科室检索",
        groups="department",
        form="search_record",
    )


def no_mending(draft: Redrawing) -> Redrawing:
    return draft.remove("mend_at_delivery", "mend_at_receipt", "mend_at_archive")


def reported_at_the_door(draft: Redrawing) -> Redrawing:
    """The head reads along, at registration, what comes in."""
    return draft.insert(
        "register", "register_case", "report", "送负责人阅示", groups="head", form="approval"
    )


def lapse_told_first(draft: Redrawing) -> Redrawing:
    """Whoever handles the case is told of the lapse before looking into it."""
    return draft.insert(
        "correction_lapsed", "confirm_abandonment", "tell", "提醒经办人", action="notice.warn"
    )


def decided_on_paper(draft: Redrawing) -> Redrawing:
    """A weighed abandonment is recorded at once, without a second draft."""
    draft.insert(
        "confirm_abandonment",
        "is_correction_abandoned",
        "head_agrees",
        "负责人核准",
        groups="head",
        form="approval",
    )
    return draft


def recorded_after_signature(draft: Redrawing) -> Redrawing:
    """What was drafted is reviewed and signed, and only then put on record."""
    draft.redirect("", "legal_review", "handling_done")
    draft.redirect("is_release_reviewed", "record_reply", "legal_review")
    return draft.redirect("is_signed", "handling_done", "record_reply")


def whichever_comes_first(draft: Redrawing) -> Redrawing:
    """Correction or lapse, drawn with an event gateway instead of a border event."""
    form = (
        '<extensionElements><camunda:properties><camunda:property name="formKey" '
        'value="await_correction"/><camunda:property name="resultVariable" '
        'value="await_correction"/><camunda:property name="label" value="收到补正"/>'
        '<camunda:property name="groups" value="clerk"/></camunda:properties></extensionElements>'
    )
    root = draft.find("restart_clock").getroottree().getroot()
    message = etree.Element(f"{BPMN}message", id="corrected_message", name="corrected")
    root.insert(0, message)
    draft.draw("restart_clock", "eventBasedGateway", "either")
    draft.draw(
        "restart_clock",
        "intermediateCatchEvent",
        "supplement",
        f'{form}<messageEventDefinition messageRef="corrected_message"/>',
        name="收到补正",
    )
    draft.draw(
        "restart_clock",
        "intermediateCatchEvent",
        "over",
        "<timerEventDefinition><timeDate>clock.correction_lapse_on</timeDate></timerEventDefinition>",
        name="期限届满",
    )
    for source in ("is_correction_delivered", "record_correction_delivery"):
        draft.redirect(source, "await_correction", "either")
    draft.link("either", "supplement", "restart_clock")
    return draft.link("either", "over", "confirm_abandonment")


def reviewed_side_by_side(draft: Redrawing) -> Redrawing:
    """The department reads the draft while the legal reviewer does."""
    draft.insert(
        "legal_review", "is_reviewed", "beside", "科室核对", groups="department", form="approval"
    )
    draft.draw("sign", "parallelGateway", "apart").draw("sign", "parallelGateway", "again")
    draft.redirect("", "legal_review", "apart")
    draft.redirect("legal_review", "beside", "again").redirect("beside", "is_reviewed", "again")
    return draft.link("apart", "legal_review").link("apart", "beside").link("again", "is_reviewed")


def extended_on_the_way(draft: Redrawing) -> Redrawing:
    """The extension is asked for once, by a step after the five questions."""
    draft.cut("handling_begins", "extension")
    draft.insert(
        "five_steps",
        "suggest_reply",
        "want_more_time",
        "申请延期",
        groups="clerk",
        form="extension",
        resultVariable="extension",
    )
    draft.draw(
        "sign", "callActivity", "more_time", name="延期", calledElement="extension_procedure"
    )
    draft.redirect("want_more_time", "suggest_reply", "more_time")
    draft.link("more_time", "suggest_reply")
    return draft.branch("five_steps", "want_more_time", "suggest_reply", "clock.left > 5")


def letters_told_apart(draft: Redrawing) -> Redrawing:
    """A full disclosure has a step of its own."""
    draft.insert("is_signed", "handling_done", "told", "已签发", action="notice.warn")
    draft.insert("handling", "issue_reply", "give", "制发公开告知书", action="letter.issue")
    draft.mark("give", letter="F01").redirect("give", "issue_reply", "is_override")
    return draft.branch("handling", "give", "issue_reply", 'reply.code != "grant"')


def one_way_to_serve(draft: Redrawing) -> Redrawing:
    """Services are recorded by the letter that was issued, whatever it is."""
    draft.mark("record_send_correction", letter=None)
    draft.give("record_send_correction", letter="issue_correction.letter")
    draft.mark("record_send_fee_notice", letter=None)
    return draft.give("record_send_fee_notice", letter="sent.code")


def approved_unless_returned(draft: Redrawing) -> Redrawing:
    """The usual way out of each judgement is the default."""
    for gateway, judge, on, back in (
        ("is_reviewed", "legal_review", "sign", "draft_reply"),
        ("is_signed", "sign", "handling_done", "draft_reply"),
        ("is_extended", "extension_approval", "issue_extension", "extension_refused"),
    ):
        draft.cut(gateway, back).cut(gateway, on)
        draft.join(gateway, on, draft.find(gateway))
        draft.join(gateway, back, draft.find(gateway), f'{judge}.decision = "return"')
        draft.find(gateway).set("default", f"{gateway}_to_{on}_too")
    return draft


def in_other_words(draft: Redrawing) -> Redrawing:
    """Every id and every variable has another name."""
    ids = {
        one.get("id")
        for tree in draft.trees.values()
        for one in tree.iter()
        if isinstance(one.tag, str)
        and one.tag.startswith(BPMN)
        and one.get("id") not in {None, "disclosure"}
    }
    words = re.compile(
        r"(?<![\w.:/-])("
        + "|".join(sorted(map(re.escape, ids), key=len, reverse=True))
        + r")(?![\w:])"
    )
    for path, tree in draft.trees.items():
        text = etree.tostring(tree, encoding="unicode")
        draft.trees[path] = etree.fromstring(words.sub(r"our_\1", text))
    draft.forms = {f"our_{key}" if key in ids else key: form for key, form in draft.forms.items()}
    return draft


VARIANTS: dict[str, Edit] = {
    "原样的标准流程": lambda d: d,
    "签发前增加分管负责人审批": lambda d: d.insert(
        "is_reviewed",
        "sign",
        "second",
        "分管负责人审批",
        groups="head",
        form="approval",
        separateFrom="draft_reply",
    ),
    "补正告知书由负责人拟制并发出": lambda d: d.remove("approve_correction").groups(
        "draft_correction", "head"
    ),
    "从不收费": lambda d: d.redirect("is_reasonable", "fee", "assign_search"),
    "登记和形式审查并为一步": merged_review,
    "由分管副职签发": lambda d: d.called("sign", "分管副职签发"),
    "先征求第三方意见，再检索": asked_before_the_search,
    "法制审核以后科室会签": lambda d: d.insert(
        "legal_review",
        "is_reviewed",
        "countersign",
        "科室会签",
        groups="department",
        form="approval",
    ),
    "一律邮政寄送": everything_by_post,
    "两个科室先后检索": departments_in_turn,
    "不设疑难件会商": lambda d: d.cut("whom_to_ask", "conference"),
    "没有共同制作的信息": lambda d: d.cut("whom_to_ask", "ask_joint_producers"),
    "只告知，从不转送": lambda d: d.cut("is_override", "transfer").remove("transfer"),
    "不办理更正、撤销": no_mending,
    "登记时先送负责人阅示": reported_at_the_door,
    "补正逾期先提醒再核实": lapse_told_first,
    "视为放弃须负责人核准": decided_on_paper,
    "撤回的申请不另行告知，直接归档": lambda d: d.redirect(
        "record_withdrawal", "issue_reply", "archive"
    ),
    "已经认定超过合理范围的，不再要求说明理由就收费": lambda d: d.redirect(
        "is_excessive", "excessive", "fee"
    ),
    "不向申请人告知正在征求意见": lambda d: d.cut("whom_to_ask", "issue_consultation_notice"),
    "征询其他机关不计算暂停期间": lambda d: d.remove(
        "open_inquiry", "close_inquiry", "note_no_answer"
    ),
    "保密审查放在检索以后、征求意见以前": lambda d: (
        d.redirect("suggest_reply", "consultation", "may_release")
        .redirect("reviewed", "draft_reply", "consultation")
        .redirect("consultation", "may_release", "draft_reply")
    ),
    "督办只提醒不上报": lambda d: d.remove("escalate"),
    "答复由登记窗口统一送达，当面签收的当场归档": lambda d: d.groups("deliver_reply", "registrar"),
    "登记表询问土地用途以便检索": lambda d: d.ask("register", key="land", label="土地用途类别"),
    "申请表写明不需要说明用途": lambda d: d.ask("intake", key="note", label="备注（无需说明用途）"),
    "先签发，后记录办理结果": recorded_after_signature,
    "补正与逾期用事件网关画出": whichever_comes_first,
    "法制审核与科室核对同时进行": reviewed_side_by_side,
    "延期是办理途中的一步，只问一次": extended_on_the_way,
    "全部公开的单独制发": letters_told_apart,
    "按制发的文书登记送达": one_way_to_serve,
    "退回是例外，同意是默认": approved_unless_returned,
    "换了全部编号": in_other_words,
}
