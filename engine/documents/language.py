"""The closed language letters are written in: a small part of Jinja, and nothing else.

The sandbox of Jinja alone is not enough (`{{ '%1000000000d' % 1 }}` keeps it busy for a
minute), so a template may only use the node types listed in `engine.documents.grammar`;
here is the environment that runs what the grammar let through. A value is a mapping, a
list, a string, a number, a truth value or a day; an attribute is always a key.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NoReturn

from jinja2 import BaseLoader, Environment, TemplateNotFound, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from typing_extensions import override

from engine.documents.labels import label_of
from engine.documents.numerals import in_characters
from engine.documents.titles import title_marked, titles_marked
from engine.documents.unbroken import TITLE_LINE, in_even_lines
from engine.errors import OfficeError

REGULATIONS = "《中华人民共和国政府信息公开条例》"
_YEAR_DIGITS = "〇一二三四五六七八九"
_LOOP_WORDS = frozenset({"index", "first", "last", "length"})
_FULL_STOPS = ("。", "！", "？", "；", "：", "…", "”", "）")
_HALF_STOPS = "；，、.;,"


class ValueMissing(OfficeError):
    """A letter needs a fact that nobody has supplied."""

    code = "letter.value_missing"
    message = "文书中“{name}”一项没有内容，不能出具；请先补齐该项后再生成文书。"


class ValueRefused(OfficeError):
    """A value is of a kind no letter may contain."""

    code = "letter.value_refused"
    message = "文书中“{name}”一项的内容不是文字、数字或者日期，不能写入文书。"


class Blank(Undefined):
    """A value that is empty or absent: it may be asked about, never printed."""

    @override
    def __str__(self) -> str:  # noqa: PLE0307 (never returns)
        self._refuse()

    @override
    def __iter__(self) -> NoReturn:
        self._refuse()

    @override
    def __len__(self) -> int:  # noqa: PLE0303 (never returns)
        self._refuse()

    def __html__(self) -> str:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise ValueMissing(name=label_of(self._undefined_name or "?"))


def cn_date(day: object) -> str:
    """Write a day in the form of a date of issue: 2026年3月5日 (GB/T 9704)."""
    day = _day(day)
    return f"{day.year}年{day.month}月{day.day}日"


def cn_date_long(day: object) -> str:
    """Write a day in characters: 二〇二六年三月五日."""
    day = _day(day)
    year = "".join(_YEAR_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{cn_num(day.month)}月{cn_num(day.day)}日"


def workdays(number: object) -> str:
    """Write a period as the Regulations write theirs: 20个工作日 (条例第三十三条第二款)."""
    return f"{_whole(number)}个工作日"


def cn_num(number: object) -> str:
    """Write a whole number from 0 to 9999 in characters: 二十, 一百零五."""
    return in_characters(_whole(number))


def cited(article: object) -> str:
    """Write out the name of the law in a short citation: 条例第十五条 in full."""
    if not isinstance(article, str):
        _refuse_kind(article)
    if article.startswith("第"):
        return REGULATIONS + article
    if article.startswith("条例"):
        return REGULATIONS + article.removeprefix("条例")
    return article


def sentence(text: object) -> str:
    """End a text with a full stop, if it does not end with a mark of its own."""
    if not isinstance(text, str):
        _refuse_kind(text)
    trimmed = indented(text)
    if trimmed.endswith(_FULL_STOPS):
        return trimmed
    return trimmed.rstrip(_HALF_STOPS) + "。"


def indented(text: object) -> str:
    """Keep the lines of a text, and begin each as a paragraph begins."""
    if not isinstance(text, str):
        _refuse_kind(text)
    lines = (line.strip() for line in text.splitlines())
    return "\n\u3000\u3000".join(line for line in lines if line)


def phrase(text: object) -> str:
    """Take the closing mark off a text that goes on in the middle of a sentence."""
    if not isinstance(text, str):
        _refuse_kind(text)
    return "".join(line.strip() for line in text.splitlines()).rstrip(_HALF_STOPS + "。")


def titled(name: object) -> str:
    """Put title marks (书名号) round the name of a document, once, whatever was typed."""
    return title_marked(phrase(name))


def titles(names: object) -> str:
    """Put title marks round each of several names, on lines or between semicolons."""
    return titles_marked(sentence(names).rstrip("。"))


def balanced(name: object, most: int = TITLE_LINE) -> str:
    """Divide a name longer than a line into lines of nearly the same length."""
    return in_even_lines(phrase(name), most)


def joined(parts: object, by: str = "、") -> str:
    """Join texts with the enumeration comma, or with `by`."""
    if isinstance(parts, str) or not isinstance(parts, Iterable):
        _refuse_kind(parts)
    return by.join(str(part) for part in parts)


def length(value: object) -> int:
    """Count the entries of a list, or the characters of a text."""
    if isinstance(value, Blank):
        return 0
    if not isinstance(value, str | list | tuple):
        _refuse_kind(value)
    return len(value)


FILTERS = {
    "cn_date": cn_date,
    "cn_date_long": cn_date_long,
    "cn_num": cn_num,
    "workdays": workdays,
    "cited": cited,
    "sentence": sentence,
    "phrase": phrase,
    "titled": titled,
    "titles": titles,
    "balanced": balanced,
    "indented": indented,
    "join": joined,
    "length": length,
}


class _Sources(BaseLoader):
    """Sources under their own names, so that an error can say where it arose."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)

    @override
    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], template, lambda: True


class ClosedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which attributes are keys, and empty values cannot be printed."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Know only the given sources, the listed filters, and no globals at all."""
        super().__init__(
            loader=_Sources(sources),
            autoescape=True,
            undefined=Blank,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=printable,
        )
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests.clear()

    @override
    def getattr(self, obj: object, attribute: str) -> object:
        """Look up a key of a mapping, or one of the four words of a loop."""
        name = f"{_path(obj)}{attribute}"
        if isinstance(obj, Named):
            return named(obj.get(attribute), name)
        if isinstance(obj, LoopContext) and attribute in _LOOP_WORDS:
            return getattr(obj, attribute)
        if isinstance(obj, Blank):
            raise ValueMissing(name=label_of(obj._undefined_name or attribute))  # noqa: SLF001
        return Blank(name=name)

    @override
    def getitem(self, obj: object, argument: object) -> object:
        """Look up by key: the grammar has no other subscript."""
        return self.getattr(obj, str(argument))


class Named(dict[str, object]):
    """A mapping that knows where in the letter's values it stands."""

    path: str = ""


def named(value: object, path: str) -> object:
    """Wrap a value so that an empty part of it can be named; refuse other kinds."""
    if value is None or value == "":
        return Blank(name=path)
    if isinstance(value, Mapping):
        inner = Named(value)
        inner.path = path
        return inner
    if isinstance(value, list | tuple):
        return [named(part, f"{path}[{at}]") for at, part in enumerate(value, start=1)]
    if type(value) in (str, int, bool, Decimal) or isinstance(value, dt.date):
        return value
    raise ValueRefused(name=label_of(path))


def _day(value: object) -> dt.date:
    """Take a day, or a day as a saved document writes it."""
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        _refuse_kind(value)
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        _refuse_kind(value)


def _whole(value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        _refuse_kind(value)
    return value


def _path(obj: object) -> str:
    return f"{obj.path}." if isinstance(obj, Named) and obj.path else ""


def printable(value: object) -> object:
    """Write a day or an amount as a letter does; refuse what is no text."""
    if isinstance(value, bool | Mapping | list | tuple):
        _refuse_kind(value)
    if isinstance(value, dt.date):
        return cn_date(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _refuse_kind(value: object) -> NoReturn:
    if isinstance(value, Blank):
        str(value)
    raise ValueRefused(name=getattr(value, "path", "") or repr(value)[:40])
