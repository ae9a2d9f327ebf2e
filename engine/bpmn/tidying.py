"""One way of writing a diagram down, whichever editor wrote it: what differs is what was meant.

Editors order attributes and drawings as they like and break lines where they like. The order of
elements that a case can meet (the ways of a gateway, what is collected first) is kept.
"""

from lxml import etree

from engine.bpmn.notation import Element
from engine.bpmn.source import read_diagram

_FIRST = ("id", "name")
_UNSAID = {"isSequential": "false", "cancelActivity": "true", "triggeredByEvent": "false"}
"""What BPMN takes for granted: some editors write it, others do not."""

_DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def tidy(text: bytes) -> bytes:
    """Write a diagram in the one way.

    Raises:
        NotReadable.
    """
    root = read_diagram(text)
    for element in root.iter():
        if isinstance(element.tag, str):
            _order_attributes(element)
    for plane in root.iter(f"{_DRAWING}BPMNPlane"):
        plane[:] = sorted(plane, key=_place_in_drawing)
    etree.cleanup_namespaces(root)
    etree.indent(root, "  ")
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"


def _order_attributes(element: Element) -> None:
    written = [(str(name), str(value)) for name, value in element.attrib.items()]
    said = [(name, value) for name, value in written if _UNSAID.get(name) != value]
    attributes = sorted(said, key=lambda pair: _place_in_tag(pair[0]))
    element.attrib.clear()
    element.attrib.update(attributes)


def _place_in_tag(name: str) -> tuple[int, str]:
    return (_FIRST.index(name), "") if name in _FIRST else (len(_FIRST), name)


def _place_in_drawing(drawn: Element) -> tuple[bool, str]:
    return drawn.tag != f"{_DRAWING}BPMNShape", drawn.get("bpmnElement", "")
