"""What is wrong with a diagram, said before any case can find it out. Never raises."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.bpmn.decisions import problems, read_decisions
from engine.bpmn.drawing import ERROR, Drawing, read_drawing
from engine.bpmn.failures import Finding
from engine.bpmn.lint_constructs import check_constructs
from engine.bpmn.lint_expressions import check_expressions
from engine.bpmn.lint_flows import check_flows
from engine.bpmn.lint_identifiers import check_file
from engine.bpmn.lint_names import check_known_names
from engine.bpmn.lint_references import check_references, processes_of, reached
from engine.bpmn.source import NotReadable, read_diagram

__all__ = ["Finding", "lint_diagrams"]

RULES: tuple[Callable[[Drawing], Iterable[Finding]], ...] = (
    check_constructs,
    check_flows,
    check_expressions,
)


def lint_diagrams(
    diagrams: Mapping[str, bytes], decisions: Mapping[str, bytes], root: str | None = None
) -> tuple[Finding, ...]:
    """Check files and decision tables; with a root, only what it calls. Never raises."""
    findings: list[Finding] = []
    drawings = list(readable(diagrams, findings))
    if root is not None:
        drawings = needed(drawings, root)
        kept = {drawing.file for drawing in drawings}
        findings = [f for f in findings if not kept or f.file in kept]
    for drawing in drawings:
        for rule in (check_file, *RULES):
            findings += guarded(drawing.file, lambda d=drawing, r=rule: r(d))  # type: ignore[misc]
    names = frozenset(decision_names(decisions, findings))
    findings += guarded("", lambda: check_references(drawings, names))
    findings += guarded("", lambda: check_known_names(drawings))
    return tuple(sorted(findings, key=lambda f: (f.file, f.line, f.rule, f.element)))


def readable(diagrams: Mapping[str, bytes], findings: list[Finding]) -> Iterator[Drawing]:
    """Read the files; say of the others why they cannot be read."""
    for file, text in sorted(diagrams.items()):
        try:
            yield read_drawing(file, read_diagram(text))
        except NotReadable as wrong:
            findings.append(
                Finding(file, "wellformed", wrong.rule, ERROR, "", wrong.line, str(wrong))
            )


def needed(drawings: Sequence[Drawing], root: str) -> list[Drawing]:
    """Keep the files in which the root or a process it calls stands."""
    owners = processes_of(drawings)
    files = {owners[name][0].file for name in reached(root, owners)}
    return [drawing for drawing in drawings if drawing.file in files]


def decision_names(decisions: Mapping[str, bytes], findings: list[Finding]) -> Iterator[str]:
    """Name the decision tables; say what is wrong with the files."""
    seen: set[str] = set()
    for file, text in sorted(decisions.items()):
        wrong = problems(text)
        findings += [
            Finding(file, "executable", "decision", ERROR, one.element, one.line, one.message)
            for one in wrong
        ]
        for name in () if wrong else read_decisions(text):
            if name in seen:
                message = f"决策表编号“{name}”重复"
                findings.append(
                    Finding(file, "executable", "duplicate_decision", ERROR, name, 0, message)
                )
            seen.add(name)
            yield name


def guarded(file: str, rule: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Run a rule; should it break, that is a finding too."""
    try:
        return list(rule())
    except Exception as broken:  # noqa: BLE001 - a linter that breaks must not let a diagram through
        message = f"检查时出错，不予接受：{broken!r}"
        return [Finding(file, "executable", "linter", ERROR, "", 0, message)]
