"""The script engine SpiffWorkflow asks for, emptied: diagrams never run code.

Expressions are compiled by `engine.feel` when a diagram is read. Whatever of
SpiffWorkflow still asks its script engine, or the environment below it, is refused.
"""

from typing import Never

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment


class NoEnvironment(BasePythonScriptEngineEnvironment):
    """Evaluates nothing, executes nothing, calls nothing."""

    def evaluate(self, *_args: object, **_kwargs: object) -> Never:
        """Refuse."""
        raise PermissionError("diagrams hold no scripts")

    def execute(self, *_args: object, **_kwargs: object) -> Never:
        """Refuse."""
        raise PermissionError("diagrams hold no scripts")

    def call_service(self, *_args: object, **_kwargs: object) -> Never:
        """Refuse."""
        raise PermissionError("diagrams call no services")


class NoScripts(PythonScriptEngine):
    """A script engine without a script language."""

    def __init__(self) -> None:
        super().__init__(NoEnvironment())

    def validate(self, _expression: object) -> Never:
        """Refuse."""
        raise PermissionError("diagrams hold no scripts")
