"""The acts of which the demonstration's stories are made.

`@5` stands for the day five working days ago, `@-5` for one five working days ahead, and
`#综合科` for a department; the driver puts in the real values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """Somebody finishes a step so many working days ago."""

    ago: int
    who: str
    step: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One application and what was done about it so far."""

    application: Answers
    acts: tuple[Act, ...]
    ago: int  # working days since it was registered


def person(name: str, content: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a natural person applies for."""
    return {
        "applicant_kind": "natural",
        "applicant_name": name,
        "phone": "13800000000",
        "address": "示例省示例县测试路8号",
        "postcode": "000000",
        "content": content,
        "wanted_form": ["paper"],
        "wanted_way": ["mail"],
        **more,
    }


def in_person(ago: int) -> dict[str, Any]:
    """Handed in at the counter."""
    return {"channel": "in_person", "date": f"@{ago}"}


def register(ago: int, subject: str, *tags: str) -> Act:
    """The window registers the application."""
    answers = {"subject": subject, "tags": list(tags), "identity_checked": True}
    return Act(ago, "registrar", "register", answers)


def clear(ago: int) -> Act:
    """The formal review finds the content clear."""
    return Act(ago, "clerk", "formal_review", {"finding": "clear"})


def assign(ago: int, question: str, *departments: str) -> Act:
    """The handler asks departments to search."""
    answers = {
        "departments": [f"#{name}" for name in departments],
        "question": question,
        "reply_by": f"@{ago - 5}",
    }
    return Act(ago, "clerk", "assign_search", answers)


def search(ago: int, who: str, title: str, found: str = "found") -> Act:
    """A department records its search."""
    documents = [{"title": title, "number": "", "made_by": "示例县人民政府办公室", "pages": "12"}]
    answers = {
        "scope": "本科室电子文件系统及近五年纸质档案",
        "keywords": title,
        "period": "2021年1月至今",
        "method": "系统检索并人工核对卷内目录",
        "found": found,
        "documents": documents if found != "none" else [],
        "suggestion": "release" if found != "none" else "none",
        "searched_by": "示例检索员",
        "searched_on": f"@{ago}",
    }
    return Act(ago, who, "search_record", answers)


def five_steps(ago: int, **more: Any) -> Act:  # noqa: ANN401
    """The handler goes through the five steps."""
    answers = {
        "is_request": "yes",
        "is_information": "yes",
        "responsible": "own",
        "held": "held",
        "needs_creation": "no",
        "already_public": "no",
        "separable": "all",
        "needs_conference": "no",
        "reasons": "申请内容属于本机关制作并保存的政府信息，经审查可以提供。",
        **more,
    }
    return Act(ago, "clerk", "five_steps", answers)


def secrecy(ago: int) -> Act:
    """The head reviews for secrets."""
    answers = {
        "opinion": "release",
        "basis": "经对照国家秘密及其密级具体范围审查，未发现涉密内容。",
        "reviewer": "己示例",
    }
    return Act(ago, "head", "secrecy_review", answers)


def draft(ago: int, result: str, **more: Any) -> Act:  # noqa: ANN401
    """The handler drafts the reply."""
    answers = {
        "result": result,
        "reasons": "经检索，本机关制作并保存您申请的政府信息，依法予以提供。",
        "delivery_way": "ems",
        **more,
    }
    return Act(ago, "clerk", "draft_reply", answers)


def legal(ago: int, **more: Any) -> Act:  # noqa: ANN401
    """The legal reviewer passes the draft."""
    checks = ["facts", "grounds", "procedure", "separation", "remedy", "wording"]
    return Act(ago, "legal", "legal_review", {"checks": checks, "decision": "approve", **more})


def sent(ago: int, step: str) -> Act:
    """The window posts a letter."""
    answers = {"method": "ems", "sent_on": f"@{ago}", "tracking_no": "EMS0000000000"}
    return Act(ago, "registrar", step, answers)


def arrived(ago: int, step: str) -> Act:
    """The window records that a letter has been received."""
    return Act(ago, "registrar", step, {"evidence": "ems_record", "delivered_on": f"@{ago}"})
