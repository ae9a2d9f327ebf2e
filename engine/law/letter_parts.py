"""Who receives a letter, and the parts that letters are made of."""

from collections.abc import Mapping
from enum import StrEnum


class Addressee(StrEnum):
    """Who receives a letter."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    AGENCY = "agency"
    INTERNAL = "internal"


class Part(StrEnum):
    """A part that a letter must contain; the value is the name templates mark it with."""

    NUMBER = "number"
    RECIPIENT = "recipient"
    RECEIPT = "receipt"
    REQUEST = "request"
    SEARCH = "search"
    GROUNDS = "grounds"
    DECISION = "decision"
    DOCUMENTS = "documents"
    WITHHELD = "withheld"
    REASONS = "reasons"
    PERIOD = "period"
    CONSEQUENCE = "consequence"
    CALCULATION = "calculation"
    RESPONSIBLE = "responsible"
    REMEDY = "remedy"
    SIGNATURE = "signature"
    CONTACT = "contact"


PART_LABELS: Mapping[Part, str] = {
    Part.NUMBER: "文号",
    Part.RECIPIENT: "称谓",
    Part.RECEIPT: "收到日期和渠道",
    Part.REQUEST: "申请内容",
    Part.SEARCH: "检索、审查过程",
    Part.GROUNDS: "法律依据",
    Part.DECISION: "处理决定",
    Part.DOCUMENTS: "提供的信息和形式",
    Part.WITHHELD: "不予公开的部分及理由",
    Part.REASONS: "理由",
    Part.PERIOD: "期限",
    Part.CONSEQUENCE: "逾期的后果",
    Part.CALCULATION: "收费依据、标准和数额",
    Part.RESPONSIBLE: "负责公开的机关及联系方式",
    Part.REMEDY: "救济告知",
    Part.SIGNATURE: "署名、成文日期、印章",
    Part.CONTACT: "联系人和电话",
}
