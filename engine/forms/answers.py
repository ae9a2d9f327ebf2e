"""The kinds of answer as marshmallow fields that complain in Chinese.

A message is a predicate, e.g. “应为有效日期”; the label is put before it later.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from engine.feel.patterns import compile_pattern
from engine.forms.conditions import evaluate
from engine.forms.document import Component, Kind, Option
from engine.forms.identifiers import CHECKS

MAX_TEXT = 20_000  # characters of one answer where the form sets no limit
_REQUIRED = {"required": "为必填项", "null": "为必填项", "validator_failed": "内容无效"}
AnyField = fields.Field[Any]
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{5,19}")
_FORMATS = {
    "email": (_EMAIL, "应为有效的电子邮箱，例如name@example.cn"),
    "phone": (_PHONE, "应为有效的电话号码"),
}


class Text(fields.String):
    """Words."""

    default_error_messages = {**_REQUIRED, "invalid": "应为文字"}  # noqa: RUF012


class Whole(fields.Integer):
    """A whole number."""

    default_error_messages = {  # noqa: RUF012
        **_REQUIRED,
        "invalid": "应为整数",
        "too_large": "数字过大",
    }


class Fraction(fields.Decimal):
    """A number with decimals, kept exact."""

    default_error_messages = {  # noqa: RUF012
        **_REQUIRED,
        "invalid": "应为数字",
        "special": "应为数字",
        "too_large": "数字过大",
    }


class Ticked(fields.Boolean):
    """A box that is ticked or not."""

    default_error_messages = {**_REQUIRED, "invalid": "应为是或否"}  # noqa: RUF012


class Day(fields.Date):
    """A calendar day."""

    default_error_messages = {  # noqa: RUF012
        **_REQUIRED,
        "invalid": "应为有效日期，例如2026-11-20",
        "format": "应为有效日期，例如2026-11-20",
    }


class Hour(fields.Time):
    """A time of day."""

    default_error_messages = {  # noqa: RUF012
        **_REQUIRED,
        "invalid": "应为有效时间，例如09:30",
        "format": "应为有效时间，例如09:30",
    }


class Moment(fields.NaiveDateTime):
    """A day and a time, as the office's clock shows them."""

    default_error_messages = {  # noqa: RUF012
        **_REQUIRED,
        "invalid": "应为有效的日期和时间，例如2026-11-20T09:30",
        "format": "应为有效的日期和时间，例如2026-11-20T09:30",
    }


class Many(fields.List[object]):
    """Several answers."""

    default_error_messages = {**_REQUIRED, "invalid": "应从列表中选择"}  # noqa: RUF012


class Picked(fields.Function):
    """One of the offered options."""

    default_error_messages = {**_REQUIRED}  # noqa: RUF012


def field_of(
    component: Component, context: Mapping[str, object], options: tuple[Option, ...]
) -> AnyField:
    """Build the marshmallow field of one question, with the limits that hold now."""
    return _BUILDERS[component.kind](component, context, options)


def number_limits(
    component: Component, context: Mapping[str, object]
) -> tuple[Decimal | None, Decimal | None]:
    """Return the smallest and largest allowed number, FEEL limits evaluated."""
    lowest = evaluate(component.validate.get("min"), context)
    highest = evaluate(component.validate.get("max"), context)
    return _decimal(lowest), _decimal(highest)


def number_rule(component: Component, context: Mapping[str, object]) -> str:
    """Say in words what a number should be: “应为不小于5的整数”."""
    lowest, highest = number_limits(component, context)
    noun = "整数" if is_whole(component) else "数字"
    if lowest is not None and highest is not None:
        return f"应为{_plain(lowest)}到{_plain(highest)}之间的{noun}"
    if lowest is not None:
        return f"应为不小于{_plain(lowest)}的{noun}"
    if highest is not None:
        return f"应为不大于{_plain(highest)}的{noun}"
    return f"应为{noun}"


def is_whole(component: Component) -> bool:
    """Say whether a number has no decimals (`decimalDigits` 0, or none written)."""
    return component.document.get("decimalDigits", 0) in (0, None)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def _text(
    component: Component, context: Mapping[str, object], _options: tuple[Option, ...]
) -> AnyField:
    lowest = _decimal(evaluate(component.validate.get("minLength"), context))
    highest = _decimal(evaluate(component.validate.get("maxLength"), context))
    tests: list[Callable[[str], object]] = []
    if lowest is not None:
        tests.append(validate.Length(min=int(lowest), error=f"不得少于{int(lowest)}个字"))
    limit = int(highest) if highest is not None else MAX_TEXT
    tests.append(validate.Length(max=limit, error=f"不得超过{limit}个字"))
    pattern = component.validate.get("pattern")
    if pattern:
        message = str(component.validate.get("patternErrorMessage") or "格式不正确")
        tests.append(_passes(compile_pattern(str(pattern)).occurs, message))
    tests += _known_format(component, context)
    required = component.required
    return Text(required=required, allow_none=not required, validate=tests)


