"""Rules across files: each task has its form, each action its function, each letter its words."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from engine.bpmn.definition import Definition, read_definition
from engine.bpmn.failures import DiagramRefused
from engine.bpmn.model import PEOPLE, Node, NodeKind
from engine.law.replies import Reply
from engine.lawful import check_lawfulness
from engine.repository.bundle import ROOT_PROCESS, Bundle
from engine.repository.findings import Finding, Severity, file_findings, from_diagram, in_order
from engine.repository.variables import data_findings
from engine.roles import LABELS, Permission, Role, may
from engine.soundness import check_soundness

STAGES = {
    "receive": "接收",
    "register": "登记",
    "process": "办理",
    "investigate": "调查",
    "reply": "答复",
}
"""The five links of the chain, in order."""


@dataclass(frozen=True)
class Whole:
    """A package whose diagrams can be run, beside the acts that the office knows."""

    bundle: Bundle
    definition: Definition
    actions: Collection[str]

    def remark(self, node: Node, rule: str, message: str) -> Finding:
        """Make an error of a node."""
        file = self.file_of(node.process_id)
        return Finding(file, node.line, node.id, rule, Severity.ERROR, message)

    def file_of(self, process: str) -> str:
        """Name the file a process stands in."""
        content = self.definition.files.get(process)
        found = (path for path, text in self.bundle.diagrams.items() if text == content)
        return next(found, process)


Rule = Callable[[Whole, Node], Iterator[Finding]]


def lint_bundle(bundle: Bundle, actions: Collection[str]) -> tuple[Finding, ...]:
    """Check every file and how the files fit together; `actions` are the acts there are.

    Never raises. What fits together is judged only once the diagrams can be read.
    """
    found = list(file_findings(bundle))
    try:
        definition = read_definition(bundle.diagrams, bundle.decisions, ROOT_PROCESS)
    except DiagramRefused as refusal:
        if not any(f.severity is Severity.ERROR for f in found):
            found += [
                replace(from_diagram(f, f.file), severity=Severity.ERROR) for f in refusal.findings
            ]
        return in_order(found)
    whole = Whole(bundle, definition, actions)
    for node in definition.nodes.values():
        for rule in RULES:
            found += rule(whole, node)
    found += [from_diagram(f, whole.file_of(f.file)) for f in check_soundness(definition)]
    found += _unused_forms(whole)
    found += _replies_without_letter(whole)
    found += data_findings(bundle, definition)
    said = {(one.file, one.element, one.rule) for one in found}
    lawful = check_lawfulness(definition, bundle.diagrams, bundle.forms)
    found += [from_diagram(f, f.file) for f in lawful if (f.file, f.element, f.rule) not in said]
    return in_order(found)


def has_error(findings: Collection[Finding]) -> bool:
    """Say whether anything stands in the way of publishing."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def task_needs_form(whole: Whole, node: Node) -> Iterator[Finding]:
    """A person's task shows a form."""
    if node.kind is NodeKind.USER_TASK and not node.form_key:
        yield whole.remark(node, "task_needs_form", f"任务“{node.name}”没有指定表单。")


def form_exists(whole: Whole, node: Node) -> Iterator[Finding]:
    """The form that is named is in the package."""
    for key in _forms_of(node):
        if key not in whole.bundle.forms:
            message = f"“{node.name}”使用的表单“{key}”不存在，请新建 forms/{key}.json 或改选表单。"
            yield whole.remark(node, "form_exists", message)


def task_needs_role(whole: Whole, node: Node) -> Iterator[Finding]:
    """Somebody is there to do a person's task."""
    if node.kind in PEOPLE and not node.groups:
        message = f"任务“{node.name}”没有指定办理岗位（候选组），无人可以办理。"
        yield whole.remark(node, "task_needs_role", message)


def role_exists(whole: Whole, node: Node) -> Iterator[Finding]:
    """A candidate group is a role that does case work."""
    working = {role for role in Role if may([role], Permission.WORK)}
    for group in (*node.groups, *node.properties.get("groups", "").split()):
        if group not in working:
            known = "、".join(f"{role}（{LABELS[role]}）" for role in Role if role in working)
            message = f"“{node.name}”的办理岗位“{group}”不存在，可用的岗位有{known}。"
            yield whole.remark(node, "role_exists", message)


def action_exists(whole: Whole, node: Node) -> Iterator[Finding]:
    """The act that is named is one the office can do."""
    if node.kind is NodeKind.ACTION and node.properties.get("action", "") not in whole.actions:
        action = node.properties.get("action", "")
        known = "、".join(sorted(whole.actions))
        problem = f"的动作“{action}”不存在" if action else "没有指定动作"
        message = f"系统任务“{node.name}”{problem}，可用的动作有{known}。"
        yield whole.remark(node, "action_exists", message)


def letter_exists(whole: Whole, node: Node) -> Iterator[Finding]:
    """The letter that is named has a template."""
    code = node.properties.get("letter", "")
    if code and code not in whole.bundle.letter_codes:
        message = f"“{node.name}”使用的文书“{code}”没有模板，请新建 templates/letters/{code}/。"
        yield whole.remark(node, "letter_exists", message)


def hands_apart_exist(whole: Whole, node: Node) -> Iterator[Finding]:
    """The steps from whose hands a step is kept apart are in the procedure."""
    for earlier in node.properties.get("separateFrom", "").split():
        if earlier not in whole.definition.nodes:
            message = f"“{node.name}”要求与环节“{earlier}”由不同人员办理，但流程中没有该环节。"
            yield whole.remark(node, "hands_apart_exist", message)


def stage_is_known(whole: Whole, node: Node) -> Iterator[Finding]:
    """A stage is one of the five links of the chain."""
    if node.stage and node.stage not in STAGES:
        message = f"“{node.name}”的阶段“{node.stage}”无法识别，应为 {'、'.join(STAGES)} 之一。"
        yield whole.remark(node, "stage_is_known", message)


RULES: tuple[Rule, ...] = (
    task_needs_form,
    form_exists,
    task_needs_role,
    role_exists,
    action_exists,
    letter_exists,
    hands_apart_exist,
    stage_is_known,
)


def _forms_of(node: Node) -> Iterator[str]:
    """Name the forms of a node: a task's, the start's, or the one on a message event."""
    for key in (node.form_key, node.properties.get("formKey", "")):
        if key:
            yield key


def _unused_forms(whole: Whole) -> Iterator[Finding]:
    used = {key for node in whole.definition.nodes.values() for key in _forms_of(node)}
    for key in sorted(whole.bundle.forms.keys() - used):
        message = "没有任何环节使用这个表单。"
        yield Finding(f"forms/{key}.json", 0, "", "form_is_used", Severity.WARNING, message)


def _replies_without_letter(whole: Whole) -> Iterator[Finding]:
    """Whatever the office decides, it must be able to say it in a letter."""
    have = set(whole.bundle.letter_codes)
    for reply in Reply:
        code = reply.value.letter
        if code and code not in have:
            message = f"答复结果“{reply.value.label}”使用的文书“{code}”没有模板。"
            path = f"templates/letters/{code}/letter.html"
            yield Finding(path, 0, "", "reply_has_letter", Severity.ERROR, message)
