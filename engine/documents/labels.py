"""What the values of a letter are called when one of them is missing."""

import re
from typing import Final

_INDEX = re.compile(r"\[(\d+)\]")
_LABELS: Final = {
    "letter.title": "文书标题",
    "letter.date": "成文日期",
    "agency.name": "机关名称",
    "agency.signing_entity": "署名机关",
    "agency.contact": "机关联系人",
    "agency.phone": "机关联系电话",
    "agency.address": "机关地址",
    "agency.postcode": "机关邮政编码",
    "applicant.name": "申请人姓名或者名称",
    "case.number": "受理编号",
    "case.received_on": "收到申请之日（尚未确认）",
    "case.channel_label": "申请渠道",
    "case.content": "申请内容",
    "reply.reasons": "认定的事实、理由和法律适用",
    "reply.public_way": "获取信息的方式、途径和时间",
    "reply.channel_hint": "告知的相应渠道",
    "reply.special_rule": "适用的法律、行政法规的具体规定",
    "reply.earlier.number": "原答复文号",
    "reply.earlier.date": "原答复日期",
    "reply.responsible.name": "负责公开的机关（档案馆）",
    "reply.responsible.contact": "负责公开的机关（档案馆）的联系方式",
    "reply.searches.department": "检索科室",
    "reply.searches.scope": "检索范围",
    "reply.searches.searched_on": "检索日期",
    "reply.withheld.part": "不予公开的内容",
    "reply.withheld.reason": "不予公开的理由",
    "reply.documents.title": "提供的政府信息名称",
    "notice.items": "需要补正的事项",
    "notice.period_workdays": "期限（工作日）",
    "notice.facts": "数量、频次的事实",
    "notice.reason": "延期的理由",
    "notice.workdays": "延长的工作日数",
    "notice.new_due": "新的答复期限",
    "notice.reasons": "理由",
    "notice.basis": "依据",
    "notice.lines": "收费计算明细",
    "notice.amount": "收费数额",
    "notice.payee": "收款单位",
    "notice.method": "方式",
    "notice.party": "收件单位（个人）",
    "notice.content": "涉及的政府信息内容",
    "notice.interest": "涉及的合法权益",
    "notice.documents": "共同制作的政府信息",
    "notice.proposal": "拟处理意见",
    "notice.questions": "征询的问题",
    "notice.due_on": "函复日期",
    "notice.period_due": "期限届满日",
    "notice.withdrawn_on": "撤回日期",
}


def label_of(path: str) -> str:
    """Name a value as the form that asks for it does; say which entry of a list it is."""
    bare = _INDEX.sub("", path)
    label = _LABELS.get(bare, bare)
    entry = _INDEX.search(path)
    return f"{label}（第{entry[1]}项）" if entry else label
