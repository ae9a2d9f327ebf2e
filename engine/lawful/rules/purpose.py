"""(12) Nobody is asked what the information is for (2019 年修订删去“三需要”)."""

import re
from collections.abc import Iterator

from engine.bpmn.failures import Finding
from engine.forms.document import Component
from engine.lawful.package import LAYER, Package
from engine.lawful.rule import Rule

_ASKS = re.compile(
    r"用途(?!径)|三需要|特殊需要|何用|用来做什么|(?:申请|使用|利用|获取|索取|信息)(?:该|的|信息|公开)*目的"
    r"|^目的(?!地)|生产、?生活、?科研"
)
_WHY = re.compile(r"申请(?:公开)?(?:的)?(?:理由|原因|事由|缘由)|为(?:什么|何)申请")
_OTHER_USE = re.compile(
    r"(?:土地|用地|规划|房屋|建筑|资金|经费|海域|地块|设备)(?:的)?用途"
    r"|(?:不得|无需|无须|不必|不需|不用|不要求)[^，。；]{0,8}(?:用途|目的|理由|原因)"
)
_KEY = re.compile(r"(?:^|_)(?:purpose|usage|intended_use|use_of_information)(?:$|_)", re.IGNORECASE)
HELP = (
    "2019年修订的《条例》删去了“根据自身生产、生活、科研等特殊需要”的条件，任何人都可以申请，不"
    "需要说明用途、目的。"
    "表单上问了，申请人就会以为必须回答；以用途不当为由拒绝，更是没有依据。改法：删去该栏目。只"
    "有数量、频次明显超过"
    "合理范围时，才可以另行要求说明理由。"
)


def check(package: Package) -> Iterator[Finding]:
    """Look at every question of every form; at the door, at reasons too."""
    first = package.start.node.form_key
    for key, form in sorted(package.forms.items()):
        for asked in form.walk():
            if (asked.is_input or asked.label) and _asks(asked, at_the_door=key == first):
                must = "，而且必须填写" if asked.required else ""
                said = (
                    f"表单“{form.title}”的“{asked.label or asked.key}”要求说明申请信息的用途、目"
                    f"的{must}。"
                    "法律已不允许以此为条件。请删去这一栏。"
                )
                file = f"forms/{key}.json"
                yield Finding(file, LAYER, "", "error", asked.id, 0, said, (asked.id,))


def _asks(asked: Component, *, at_the_door: bool) -> bool:
    if _KEY.search(asked.key or ""):
        return True
    texts = [asked.label, asked.help, *(one.label for one in asked.options)]
    patterns = (_ASKS, _WHY) if at_the_door else (_ASKS,)
    return any(
        pattern.search(_OTHER_USE.sub("", text)) for text in texts if text for pattern in patterns
    )


RULE = Rule("purpose", "不问用途", ("《条例》第二十七条", "《条例》第二十九条"), HELP, check)
