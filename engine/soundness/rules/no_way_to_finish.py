"""A case goes on for ever: from here no end can be reached."""

from collections.abc import Iterator

from engine.soundness.findings import ERROR, Judged, Remark, Rule
from engine.soundness.game import State

HELP = (
    "从这里起，案件还会一直有事可办，但无论怎样办理都走不到结束，永远不能办结、归档，台账上一直是在办。"
    "通常是返工的循环没有画出口，或者出口又连回了循环之内。"
    "改法：在循环中加一个判断，让它有一条流向通到结束事件。"
)


def look(judged: Judged) -> Iterator[Remark]:
    """Report the first state from which there is no end."""
    explored = judged.explored
    for number in explored.lost:
        name = place_in(judged, explored.states[number])
        if name:
            spot = judged.scope.spots[name]
            message = (
                f"案件走到{spot.label}以后，无论怎样办理都到不了结束，永远不能办结。"
                "请检查其后的循环，加一条通到结束事件的流向。"
            )
            yield Remark(spot, ERROR, message, explored.run_to(number))
            return


def place_in(judged: Judged, state: State) -> str:
    """Name an element at which the case is."""
    net = judged.explored.net
    for token in state:
        name = token[1]
        if name in net.ways:
            name = (net.ways[name].load.until or ("",))[-1]
        if name in judged.scope.spots:
            return name
    return ""


RULE = Rule("no_way_to_finish", "无法办结", HELP, look)
