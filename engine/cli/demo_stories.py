"""What happens in the demonstration: invented applications, each stopped at another place."""

from engine.cli.demo_acts import (
    Act,
    Story,
    arrived,
    assign,
    clear,
    draft,
    five_steps,
    in_person,
    legal,
    person,
    register,
    search,
    secrecy,
    sent,
)

_GRANTED = {
    "title": "示例县2025年公交线路调整方案",
    "number": "示政办发〔2025〕8号",
    "pages": "12",
    "form": "纸质件",
}

STORIES: tuple[Story, ...] = (
    Story(  # arrived by internet, to be confirmed with the applicant
        person("测试申请人甲", "申请公开示例县2026年义务教育学校招生片区划分的文件。")
        | {"channel": "internet", "submitted": "@1", "wanted_way": ["portal"]},
        (),
        ago=1,
    ),
    Story(  # registered, waits for the formal review
        person("测试申请人乙", "申请公开示例大道改造工程的立项批复和预算批复。") | in_person(2),
        (register(2, "示例大道改造工程立项与预算批复", "规划建设", "财政预决算"),),
        ago=2,
    ),
    Story(  # unclear: the applicant has been asked to correct, and has not yet
        person("测试申请人丙", "申请公开与我家房子有关的全部材料。") | in_person(8),
        (
            register(8, "与房屋有关的材料", "征地拆迁"),
            Act(7, "clerk", "formal_review", {"finding": "correct", "explanation": "指向不明"}),
            Act(
                7,
                "clerk",
                "draft_correction",
                {
                    "items": [{"item": "请说明房屋的具体坐落以及所需文件的名称、文号或者其他特征"}],
                    "guidance": "可以参考本机关网站政府信息公开目录中的文件名称填写。",
                    "period_workdays": "15",
                },
            ),
            Act(6, "head", "approve_correction", {"decision": "approve"}),
            sent(5, "send_correction"),
            arrived(3, "confirm_correction_delivery"),
        ),
        ago=8,
    ),
    Story(  # two departments search; one has answered
        person("测试申请人丁", "申请公开示例县近三年校车服务采购合同。") | in_person(6),
        (
            register(6, "近三年校车服务采购合同", "政府采购与招投标", "教育"),
            clear(5),
            assign(5, "请检索近三年校车服务采购合同及补充协议。", "综合科", "档案室"),
            search(3, "department", "校车服务采购合同"),
        ),
        ago=6,
    ),
    Story(  # a third party is being heard; the clock stands still
        person("测试申请人戊", "申请公开示例产业园入驻企业的土地出让合同。") | in_person(12),
        (
            register(12, "示例产业园土地出让合同", "征地拆迁"),
            clear(11),
            assign(11, "请检索示例产业园土地出让合同。", "综合科"),
            search(9, "department", "示例产业园国有建设用地使用权出让合同"),
            five_steps(
                8,
                third_parties=[
                    {
                        "name": "示例测试有限公司",
                        "contact": "000-00000001",
                        "address": "示例省示例县产业园1号",
                        "content": "国有建设用地使用权出让合同全文",
                        "interest": "合同中的付款安排可能涉及商业秘密",
                    }
                ],
            ),
            sent(7, "send_third_party"),
            arrived(5, "confirm_third_party_delivery"),
            sent(7, "send_consultation_notice"),
        ),
        ago=12,
    ),
    Story(  # waits for the head's signature, and the last day is near
        person("测试申请人己", "申请公开示例县公交线路调整方案。") | in_person(18),
        (
            register(18, "公交线路调整方案", "规划建设"),
            clear(17),
            assign(16, "请检索公交线路调整方案。", "综合科"),
            search(12, "department", "示例县2025年公交线路调整方案"),
            five_steps(9),
            secrecy(7),
            draft(5, "grant", documents=[_GRANTED]),
            legal(3),
        ),
        ago=18,
    ),
    Story(  # drafted: a refusal waits for the legal reviewer
        person("测试申请人癸", "申请公开示例县老旧小区改造专题会议的讨论记录。") | in_person(10),
        (
            register(10, "老旧小区改造专题会议讨论记录", "规划建设"),
            clear(9),
            assign(9, "请检索老旧小区改造专题会议的记录。", "综合科"),
            search(6, "department", "老旧小区改造专题会议记录"),
            five_steps(
                4,
                separable="none",
                withholding=["deny.process"],
                reasons="会议尚未形成决定，记录的是各方的讨论意见，属于过程性信息。",
            ),
            draft(
                2,
                "deny.process",
                sub_kind="讨论记录",
                withheld=[
                    {
                        "part": "专题会议讨论记录全文",
                        "ground": "deny.process",
                        "reason": "记录的是决定作出前的讨论意见，公开可能影响后续的讨论和决策。",
                    }
                ],
                reasons="改造方案尚在研究，讨论记录属于行政机关履职过程中形成的过程性信息，不予公开。",
            ),
        ),
        ago=10,
    ),
    Story(  # the period has run out at the drafting desk: supervision has been ordered
        person("测试申请人庚", "申请公开示例镇2024年农村道路养护资金使用情况。") | in_person(23),
        (
            register(23, "农村道路养护资金使用情况", "财政预决算"),
            clear(21),
            assign(20, "请检索2024年农村道路养护资金文件。", "综合科"),
            search(15, "department", "2024年农村道路养护资金安排表"),
            five_steps(10),
            secrecy(8),
        ),
        ago=23,
    ),
    Story(  # answered in part, delivered and filed
        person("测试申请人辛", "申请公开示例小区燃气改造的会议纪要和实施方案。") | in_person(26),
        (
            register(26, "示例小区燃气改造会议纪要和实施方案", "规划建设"),
            clear(25),
            assign(25, "请检索示例小区燃气改造的会议纪要和实施方案。", "综合科", "档案室"),
            search(22, "department", "示例小区燃气改造实施方案"),
            search(21, "archive", "示例小区燃气改造专题会议纪要"),
            five_steps(
                20,
                separable="part",
                withholding=["deny.process"],
                reasons="实施方案可以公开；会议纪要中未形成结论的讨论内容属于过程性信息。",
            ),
            secrecy(19),
            draft(
                18,
                "partial",
                documents=[
                    {
                        "title": "示例小区燃气改造实施方案",
                        "number": "示政办函〔2025〕3号",
                        "pages": "9",
                        "form": "纸质件",
                    }
                ],
                withheld=[
                    {
                        "part": "专题会议纪要中关于备选方案的讨论记录",
                        "ground": "deny.process",
                        "reason": "该部分为决定作出前的讨论记录，公开可能影响今后同类讨论。",
                    }
                ],
                reasons="实施方案予以公开；会议纪要中的讨论记录属于过程性信息，不予公开。",
            ),
            legal(16),
            Act(14, "head", "sign", {"decision": "approve"}),
            sent(13, "deliver_reply"),
            arrived(11, "confirm_reply_delivery"),
            Act(
                10,
                "registrar",
                "archive",
                {"archive_number": "示例-公开-001", "retention": "30"},
            ),
        ),
        ago=26,
    ),
    Story(  # nothing was found after a recorded search; the letter is on its way
        person("测试申请人壬", "申请公开示例村2003年土地承包台账。")
        | {"channel": "registered_mail", "posted": "@20", "signed": "@17", "addressed_to": "organ"},
        (
            register(17, "示例村2003年土地承包台账", "征地拆迁"),
            clear(16),
            assign(16, "请检索示例村2003年土地承包台账。", "综合科", "档案室"),
            search(13, "department", "示例村土地承包台账", "none"),
            search(12, "archive", "示例村土地承包台账", "none"),
            five_steps(
                10,
                held="not_exist",
                reasons="两个科室检索后均未发现，本机关未制作、未获取该信息。",
            ),
            draft(
                8,
                "unable.not_exist",
                search_summary="综合科、档案室分别检索电子文件系统和纸质档案，均未发现该台账。",
                reasons="经检索，您申请公开的政府信息不存在。",
            ),
            legal(6),
            Act(4, "head", "sign", {"decision": "approve"}),
            sent(2, "deliver_reply"),
        ),
        ago=17,
    ),
)

HOLDINGS: tuple[dict[str, str], ...] = (
    {
        "title": "示例县2025年公交线路调整方案",
        "number": "示政办发〔2025〕8号",
        "made_by": "示例县人民政府办公室",
        "attribute": "on_request",
        "attribute_reason": "涉及部分群体，不属于应当主动公开的范围",
        "pages": "12",
    },
    {
        "title": "示例县人民政府2025年工作报告",
        "number": "示政发〔2025〕1号",
        "made_by": "示例县人民政府",
        "attribute": "published",
        "public_way": "示例县人民政府网站“政府信息公开”栏目",
        "pages": "28",
    },
    {
        "title": "示例小区燃气改造专题会议纪要",
        "number": "示政办纪〔2025〕2号",
        "made_by": "示例县人民政府办公室",
        "attribute": "withheld",
        "attribute_reason": "含过程性讨论内容（条例第十六条第二款）",
        "pages": "4",
    },
)
