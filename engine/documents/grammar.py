"""What a letter's source may contain: an allow-list of syntax, of tags and of names."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from typing_extensions import override

from engine.documents.language import FILTERS, ClosedEnvironment

LARGEST_SOURCE: Final = 50_000  # characters of one file
DEEPEST_LOOP: Final = 2
_EXPRESSION_MARK = "\ufffc"  # stands where an expression will print

_SYNTAX: Final = (
    nodes.Template,
    nodes.Extends,
    nodes.Block,
    nodes.Include,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.Filter,
)
_TAGS: Final = frozenset(
    {
        *("p", "span", "b", "br", "h1", "h2", "h3", "div", "section"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
_EMPTY_TAGS: Final = frozenset({"br"})
_ATTRIBUTES: Final = frozenset({"class", "colspan", "rowspan"})
_CLASS = re.compile(r"[a-z0-9 -]{0,60}")
_SHEET_REFUSES: Final = (
    (
        re.compile(r"url\s*\(|image-set|src\s*\(", re.IGNORECASE),
        "样式表不得引用任何外部文件（url）",
    ),
    (
        re.compile(r"@import|@font-face|@charset|@namespace", re.IGNORECASE),
        "样式表不得使用 @import、@font-face",
    ),
    (re.compile(r"expression\s*\(|javascript:", re.IGNORECASE), "样式表不得含有脚本"),
    (re.compile(r"[<\\]"), "样式表不得含有“<”或者反斜线"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a template: where, and what, in words for its author."""

    file: str
    line: int
    message: str

    @override
    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行：{self.message}"


def lint_source(file: str, source: str, known: frozenset[str]) -> list[Finding]:
    """Check one template source; `known` are the dotted names the values have."""
    if len(source) > LARGEST_SOURCE:
        return [Finding(file, 1, f"文件超过{LARGEST_SOURCE}个字符")]
    try:
        tree = ClosedEnvironment({}).parse(source)
    except TemplateSyntaxError as error:
        return [Finding(file, error.lineno, f"语法错误：{error.message}")]
    found = [Finding(file, line, message) for line, message in _lint_tree(tree)]
    if not found:
        found += [Finding(file, line, message) for line, message in _lint_names(tree, known)]
    found += [Finding(file, line, message) for line, message in _lint_markup(tree)]
    return sorted(set(found), key=lambda finding: (finding.line, finding.message))


def lint_sheet(file: str, sheet: str) -> list[Finding]:
    """Check a style sheet: it may lay out, never load."""
    if len(sheet) > LARGEST_SOURCE:
        return [Finding(file, 1, f"文件超过{LARGEST_SOURCE}个字符")]
    return [
        Finding(file, sheet.count("\n", 0, hit.start()) + 1, message)
        for pattern, message in _SHEET_REFUSES
        for hit in pattern.finditer(sheet)
    ]


def names_in(values: Mapping[str, object], prefix: str = "") -> frozenset[str]:
    """List the dotted names of the values; the entries of a list count as one."""
    names: set[str] = set()
    for key, value in values.items():
        path = f"{prefix}{key}"
        names.add(path)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Mapping):
                names |= names_in(inner, f"{path}.")
    return frozenset(names)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _line(node: nodes.Node) -> int:
    return node.lineno or 1


def _lint_tree(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in _walk(tree):
        if isinstance(node, nodes.EvalContextModifier | nodes.Keyword):
            continue
        if not isinstance(node, _SYNTAX):
            yield _line(node), f"不允许的语法：{type(node).__name__}"
        elif (check := _CHECKS.get(type(node))) is not None:
            yield from check(node)
    if _loop_depth(tree) > DEEPEST_LOOP:
        yield 1, f"循环嵌套超过{DEEPEST_LOOP}层"


def _check_filter(node: nodes.Filter) -> Iterator[tuple[int, str]]:
    if node.name not in FILTERS:
        yield _line(node), f"不允许的过滤器：{node.name}；可用的有：{'、'.join(FILTERS)}"
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield _line(node), f"过滤器 {node.name} 的参数写法不允许"


def _check_attribute(node: nodes.Getattr) -> Iterator[tuple[int, str]]:
    if node.attr.startswith("_"):
        yield _line(node), f"不允许的名称：{node.attr}"


def _check_reference(node: nodes.Extends | nodes.Include) -> Iterator[tuple[int, str]]:
    if not (isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)):
        yield _line(node), "引用的文件名必须直接写出，不能由计算得出"


