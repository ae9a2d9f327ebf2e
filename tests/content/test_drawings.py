"""The diagrams as a reader sees them: nothing overlaps, every line is straight, every way named."""

from collections.abc import Iterator
from itertools import chain, combinations, pairwise, product

import pytest
from lxml import etree

from tests.content.office_play import BPMN, files

BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
KINDS = ("Task", "Event", "Gateway", "subProcess", "callActivity", "sequenceFlow")
FRAMES = ("subProcess", "group")
DIAGRAMS = files("processes", "bpmn")
Box = tuple[float, float, float, float]
Placed = list[tuple[str, Box]]


def box(element: etree._Element) -> Box:
    bounds = element.find(BOUNDS)
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def ids(root: etree._Element, *names: str) -> set[str]:
    return {e.get("id") for name in names for e in root.iter(BPMN + name)}


def shapes(root: etree._Element) -> Placed:
    """Place every shape but the frames in which others stand."""
    frames = ids(root, *FRAMES)
    drawn = ((s.get("bpmnElement"), box(s)) for s in root.iter(f"{DI}BPMNShape"))
    return [(name, place) for name, place in drawn if name not in frames]


def labels(root: etree._Element) -> Placed:
    owners = chain(root.iter(f"{DI}BPMNShape"), root.iter(f"{DI}BPMNEdge"))
    return [(o.get("bpmnElement"), box(t)) for o in owners for t in o.iter(f"{DI}BPMNLabel")]


def collisions(pairs: Iterator[tuple[tuple[str, Box], tuple[str, Box]]]) -> set[tuple[str, str]]:
    return {(a, b) for (a, here), (b, there) in pairs if a != b and touch(here, there)}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_nothing_overlaps(name: str) -> None:
    root = etree.fromstring(DIAGRAMS[name])
    hung = ids(root, "boundaryEvent")
    standing = [(one, place) for one, place in shapes(root) if one not in hung]
    assert collisions(combinations(standing, 2)) == set()
    assert collisions(combinations(labels(root), 2)) == set()
    assert collisions(product(labels(root), shapes(root))) == set()


@pytest.mark.parametrize("name", DIAGRAMS)
def test_everything_is_drawn_with_right_angles(name: str) -> None:
    root = etree.fromstring(DIAGRAMS[name])
    drawn = {e.get("bpmnElement") for e in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    elements = [e for e in root.iter() if str(e.tag).startswith(BPMN) and e.get("id")]
    assert {e.get("id") for e in elements if e.tag.endswith(KINDS)} <= drawn
    for edge in root.iter(f"{DI}BPMNEdge"):
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge.iter(POINT)]
        for (x1, y1), (x2, y2) in pairwise(points):
            assert abs(x1 - x2) <= 1 or abs(y1 - y2) <= 1, edge.get("id")


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_question_is_asked_and_its_answers_are_named(name: str) -> None:
    root = etree.fromstring(DIAGRAMS[name])
    named = {f.get("id"): f.get("name") for f in root.iter(f"{BPMN}sequenceFlow")}
    for gateway in root.iter(f"{BPMN}exclusiveGateway", f"{BPMN}inclusiveGateway"):
        ways = [named[e.text] for e in gateway.iterfind(f"{BPMN}outgoing")]
        if len(ways) > 1:
            assert gateway.get("name", "").endswith("？"), gateway.get("id")
            assert all(ways), gateway.get("id")
            assert gateway.get("default"), gateway.get("id")