def _known_format(
    component: Component, context: Mapping[str, object]
) -> list[Callable[[str], object]]:
    tests: list[Callable[[str], object]] = []
    known = _FORMATS.get(str(component.validate.get("validationType")))
    if known:
        tests.append(_matches(*known, whole=True))
    check = CHECKS.get(component.properties.get("check", ""))
    when = component.properties.get("checkWhen")
    if check and (when is None or evaluate(when, context) is True):
        tests.append(_passes(*check))
    return tests


def _matches(
    pattern: re.Pattern[str], message: str, *, whole: bool = False
) -> Callable[[str], object]:
    return _passes(pattern.fullmatch if whole else pattern.search, message)


def _passes(test: Callable[[str], object], message: str) -> Callable[[str], object]:
    def check(text: str) -> None:
        if not test(text):
            raise ValidationError(message)

    return check


def _number(
    component: Component, context: Mapping[str, object], _options: tuple[Option, ...]
) -> AnyField:
    lowest, highest = number_limits(component, context)
    rule = number_rule(component, context)
    between = validate.Range(min=lowest, max=highest, error=rule)
    required = component.required
    if is_whole(component):
        whole = Whole(strict=True, required=required, allow_none=not required, validate=between)
        whole.error_messages["invalid"] = rule
        return whole
    digits = int(str(component.document["decimalDigits"]))

    def decimals(number: Decimal) -> None:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > digits:
            raise ValidationError(f"最多保留{digits}位小数")

    fraction = Fraction(
        required=required, allow_none=not required, validate=[between, decimals], allow_nan=False
    )
    fraction.error_messages["invalid"] = fraction.error_messages["special"] = rule
    return fraction


def _time(
    component: Component, _context: Mapping[str, object], _options: tuple[Option, ...]
) -> AnyField:
    required = component.required
    made: dict[str, type[Day | Hour | Moment]] = {"time": Hour, "datetime": Moment}
    kind = made.get(str(component.document.get("subtype") or "date"), Day)
    return kind(required=required, allow_none=not required)


def _checkbox(
    component: Component, _context: Mapping[str, object], _options: tuple[Option, ...]
) -> AnyField:
    def ticked(answer: object) -> None:
        if component.required and answer is not True:
            raise ValidationError("须勾选确认")

    return Ticked(load_default=False, validate=ticked)


def _pick(component: Component, options: tuple[Option, ...]) -> Callable[[object], object]:
    offered = {str(option.value): option for option in options}

    def pick(value: object) -> object:
        chosen = value.get("id") if isinstance(value, Mapping) else value
        option = offered.get(str(chosen))
        if option is None:
            raise ValidationError("应从列表中选择")
        if component.stores_option:
            return {"id": option.value, "name": option.label}
        return option.value

    return pick


def _choice(
    component: Component, _context: Mapping[str, object], options: tuple[Option, ...]
) -> AnyField:
    required = component.required
    return Picked(deserialize=_pick(component, options), required=required, allow_none=not required)


def _choices(
    component: Component, _context: Mapping[str, object], options: tuple[Option, ...]
) -> AnyField:
    tests = [validate.Length(min=1, error="须至少选择一项")] if component.required else []
    each = Picked(deserialize=_pick(component, options), required=True)
    return Many(each, load_default=list, validate=tests)


def _files(
    component: Component, _context: Mapping[str, object], options: tuple[Option, ...]
) -> AnyField:
    """Take the files that were sent, and those that were ticked among the offered ones."""
    tests = [validate.Length(min=1, error="须上传文件")] if component.required else []
    pick = _pick(component, options)
    ticked = Picked(deserialize=lambda value: pick(value) if isinstance(value, str) else value)
    each = ticked if "offers" in component.properties else fields.Raw()
    return Many(each, load_default=list, validate=tests)


_BUILDERS: dict[
    Kind,
    Callable[[Component, Mapping[str, object], tuple[Option, ...]], AnyField],
] = {
    Kind.TEXTFIELD: _text,
    Kind.TEXTAREA: _text,
    Kind.NUMBER: _number,
    Kind.DATETIME: _time,
    Kind.CHECKBOX: _checkbox,
    Kind.SELECT: _choice,
    Kind.RADIO: _choice,
    Kind.CHECKLIST: _choices,
    Kind.TAGLIST: _choices,
    Kind.FILEPICKER: _files,
}
