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
REVIEWED: dict[str, Any] = {"checks": CHECKS, "decision": "approve"}
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
