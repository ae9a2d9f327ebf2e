"""What an action is given, and the two things it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.bpmn.model import Step
from engine.cases.sitting import Sitting
from engine.errors import OfficeError
from engine.office import Office
from engine.store.cases import Case
from engine.store.events import CLOCK_TAG, Entry


class InputMissing(OfficeError):
    """The diagram does not hand the action what it needs."""

    code = "input_missing"
    message = (
        "环节“{step}”没有得到所需内容“{name}”。"
        "请检查前一环节的填写，或由流程管理员检查流程图的输入设置。"
    )


class NotADay(OfficeError):
    """An input that should be a day is not one."""

    code = "not_a_day"
    message = "环节“{step}”的“{name}”不是日期：{value}。请检查前一环节的填写。"


@dataclass(frozen=True)
class Waiting:
    """The action cannot finish yet: a letter is at the printer."""

    letter_id: int


@dataclass(frozen=True)
class Turn:
    """One step carried out: the case in hand, the step, and what the diagram hands over."""

    sitting: Sitting
    step: Step
    inputs: Mapping[str, Any]

    @property
    def office(self) -> Office:
        """Who acts, when, on which records."""
        return self.sitting.office

    @property
    def case(self) -> Case:
        """The case in hand."""
        return self.sitting.case

    def text(self, name: str) -> str:
        """Give an input as text; absent is empty."""
        value = self.inputs.get(name)
        return "" if value is None else str(value)

    def need(self, name: str) -> Any:  # noqa: ANN401  (a FEEL value)
        """Give an input that must be there.

        Raises:
            InputMissing: the diagram handed over nothing.
        """
        value = self.inputs.get(name)
        if value is None or value == "":
            raise InputMissing(step=self.step.node.name, name=name)
        return value

    def day(self, name: str, default: date | None = None) -> date:
        """Give an input that must be a day; `default` stands in for an absent one.

        Raises:
            InputMissing: it is absent and there is no default.
            NotADay: it is something else.
        """
        value = self.inputs.get(name)
        if value is None and default is not None:
            return default
        value = self.need(name)
        if not isinstance(value, date):
            raise NotADay(step=self.step.node.name, name=name, value=value)
        return value

    def optional_day(self, name: str) -> date | None:
        """Give an input that is a day or absent."""
        return None if self.inputs.get(name) is None else self.day(name)

    def record(self, tag: str, on: date, summary: str, article: str = "") -> None:
        """Add a fact to the case's history."""
        self.sitting.record(Entry(tag, on, summary, article, node_id=self.step.node.id))

    def strike(self, on: date, summary: str, article: str, event: Mapping[str, Any]) -> None:
        """Add a fact that moves the statutory clock; `event` is `engine.law.events`' word."""
        kept = {key: value for key, value in event.items() if value is not None}
        entry = Entry(CLOCK_TAG, on, summary, article, kept, self.step.node.id)
        self.sitting.record(entry)
        self.sitting.clock_moved = True
