"""What a step costs: our engine beside plain SpiffWorkflow with whole-instance JSON.

    python tests/benchmarks/bench_engine.py

In memory, without a database: load the saved instance, finish one step, save it. CPU
time of this process; medians. Only the ratios mean anything on another machine.
"""

import logging
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer

from engine.bpmn.definition import Definition, read_definition
from engine.bpmn.instance import Instance
from engine.bpmn.model import World
from tests.benchmarks.disclosure_case import STEPS, disclosure, filled, rework
from tests.bpmn.playing import CALENDAR, MORNING

WORLD = World(MORNING, CALENDAR)
ROUNDS = 7
PASSES = (20, 90, 450, 1_000, 10_000)
STOCK_ENDS = 480  # two tasks a pass: at tree depth 1000 SpiffWorkflow finds no task any more


def cpu(act: Callable[[], object]) -> float:
    """Give the CPU milliseconds of an act."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


class Stock:
    """Plain SpiffWorkflow, its whole instance kept as JSON, the way its manual shows it."""

    def __init__(self, text: bytes, process: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(text)
        self.specs = parser.get_spec(process), parser.get_subprocess_specs(process)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(DEFAULT_CONFIG))
        self.saved = ""
        self.begin()

    def begin(self) -> None:
        workflow = BpmnWorkflow(*self.specs)
        workflow.do_engine_steps()
        self.saved = self.serializer.serialize_json(workflow)

    def step(self, name: str, form: dict[str, object]) -> None:
        workflow = self.serializer.deserialize_json(self.saved)
        ready = workflow.get_tasks(state=TaskState.READY)
        task = next(t for t in ready if t.task_spec.bpmn_id == name)
        task.data.update(form)
        task.run()
        workflow.do_engine_steps()
        self.saved = self.serializer.serialize_json(workflow)


class Ours:
    """Our engine: the definition in memory, the instance as bytes."""

    def __init__(self, text: bytes, process: str) -> None:
        self.definition: Definition = read_definition({"p.bpmn": text}, {}, process)
        self.saved = b""
        self.begin()

    def begin(self) -> None:
        self.saved = Instance.start(self.definition, {}, WORLD).state()

    def step(self, name: str, form: dict[str, object]) -> None:
        case = Instance.load(self.definition, self.saved)
        key = next(step.key for step in case.steps() if step.node.id == name)
        case.finish(key, form, WORLD)
        self.saved = case.state()


def whole_case(engine: Stock | Ours) -> tuple[float, int]:
    """Play the case; give CPU ms per step and the largest saved state."""
    costs, size = [], 0
    for _ in range(ROUNDS):
        engine.begin()
        spent = 0.0
        for number, (name, answer) in enumerate(STEPS):
            form = filled(name, number, answer)
            spent += cpu(lambda n=name, f=form: engine.step(n, f))
            size = max(size, len(engine.saved))
        costs.append(spent / len(STEPS))
    return statistics.median(costs), size


def after_passes(engine: Stock | Ours, passes: int) -> tuple[float, int]:
    """Grow a case by a rework loop; give the CPU ms of one more step and its size."""
    engine.begin()
    if isinstance(engine, Ours):
        case = Instance.load(engine.definition, engine.saved)
        for _ in range(passes):
            case.finish(case.steps()[0].key, {"again": True}, WORLD)
            case.drain()
        engine.saved = case.state()
    else:
        workflow = engine.serializer.deserialize_json(engine.saved)
        for _ in range(passes):
            task = workflow.get_next_task(state=TaskState.READY)
            task.data["again"] = True
            task.run()
            workflow.do_engine_steps()
        engine.saved = engine.serializer.serialize_json(workflow)
    grown = engine.saved
    costs = []
    for _ in range(ROUNDS):
        engine.saved = grown
        costs.append(cpu(lambda: [engine.step("u", {"again": True}) for _ in range(3)]) / 3)
    return statistics.median(costs), len(grown)


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    stock = whole_case(Stock(disclosure(feel=False), "Disclosure"))
    ours = whole_case(Ours(disclosure(), "Disclosure"))
    print("a case of 60 nodes, 18 steps: load, finish, save, in memory")
    print(f"  SpiffWorkflow + JSON  {stock[0]:8.3f} ms CPU a step   {stock[1]:9,} bytes at most")
    print(f"  ours                  {ours[0]:8.3f} ms CPU a step   {ours[1]:9,} bytes at most")
    print(
        f"  ratio                 {stock[0] / ours[0]:8.1f} ×          {stock[1] / ours[1]:12.1f} ×"
    )
    print("one more step after so many passes of a rework loop")
    plain, mine = Stock(rework(feel=False), "Rework"), Ours(rework(), "Rework")
    for passes in PASSES:
        b = after_passes(mine, passes)
        line = f"  {passes:6,}  ours {b[0]:7.3f} ms {b[1]:5,} bytes"
        if passes < STOCK_ENDS:
            a = after_passes(plain, passes)
            line += f"   SpiffWorkflow {a[0]:7.3f} ms {a[1]:9,} bytes   {a[0] / b[0]:6.0f} ×"
        else:
            line += "   SpiffWorkflow cannot"
        print(line)


if __name__ == "__main__":
    main()
