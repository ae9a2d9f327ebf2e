"""Words of a finished letter that are wrong: by the rule that must see them, letter by letter."""

from typing import Final

from tests.checking.mutations import Mutation, after, put, said, without

_REGULATIONS: Final = "《中华人民共和国政府信息公开条例》"
_REMEDY: Final = "如不服本告知书，可以自收到本告知书之日起60日内向示例市人民政府申请行政复议。"
_NAMED: Final = "2. 《示例县城区供水管网改造工程"

_SAID: Final = (
    ("agreement", "F09", "不予公开告知书", "予以公开告知书"),
    ("agreement", "F12", "政府信息不存在告知书", "政府信息不予公开告知书"),
    ("agreement", "P03", "延期答复告知书", "延迟答复告知书"),
    ("agreement", "F09", "联系人：王某", "联系人：李某"),
    ("agreement", "P01", "示例县人民路1号", "示例县人民路2号"),
    ("agreement", "P01", "邮政编码：000000", "邮政编码：100000"),
    ("agreement", "F09", "甲某：", "乙某："),
    ("agreement", "F01", "以纸质件形式提供；", "以电子件形式提供；"),
    ("agreement", "F01", "示水发〔2024〕8号", "示水发〔2024〕18号"),
    ("agreement", "F02", "示水批〔2024〕8号", "示水批〔2024〕9号"),
    ("agreement", "F01", f"{_NAMED}施工合同》，共", f"{_NAMED}监理合同》，共"),
    ("agreement", "F13", "示例县自然资源局", "示例县水利局"),
    ("agreement", "F26", "示例县档案馆", "示例市档案馆"),
    ("agreement", "P05", "共计1700元", "共计1800元"),
    ("agreement", "P05", "50页×20元/页=1000元", "50页×20元/页=1100元"),
    ("agreement", "R02", "K7QD-4M2X", "K7QD-4M2Y"),
    ("dates", "F09", "2026年3月5日收到", "2026年03月05日收到"),
    ("dates", "F09", "2026年4月2日", "2026年04月02日"),
    ("dates", "F09", "2026年4月2日", "二〇二六年四月二日"),
    ("dates", "F01", "2026年3月5日收到", "2026.3.5收到"),
    ("dates", "F01", "2026年3月5日收到", "2026-03-05收到"),
    ("dates", "F01", "2026年3月5日收到", "26年3月5日收到"),
    ("dates", "F01", "2026年3月5日收到", "二〇二六年三月六日收到"),
    ("dates", "P09", "2026年3月27日前", "2026年3月13日前"),
    ("dates", "P13", "2026年3月12日", "2026年3月5日"),
    ("dates", "P16", "2026年3月17日", "2026年3月13日"),
    ("dates", "P17", "曾于2026年3月13日", "曾于2026年3月5日"),
    ("dates", "P17", "2026年3月31日前（含当日）", "2026年3月27日前（含当日）"),
    ("dates", "G03", "2026年3月5日作出行政", "2026年1月16日作出行政"),
    ("dates", "G03", "曾于2026年1月16日", "曾于2026年3月5日"),
    ("periods", "P01", "起15个工作日内", "起5个工作日内"),
    ("periods", "P02", "起10个工作日内", "起3个工作日内"),
    ("periods", "P03", "延长20个工作日", "延长30个工作日"),
    ("periods", "P05", "20个工作日内缴纳", "30日内缴纳"),
    ("periods", "P06", "起15个工作日内", "起10个工作日内"),
    ("periods", "P08", "起15个工作日内", "起20个工作日内"),
    ("periods", "R02", "20个工作日内予以", "30个工作日内予以"),
    ("periods", "R02", "起7个工作日内", "起17个工作日内"),
    ("citations", "P01", f"依照{_REGULATIONS}第三十条", f"依照{_REGULATIONS}第三十一条"),
    ("citations", "P03", "第三十三条第二款", "第三十三条第一款"),
    ("citations", "P05", "第四十二条", "第四十一条"),
    ("citations", "P06", "第三十二条的规定，现就", "第三十四条的规定，现就"),
    ("citations", "P08", "第三十四条", "第三十二条"),
    ("citations", "P12", "第十七条第三款", "第十七条第二款"),
    ("citations", "G01", "第四十一条", "第四十二条"),
    ("citations", "F26", "第十五条第二款", "第十五条第一款"),
    ("citations", "F13", "第三十六条第（五）项", "第三十六条第（四）项"),
    ("grounds", "F04", "上述政府信息不予公开", "上述政府信息予以公开"),
    ("grounds", "F01", "政府信息予以公开，现", "政府信息不予公开，现"),
    ("grounds", "F12", "未检索到您申请公开的", "检索到您申请公开的"),
    ("remedy", "F13", "之日起60日内", "之日起90日内"),
    ("remedy", "F20", "6个月内依法向示例市中级人民法院提起", "6个月内依法提起"),
)
_TYPED: Final = (
    ("grounds", "F12", "reply.searches.0.found", "found"),
    ("grounds", "F09", "reply.reasons", "略"),
    ("grounds", "F09", "reply.reasons", "……"),
    ("grounds", "F06", "reply.reasons", "无"),
    ("privacy", "P12", "notice.reasons", "申请人电话１３８０００００００１"),
    ("privacy", "P12", "notice.reasons", "申请人电话138-0000-0001"),
    ("privacy", "P16", "notice.issues", "身份证110105 19491231 002X是否"),
    ("leftovers", "F09", "reply.reasons", "属于<b>请示</b>文件"),
    ("leftovers", "F09", "reply.reasons", "属于\uff3f\uff3f请示文件"),
    ("leftovers", "F09", "reply.reasons", "属于请示【待补】文件"),
    ("glyphs", "F09", "reply.reasons", "属于请示\ufffd文件"),
)
_PAGES: Final = (
    ("remedy", "P04", "a suit suggested", after("特此告知", "对延迟不满的，可以起诉。")),
    ("remedy", "T02", "a remedy added", after("特此告知", _REMEDY)),
    ("remedy", "T01", "no remedy", without("如不服本告知书")),
    ("dates", "F09", "no day under the signature", without("2026年4月2日")),
    ("agreement", "F01", "one document not named", without(f"{_NAMED}施工合同》，共")),
)
MISPRINTS: Final = (
    *(Mutation(f"{old}→{new}", code, rule, page=said(old, new)) for rule, code, old, new in _SAID),
    *(
        Mutation(f"{path}={value}", code, rule, values=put(path, value))
        for rule, code, path, value in _TYPED
    ),
    *(Mutation(words, code, rule, page=page) for rule, code, words, page in _PAGES),
)
