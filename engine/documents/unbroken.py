"""What a line of a letter must not divide, and the one thing it may divide anywhere.

A line may break between any two Chinese characters, so nothing else keeps 12 and 页, or
〔2026〕 and 1号, together. Letters without end, such as a long address on the web, may break
anywhere; nothing else may, for WeasyPrint 70.0 would then put a full stop first on a line.
"""

import re
from typing import Final

_TAG = re.compile(r"(<[^>]*>)")
_HAN: Final = "\u4e00-\u9fff"
_WHOLE = re.compile(
    r"〔\d{4}〕第?\d+号"  # 〔2026〕1号
    r"|\d{1,2}月\d{1,2}日"
    rf"|\d+(?:\.\d+)?[余多]?[{_HAN}%\uff05]"  # 12页, 1200余份, 2026年
)
_LONG = re.compile(r"[!-~]{40,}")
_WORD_ENDS: Final = frozenset("省市县区州盟旗镇乡府会局厅院部室的")
_NEARLY: Final = 4  # characters a line may differ from the others, so as to end with a word
TITLE_LINE: Final = 20  # characters of 22 points in a line


def in_even_lines(name: str, most: int = TITLE_LINE) -> str:
    """Divide a name too long for one line into lines of nearly the same length (GB/T 9704)."""
    if len(name) <= most:
        return name
    count = -(-len(name) // most)
    even = -(-len(name) // count)
    near = sorted(range(even - _NEARLY, even + _NEARLY + 1), key=lambda at: abs(at - even))
    fitting = (at for at in near if at <= most and len(name) - at <= most * (count - 1))
    cut = next((at for at in fitting if name[at - 1] in _WORD_ENDS), even)
    return f"{name[:cut]}\n{in_even_lines(name[cut:], most)}"


def keep_whole(body: str) -> str:
    """Wrap each such text of a letter's body in a class that the style sheet knows."""
    return _wrapped(_wrapped(body, _LONG, "long"), _WHOLE, "whole")


def _wrapped(body: str, pattern: re.Pattern[str], name: str) -> str:
    pieces = _TAG.split(body)
    pieces[::2] = [pattern.sub(rf'<span class="{name}">\g<0></span>', text) for text in pieces[::2]]
    return "".join(pieces)
