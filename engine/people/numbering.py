"""The patterns by which applications and letters are numbered, and what each token stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"\{[^{}]*\}")
_LONGEST = 40


@dataclass(frozen=True)
class Token:
    """What a token stands for, and whether numbers would repeat without it."""

    meaning: str
    needed: bool = False


CASE_TOKENS: Mapping[str, Token] = {
    "{year}": Token("年份", needed=True),
    "{seq}": Token("当年的流水号，四位", needed=True),
}
LETTER_TOKENS: Mapping[str, Token] = {
    "{code_word}": Token("机关代字"),
    "{series}": Token("文种字（回、补、延、征、函、费、告）", needed=True),
    "{year}": Token("年份", needed=True),
    "{seq}": Token("该文种当年的流水号", needed=True),
}


def check_pattern(pattern: str, tokens: Mapping[str, Token]) -> str:
    """Say what is wrong with a pattern; empty if every number it writes is a different one."""
    missing = [name for name, token in tokens.items() if token.needed and name not in pattern]
    if missing:
        return f"编号格式缺少{'、'.join(missing)}，不同的编号会相同，请补上。"
    unknown = [name for name in _TOKEN.findall(pattern) if name not in tokens]
    if unknown:
        return f"编号格式中的{'、'.join(unknown)}不是可用的代码，可用的有{'、'.join(tokens)}。"
    if set("{}") & set(_TOKEN.sub("", pattern)):
        return "编号格式中的花括号没有成对，请核对。"
    if len(pattern) > _LONGEST or not pattern.isprintable():
        return f"编号格式超过{_LONGEST}个字或者含有不可见字符，请缩短。"
    return ""
