"""What an agency chooses from a list, for all its letters: one table, one reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.documents import FORMS, PROVIDERS, STAMP
from engine.law.letter_style import SEALS, WORDS, Seal


@dataclass(frozen=True)
class Choice:
    """One thing an agency chooses from a list; what it does not choose is as `usual` says."""

    name: str
    label: str
    hint: str
    usual: str
    options: Mapping[str, str]


CHOICES = (
    Choice(
        "letter_form",
        "文书版式",
        "《党政机关公文格式》（GB/T 9704—2012）；内部表单、记录不受影响。",
        "各文书模板所定的版式",
        FORMS,
    ),
    Choice(
        "letter_word",
        "答复文书的文种",
        "法律没有规定答复用何文种；标题和救济告知中的称谓随之改变。",
        "告知书",
        {word: word for word in WORDS},
    ),
    Choice(
        "letter_seal",
        "文书所盖印章",
        "内部表单、记录不盖章。",
        Seal.DISCLOSURE.label,
        {seal: words for seal, words in SEALS.items() if seal != Seal.NONE},
    ),
    Choice(
        "letter_sealing",
        "用印方式",
        "打印盖章的，由用印人员在文书页登记用印。正式的电子印章（国密 SM2）须接入签章系统；"
        "本系统的电子签名只用于测试，不是电子印章。",
        PROVIDERS[STAMP].label,
        {name: each.label for name, each in PROVIDERS.items() if name != STAMP},
    ),
    Choice(
        "letter_data",
        "附带结构化数据",
        "将文号、日期、结果、依据条款和办理记录校验值附在电子文书内，供系统之间交换，不含申请人信息。",
        "不附带（PDF/A-2）",
        {"json": "附带（PDF/A-3，JSON）"},
    ),
)


def chosen_of(values: Mapping[str, str], problems: dict[str, str]) -> dict[str, str]:
    """Read what was chosen, writing what is not on the lists into `problems`."""
    chosen = {each.name: values.get(each.name, "") for each in CHOICES}
    for each in CHOICES:
        if chosen[each.name] and chosen[each.name] not in each.options:
            problems[each.name] = f"请从列表中选择{each.label}。"
    return {name: value for name, value in chosen.items() if value}
