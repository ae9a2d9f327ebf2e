"""Random diagrams of everything at once: gateways, loops, sub-processes, instances, events."""

import itertools
import random
from collections.abc import Callable

from tests.bpmn.writing import (
    boundary,
    catch,
    chain,
    document,
    each,
    end,
    extensions,
    flow,
    gateway,
    message,
    node,
    properties,
    start,
    throw,
    timer,
    user,
)

DECLARED = '<bpmn:message id="M" name="moved"/><bpmn:error id="X" name="x" errorCode="1"/>'
Ends = tuple[str, str]


class RichDiagram:
    """One random diagram; every block has one way in and one way out."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.numbers = itertools.count()
        self.flags: list[str] = []
        self.text = document(self.scope(3), DECLARED)

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"

    def scope(self, depth: int) -> str:
        """Write a start, a block and an end."""
        first, last = self.name("s"), self.name("e")
        (a, b), body = self.block(depth)
        return start(first) + end(last) + body + chain(first, a) + chain(b, last)

    def block(self, depth: int) -> tuple[Ends, str]:
        kinds: list[Callable[[int], tuple[Ends, str]]] = [
            self.sequence, self.split, self.choice, self.rework, self.inside,
            self.instances, self.guarded, self.race, self.failing,
        ]  # fmt: skip
        if depth == 0 or self.chance.random() < 0.2:
            return self.person()
        return self.chance.choice(kinds)(depth - 1)

    def person(self) -> tuple[Ends, str]:
        name = self.name("u")
        return (name, name), user(name)

    def sequence(self, depth: int) -> tuple[Ends, str]:
        (a, b), one = self.block(depth)
        (c, d), two = self.block(depth)
        return (a, d), one + two + chain(b, c)

    def split(self, depth: int) -> tuple[Ends, str]:
        kind = self.chance.choice(["parallel", "inclusive"])
        fork, join, default = self.name("g"), self.name("j"), self.name("d")
        inclusive = kind == "inclusive"
        body = gateway(kind, fork, default if inclusive else "") + gateway(kind, join)
        for number in range(self.chance.choice((2, 3))):
            (a, b), branch = self.block(depth)
            guard = self.flag() if inclusive and number else ""
            name = default if inclusive and not number else ""
            body += branch + flow(fork, a, guard, name) + chain(b, join)
        return (fork, join), body

    def flag(self) -> str:
        self.flags.append(self.name("flag"))
        return self.flags[-1]

    def choice(self, depth: int) -> tuple[Ends, str]:
        fork, merge, default = self.name("x"), self.name("m"), self.name("d")
        (a, b), one = self.block(depth)
        (c, d), two = self.block(depth)
        body = gateway("exclusive", fork, default) + gateway("exclusive", merge) + one + two
        ways = flow(fork, a, self.flag()) + flow(fork, c, name=default)
        return (fork, merge), body + ways + chain(b, merge) + chain(d, merge)

    def rework(self, depth: int) -> tuple[Ends, str]:
        back, fork, default, judge, out = (self.name(k) for k in ("m", "x", "d", "u", "h"))
        (a, b), body = self.block(depth)
        nodes = gateway("exclusive", back) + gateway("exclusive", fork, default)
        ways = chain(back, a) + chain(b, judge, fork) + flow(fork, back, self.flag())
        ways += flow(fork, out, name=default)
        return (back, out), body + nodes + user(judge) + throw(out) + ways

    def inside(self, depth: int) -> tuple[Ends, str]:
        name = self.name("sp")
        return (name, name), node("subProcess", name, self.scope(depth))

    def instances(self, depth: int) -> tuple[Ends, str]:
        name, items = self.name("mi"), self.chance.choice(["[]", "[1]", "[1,2]", "[3,1,2]"])
        before = extensions(properties(outputCollection=f"out_{name}", outputElement="item * 2"))
        over = each(items, "item", sequential=self.chance.random() < 0.5)
        return (name, name), node("subProcess", name, before + self.scope(depth) + over)

    def event(self) -> str:
        days = self.chance.randint(1, 9)
        return self.chance.choice([message(), timer("timeDuration", f"P{days}D")])

    def guarded(self, depth: int) -> tuple[Ends, str]:
        """Write an activity with an event at its edge."""
        (host, _), body = self.chance.choice([self.person, lambda: self.inside(depth)])()
        event, handler, merge = self.name("b"), self.name("u"), self.name("m")
        interrupting = self.chance.random() < 0.5
        body += boundary(event, host, self.event(), interrupting=interrupting) + user(handler)
        body += gateway("exclusive", merge) + chain(host, merge) + chain(event, handler)
        if interrupting:
            return (host, merge), body + chain(handler, merge)
        last = self.name("e")
        return (host, merge), body + end(last) + chain(handler, last)

    def race(self, depth: int) -> tuple[Ends, str]:
        """Write an event-based gateway."""
        fork, merge, told, due = (self.name(k) for k in ("g", "m", "c", "t"))
        (a, b), body = self.block(depth)
        body += gateway("eventBased", fork) + gateway("exclusive", merge) + catch(told, message())
        body += catch(due, timer("timeDuration", "P1D")) + chain(fork, told, a)
        return (fork, merge), body + chain(b, merge) + chain(fork, due, merge)

    def failing(self, _depth: int) -> tuple[Ends, str]:
        """Write a sub-process that ends by an error, a terminate or a throw."""
        name, first, last, step, milestone = (self.name(k) for k in ("sp", "s", "e", "u", "h"))
        caught, merge = self.name("b"), self.name("m")
        how = self.chance.choice(
            ['<bpmn:errorEventDefinition errorRef="X"/>', "<bpmn:terminateEventDefinition/>", ""]
        )
        content = start(first) + user(step) + throw(milestone, message()) + end(last, how)
        content += chain(first, step, milestone, last)
        body = node("subProcess", name, content)
        body += boundary(caught, name, "<bpmn:errorEventDefinition/>")
        body += gateway("exclusive", merge) + chain(name, merge) + chain(caught, merge)
        return (name, merge), body
