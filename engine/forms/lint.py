"""What is wrong with a form before anybody has to fill it in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import OfficeError
from engine.feel.patterns import compile_pattern
from engine.forms.conditions import expressions_of, unshown_expressions
from engine.forms.document import (
    CHOICES,
    CONTAINERS,
    DECORATION,
    Component,
    Form,
    FormUnreadable,
    Kind,
    read_form,
)
from engine.forms.identifiers import CHECKS

# What every expression of a form may read besides the form's own answers.
FACTS = frozenset(
    {"today", "clock", "case", "agency", "holdings", "case_files", "this", "parent", "loopCounter"}
)
_PURPOSE = re.compile(r"purpose|用途(?!径)", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Finding:
    """One thing wrong: the component, the rule, how bad, and what to do about it."""

    component: str
    rule: str
    severity: str  # error | warning
    message: str


def lint_form(
    document: bytes | str | Mapping[str, object], known: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return every finding, worst first; never raise for a bad form.

    `known` are the variables of the process that conditions may read besides the
    facts; a component may also name them itself in `properties.reads`.
    """
    try:
        form = read_form(document)
    except FormUnreadable as reason:
        return (Finding("", "readable", "error", str(reason)),)
    names = FACTS | set(known) | {c.key for c in form.walk() if c.key}
    found = [
        *_titles(form),
        *_keys(form.components),
        *(finding for c in form.walk() for finding in _component(c, frozenset(names))),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity))


def _titles(form: Form) -> Iterator[Finding]:
    if not form.title:
        yield Finding("", "title", "warning", "表单没有标题，请在表单属性中填写 title。")
    if not any(c.is_input for c in form.walk()):
        yield Finding("", "empty", "warning", "表单中没有任何可填写的内容。")


def _keys(components: Sequence[Component]) -> Iterator[Finding]:
    seen: set[str] = set()
    for component in _side_by_side(components):
        if component.key is not None and component.key in seen:
            message = f"键名“{component.key}”重复，每个问题应有自己的键名"
            yield _error(component, "unique_key", message)
        seen.add(component.key or "")
        if component.kind in CONTAINERS:
            yield from _keys(component.children)


def _side_by_side(components: Sequence[Component]) -> Iterator[Component]:
    for component in components:
        if component.kind is Kind.GROUP and component.key is None:
            yield from _side_by_side(component.children)
        else:
            yield component


def _component(component: Component, names: frozenset[str]) -> Iterator[Finding]:
    for rule in (_named, _purpose, _offered, _checked):
        yield from rule(component)
    yield from _readable(component, names)


def _named(component: Component) -> Iterator[Finding]:
    if component.kind in DECORATION:
        return
    if component.key is None and component.kind is not Kind.GROUP:
        yield _error(component, "key", "缺少键名，填写的内容将无法保存")
    if component.key is not None and not _KEY.fullmatch(component.key):
        yield _error(component, "key_form", f"键名“{component.key}”应由英文字母、数字和下划线组成")
    if not component.label and component.kind is not Kind.EXPRESSION:
        yield _error(component, "label", "缺少标签，读屏软件无法读出，填写人也不知道要填什么")


def _purpose(component: Component) -> Iterator[Finding]:
    """Refuse to ask what the information is for: 2019年修订的《条例》已取消“三需要”."""
    if component.is_input and _PURPOSE.search(f"{component.key} {component.label}"):
        yield _error(
            component, "purpose", "不得要求申请人说明用途（《条例》2019年修订已取消“三需要”）"
        )


def _offered(component: Component) -> Iterator[Finding]:
    outside = component.document.get("valuesKey") or component.document.get("valuesExpression")
    if component.kind in CHOICES and not component.options and not outside:
        yield _error(component, "options", "没有可供选择的选项")
    values = [str(option.value) for option in component.options]
    if len(values) != len(set(values)):
        yield _error(component, "options", "有两个选项的值相同")


def _checked(component: Component) -> Iterator[Finding]:
    check = component.properties.get("check")
    if check is not None and check not in CHECKS:
        yield _error(component, "check", f"校验方式“{check}”不存在，可用：{'、'.join(CHECKS)}")
    pattern = component.validate.get("pattern")
    try:
        compile_pattern(str(pattern or ""))
    except ValueError:
        yield _error(component, "pattern", "校验用的正则表达式有误")


def _readable(component: Component, names: frozenset[str]) -> Iterator[Finding]:
    """Check that every expression parses and reads only what there is."""
    reads = set(component.properties.get("reads", "").split())
    try:
        expressions = [*expressions_of(component), *unshown_expressions(component)]
    except OfficeError as reason:
        yield _error(component, "expression", f"表达式有误：{reason}")
        return
    for name in sorted({n for e in expressions for n in e.names} - names - reads):
        yield _error(component, "unknown_name", f"条件引用了不存在的内容“{name}”")


def _error(component: Component, rule: str, message: str) -> Finding:
    called = component.label or component.key or component.id
    return Finding(component.id, rule, "error", f"“{called}”：{message}。")
