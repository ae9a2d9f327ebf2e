"""Whether an extension of the reply period holds (条例第三十三条第二款)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.law.deadlines import EXTENSION_AT_MOST
from engine.law.event_kinds import Extension
from engine.law.history import History
from engine.law.options import ExtensionCount, ExtensionNotice
from engine.law.rules import Rules
from engine.law.term import Term
from engine.law.wording import in_chinese


@dataclass(frozen=True)
class ExtensionVerdict:
    """Whether the extension holds, and the reason in Chinese."""

    valid: bool
    reason: str


def judge_extension(
    extension: Extension, term: Term, history: History, rules: Rules
) -> ExtensionVerdict:
    """Judge an extension against the due day of the period it is to extend.

    The head of the disclosure office must have approved it and the applicant must have been
    told, both by the due day (exclusions made); once only, and by 20 working days at most.
    """
    counts_original = rules.ext_count is ExtensionCount.ORIGINAL_DUE
    limit = term.original_due() if counts_original else term.base_due()
    problem = next(_problems(extension, term, limit, rules), None)
    if problem is None and not rules.ext_after_consult and _overlaps(extension, term, history):
        problem = "本机关规定征求意见以后不再延期"
    if problem is not None:
        return ExtensionVerdict(valid=False, reason=f"{problem}，延期不生效")
    longer = f"自届满次日起延长{extension.workdays}个工作日"
    text = f"在届满日{in_chinese(limit)}以前经批准并告知申请人，{longer}"
    return ExtensionVerdict(valid=True, reason=text)


def _problems(extension: Extension, term: Term, limit: date, rules: Rules) -> Iterator[str]:
    if extension.workdays < 1:
        yield "延长的期限应当至少为1个工作日"
    if extension.workdays > EXTENSION_AT_MOST:
        yield f"延长{extension.workdays}个工作日，超过最长{EXTENSION_AT_MOST}个工作日"
    if term.extension or term.fixed_due is not None:
        yield "本次答复期限已经延长过一次"
    if extension.approved is None:
        yield "尚未经政府信息公开工作机构负责人同意"
    elif extension.approved > limit:
        yield f"批准日{in_chinese(extension.approved)}晚于届满日{in_chinese(limit)}"
    if rules.ext_notice_effect is ExtensionNotice.BOTH_BY_DUE:
        yield from _untold(extension, limit)


def _untold(extension: Extension, limit: date) -> Iterator[str]:
    if extension.notified is None:
        yield "尚未告知申请人"
    elif extension.notified > limit:
        yield f"告知日{in_chinese(extension.notified)}晚于届满日{in_chinese(limit)}"


def _overlaps(extension: Extension, term: Term, history: History) -> bool:
    by = extension.approved or date.max
    return any(term.start <= letter.sent <= by for letter in history.consultations)
