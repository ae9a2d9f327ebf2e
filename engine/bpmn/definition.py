"""A procedure as it is run: its diagrams and decision tables, read once and shared."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import notation as xml
from engine.bpmn.decisions import DecisionTable, read_decisions
from engine.bpmn.failures import DiagramRefused, Finding
from engine.bpmn.kinds import DecisionTask
from engine.bpmn.lint import lint_diagrams
from engine.bpmn.model import PEOPLE, Node, NodeKind
from engine.bpmn.nodes import read_node
from engine.bpmn.parser import DiagramParser, NodeKey
from engine.bpmn.source import NotReadable, read_diagram


@dataclass(frozen=True)
class Definition:
    """A root process with everything it calls. Immutable, shared by all its instances."""

    root: str
    nodes: Mapping[str, Node]
    content_hash: str
    files: Mapping[str, bytes]  # process id → the file it stands in, as it was given
    specs: Mapping[str, object]  # the specifications of SpiffWorkflow, by process
    calls: Mapping[str, tuple[str, ...]]  # process id → processes it calls
    process_names: Mapping[str, str]  # process id → its Chinese name

    @property
    def start(self) -> Node:
        """Give the start event of the root process."""
        return next(
            node
            for node in self.nodes.values()
            if node.kind is NodeKind.START and node.scope_id == self.root
        )

    @property
    def start_form(self) -> str:
        """Give the key of the form an instance begins with; empty if it has none."""
        return self.start.form_key

    @property
    def timers(self) -> tuple[Node, ...]:
        """List the nodes that wait for a moment; each has a `timer`."""
        return tuple(node for node in self.nodes.values() if node.timer is not None)

    @property
    def messages(self) -> tuple[Node, ...]:
        """List the nodes that wait for a message; each has a `message`."""
        waits = {NodeKind.MESSAGE, NodeKind.RECEIVE}
        return tuple(node for node in self.nodes.values() if node.kind in waits)

    @property
    def process_ids(self) -> tuple[str, ...]:
        """List the processes, the root first."""
        return tuple(self.files)

    def before_people(self, node_id: str) -> frozenset[str]:
        """Name the nodes of the same process that may follow a node before the next person's."""
        found: set[str] = set()
        todo = [s.task_specs[node_id] for s in self._processes() if node_id in s.task_specs]
        while todo:
            for follower in todo.pop().outputs:
                node: Node | None = getattr(follower, "node", None)
                if follower.name not in found and (node is None or node.kind not in PEOPLE):
                    found.add(follower.name)
                    todo.append(follower)
        return frozenset(found & self.nodes.keys())

    def _processes(self) -> tuple[Any, ...]:
        return tuple(self.specs.values())

    def diagram_xml(self, process_id: str) -> bytes:
        """Give the file a process stands in, byte for byte, for the viewer."""
        return self.files[process_id]


def read_definition(
    diagrams: Mapping[str, bytes], decisions: Mapping[str, bytes], root: str
) -> Definition:
    """Read the process `root` and all it calls; DiagramRefused when it cannot be run."""
    wrong = [f for f in lint_diagrams(diagrams, decisions, root) if f.severity == "error"]
    if wrong:
        raise DiagramRefused(wrong)
    processes = processes_in(diagrams)
    if root not in processes:
        raise DiagramRefused([unknown_root(root)])
    calls = reachable(processes, root)
    return assemble(diagrams, read_tables(decisions), {p: processes[p] for p in calls}, calls)


def processes_in(diagrams: Mapping[str, bytes]) -> dict[str, tuple[str, xml.Element]]:
    """Find the processes of all files that can be read; of two with one id the first."""
    found: dict[str, tuple[str, xml.Element]] = {}
    for file, text in sorted(diagrams.items()):
        try:
            root = read_diagram(text)
        except NotReadable:
            continue  # the linter has said so, if the file is needed
        for process in root.iterfind(f"{xml.BPMN}process"):
            found.setdefault(process.get("id", ""), (file, process))
    return found


def unknown_root(root: str) -> Finding:
    """Say that there is no such process."""
    return Finding(
        "", "executable", "unknown_process", "error", root, 0, f"没有编号为“{root}”的流程"
    )


def reachable(
    processes: Mapping[str, tuple[str, xml.Element]], root: str
) -> dict[str, tuple[str, ...]]:
    """Find the processes that are called from the root on, each with those it calls."""
    found: dict[str, tuple[str, ...]] = {}
    todo = [root]
    while todo:
        name = todo.pop(0)
        if name not in found:
            calls = processes[name][1].iter(f"{xml.BPMN}callActivity")
            found[name] = tuple(dict.fromkeys(call.get("calledElement", "") for call in calls))
            todo.extend(found[name])
    return found


def read_tables(decisions: Mapping[str, bytes]) -> dict[str, DecisionTable]:
    """Read all decision tables; their ids are unique, because they were linted."""
    return {
        name: table
        for _, text in sorted(decisions.items())
        for name, table in read_decisions(text).items()
    }


def assemble(
    diagrams: Mapping[str, bytes],
    tables: Mapping[str, DecisionTable],
    processes: Mapping[str, tuple[str, xml.Element]],
    calls: Mapping[str, tuple[str, ...]],
) -> Definition:
    """Build the specifications and bind them to their nodes."""
    own: dict[NodeKey, Node] = {}
    for name, (_, process) in processes.items():
        own |= {(name, e.get("id", "")): read_node(e) for e in xml.flow_nodes(process)}
    parser = DiagramParser(own)
    trees = {file: process.getroottree().getroot() for file, process in processes.values()}
    for file, tree in trees.items():
        parser.add_bpmn_xml(tree, file)
    root = next(iter(processes))
    specs = {root: parser.get_spec(root), **parser.get_subprocess_specs(root)}
    for spec in specs.values():
        for task_spec in spec.task_specs.values():
            if isinstance(task_spec, DecisionTask) and task_spec.node is not None:
                task_spec.table = tables[task_spec.node.decision]
    nodes: dict[str, Node] = {}
    for (_, node_id), node in own.items():
        nodes.setdefault(node_id, node)
    return Definition(
        root=root,
        nodes=nodes,
        content_hash=hash_of(
            root,
            {file: diagrams[file] for file in trees},
            {node.decision: tables[node.decision] for node in own.values() if node.decision},
        ),
        files={name: diagrams[file] for name, (file, _) in processes.items()},
        specs=specs,
        calls=calls,
        process_names={name: p.get("name") or name for name, (_, p) in processes.items()},
    )


def hash_of(root: str, files: Mapping[str, bytes], tables: Mapping[str, DecisionTable]) -> str:
    """Hash what the definition was read from."""
    digest = hashlib.sha256(root.encode())
    for file, text in sorted(files.items()):
        digest.update(file.encode() + b"\0" + text + b"\0")
    for name, table in sorted(tables.items()):
        digest.update(f"{name}\0{'|'.join(fingerprints(table))}\0".encode())
    return digest.hexdigest()


def fingerprints(table: DecisionTable) -> Iterator[str]:
    """Give the fingerprint of a table and of those it asks first."""
    yield table.fingerprint
    for one in table.required:
        yield from fingerprints(one)
