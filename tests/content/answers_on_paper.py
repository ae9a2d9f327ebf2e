"""What people of the invented office enter, step by step, unless a scenario says otherwise."""

from tests.content.office_play import TODAY

ON = TODAY.isoformat()
APPROVE = {"decision": "approve"}
RETURN = {"decision": "return", "opinion": "请补充事实和依据。"}
HANDED = {"method": "in_person", "sent_on": ON, "delivered_on": ON, "received_by": "测试申请人"}
POSTED = {"method": "ems", "sent_on": ON, "tracking_no": "EX000000001CN"}
CLEAR = {"finding": "clear"}
TOO_MANY = {"finding": "excessive", "explanation": "2026年2月提出申请46件。"}
ALL_CHECKED = ["facts", "grounds", "procedure", "separation", "remedy", "wording"]
HELD = {
    "is_request": "yes",
    "is_information": "yes",
    "responsible": "own",
    "held": "held",
    "needs_creation": "no",
    "already_public": "no",
    "separable": "all",
    "needs_conference": "no",
    "reasons": "经检索，本机关保存该文件，可以公开。",
}
PARTY = {"content": "报价明细", "interest": "可能属于商业秘密"}
JOINT = {"documents": "联合印发的示例通知", "proposal": "拟予公开"}
QUESTION = {"questions": "该文件是否由贵单位制作？", "basis": "条例第十条", "period_workdays": "5"}
CONSULTED = {
    **HELD,
    "responsible": "joint",
    "separable": "part",
    "withholding": ["deny.third_party"],
    "third_parties": [{"name": name, **PARTY} for name in ("甲公司", "乙公司", "丙公司", "丁公司")],
    "joint_producers": [{"name": "示例县财政局", **JOINT}, {"name": "示例县审计局", **JOINT}],
    "inquiries": [{"name": "示例镇人民政府", **QUESTION}, {"name": "示例县档案馆", **QUESTION}],
    "needs_conference": "yes",
}
GRANT = {
    "result": "grant",
    "documents": [{"title": "示例规划", "number": "示例规〔2024〕1号", "pages": "12"}],
    "reasons": "依照条例第三十六条第二项提供。",
    "delivery_way": "ems",
}
GRANT["documents"][0]["form"] = "纸质件"  # type: ignore[index]


def reply(result: str, **more: object) -> dict[str, object]:
    return {"result": result, "reasons": "经审查认定如上。", "delivery_way": "ems", **more}


USUAL: dict[str, object] = {
    "oral_record": {"read_back": "true", "signed_on": ON},
    "confirm_receipt": {"confirmed": ON, "method": "phone", "contact_person": "测试申请人"},
    "register": {"subject": "示例县规划文件", "tags": ["规划建设"], "department": "1"},
    "formal_review": CLEAR,
    "corrected_review": CLEAR,
    "draft_correction": {
        "items": [{"item": "请写明文件的名称或者文号"}],
        "guidance": "可以写明项目名称和年度。",
        "period_workdays": "15",
    },
    "approve_correction": APPROVE,
    "send_correction": HANDED,
    "confirm_correction_delivery": {"delivered_on": ON, "evidence": "ems_record"},
    "await_correction": {"received_on": ON, "content": "示例县2024年规划批复文件"},
    "confirm_abandonment": {
        "conclusion": "abandoned",
        "no_good_reason": "true",
        "note": "已查投递记录。",
    },
    "request_reasons": {"facts": "2026年2月提出申请46件。", "period_workdays": "7"},
    "approve_reasons_request": APPROVE,
    "send_reasons_request": HANDED,
    "await_reasons": {
        "answered": "yes",
        "received_on": ON,
        "reasons": "用于课题研究。",
        "reasonable": "yes",
    },
    "send_delay": HANDED,
    "fee_decision": {"charge": "no", "reasons": "首次发生，不收取。"},
    "approve_fee": APPROVE,
    "send_fee_notice": HANDED,
    "confirm_fee_delivery": {"delivered_on": ON, "evidence": "ems_record"},
    "await_payment": {"paid_on": ON, "receipt_no": "0000001"},
    "confirm_fee_lapse": {"conclusion": "lapsed", "note": "已核对缴款记录。"},
    "assign_search": {"departments": ["1", "2"], "question": "请检索。", "reply_by": "2026-03-09"},
    "search_record": {
        "scope": "档案室文书档案",
        "keywords": "规划",
        "period": "2024年",
        "method": "系统检索",
        "found": "found",
        "documents": [{"title": "示例规划", "holding": "9"}],
        "suggestion": "release",
        "searched_by": "测试检索人",
        "searched_on": ON,
    },
    "five_steps": HELD,
    "send_third_party": HANDED,
    "confirm_third_party_delivery": {"delivered_on": ON, "evidence": "ems_record"},
    "await_opinion": {"replied_on": ON, "opinion": "agree"},
    "send_joint_letter": HANDED,
    "confirm_joint_delivery": {"delivered_on": ON, "evidence": "return_receipt"},
    "joint_opinion": {"replied_on": ON, "agrees": "yes"},
    "send_inquiry": POSTED,
    "agency_opinion": {
        "answered": "yes",
        "replied_on": ON,
        "agrees": "yes",
        "facts": "该文件由本单位制作。",
        "reasons": "内容不涉密。",
        "basis": "条例第十条",
    },
    "urge_agency": {"way": "letter", "new_due": ON},
    "send_urging": POSTED,
    "plan_conference": {
        "organs": "示例县司法局",
        "held_on": ON,
        "time": "上午9时",
        "place": "第二会议室",
        "issues": "能否公开",
    },
    "send_conference_notice": HANDED,
    "conference_minutes": {
        "held_on": ON,
        "participants": "示例县政府办、示例县司法局",
        "issues": "能否公开",
        "opinions": "各方同意区分处理",
        "conclusion": "部分公开",
        "signatories": "测试会签人",
    },
    "send_consultation_notice": HANDED,
    "weigh_opinions": {"conclusion": "uphold", "reasons": "理由成立。"},
    "secrecy_review": {"opinion": "release", "basis": "不涉密", "reviewer": "测试审查人"},
    "draft_reply": GRANT,
    "legal_review": {"decision": "approve", "checks": ALL_CHECKED},
    "sign": APPROVE,
    "deliver_reply": HANDED,
    "confirm_reply_delivery": {"delivered_on": ON, "evidence": "ems_record"},
    "send_third_party_notice": HANDED,
    "extension_approval": {
        "decision": "approve",
        "approver": "测试负责人、主任",
        "decided_on": ON,
    },
    "extension_delivery": HANDED,
    "draft_outcome": {
        "outcome": "adopted",
        "handling": "报价明细不予公开",
        "reasons": "属于商业秘密",
    },
    "approve_outcome": APPROVE,
    "send_outcome": POSTED,
    "transfer_application": {
        "outcome": "done",
        "organ": "示例县水利局",
        "organ_contact": "000-12345678",
        "transferred_on": ON,
    },
    "send_transfer": HANDED,
    "approve_mend": APPROVE,
    "redraft": GRANT,
    "review_mended": {"decision": "approve", "checks": ALL_CHECKED},
    "sign_mended": APPROVE,
    "deliver_mended": POSTED,
    "archive": {"archive_number": "2026-XXGK-0001", "retention": "10"},
}
