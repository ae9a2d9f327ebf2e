"""A letter's template, read from files; and a letter as HTML."""

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from engine.documents.grammar import Finding, lint_sheet, lint_source
from engine.documents.language import ClosedEnvironment, named
from engine.documents.references import lint_references
from engine.documents.sampling import lint_sample
from engine.documents.shape import known_names, names_not_given, shown_to, with_days
from engine.documents.unbroken import keep_whole
from engine.documents.words import text_of
from engine.documents.writing import WritingFailed, place_of, write
from engine.errors import OfficeError

LETTER, SAMPLE, ABOUT, SHEET = "letter.html", "sample.json", "about.json", "letter.css"
LARGE: Final = "large.css"
"""What is laid over the sheet for large print (大字版); a package may do without."""
SHEET_START, SHEET_END = '<style id="sheet">', "</style>"
LONGEST_TEXT: Final = 60_000  # characters; beyond, the printer would not answer in time
_MARKS: Final = {"draft": "草　稿", "sample": "样　稿"}
FORMS: Final = {"plain": "告知书（无版头）", "letter": "信函格式", "redhead": "文件格式（红头）"}
"""The three layouts of GB/T 9704-2012 an agency may choose."""
RECORD: Final = "record"
"""The layout of a form or record for the file, whatever the agency chose for its letters."""
_ORGAN: Final = {"letter": (170, 44), "redhead": (154, 60)}
"""The organ's name on the head: how wide it may be, in mm, and its largest size, in points."""
_MM: Final = 72 / 25.4
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{title}</title>
<meta name="author" content="{agency}">
<meta name="description" content="{description}">
<meta name="generator" content="Mingda">
{sheet_start}{sheet}{sheet_end}
</head><body class="{form}"{organ}>{mark}
{body}
</body></html>
"""


class TemplateRefused(OfficeError):
    """The files of a template do not make a letter."""

    code = "template.refused"
    message = "文书模板未通过检查：{reasons}"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings; the sentence shows the first three."""
        self.findings = findings
        super().__init__(reasons="；".join(str(finding) for finding in findings[:3]))


class LetterTooLong(OfficeError):
    """The text of a letter is longer than can be printed in time."""

    code = "letter.too_long"
    message = (
        "文书正文有{length}个字，超过{longest}个字的上限，不能出具；"
        "请将较长的内容改为附件，或者摘录申请内容。"
    )


@dataclass(frozen=True, slots=True)
class About:
    """What a template says of itself: the guide to its use."""

    code: str
    title: str
    addressee: str
    articles: tuple[str, ...]
    when: tuple[str, ...]
    not_when: tuple[str, ...]
    parts: tuple[str, ...]
    phrases: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter's sources, its sample and its guide; immutable, to be kept and shared."""

    about: About
    sources: Mapping[str, str]
    sheet: str
    large: str
    sample: Mapping[str, object]
    content_hash: str
    environment: ClosedEnvironment = field(repr=False, compare=False)

    @property
    def code(self) -> str:
        """Name the letter: F12."""
        return self.about.code


def letter_files(package: Mapping[str, bytes], code: str) -> dict[str, bytes]:
    """Pick, from the files under `letters/`, those of one letter and those all share."""
    own = f"{code}/"
    chosen = {name: text for name, text in package.items() if "/" not in name}
    chosen |= {name: text for name, text in package.items() if name.startswith("parts/")}
    chosen |= {
        name.removeprefix(own): text for name, text in package.items() if name.startswith(own)
    }
    return {name: text for name, text in chosen.items() if not name.endswith(".md")}


def read_template(files: Mapping[str, bytes]) -> LetterTemplate:
    """Read `letter.html`, `about.json`, `sample.json`, `letter.css` and what they use.

    Raises `TemplateRefused` when a file is missing or says what a letter may not say.
    """
    if absent := sorted({LETTER, ABOUT, SAMPLE, SHEET} - files.keys()):
        raise TemplateRefused(tuple(Finding(name, 1, "缺少这个文件") for name in absent))
    about = read_about(files[ABOUT])
    sample = _read_sample(files[SAMPLE])
    sources = {name: _read_text(name, files) for name in files if name.endswith(".html")}
    sheet = _read_text(SHEET, files)
    known = known_names(sample, about.addressee)
    large = _read_text(LARGE, files) if LARGE in files else ""
    findings = [*lint_sheet(SHEET, sheet), *lint_sheet(LARGE, large)]
    for name, source in sorted(sources.items()):
        findings += _linted(name, source, known)
    findings = findings or lint_references(sources)
    if findings:
        raise TemplateRefused(tuple(findings))
    return LetterTemplate(
        about=about,
        sources=sources,
        sheet=sheet,
        large=large,
        sample=sample,
        content_hash=_hash(files),
        environment=ClosedEnvironment(sources),
    )


@lru_cache(maxsize=1024)
def _linted(name: str, source: str, known: frozenset[str]) -> tuple[Finding, ...]:
    """Check a source once: whoever edits a letter does not wait for what it shares."""
    return tuple(lint_source(name, source, known))


