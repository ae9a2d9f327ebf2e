"""What a letter's source may contain: an allow-list of syntax, of tags and of names."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from typing_extensions import override

from engine.documents.labels import label_of
from engine.documents.language import FILTERS, ClosedEnvironment
from engine.documents.markup import EXPRESSION_MARK, lint_markup

LARGEST_SOURCE: Final = 50_000  # characters of one file
DEEPEST_LOOP: Final = 2
DEEPEST_SYNTAX: Final = 40  # nodes within nodes; the longest letter has 14

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
    (
        re.compile(
            r"display\s*:\s*none|visibility\s*:|opacity\s*:|transparent"
            r"|(?<![\w-])color\s*:\s*(?:white|#fff)|font(?:-size)?\s*:\s*0(?![.\d])",
            re.IGNORECASE,
        ),
        "样式表不得隐去文书的内容",
    ),
    (re.compile(r"[<\\]"), "样式表不得含有“<”或者反斜线"),
)
_TOO_DEEP: Final = "嵌套过深，无法检查；请拆成几句较短的写法"
_SAID: Final = {
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg"), "计算"),
    **dict.fromkeys(("Assign", "AssignBlock", "With"), "给名称赋值"),
    **dict.fromkeys(("Macro", "CallBlock", "Import", "FromImport"), "宏和引入"),
    **dict.fromkeys(("List", "Tuple", "Dict", "Pair"), "直接写出的列表"),
    "Call": "调用函数",
    "Getitem": "方括号取值",
    "Test": "is 判断",
    "FilterBlock": "整段过滤",
}


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
    except RecursionError:
        return [Finding(file, 1, _TOO_DEEP)]
    if (line := _too_deep(tree)) is not None:
        return [Finding(file, line, _TOO_DEEP)]
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
            name = type(node).__name__
            yield _line(node), f"不允许的语法：{_SAID.get(name, name)}"
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
            yield _line(node), f"没有这一项内容：{path}{_meant(path, known)}"
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        yield from _lint_names(node.iter, known, bound)
        inner = {**bound, node.target.name: _dotted(node.iter, bound) or "", "loop": ""}
        for child in node.body:
            yield from _lint_names(child, known, inner)
        return
    for child in node.iter_child_nodes():
        yield from _lint_names(child, known, bound)


def _meant(path: str, known: frozenset[str]) -> str:
    """Guess which name was meant."""
    near = get_close_matches(path, known, n=1, cutoff=0.75)
    return f"；是不是想写 {near[0]}（{label_of(near[0])}）？" if near else ""


def _too_deep(tree: nodes.Node) -> int | None:
    """Give the line at which the syntax is nested too deeply to be run; None if nowhere."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_SYNTAX:
            return _line(node)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
    return None


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
                text.append(EXPRESSION_MARK)
    return lint_markup("".join(text))
