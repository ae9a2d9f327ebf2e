"""One shape for every remark on a package, from whichever linter it comes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from typing_extensions import override

from engine.bpmn.failures import Finding as DiagramFinding
from engine.bpmn.lint import lint_diagrams
from engine.documents import Finding as Remark
from engine.documents import letter_files, lint_template
from engine.documents.volume import lint_volume
from engine.forms import lint_form
from engine.repository.bundle import ROOT_PROCESS, Bundle


class Severity(StrEnum):
    """How grave a finding is; only errors stand in the way of publishing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_LABELS = {
    Severity.ERROR: "错误",
    Severity.WARNING: "提醒",
    Severity.INFO: "说明",
}

LAYERS = {
    "wellformed": "格式",
    "executable": "运行",
    "sound": "办结",
    "data": "数据",
    "lawful": "合法",
}
"""The five layers of checks: readable, executable, every case ends, told what it reads, lawful."""


@dataclass(frozen=True)
class Finding:
    """A remark on one file: where, which rule, how grave, and what to do about it.

    `line` is 0 and `element` is empty where the linter cannot say; `path` names the elements
    and flows of a run that shows it, from the start on.
    """

    file: str
    line: int
    element: str
    rule: str
    severity: Severity
    message: str
    layer: str = "executable"  # one of LAYERS
    path: tuple[str, ...] = ()

    @override
    def __str__(self) -> str:
        """Write it as one line, as a compiler would."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        element = f" [{self.element}]" if self.element else ""
        return f"{place}{element} {SEVERITY_LABELS[self.severity]}：{self.message}（{self.rule}）"


def file_findings(bundle: Bundle) -> tuple[Finding, ...]:
    """Check every file by itself, and the diagrams with their decision tables."""
    return (
        *_diagram_findings(bundle),
        *_form_findings(bundle),
        *_letter_findings(bundle),
        *_evidence_findings(bundle),
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by gravity, file and line, and leave out repetitions."""
    gravity = list(Severity)
    return tuple(
        sorted(
            set(findings),
            key=lambda f: (gravity.index(f.severity), f.file, f.line, f.element, f.message),
        )
    )


def from_diagram(found: DiagramFinding, file: str) -> Finding:
    """Take over what was said of a diagram."""
    severity = Severity(found.severity)
    place = (file, found.line, found.element, found.rule)
    return Finding(*place, severity, found.message, found.layer, found.path)


def _diagram_findings(bundle: Bundle) -> Iterator[Finding]:
    for found in lint_diagrams(bundle.diagrams, bundle.decisions, ROOT_PROCESS):
        yield from_diagram(found, found.file)


def _form_findings(bundle: Bundle) -> Iterator[Finding]:
    for key, document in sorted(bundle.forms.items()):
        for found in lint_form(document):
            yield Finding(
                f"forms/{key}.json",
                0,
                found.component,
                found.rule,
                Severity(found.severity),
                found.message,
            )


def _letter_findings(bundle: Bundle) -> Iterator[Finding]:
    for code in bundle.letter_codes:
        for found in _of_template(tuple(sorted(letter_files(bundle.letters, code).items()))):
            shared = found.file in bundle.letters
            path = f"templates/letters/{found.file if shared else f'{code}/{found.file}'}"
            yield Finding(path, found.line, "", "letter", Severity.ERROR, found.message)


def _evidence_findings(bundle: Bundle) -> Iterator[Finding]:
    for found in _of_volume(tuple(sorted(bundle.evidence.items()))):
        path = f"templates/evidence/{found.file}"
        yield Finding(path, found.line, "", "evidence", Severity.ERROR, found.message)


@lru_cache(maxsize=8)
def _of_volume(files: tuple[tuple[str, bytes], ...]) -> tuple[Remark, ...]:
    return lint_volume(dict(files))


@lru_cache(maxsize=256)
def _of_template(files: tuple[tuple[str, bytes], ...]) -> tuple[Remark, ...]:
    """Check one letter; whoever edits a form does not wait for all the letters again."""
    return lint_template(dict(files))
