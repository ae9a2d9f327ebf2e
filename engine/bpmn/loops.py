"""Activities done many times: multi-instance and repeated ones.

Each instance has variables of its own (the element, `loopCounter` from 1, its results);
what is collected from the instances stands in the order of the input.
"""

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from typing_extensions import override

from engine.bpmn.failures import StepFailed
from engine.bpmn.kinds import Kind
from engine.bpmn.limits import MAX_INSTANCES
from engine.bpmn.model import LoopRule
from engine.bpmn.tokens import OPEN, Locals, Token


class Loop(Kind, LoopTask):
    """What both kinds of loop share."""

    rule: LoopRule
    task_spec: str  # the name of the activity inside

    def instance(self, token: Token, values: dict[str, object], *, keeps: bool) -> None:
        """Begin one instance."""
        child = token.sprout(token.workflow.spec.task_specs[self.task_spec], token)
        child.local = Locals(values, token.local, keeps=keeps)
        child.enter()

    def collect(self, token: Token, child: Token) -> None:
        """Take what an instance yields, before it ends."""

    def instance_done(self, token: Token, child: Token) -> None:
        """Go on after an instance has ended."""
        raise NotImplementedError


class MultiInstance(Loop):
    """One instance for each element of a collection."""

    @override
    def _update_hook(self, token: Token) -> bool | None:
        items = self.items(token)
        one_by_one = self.rule.sequential
        token.internal_data.update(
            total=len(items), items=items if one_by_one else [], begun=0, done=0, results=[]
        )
        if not items:
            self.close(token)
            return True
        token.become(TaskState.STARTED)
        for item in items[:1] if one_by_one else items:
            self.next_instance(token, item)
        return None

    def items(self, token: Token) -> list[object]:
        """Compute the elements; null is none."""
        top, rule = token.workflow.top_workflow, self.rule
        if rule.collection is not None:
            found = top.evaluate(rule.collection, token)
            items = [] if found is None else found
            if not isinstance(items, list):
                raise StepFailed("多实例的集合不是列表")
        else:
            count = top.evaluate(rule.cardinality, token)
            if isinstance(count, bool) or count is None or count != int(count) or count < 0:
                raise StepFailed("多实例的数目不是非负整数")
            items = list(range(1, min(int(count), MAX_INSTANCES + 1) + 1))
        if len(items) > MAX_INSTANCES:
            raise StepFailed(f"多实例超过{MAX_INSTANCES}个")
        return list(items)

    def next_instance(self, token: Token, item: object) -> None:
        """Begin the instance of the next element."""
        index = token.internal_data["begun"]
        token.internal_data["begun"] = index + 1
        values: dict[str, object] = {"loopCounter": index + 1}
        if self.rule.element_variable:
            values[self.rule.element_variable] = item
        self.instance(token, values, keeps=True)

    @override
    def collect(self, token: Token, child: Token) -> None:
        """Evaluate what the instance yields and whether it is the last one wanted."""
        top, rule, mine = token.workflow.top_workflow, self.rule, token.internal_data
        values = child.local.values if child.local else {}
        result = values.get(self.node.result_variable if self.node else "")
        if rule.output_collection and rule.output_element is not None:
            result = top.evaluate(rule.output_element, child)
        if rule.condition is not None:
            done = mine["done"] + 1
            counts = {
                "nrOfInstances": mine["total"],
                "nrOfCompletedInstances": done,
                "nrOfActiveInstances": mine["begun"] - done,
            }
            mine["stop"] = top.evaluate(rule.condition, child, counts) is True
        if rule.output_collection:
            mine["results"].append([values["loopCounter"], result])

    @override
    def instance_done(self, token: Token, child: Token) -> None:
        """Begin the next instance, or go on when all are done or enough."""
        del child
        mine = token.internal_data
        mine["done"] += 1
        if mine.get("stop"):
            for other in token.children:
                other.cancel()
        elif mine["begun"] < mine["total"]:
            self.next_instance(token, mine["items"][mine["begun"]])
            return
        if not any(other.state & OPEN for other in token.children):
            self.close(token)
            token.become(TaskState.READY)

    def close(self, token: Token) -> None:
        """Hand over what was collected, in the order of the input."""
        results = sorted(token.internal_data.get("results", ()), key=lambda pair: pair[0])
        if self.rule.output_collection:
            token.keep(self.rule.output_collection, [value for _, value in results])
        token.internal_data.clear()


class Repeat(Loop):
    """One instance after the other, as long as a condition holds."""

    @override
    def _update_hook(self, token: Token) -> bool | None:
        token.internal_data["done"] = 0
        if self.rule.test_before and not self.goes_on(token, token):
            return True
        token.become(TaskState.STARTED)
        self.instance(token, {"loopCounter": 1}, keeps=False)
        return None

    def goes_on(self, token: Token, where: Token) -> bool:
        """Tell whether another instance is wanted."""
        rule, done = self.rule, token.internal_data["done"]
        if done >= (rule.maximum or MAX_INSTANCES):
            return False
        if rule.condition is None:
            return True
        return token.workflow.top_workflow.evaluate(rule.condition, where) is True

    @override
    def collect(self, token: Token, child: Token) -> None:
        """Decide whether to go on while the instance's variables are still there."""
        token.internal_data["done"] += 1
        try:
            token.internal_data["more"] = self.goes_on(token, child)
        except StepFailed:
            token.internal_data["done"] -= 1
            raise

    @override
    def instance_done(self, token: Token, child: Token) -> None:
        """Begin the next instance or go on."""
        del child
        if token.internal_data.pop("more"):
            self.instance(token, {"loopCounter": token.internal_data["done"] + 1}, keeps=False)
        else:
            token.internal_data.clear()
            token.become(TaskState.READY)
