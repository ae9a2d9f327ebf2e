"""Which files of a letter use which: all are there, none uses itself, loops do not multiply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import nodes

from engine.documents.grammar import DEEPEST_LOOP, Finding
from engine.documents.language import ClosedEnvironment

_LONGEST_CHAIN: Final = 8


@dataclass(frozen=True, slots=True)
class Reference:
    """One file named in another: where, and inside how many loops."""

    name: str
    line: int
    loops: int


def lint_references(sources: Mapping[str, str]) -> list[Finding]:
    """Follow what every source uses; the sources have passed `lint_source`."""
    used = {name: _used(source) for name, source in sources.items()}
    return [
        Finding(name, each.line, problem)
        for name, references in used.items()
        for each in references
        if (problem := _problem(each, (name,), each.loops, used))
    ]


def _problem(
    reference: Reference,
    chain: tuple[str, ...],
    loops: int,
    used: Mapping[str, tuple[Reference, ...]],
) -> str:
    """Say what is wrong with a reference, or with what it leads to."""
    if reference.name not in used:
        return f"没有可以引用的文件：{reference.name}"
    if reference.name in chain or len(chain) > _LONGEST_CHAIN:
        return f"文件互相引用，没有终点：{'、'.join((*chain, reference.name))}"
    if loops > DEEPEST_LOOP:
        return f"循环嵌套超过{DEEPEST_LOOP}层"
    following = (
        _problem(each, (*chain, reference.name), loops + each.loops, used)
        for each in used[reference.name]
    )
    return next(filter(None, following), "")


@lru_cache(maxsize=1024)
def _used(source: str) -> tuple[Reference, ...]:
    """Read a source once: most of a letter's files are shared with all the others."""
    return tuple(_references(ClosedEnvironment({}).parse(source)))


def _references(node: nodes.Node, loops: int = 0) -> Iterator[Reference]:
    if isinstance(node, nodes.Extends | nodes.Include) and isinstance(node.template, nodes.Const):
        yield Reference(str(node.template.value), node.lineno, loops)
    for child in node.iter_child_nodes():
        yield from _references(child, loops + isinstance(node, nodes.For))
