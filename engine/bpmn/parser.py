"""SpiffWorkflow's parser, told to build our kinds of nodes."""

from collections.abc import Mapping

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import EndEventParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag

from engine.bpmn import catching, joins, kinds, loops
from engine.bpmn import notation as xml
from engine.bpmn.model import Node

NodeKey = tuple[str, str]  # process, node: one file may repeat the ids of another


class Own:
    """What our parsers of nodes do otherwise than SpiffWorkflow's."""

    def own_node(self) -> Node:
        """Give what the author wrote at this node."""
        process = xml.enclosing(self.node, "process")  # type: ignore[attr-defined]
        key = (process.get("id"), self.bpmn_id)  # type: ignore[union-attr,attr-defined]
        node: Node = self.process_parser.parser.own_nodes[key]  # type: ignore[attr-defined]
        return node

    def get_position(self, _node: object = None) -> dict[str, float]:
        """Keep the order of the file among the ways of a gateway, not that of the drawing."""
        return {"x": 0.0, "y": 0.0}

    def parse_incoming_data_references(self) -> list[object]:
        """Ignore data objects: they are drawn for the reader."""
        return []

    def parse_outgoing_data_references(self) -> list[object]:
        """Ignore data objects: they are drawn for the reader."""
        return []

    def parse_extensions(self, _node: object = None) -> dict[str, object]:
        """Read nothing here; see engine.bpmn.nodes."""
        return {}

    def create_task(self):  # type: ignore[no-untyped-def] # noqa: ANN201 - Spiff's specs are untyped
        """Give the new task what its author wrote."""
        task = super().create_task()  # type: ignore[misc]
        task.node = self.own_node()
        return task

    def parse_timer_event(self, _event: object) -> catching.TimerDefinition:
        """Build a timer of ours."""
        rule = self.own_node().timer
        if rule is None:
            raise ValueError("a timer without a rule")
        return catching.TimerDefinition(rule)

    def _add_loop_task(self, _characteristics: object) -> None:
        self._wrap(loops.Repeat)

    def _add_multiinstance_task(self, _characteristics: object) -> None:
        self._wrap(loops.MultiInstance)

    def _wrap(self, loop_class: type) -> None:
        """Put the loop in the place of its activity."""
        original = self.spec.task_specs.pop(self.task.name)  # type: ignore[has-type,attr-defined]
        self.task = loop_class(self.spec, original.name)  # type: ignore[attr-defined]
        self.task.bpmn_id, self.task.node = original.bpmn_id, original.node
        self.task.rule = original.node.loop
        self._copy_task_attrs(original)  # type: ignore[attr-defined]

    def _add_boundary_event(self, events: list[xml.Element]):  # type: ignore[no-untyped-def] # noqa: ANN202 - see above
        """Put the activity and its boundary events into one scope."""
        split = kinds.BoundarySplit(self.spec, f"{self.bpmn_id}.BoundaryEventSplit")  # type: ignore[attr-defined]
        split.connect(self.task)
        for event in events:
            split.connect(self.process_parser.parse_node(event))  # type: ignore[attr-defined]
        return split


class EndParser(EndEventParser):
    """An end event leads nowhere: a process has ended when no token is left in it."""

    def create_task(self):  # type: ignore[no-untyped-def] # noqa: ANN201 - see above
        """Build the end event alone."""
        names = ("message", "error", "escalation", "terminate")
        return self._create_task(
            self.get_event_definition([f".//bpmn:{name}EventDefinition" for name in names])
        )


class ProcessReader(ProcessParser):
    """A process whose data objects are drawing."""

    def _parse(self) -> None:
        self.spec = kinds.ProcessSpec(self.bpmn_id)
        self.add_tasks()


def parsers() -> dict[str, tuple[type, type]]:
    """Pair the parser of each element with our kind of node."""
    stock = BpmnParser.PARSER_CLASSES
    ours: dict[str, type] = {
        "startEvent": catching.StartEvent,
        "endEvent": kinds.EndEvent,
        "userTask": kinds.UserTask,
        "task": kinds.NoneTask,
        "manualTask": kinds.ManualTask,
        "serviceTask": kinds.ActionTask,
        "sendTask": kinds.ActionTask,
        "businessRuleTask": kinds.DecisionTask,
        "receiveTask": catching.ReceiveTask,
        "subProcess": kinds.SubProcess,
        "callActivity": kinds.CallActivity,
        "exclusiveGateway": kinds.ExclusiveGateway,
        "parallelGateway": joins.ParallelGateway,
        "inclusiveGateway": joins.InclusiveGateway,
        "eventBasedGateway": catching.EventGateway,
        "intermediateCatchEvent": catching.CatchEvent,
        "intermediateThrowEvent": kinds.ThrowEvent,
        "boundaryEvent": catching.BoundaryEvent,
    }
    plain = {"sendTask": TaskParser, "businessRuleTask": TaskParser, "endEvent": EndParser}
    found = {}
    for name, kind in ours.items():
        base = plain.get(name) or stock[full_tag(name)][0]
        found[full_tag(name)] = (type(f"Own{base.__name__}", (Own, base), {}), kind)
    return found


class DiagramParser(BpmnParser):
    """Builds specifications from checked files; knows no element we do not run."""

    PARSER_CLASSES = parsers()
    PROCESS_PARSER_CLASS = ProcessReader

    def __init__(self, own_nodes: Mapping[NodeKey, Node]) -> None:
        """Take what was read at the nodes."""
        super().__init__()
        self.own_nodes = own_nodes
