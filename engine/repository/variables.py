"""The layer "data" of the list: what is read is set before (see `engine.dataflow`)."""

from collections.abc import Iterator
from functools import lru_cache

from engine.bpmn.definition import Definition
from engine.dataflow.linting import lint_data
from engine.dataflow.office import Surroundings
from engine.documents import letter_files, read_template, render_html
from engine.documents.template import LetterTemplate, TemplateRefused
from engine.errors import OfficeError
from engine.repository.bundle import Bundle
from engine.repository.findings import Finding, Severity

Files = tuple[tuple[str, bytes], ...]


def data_findings(bundle: Bundle, definition: Definition) -> Iterator[Finding]:
    """Say what is read and not set on some way to it, and what follows from that."""

    def letter_needs(code: str, name: str) -> bool:
        return fails_without(tuple(sorted(letter_files(bundle.letters, code).items())), name)

    files = (bundle.diagrams, bundle.decisions, bundle.forms)
    for one in lint_data(definition, files, Surroundings(letter_needs=letter_needs)):
        place = (one.file, one.line, one.element, one.rule)
        yield Finding(*place, Severity(one.severity), one.message, "data", one.path)


@lru_cache(maxsize=1024)
def fails_without(files: Files, name: str) -> bool:
    """Tell whether a letter cannot be written when one of its own facts is not there.

    The letter is tried: its sample is written out without that fact.
    """
    template = _template(files)
    notice = None if template is None else template.sample.get("notice")
    if template is None or not isinstance(notice, dict) or name not in notice:
        return False  # a template with faults is reported elsewhere
    try:
        render_html(template, {**template.sample, "notice": {**notice, name: None}})
    except OfficeError:
        return True
    return False


@lru_cache(maxsize=128)
def _template(files: Files) -> LetterTemplate | None:
    try:
        return read_template(dict(files))
    except TemplateRefused:
        return None
