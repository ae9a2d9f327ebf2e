"""What it costs to judge whether every case can finish: milliseconds. Run it as a script."""

import sys
import time
from pathlib import Path

from engine.bpmn.definition import read_definition
from engine.bpmn.limits import MAX_NODES
from engine.repository.bundle import ROOT_PROCESS, read_folders
from engine.soundness import check_soundness
from engine.soundness.judge import Judge
from engine.soundness.scopes import read_scopes
from tests.bpmn.token_game import Diagram
from tests.bpmn.writing import chain, document, end, flow, gateway, start, user

ROOT = Path(__file__).parents[2]
TURNS = 3


def ordinary():
    """Draw rework loops, decisions and parallel branches one after the other: 500 elements."""
    body, last = start(), "s"
    for number in range(30):
        a, b, m, x, g, j = (f"{name}{number}" for name in ("a", "b", "m", "x", "g", "j"))
        body += user(a) + user(b) + gateway("exclusive", m) + gateway("exclusive", x, f"d{number}")
        body += gateway("parallel", g) + gateway("parallel", j) + user(f"c{number}")
        body += chain(last, m, g, a, j) + chain(g, b, j, x)
        body += flow(x, m, "again") + flow(x, f"c{number}", name=f"d{number}")
        last = f"c{number}"
    return document(body + end() + chain(last, "e"))


def tangled(width):
    """Draw parallel branches that wait for one another crosswise, which no rule makes smaller."""
    body = start() + end() + gateway("parallel", "g") + gateway("parallel", "z") + chain("s", "g")
    for n in range(width):
        body += user(f"a{n}") + gateway("parallel", f"f{n}") + gateway("parallel", f"j{n}")
        body += user(f"b{n}") + chain("g", f"a{n}", f"f{n}", f"j{n}", f"b{n}", "z")
        body += chain(f"f{n}", f"j{(n + 1) % width}")
    return document(body + chain("z", "e"))


def largest():
    """Find a random diagram as large as the engine accepts."""
    found = (Diagram(seed) for seed in range(3_000))
    fits = [one for one in found if len(one.kinds) <= MAX_NODES]
    return max(fits, key=lambda one: len(one.kinds)).xml()


def judge(name, definition):
    """Print one line."""
    best = float("inf")
    for _ in range(TURNS):
        begun = time.perf_counter()
        findings = check_soundness(definition)
        best = min(best, time.perf_counter() - begun)
    scopes = read_scopes(definition)
    referee = Judge(scopes)
    referee.all_of((definition.root, ""))
    size = sum(len(scope.spots) + len(scope.flows) for scope in scopes.values())
    states = sum(len(one.explored.states) for one in referee.judged.values())
    said = ", ".join(sorted({one.rule for one in findings})) or "nothing found"
    print(f"{best * 1e3:8.1f} ms {size:5} elements and flows {states:6} states  {name}: {said}")


def main():
    """Judge the standard package and some large diagrams."""
    bundle = read_folders(ROOT)
    judge("standard package", read_definition(bundle.diagrams, bundle.decisions, ROOT_PROCESS))
    judge("ordinary", read_definition({"p.bpmn": ordinary()}, {}, "P"))
    judge("random blocks", read_definition({"p.bpmn": largest()}, {}, "P"))
    for width in (4, 8, 20):
        judge(f"tangled {width}", read_definition({"p.bpmn": tangled(width)}, {}, "P"))


if __name__ == "__main__":
    sys.exit(main())