def render_html(template: LetterTemplate, values: Mapping[str, object]) -> str:
    """Write the letter as one self-contained HTML page, which fetches nothing.

    A copy that is not final carries a mark and no number. Raises `ValueMissing` when the
    letter needs a fact that the values lack, `LetterTooLong` when it cannot be printed.
    """
    shown = letter_context(template, values)
    body = write_body(template.environment, shown)
    _measure(body)
    return _page(template, shown, body)


def letter_context(template: LetterTemplate, values: Mapping[str, object]) -> dict[str, object]:
    """Give what the letter may print: what its addressee may see, with the face it will have."""
    shown = shown_to(template.about.addressee, values)
    return shown | {"letter": _letter_of(shown, template.about.form)}


def write_body(environment: ClosedEnvironment, shown: Mapping[str, object]) -> str:
    """Write the letter's body in an environment; raises as `render_html` does."""
    context = {name: named(value, name) for name, value in shown.items()}
    try:
        return write(environment, LETTER, context)
    except WritingFailed as error:
        file, line = place_of(error, LETTER)
        raise TemplateRefused((Finding(file, line, str(error)),)) from error


def _letter_of(values: Mapping[str, object], form: str) -> dict[str, object]:
    given = values.get("letter")
    letter = dict(given) if isinstance(given, Mapping) else {}
    if form == RECORD or letter.get("form") not in FORMS:
        letter["form"] = form
    if letter.get("copy") != "final":
        letter["number"] = None
    return letter


def _page(template: LetterTemplate, values: Mapping[str, object], body: str) -> str:
    letter, agency = values["letter"], values.get("agency")
    assert isinstance(letter, Mapping)  # noqa: S101 (so it was made)
    author = agency.get("name") if isinstance(agency, Mapping) else ""
    mark = "" if letter.get("copy") == "final" else _MARKS.get(str(letter.get("copy")), "草　稿")
    return _PAGE.format(
        title=html.escape(str(letter.get("title") or template.about.title)),
        agency=html.escape(str(author or "")),
        description=html.escape(f"{template.about.title} {letter.get('number') or ''}".strip()),
        sheet_start=SHEET_START,
        sheet=template.sheet,
        sheet_end=SHEET_END,
        form=letter["form"],
        organ=_organ(str(letter["form"]), agency),
        mark=f'<div class="mark">{mark}</div>' if mark else "",
        body=keep_whole(body.strip()),
    )


def _organ(form: str, agency: object) -> str:
    """Size the organ's name so that it fits its head on one line."""
    name = str(agency.get("signing_entity") or "") if isinstance(agency, Mapping) else ""
    if form not in _ORGAN or not name:
        return ""
    width, largest = _ORGAN[form]
    return f' style="--organ: {min(largest, width * _MM / len(name)):.2f}pt"'


def _measure(body: str) -> None:
    if len(body) > LONGEST_TEXT:
        size = len(text_of(body))
        if size > LONGEST_TEXT:
            raise LetterTooLong(length=size, longest=LONGEST_TEXT)


def _read_text(name: str, files: Mapping[str, bytes]) -> str:
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError as error:
        raise TemplateRefused((Finding(name, 1, "不是 UTF-8 编码的文本"),)) from error


def _read_json(name: str, text: bytes) -> Mapping[str, object]:
    try:
        document = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise TemplateRefused((Finding(name, line, f"不是有效的 JSON：{error}"),)) from error
    if not isinstance(document, dict):
        raise TemplateRefused((Finding(name, 1, "最外层必须是一个对象 { … }"),))
    return document


def _read_sample(text: bytes) -> Mapping[str, object]:
    if problem := lint_sample(document := _read_json(SAMPLE, text)):
        raise TemplateRefused((Finding(SAMPLE, 1, problem),))
    if strange := names_not_given(document):
        raise TemplateRefused(
            tuple(Finding(SAMPLE, 1, f"办案中没有“{name}”这一项，样例不能用它") for name in strange)
        )
    sample = with_days(document)
    assert isinstance(sample, Mapping)  # noqa: S101 (a mapping stays one)
    return sample


def read_about(text: bytes) -> About:
    """Read what a template says of itself; raises `TemplateRefused` when it does not say it."""
    document = _read_json(ABOUT, text)
    about = About(
        code=_word(document, "code"),
        title=_word(document, "title"),
        addressee=_word(document, "addressee"),
        articles=_listed(document, "articles"),
        when=_listed(document, "when"),
        not_when=_listed(document, "not_when"),
        parts=_listed(document, "parts"),
        phrases=_listed(document, "phrases"),
        form=_word(document, "form") or "plain",
    )
    needed = ("code", "title", "addressee", "when", "parts")
    if missing := [key for key in needed if not getattr(about, key)]:
        raise TemplateRefused(tuple(Finding(ABOUT, 1, f"缺少“{key}”") for key in missing))
    if about.form not in {*FORMS, RECORD} or not re.fullmatch(r"[A-Z]\d\d", about.code):
        raise TemplateRefused((Finding(ABOUT, 1, "“code”或者“form”的写法不对"),))
    return about


def _word(document: Mapping[str, object], key: str) -> str:
    return str(document.get(key) or "")


def _listed(document: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = document.get(key, [])
    return tuple(str(entry) for entry in (value if isinstance(value, list) else [value]))


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()
