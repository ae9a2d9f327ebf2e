"""Rules on the file itself: size, nesting, the ids of its elements, the schema of BPMN."""

import functools
import re
from collections.abc import Iterator

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH

from engine.bpmn import notation as xml
from engine.bpmn.drawing import WARNING, Drawing, label
from engine.bpmn.failures import Finding
from engine.bpmn.limits import MAX_FLOWS, MAX_NESTING, MAX_NODES
from engine.bpmn.notation import Element

SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,99}")
RESERVED = frozenset({"Start", "End", "StartEventSplit", "StartEventJoin"})
RESERVED_ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")


def check_file(drawing: Drawing) -> Iterator[Finding]:
    """Check what must hold before the content is looked at."""
    for rule in (check_ids, check_unique, check_size, check_nesting, check_schema):
        for finding in rule(drawing):
            yield Finding(
                finding.file,
                "wellformed",
                finding.rule,
                finding.severity,
                finding.element,
                finding.line,
                finding.message,
            )


def named(drawing: Drawing) -> Iterator[Element]:
    """List the elements that must bear an id."""
    yield from drawing.processes()
    yield from drawing.nodes
    yield from drawing.flows


def check_ids(drawing: Drawing) -> Iterator[Finding]:
    """Ids are there, plain, and none of those the engine uses itself."""
    for element in named(drawing):
        name = element.get("id", "")
        if not name:
            yield drawing.remark("missing_id", element, f"{xml.local(element)}没有编号（id）")
        elif name in RESERVED or name.endswith(RESERVED_ENDINGS):
            yield drawing.remark("reserved_id", element, "编号是引擎保留的，请换一个")
        elif not SAFE.fullmatch(name):
            yield drawing.remark(
                "unsafe_id", element, "编号只能用英文字母、数字、下划线、点和连字符，且不以数字开头"
            )


def check_unique(drawing: Drawing) -> Iterator[Finding]:
    """No id is used twice in a file."""
    seen: set[str] = set()
    for element in drawing.root.iter():
        name = element.get("id") if isinstance(element.tag, str) else None
        if name is not None and name in seen:
            yield drawing.remark("duplicate_id", element, "编号在同一文件中重复")
        elif name is not None:
            seen.add(name)


def check_size(drawing: Drawing) -> Iterator[Finding]:
    """The file does not outgrow the engine."""
    if len(drawing.nodes) > MAX_NODES:
        message = f"共{len(drawing.nodes)}个节点，超过{MAX_NODES}个，请拆成调用活动"
        yield drawing.remark("too_many_nodes", drawing.root, message)
    if len(drawing.flows) > MAX_FLOWS:
        message = f"共{len(drawing.flows)}条顺序流，超过{MAX_FLOWS}条"
        yield drawing.remark("too_many_flows", drawing.root, message)


def check_nesting(drawing: Drawing) -> Iterator[Finding]:
    """Sub-processes are not nested too deeply."""
    for node in drawing.nodes:
        around = [one for one in node.iterancestors() if xml.local(one) == "subProcess"]
        if xml.local(node) == "subProcess" and len(around) >= MAX_NESTING:
            yield drawing.remark("nested_too_deep", node, f"子流程嵌套超过{MAX_NESTING}层")


@functools.cache
def schema() -> etree.XMLSchema:
    """Read the schema of BPMN 2.0 that comes with SpiffWorkflow."""
    return etree.XMLSchema(etree.parse(XSD_PATH))


def check_schema(drawing: Drawing) -> Iterator[Finding]:
    """The file keeps to the schema, so that other tools open it too."""
    checker = schema()
    if checker.validate(drawing.root.getroottree()):
        return
    first = checker.error_log[0]
    where = next((e for e in drawing.root.iter() if e.sourceline == first.line), drawing.root)
    message = f"不符合BPMN 2.0格式（{label(where)}，第{first.line}行）：{first.message}"
    yield drawing.remark("schema", where, message, WARNING)
