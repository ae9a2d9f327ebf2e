"""XML read safely: no document type, no entities, no network, bounded in size and depth."""

from lxml import etree

from engine.bpmn.limits import MAX_FILE_BYTES, MAX_XML_DEPTH
from engine.bpmn.notation import BPMN, Element


class NotReadable(Exception):
    """The file is not XML we accept; `line` is where, if known."""

    def __init__(self, rule: str, message: str, line: int = 0) -> None:
        """Keep the rule that is broken and the sentence for the author."""
        super().__init__(message)
        self.rule = rule
        self.line = line


def read_xml(text: bytes) -> Element:
    """Parse a file, or raise NotReadable."""
    if len(text) > MAX_FILE_BYTES:
        raise NotReadable("file_too_large", f"文件超过{MAX_FILE_BYTES // 1_000_000}MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise NotReadable("not_xml", f"不是合格的XML文件：{error.msg}", error.lineno or 0) from None
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise NotReadable("doctype", "文件含有DOCTYPE声明，出于安全不予接受", 1)
    deepest = max((sum(1 for _ in leaf.iterancestors()) for leaf in root.iter()), default=0)
    if deepest > MAX_XML_DEPTH:
        raise NotReadable("too_deep", f"XML嵌套超过{MAX_XML_DEPTH}层")
    return root


def read_diagram(text: bytes) -> Element:
    """Parse a BPMN file, or raise NotReadable."""
    root = read_xml(text)
    if root.tag != f"{BPMN}definitions":
        raise NotReadable("not_bpmn", "不是BPMN 2.0文件：根元素不是definitions", 1)
    return root
