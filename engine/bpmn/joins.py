"""Parallel and inclusive gateways that are right inside rework loops.

SpiffWorkflow 3.2.0 counts the tasks of earlier passes and fires too early when the
branches finish in another order than before. Here a token remembers the flow it came
by; a join takes exactly one token from each flow and leaves the others waiting.
"""

from collections import Counter
from collections.abc import Iterable

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.specs.base import TaskSpec
from typing_extensions import override

from engine.bpmn.failures import StepFailed
from engine.bpmn.kinds import Kind
from engine.bpmn.tokens import OPEN, Token


def source_of(token: Token) -> str:
    """Name the node a token came from."""
    name: str = token.internal_data["from"]
    return name


class Join(Kind):
    """Collects tokens before it goes on."""

    joins = True

    @override
    def _update_hook(self, token: Token) -> bool | None:
        if len(self._inputs) < 2 or not self._must_wait(token):  # type: ignore[attr-defined] # noqa: PLR2004 - a join joins two
            return True
        token.become(TaskState.WAITING)
        self.at_arrival(token)
        return None

    def _must_wait(self, _token: Token) -> bool:
        return True

    def at_arrival(self, token: Token) -> None:
        """See whether the new token completes the set."""

    def arrived(self, token: Token) -> dict[str, list[Token]]:
        """List the tokens waiting at this join by the flow they came by, oldest first."""
        found: dict[str, list[Token]] = {}
        for other in token.workflow.tasks.values():
            if other.task_spec is self and other.state == TaskState.WAITING:
                found.setdefault(source_of(other), []).append(other)
        return found

    def upstream(self, names: Iterable[str]) -> set[str]:
        """Find the nodes from which one of `names` is reached without passing here."""
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in seen and name != self.name:  # type: ignore[attr-defined]
                seen.add(name)
                todo.extend(one.name for one in self._wf_spec.task_specs[name].inputs)  # type: ignore[attr-defined]
        return seen

    @staticmethod
    def fire(taken: list[Token]) -> None:
        """Let the first token go on; it stands for the others."""
        first, *others = taken
        for other in others:
            other.vanish()
        first.become(TaskState.READY)


class ParallelGateway(Join, defaults.ParallelGateway):
    """Goes on when each incoming flow has brought a token."""

    _forward: frozenset[str] | None = None

    def forward(self) -> frozenset[str]:
        """Find the flows reached from the start without passing here.

        The others lead back straight into the gateway. By the letter of BPMN that is
        a deadlock; it is drawn often, and means that each of them alone starts it anew.
        """
        if self._forward is None:
            seen: set[str] = {self.name}
            todo = [self._wf_spec.start.name]
            while todo:
                name = todo.pop()
                if name not in seen:
                    seen.add(name)
                    todo.extend(one.name for one in self._wf_spec.task_specs[name].outputs)
            self._forward = frozenset(name for name in self._inputs if name in seen)
        return self._forward

    @override
    def _must_wait(self, token: Token) -> bool:
        return source_of(token) in self.forward()

    @override
    def at_arrival(self, token: Token) -> None:
        """Go on when every flow has a token; one of each is taken."""
        forward, arrived = self.forward(), self.arrived(token)
        needed = Counter(name for name in self._inputs if name in forward)
        if all(len(arrived.get(name, ())) >= count for name, count in needed.items()):
            self.fire([t for name, count in needed.items() for t in arrived[name][:count]])


class InclusiveGateway(Join, defaults.InclusiveGateway):
    """Goes on when no token elsewhere can still arrive; decided when all else rests."""

    def try_to_fire(self, token: Token) -> bool:
        """Go on unless a token can reach a flow that has none yet."""
        arrived = self.arrived(token)
        empty = self.upstream(name for name in self._inputs if name not in arrived)
        full = self.upstream(arrived)
        for other in token.workflow.tasks.values():
            if other.state & OPEN and other.task_spec is not self:
                name = other.task_spec.name
                if name in empty and name not in full:
                    return False
        self.fire([tokens[0] for tokens in arrived.values()])
        return True

    @override
    def ways(self, token: Token) -> list[TaskSpec]:
        """Choose every way whose condition is true, else the default."""
        chosen = [
            n for guard, n in self.cond_task_specs if guard is not None and guard.opens(token)
        ]
        chosen = chosen or [n for guard, n in self.cond_task_specs if guard is None]
        if not chosen:
            raise StepFailed("没有一个流向的条件成立，也没有默认流向")
        return [self._wf_spec.task_specs[name] for name in chosen]
