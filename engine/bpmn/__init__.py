"""BPMN 2.0 on SpiffWorkflow, which nobody else imports.

In reading order: `model` (what there is to see), `instance` (one case on its way), `definition`
(a procedure, read once), `lint` with `lint_*` over `drawing` (what is refused, and why), `nodes`,
`notation`, `timing` and `source` (how a file is read), `parser` (SpiffWorkflow's, told to build our
nodes), `kinds`, `joins`, `loops` and `catching` (what each node does), `tokens` and `run` (what is
open), `delivery` and `settling` (how it moves), `state` (how it is saved), `decisions` (DMN).

SpiffWorkflow 3.2.0 gives the graph of a diagram, the life of a task and the nesting of processes.
We replace by subclasses, never by patching: its prediction (exponential), its joins (wrong in
loops), its tree of the past (dead at depth 1000), its data (merged lists, lost branches), its
timers (code, server time), its multi-instances (order of completion), its script engine (runs
anything) and its serializer (the whole diagram in each case).
"""

from importlib.metadata import version

if version("SpiffWorkflow") != "3.2.0":
    raise ImportError("engine.bpmn overrides parts of SpiffWorkflow 3.2.0 and knows no other")
