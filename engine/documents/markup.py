"""Which tags and attributes the fixed text of a letter may have."""

import re
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

EXPRESSION_MARK: Final = "\ufffc"
"""Stands where an expression will print."""

DEEPEST_MARKUP: Final = 12
_TAGS: Final = frozenset(
    {
        *("p", "span", "b", "br", "h1", "h2", "h3", "div", "section"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
_EMPTY_TAGS: Final = frozenset({"br"})
_ATTRIBUTES: Final = frozenset({"class", "colspan", "rowspan"})
_CLASS = re.compile(r"[a-z0-9 -]{0,60}")


class _Markup(HTMLParser):
    """Reads the fixed text of a source as HTML, and notes what is not allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.open: list[tuple[int, str]] = []

    def _note(self, message: str) -> None:
        self.found.append((self.getpos()[0], message))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self._note(f"不允许的标签：<{tag}>；可用的有：{'、'.join(sorted(_TAGS))}")
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self._note(f"不允许的属性：{name}{_why_not(name)}")
            elif EXPRESSION_MARK in (value or ""):
                self._note(f"属性 {name} 中不能写入变量")
            elif not _CLASS.fullmatch(value or ""):
                self._note(f"属性 {name} 的内容不允许：{value}")
        if tag not in _EMPTY_TAGS:
            self.open.append((self.getpos()[0], tag))
            if len(self.open) == DEEPEST_MARKUP + 1:
                self._note(f"标签嵌套超过{DEEPEST_MARKUP}层")

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()[1] != tag:
            self._note(f"标签没有正确闭合：</{tag}>")

    @override
    def handle_comment(self, data: str) -> None:
        self._note("不允许 HTML 注释；请改用 {# … #}")

    @override
    def handle_decl(self, decl: str) -> None:
        self._note("不允许的 HTML 声明")

    @override
    def handle_pi(self, data: str) -> None:
        self._note("不允许的 HTML 声明")

    @override
    def unknown_decl(self, data: str) -> None:
        self._note("不允许的 HTML 声明")


def lint_markup(text: str) -> list[tuple[int, str]]:
    """Check a piece of HTML against the tags and attributes a letter may have."""
    reader = _Markup()
    reader.feed(text)
    if "<" in reader.rawdata:  # what is left over when the text ends inside a tag
        reader.found.append((reader.getpos()[0], "标签没有写完"))
    reader.close()
    return reader.found + [(line, f"标签没有闭合：<{tag}>") for line, tag in reader.open]


def _why_not(attribute: str) -> str:
    if attribute in {"href", "src", "background", "action"}:
        return "；文书不得引用外部地址、图片或者链接"
    if attribute == "style" or attribute.startswith("on"):
        return "；文书不得自带样式或者脚本"
    return ""
