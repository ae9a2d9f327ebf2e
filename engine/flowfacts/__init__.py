"""What has happened when a case arrives somewhere: a package as a net, and facts that flow in it.

Read in this order: `chart` (the drawing), `net` (how tokens walk it, as the engine moves them),
`order` (before, after, beside), `solving` (the equations), `facts` (the answers), `witness` (a run
that shows it). Begin with `read_package`. Nothing here raises on a definition the engine accepts.
"""

from collections.abc import Mapping

from engine.bpmn.definition import Definition
from engine.flowfacts.chart import Chart, Element, Flow, Key, read_chart
from engine.flowfacts.facts import Client, Facts, Whole
from engine.flowfacts.net import Net, Role, TooIntricate, build_net
from engine.flowfacts.witness import Moment, Path, path_avoiding

__all__ = [
    "Chart",
    "Client",
    "Element",
    "Facts",
    "Flow",
    "Key",
    "Moment",
    "Net",
    "Path",
    "Role",
    "Whole",
    "path_avoiding",
    "read_package",
]

REFUSED = "流程之间的调用层次过多，无法逐一推演，本项检查未进行；请减少重复的调用活动。"


def read_package(definition: Definition, diagrams: Mapping[str, bytes] | None = None) -> Whole:
    """Read the whole of a definition; `refused` says why its runs cannot be followed, if so."""
    chart = read_chart(definition, diagrams)
    try:
        return Whole(chart, build_net(chart))
    except TooIntricate:
        return Whole(chart, Net(chart), REFUSED)
