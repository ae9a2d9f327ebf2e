"""What people write into the forms of the standard package, in stories and journeys."""

from typing import Any

REGISTER: dict[str, Any] = {"subject": "示例县农村公路养护计划", "identity_checked": True}
CLEAR: dict[str, Any] = {"finding": "clear"}
CORRECTION: dict[str, Any] = {
    "items": [{"item": "请明确所需信息的名称、文号或者便于查询的其他特征性描述。"}],
    "guidance": "“全部文件”范围不明确，请写明文件名称、形成时间或者具体事项。",
    "period_workdays": "15",
}
APPROVE: dict[str, Any] = {"decision": "approve"}
SEARCH: dict[str, Any] = {
    "scope": "本科室电子公文系统、纸质档案",
    "keywords": "农村公路、养护计划",
    "period": "2025年1月1日至2025年12月31日",
    "method": "按标题和全文检索，并逐卷核对",
    "searched_by": "丁规划",
}
FOUND = SEARCH | {
    "found": "found",
    "documents": [
        {"title": "示例县2025年农村公路养护计划", "number": "示交〔2025〕7号", "pages": "12"}
    ],
    "suggestion": "release",
}
NONE = SEARCH | {"found": "none", "suggestion": "none"}
OURS: dict[str, Any] = {
    "is_request": "yes",
    "is_information": "yes",
    "responsible": "own",
}
RELEASE_ALL = OURS | {
    "held": "held",
    "needs_creation": "no",
    "already_public": "no",
    "separable": "all",
    "needs_conference": "no",
    "reasons": "该信息属于本机关履行职责过程中制作的政府信息，不存在不予公开的情形。",
}
SECRECY_CLEAR: dict[str, Any] = {
    "opinion": "release",
    "basis": "经审查，不涉及国家秘密、工作秘密。",
    "reviewer": "己法审",
}
GRANT: dict[str, Any] = {
    "result": "grant",
    "documents": [
        {
            "title": "示例县2025年农村公路养护计划",
            "number": "示交〔2025〕7号",
            "pages": "12",
            "form": "纸质件",
        }
    ],
    "reasons": "该信息属于本机关负责公开的政府信息，可以公开。",
    "delivery_way": "ems",
}
CHECKS = ["facts", "grounds", "procedure", "separation", "remedy", "wording"]
REVIEWED: dict[str, Any] = {"decision": "approve", "checks": CHECKS}
ARCHIVE: dict[str, Any] = {"archive_number": "2026-示公开-0001", "retention": "10"}


def by_ems(day: str, delivered: str | None = None) -> dict[str, Any]:
    """Say that a letter was posted."""
    said = {"method": "ems", "sent_on": day, "tracking_no": "EX000000001CN"}
    return said | ({"delivered_on": delivered} if delivered else {})


def by_hand(day: str) -> dict[str, Any]:
    """Say that a letter was handed over and signed for."""
    return {
        "method": "in_person",
        "sent_on": day,
        "delivered_on": day,
        "received_by": "测试申请人甲",
    }


def departments(number: int) -> dict[str, Any]:
    """Ask one department to search."""
    return {
        "departments": [str(number)],
        "question": "请检索与申请内容有关的全部文件。",
    }


APPLICATION: dict[str, Any] = {
    "applicant_kind": "natural",
    "applicant_name": "测试申请人甲",
    "id_type": "id_card",
    "id_number": "11010519491231002X",
    "phone": "000-12345678",
    "address": "示例省示例县示例路2号",
    "content": "示例县2025年度农村公路养护计划",
    "wanted_form": ["paper"],
    "wanted_way": ["mail"],
}
ABANDONED: dict[str, Any] = {
    "result": "other.overdue_correction",
    "reasons": "申请人无正当理由逾期不补正。",
    "delivery_way": "ems",
}
FEE_LAPSED = ABANDONED | {"result": "other.overdue_fee", "reasons": "申请人逾期未缴纳信息处理费。"}
WITH_THIRD_PARTY = RELEASE_ALL | {
    "separable": "part",
    "withholding": ["deny.third_party"],
    "third_parties": [
        {
            "name": "测试企业甲",
            "contact": "000-87654321",
            "address": "示例省示例县示例路3号",
            "content": "投标报价明细",
            "interest": "可能涉及商业秘密",
        }
    ],
}
WITH_JOINT_PRODUCER = RELEASE_ALL | {
    "responsible": "joint",
    "joint_producers": [
        {
            "name": "邻县交通局",
            "contact": "000-11112222",
            "documents": "示例县2025年农村公路养护计划",
            "proposal": "拟予以公开",
        }
    ],
}
PARTIAL = GRANT | {
    "result": "partial",
    "withheld": [
        {
            "part": "投标报价明细",
            "ground": "deny.third_party",
            "reason": "属于第三方商业秘密，公开会损害其合法权益，第三方不同意公开且理由合理。",
        }
    ],
    "reasons": "申请内容中含有不应公开的部分，能够区分处理。",
}
ADOPTED: dict[str, Any] = {
    "outcome": "adopted",
    "handling": "投标报价明细不予公开。",
    "reasons": "报价明细属于商业秘密，公开会损害贵公司的合法权益。",
}
NOT_EXISTING = OURS | {
    "held": "not_exist",
    "reasons": "经检索，未查到相关信息。",
}
NOT_EXIST: dict[str, Any] = {
    "result": "unable.not_exist",
    "search_summary": "经示例县有关科室检索电子公文系统和纸质档案，未查到该信息。",
    "reasons": "经检索，本机关未制作或者获取该信息。",
    "convenience": "省级养护计划由示例省交通部门制定，可以向其咨询，电话000-33334444。",
    "delivery_way": "ems",
}
FEE: dict[str, Any] = {
    "charge": "yes",
    "basis": "item",
    "first_item": "31",
    "last_item": "36",
    "payee": "示例县财政局非税收入专户",
    "method": "凭缴款书到示例银行缴纳",
    "reasons": "本月申请数量明显超过合理范围。",
}
WITHHOLD_ALL = RELEASE_ALL | {
    "separable": "none",
    "withholding": ["deny.process"],
    "reasons": "属于讨论记录。",
}
NOT_OURS: dict[str, Any] = {
    "result": "unable.not_ours",
    "responsible_name": "示例县水利局",
    "responsible_contact": "000-22223333",
    "reasons": "该信息由示例县水利局制作。",
    "delivery_way": "ems",
}
ON_OUR_OWN: dict[str, Any] = {
    "cause": "self",
    "change": "revoke",
    "ruling": "原答复认定事实不清。",
}
REFUSAL: dict[str, Any] = {
    "result": "deny.process",
    "sub_kind": "讨论记录",
    "withheld": [
        {"part": "会议讨论记录", "ground": "deny.process", "reason": "属于内部讨论记录。"}
    ],
    "reasons": "该信息是本机关决策过程中的会议讨论记录，公开可能影响后续决策的正常进行。",
    "delivery_way": "ems",
}
