"""拟审签分离: who drafted does not review, who reviewed does not sign; and what is sent back.

Which steps exclude one another stands in the diagram (`separateFrom`), here is only how it is
kept. It goes by the person who finished the step, whatever role, order or delegation led there.
"""

from collections.abc import Iterator

from sqlalchemy import func, select

from engine.bpmn.model import Node
from engine.cases import access, remarks
from engine.cases.sitting import HANDS, Sitting
from engine.store.events import CaseEvent, Entry
from engine.store.instances import OpenTask

RETURNED = "task:returned"
_SEPARATE = "separateFrom"
_ABOUT = "\n"  # stands in no id


def judged_by(node: Node) -> list[str]:
    """Name the steps whose work this step judges, by node id; none for an ordinary step."""
    return node.properties.get(_SEPARATE, "").split()


def hand_key(node_id: str, about: str) -> str:
    """Name a step among its parallel likes; `about` is the loop item it is about, if any."""
    return f"{node_id}{_ABOUT}{about}" if about else node_id


def refuse_same_hand(sitting: Sitting, task: OpenTask, person_id: int | None) -> None:
    """Refuse a person who did a step that must be another's.

    Of a step that is done once for each party it is the one about the same party.

    Raises:
        SameHand: they did.
    """
    nodes, hands = sitting.package.definition.nodes, sitting.hands()
    for earlier in judged_by(nodes[task.node_id]):
        own = hand_key(earlier, task.note)
        meant = [own] if own in hands else [k for k in hands if k.split(_ABOUT)[0] == earlier]
        if any(hands[key] == person_id for key in meant):
            raise access.SameHand(task=task.name, earlier=nodes[earlier].name)


def keep_hand(sitting: Sitting, task: OpenTask) -> None:
    """Remember who finishes a step, if that person may.

    Raises:
        SameHand.
    """
    actor = sitting.office.actor
    refuse_same_hand(sitting, task, actor.id)
    done = {hand_key(task.node_id, task.note): actor.id}
    sitting.instance.variables[HANDS] = sitting.hands() | done


def note_return(sitting: Sitting, judged_at: str) -> None:
    """Put on the record that a judging step has sent work back, with the remarks left open."""
    nodes = sitting.package.definition.nodes
    back = set(judged_by(nodes[judged_at]))
    for step in sitting.instance.steps():
        if step.node.id not in back:
            continue
        summary = f"“{nodes[judged_at].name}”退回“{step.node.name}”修改"
        left = list(_left_open(sitting))
        if left:
            summary += f"，待处理的批注{len(left)}条：{remarks.told(left)}"
        payload = {"from": judged_at, "remarks": [each.first.id for each in left]}
        entry = Entry(RETURNED, sitting.office.today, summary, "", payload, step.node.id)
        sitting.record(entry)


def times_returned(sitting: Sitting, node: Node) -> int:
    """Count how often a step's own work, or the work it judges, has been sent back."""
    about = [*judged_by(node), node.id]
    if node.properties.get("returnable") != "true" and len(about) == 1:
        return 0
    counted = select(func.count(CaseEvent.id)).where(
        CaseEvent.case_id == sitting.case_id,
        CaseEvent.tag == RETURNED,
        CaseEvent.node_id.in_(about),
    )
    return sitting.office.session.scalar(counted) or 0


def _left_open(sitting: Sitting) -> Iterator[remarks.Thread]:
    for _, threads in remarks.open_remarks(sitting.office, sitting.case_id):
        yield from threads
