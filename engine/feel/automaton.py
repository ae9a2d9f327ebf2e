"""The automaton behind patterns: its instructions, how they are put together, and how it runs.

Jumps are counted from the start of the code, so that code moved by n is `shifted` by n.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.feel.values import Run

MAX_CODE: Final = 2_000

Accepts = Callable[[str], bool]
Captures = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """Go on if the next character is accepted."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class Fork:
    """Go on at the first place, and if that fails at the second."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Note the position as the beginning or end of a group."""

    slot: int


@dataclass(frozen=True, slots=True)
class Edge:
    """Go on at the beginning (or end) of the text, or of a line."""

    at_end: bool
    of_line: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The whole pattern has matched."""


Instruction = Take | Fork | Mark | Edge | Found
Code = list[Instruction]


def shifted(code: Code, by: int) -> Code:
    """Move code to another place."""
    return [Fork(one.first + by, one.second + by) if isinstance(one, Fork) else one for one in code]


def joined(first: Code, second: Code) -> Code:
    """Put one after the other; raises ValueError if it becomes too long."""
    if len(first) + len(second) > MAX_CODE:
        raise ValueError("pattern too large")
    return first + shifted(second, len(first))


def either(first: Code, second: Code) -> Code:
    """Try one, then the other."""
    end = len(first) + len(second) + 2
    left: Code = [Fork(1, len(first) + 2), *shifted(first, 1), Fork(end, end)]
    return joined(left, second)


def repeat(code: Code, least: int, most: int | None, *, lazy: bool) -> Code:
    """Repeat code from `least` to `most` times, without end if that is None."""
    if len(code) * max(least, most or 1) > MAX_CODE:
        raise ValueError("pattern too large")
    result: Code = []
    for _ in range(least):
        result = joined(result, code)
    if most is None:
        return joined(result, _star(code, lazy=lazy))
    optional: Code = []
    for _ in range(most - least):
        optional = _optional(joined(code, optional), lazy=lazy)
    return joined(result, optional)


def _fork(inside: int, outside: int, *, lazy: bool) -> Fork:
    return Fork(outside, inside) if lazy else Fork(inside, outside)


def _star(code: Code, *, lazy: bool) -> Code:
    end = len(code) + 2
    return [_fork(1, end, lazy=lazy), *shifted(code, 1), Fork(0, 0)]


def _optional(code: Code, *, lazy: bool) -> Code:
    return [_fork(1, len(code) + 1, lazy=lazy), *shifted(code, 1)]


Thread = tuple[int, Captures]
_STEPS_PER_CHARACTER: Final = 2  # and one for each instruction that is reached


def find(code: Code, subject: tuple[str, int], slots: int, run: Run) -> Captures | None:
    """Run all threads over the text together; the leftmost match of the first alternative wins."""
    text, start = subject
    best: Captures | None = None
    threads: list[Thread] = []
    nowhere = (-1,) * slots
    for at in range(start, len(text) + 1):
        if best is None:
            threads = _spread(code, [*threads, (0, nowhere)], (text, at), run)
        run.spend(_STEPS_PER_CHARACTER)
        threads, found = _advance(code, threads, text[at : at + 1])
        best = found or best
        if best is not None:
            if not threads:
                break
            threads = _spread(code, threads, (text, at + 1), run)
    return best


def _advance(
    code: Code, threads: list[Thread], character: str
) -> tuple[list[Thread], Captures | None]:
    """Move each thread over one character; one that has matched ends all of lower priority."""
    moved: list[Thread] = []
    for place, captures in threads:
        instruction = code[place]
        if isinstance(instruction, Found):
            return moved, captures
        if isinstance(instruction, Take) and character and instruction.accepts(character):
            moved.append((place + 1, captures))
    return moved, None


def _spread(code: Code, threads: list[Thread], subject: tuple[str, int], run: Run) -> list[Thread]:
    """Follow forks, marks and edges, in order of priority, to the next characters."""
    at = subject[1]
    ready: list[Thread] = []
    seen: set[int] = set()
    waiting = threads[::-1]
    while waiting:
        place, captures = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        match code[place]:
            case Fork(first, second):
                waiting.append((second, captures))
                waiting.append((first, captures))
            case Mark(slot):
                marked = (*captures[:slot], at, *captures[slot + 1 :])
                waiting.append((place + 1, marked))
            case Edge() as edge:
                if _is_edge(edge, *subject):
                    waiting.append((place + 1, captures))
            case _:
                ready.append((place, captures))
    run.spend(len(seen))
    return ready


def _is_edge(edge: Edge, text: str, at: int) -> bool:
    if edge.at_end:
        return at == len(text) or (edge.of_line and text[at] == "\n")
    return at == 0 or (edge.of_line and text[at - 1] == "\n")
