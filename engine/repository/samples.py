"""A letter tried on its sample while it is being edited: what is found, and how it looks."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.documents import (
    LARGEST_SOURCE,
    Finding,
    TemplateRefused,
    letter_files,
    lint_letter,
    missing_glyphs,
    read_template,
    render_html,
    render_proof,
    text_of,
)
from engine.errors import OfficeError
from engine.repository.bundle import Bundle

FOLDER = "templates/letters/"
LETTER, SAMPLE, ABOUT = "letter.html", "sample.json", "about.json"
LARGEST_TEXT = LARGEST_SOURCE
"""Characters that one file of a letter may have."""

SAMPLE_DAY = date(2026, 1, 1)
_PATIENCE = 20.0  # seconds an editor waits for another editor's page
_ONE_AT_A_TIME = threading.BoundedSemaphore()
"""Trials never take every process of the press: letters that are issued come first."""


class LetterUnknown(OfficeError):
    """The package has no such letter."""

    code = "template_not_found"
    message = "没有编号为{code}的文书模板。请从文书模板列表中选择。"


class TrialsBusy(OfficeError):
    """Other editors' pages are being printed."""

    code = "trials_busy"
    message = "其他人的样稿正在生成，请稍候重试。"


@dataclass(frozen=True)
class Trial:
    """What was found in a letter, and its sample as HTML; None when it cannot be written."""

    findings: tuple[Finding, ...]
    page: str | None


def path_of(code: str, name: str) -> str:
    """Give the path in the package of one of a letter's own files."""
    return f"{FOLDER}{code}/{name}"


def files_of_letter(bundle: Bundle, code: str) -> dict[str, bytes]:
    """Give the files a letter is made of, its own and the shared ones.

    Raises:
        LetterUnknown.
    """
    if code not in bundle.letter_codes:
        raise LetterUnknown(code=code)
    return letter_files(bundle.letters, code)


def try_letter(files: Mapping[str, bytes], form: str = "") -> Trial:
    """Check a letter and write its sample, marked as one; never raises."""
    try:
        template = read_template(files)
    except TemplateRefused as refusal:
        return Trial(refusal.findings, None)
    findings = tuple(lint_letter(template))
    try:
        page = render_html(template, as_sample(template.sample, form))
    except OfficeError as refusal:
        return Trial(findings or (Finding(LETTER, 1, str(refusal)),), None)
    unprintable = missing_glyphs(text_of(page))
    if unprintable:
        words = f"有不能印出的字符：{'、'.join(map(str, unprintable[:10]))}"
        return Trial((*findings, Finding(LETTER, 1, words)), None)
    return Trial(findings, page)


def show_sample(page: str) -> tuple[bytes, ...]:
    """Print a sample and show its pages; call it outside every transaction.

    Raises:
        TrialsBusy, and what the press raises.
    """
    if not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
        raise TrialsBusy
    try:
        return render_proof(page, "sample", SAMPLE_DAY).pages
    finally:
        _ONE_AT_A_TIME.release()


def as_sample(sample: Mapping[str, object], form: str) -> dict[str, object]:
    """Give a sample's values as a sample in a layout; empty for the template's own."""
    given = sample.get("letter")
    letter = {**(given if isinstance(given, Mapping) else {}), "copy": "sample"}
    return {**sample, "letter": {**letter, "form": form} if form else letter}
