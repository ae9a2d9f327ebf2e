"""Whether a draft may come into force: the whole package is checked, its letters are printed."""

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from engine.documents import (
    FORMS,
    RECORD,
    LetterTemplate,
    letter_files,
    read_template,
    render_html,
    render_pdf,
)
from engine.errors import OfficeError
from engine.repository.bundle import Bundle
from engine.repository.findings import Finding, Severity, in_order
from engine.repository.lint import has_error, lint_bundle
from engine.repository.samples import FOLDER, SAMPLE_DAY, as_sample

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Proof:
    """What was found in a package, known by the hash of what was looked at."""

    content_hash: str
    findings: tuple[Finding, ...]
    printed: tuple[str, ...]
    """The letters whose samples were printed, in every layout an agency may choose."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stands in the way of publishing."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)


def prove(bundle: Bundle, changed: Collection[str], actions: Collection[str]) -> Proof:
    """Check the whole package, and print the sample of every letter that `changed` concerns.

    This takes a while: call it outside every transaction. What was proven, or printed, once
    is not tried again.
    """
    codes = _concerned(bundle, changed)
    return _PROVEN.of((bundle.content_hash, *codes), lambda: _prove(bundle, codes, actions))


def _prove(bundle: Bundle, codes: tuple[str, ...], actions: Collection[str]) -> Proof:
    findings = lint_bundle(bundle, actions)
    if not has_error(findings):
        findings = in_order((*findings, *(found for code in codes for found in _try(bundle, code))))
    return Proof(bundle.content_hash, findings, codes)


def _concerned(bundle: Bundle, changed: Collection[str]) -> tuple[str, ...]:
    """Name the letters that a change concerns: its own, or all when it is to a shared file."""
    paths = [PurePosixPath(path) for path in changed if path.startswith(FOLDER)]
    folders = {path.parent.name for path in paths}
    if folders <= set(bundle.letter_codes):
        return tuple(sorted(folders))
    return bundle.letter_codes


def _try(bundle: Bundle, code: str) -> Iterator[Finding]:
    template = read_template(letter_files(bundle.letters, code))
    for form in (RECORD,) if template.about.form == RECORD else tuple(FORMS):
        key = (template.content_hash, form)
        problem = _PRINTED.of(key, partial(_print, template, form))
        if problem:
            name = FORMS.get(form, "内部表单")
            path = f"{FOLDER}{code}/letter.html"
            message = f"样稿按“{name}”版式不能印出：{problem}"
            yield Finding(path, 0, "", "sample_prints", Severity.ERROR, message)


class _Memory(Generic[Kept]):
    """Remembers what is costly to find out and never changes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[str, ...], Kept] = {}
        self._lock = threading.Lock()

    def of(self, key: tuple[str, ...], find: Callable[[], Kept]) -> Kept:
        """Give what is remembered, or find it out; two may find out the same at once."""
        with self._lock:
            known = self._kept.get(key)
        if known is not None:
            return known
        found = find()
        with self._lock:
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = found
        return found


def _print(template: LetterTemplate, form: str) -> str:
    try:
        page = render_html(template, as_sample(template.sample, form))
        render_pdf(page, f"sample-{template.code}", SAMPLE_DAY)
    except OfficeError as refusal:
        return str(refusal)
    return ""


_PRINTED = _Memory[str](2000)
_PROVEN = _Memory[Proof](20)