def _check_loop(node: nodes.For) -> Iterator[tuple[int, str]]:
    if not isinstance(node.target, nodes.Name):
        yield _line(node), "循环变量必须是单个名称"
    if node.recursive or node.test is not None or node.else_:
        yield _line(node), "循环只能写成“for 名称 in 列表”"


_CHECKS: Final[dict[type[nodes.Node], Callable[..., Iterator[tuple[int, str]]]]] = {
    nodes.Filter: _check_filter,
    nodes.Getattr: _check_attribute,
    nodes.Extends: _check_reference,
    nodes.Include: _check_reference,
    nodes.For: _check_loop,
}


def _loop_depth(node: nodes.Node) -> int:
    below = max((_loop_depth(child) for child in node.iter_child_nodes()), default=0)
    return below + isinstance(node, nodes.For)


def _lint_names(
    node: nodes.Node, known: frozenset[str], bound: Mapping[str, str] | None = None
) -> Iterator[tuple[int, str]]:
    """Follow every dotted name; a loop variable stands for an entry of its list."""
    bound = bound or {}
    path = _dotted(node, bound)
    if path is not None:
        if path and path not in known:
            yield _line(node), f"没有这一项内容：{path}"
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        yield from _lint_names(node.iter, known, bound)
        inner = {**bound, node.target.name: _dotted(node.iter, bound) or "", "loop": ""}
        for child in node.body:
            yield from _lint_names(child, known, inner)
        return
    for child in node.iter_child_nodes():
        yield from _lint_names(child, known, bound)


def _dotted(node: nodes.Node, bound: Mapping[str, str]) -> str | None:
    """Spell a name or attribute in full; empty when nothing is known about it."""
    attributes: list[str] = []
    while isinstance(node, nodes.Getattr):
        attributes.insert(0, node.attr)
        node = node.node
    if not isinstance(node, nodes.Name) or node.ctx != "load":
        return None
    if node.name in bound:
        root = bound[node.name]
        return ".".join([root, *attributes]) if root else ""
    return ".".join([node.name, *attributes])


class _Markup(HTMLParser):
    """Reads the fixed text of a source as HTML, and notes what is not allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.open: list[str] = []

    def _note(self, message: str) -> None:
        self.found.append((self.getpos()[0], message))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self._note(f"不允许的标签：<{tag}>")
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self._note(f"不允许的属性：{name}")
            elif _EXPRESSION_MARK in (value or ""):
                self._note(f"属性 {name} 中不能写入变量")
            elif not _CLASS.fullmatch(value or ""):
                self._note(f"属性 {name} 的内容不允许：{value}")
        if tag not in _EMPTY_TAGS:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
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
    return reader.found + [(1, f"标签没有闭合：<{tag}>") for tag in reader.open]


def _lint_markup(tree: nodes.Template) -> list[tuple[int, str]]:
    """Read the fixed text in order, with a mark and the right line for expressions."""
    text: list[str] = []
    line = 1
    for output in tree.find_all(nodes.Output):
        for piece in output.nodes:
            text.append("\n" * max(0, _line(piece) - line))
            line = max(line, _line(piece))
            if isinstance(piece, nodes.TemplateData):
                text.append(piece.data)
                line += piece.data.count("\n")
            else:
                text.append(_EXPRESSION_MARK)
    return lint_markup("".join(text))
