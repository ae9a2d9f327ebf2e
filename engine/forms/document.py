"""A form as its JSON describes it (form-js schema), read once and then immutable."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from engine.errors import OfficeError
from engine.feel import Expression, FeelSyntaxError, compile_expression

MAX_COMPONENTS = 300
MAX_DEPTH = 6
GRID = 16  # form-js lays its rows out on sixteen columns


class FormUnreadable(OfficeError):
    """The definition is no form that this office can draw."""

    code = "form_unreadable"
    message = "表单定义无法读取：{reason}。请在表单编辑器中改正后重新发布。"


class Kind(StrEnum):
    """The form-js components that we know; the value is their `type`."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATETIME = "datetime"
    SELECT = "select"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    TAGLIST = "taglist"
    FILEPICKER = "filepicker"
    EXPRESSION = "expression"
    GROUP = "group"
    DYNAMICLIST = "dynamiclist"
    TEXT = "text"
    SEPARATOR = "separator"
    SPACER = "spacer"
    BUTTON = "button"


DECORATION = frozenset({Kind.TEXT, Kind.SEPARATOR, Kind.SPACER, Kind.BUTTON})
CONTAINERS = frozenset({Kind.GROUP, Kind.DYNAMICLIST})
CHOICES = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST, Kind.TAGLIST})
MANY = frozenset({Kind.CHECKLIST, Kind.TAGLIST, Kind.FILEPICKER})


@dataclass(frozen=True)
class Option:
    """One choice: what is stored and what is read."""

    value: object
    label: str


@dataclass(frozen=True)
class Component:
    """One element of a form.

    `key` is None for decoration and for groups that do not nest their values.
    `document` is the JSON of the component itself, for what only one kind needs.
    """

    kind: Kind
    id: str
    key: str | None
    label: str
    help: str
    row: str | None
    columns: int
    hide: Expression | None
    readonly: Expression | bool
    properties: Mapping[str, str]
    validate: Mapping[str, object]
    options: tuple[Option, ...]
    children: tuple["Component", ...]
    document: Mapping[str, object] = field(repr=False)

    @property
    def required(self) -> bool:
        """Say whether an answer must be given while the component is shown."""
        return self.validate.get("required") is True

    @property
    def is_input(self) -> bool:
        """Say whether a person answers here (containers, prose and results do not count)."""
        return self.kind not in DECORATION | CONTAINERS | {Kind.EXPRESSION}

    @property
    def stores_option(self) -> bool:
        """Say whether the whole option {id, name} is stored, not only its value."""
        return self.properties.get("store") == "option"

    def walk(self) -> Iterator["Component"]:
        """Yield the component and everything inside it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Form:
    """A form, its title and its components from the top."""

    id: str
    title: str
    components: tuple[Component, ...]

    def walk(self) -> Iterator[Component]:
        """Yield every component at every depth."""
        for component in self.components:
            yield from component.walk()


def read_form(document: bytes | str | Mapping[str, object]) -> Form:
    """Read a form-js document; raise FormUnreadable naming the component at fault."""
    root = _root(document)
    components = _components(root, depth=0)
    form = Form(
        id=str(root.get("id") or "form"), title=str(root.get("title") or ""), components=components
    )
    if sum(1 for _ in form.walk()) > MAX_COMPONENTS:
        raise FormUnreadable(reason=f"组件超过{MAX_COMPONENTS}个")
    return form


@lru_cache(maxsize=4096)
def feel(text: str) -> Expression:
    """Compile a FEEL expression, with or without the `=` that form-js puts before it."""
    return compile_expression(text.strip().removeprefix("=").strip())


def is_expression(value: object) -> bool:
    """Say whether an attribute holds FEEL rather than a plain value."""
    return isinstance(value, str) and value.lstrip().startswith("=")


def _root(document: bytes | str | Mapping[str, object]) -> Mapping[str, object]:
    if isinstance(document, Mapping):
        return document
    try:
        root = json.loads(document)
    except (ValueError, RecursionError) as reason:
        raise FormUnreadable(reason="不是有效的 JSON 文件") from reason
    if not isinstance(root, dict):
        raise FormUnreadable(reason="文件最外层应为对象")
    return root


def _components(parent: Mapping[str, object], depth: int) -> tuple[Component, ...]:
    children = parent.get("components") or []
    if not isinstance(children, Sequence) or isinstance(children, str):
        raise FormUnreadable(reason="components 应为列表")
    if depth > MAX_DEPTH:
        raise FormUnreadable(reason=f"组件嵌套超过{MAX_DEPTH}层")
    return tuple(_component(child, depth) for child in children)


def _component(document: object, depth: int) -> Component:
    if not isinstance(document, Mapping):
        raise FormUnreadable(reason="组件应为对象")
    name = str(document.get("id") or document.get("key") or "（无编号）")
    try:
        kind = Kind(str(document.get("type")))
    except ValueError as reason:
        raise FormUnreadable(
            reason=f"组件“{name}”的类型“{document.get('type')}”不受支持"
        ) from reason
    layout = _mapping(document.get("layout"))
    columns = layout.get("columns")
    try:
        return Component(
            kind=kind,
            id=name,
            key=_key(kind, document),
            label=str(_first(document, "label", "dateLabel", "timeLabel")),
            help=str(document.get("description") or ""),
            row=str(layout["row"]) if layout.get("row") else None,
            columns=columns if isinstance(columns, int) and 1 <= columns <= GRID else GRID,
            hide=_condition(document),
            readonly=_readonly(document),
            properties=MappingProxyType(
                {str(k): str(v) for k, v in _mapping(document.get("properties")).items()}
            ),
            validate=MappingProxyType(dict(_mapping(document.get("validate")))),
            options=_options(document),
            children=_components(document, depth + 1),
            document=MappingProxyType(dict(document)),
        )
    except FeelSyntaxError as reason:
        raise FormUnreadable(reason=f"组件“{name}”的表达式有误，{reason}") from reason


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _first(document: Mapping[str, object], *names: str) -> object:
    return next((document[name] for name in names if document.get(name)), "")


def _key(kind: Kind, document: Mapping[str, object]) -> str | None:
    key = document.get("path") if kind in CONTAINERS else document.get("key")
    return str(key) if key and kind not in DECORATION else None


def _condition(document: Mapping[str, object]) -> Expression | None:
    hide = _mapping(document.get("conditional")).get("hide")
    return feel(hide) if isinstance(hide, str) and hide.strip() else None


def _readonly(document: Mapping[str, object]) -> Expression | bool:
    readonly = document.get("readonly")
    if is_expression(readonly):
        return feel(str(readonly))
    return bool(readonly) or bool(document.get("disabled"))


def _options(document: Mapping[str, object]) -> tuple[Option, ...]:
    listed = document.get("values") or document.get("options") or []
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return ()
    return tuple(option_of(entry) for entry in listed)


def option_of(entry: object) -> Option:
    """Read one option, written as {value, label} or as a bare value."""
    if isinstance(entry, Option):
        return entry
    if isinstance(entry, Mapping):
        value = entry.get("value", entry.get("id"))
        return Option(value, str(entry.get("label") or entry.get("name") or value))
    return Option(entry, str(entry))
