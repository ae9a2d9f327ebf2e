"""Make a net small before it is explored, without changing whether cases can finish.

Each rule keeps deadlocks, ends, ways that are never taken and steps done twice: a chain
becomes one way; alternatives that begin and end alike become one; so do parallel branches
between a split and its own join; a loop back to where it began is a detour.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from engine.soundness.net import Gate, Hub, Last, Net, Trigger, Way

OPEN = frozenset({Trigger.GO, Trigger.EVENT})


def reduce(net: Net) -> None:
    """Apply the rules as long as one of them applies."""
    rules: tuple[Callable[[Net, str], bool], ...] = (
        shorten,
        same_choice,
        same_branches,
        detour,
        fuse,
    )
    changed = True
    while changed:
        changed = False
        for name in list(net.hubs):
            for rule in rules:
                if name in net.hubs and rule(net, name):
                    changed = True


def plain(hub: Hub) -> bool:
    """Tell whether nothing happens at a hub but its load."""
    return hub.last is Last.NO and hub.throws is None


def shorten(net: Net, name: str) -> bool:
    """Make one way of the way in and the way out of a hub."""
    hub = net.hubs[name]
    if not plain(hub) or len(net.into[name]) != 1 or len(net.out[name]) != 1 or name == net.start:
        return False
    into, out = net.into_hub(name)[0], net.out_of(name)[0]
    if into is out or out.trigger is not Trigger.GO or out.aside:
        return False
    whole = replace(
        into,
        target=out.target,
        came_by=out.came_by,
        waited_for=out.waited_for,
        load=into.load.then(hub.load).then(out.load),
    )
    net.remove([out.id])
    net.replace([into], whole)
    net.drop(name)
    return True


def mergeable(way: Way) -> bool:
    """Tell whether a way is one of several a token may simply choose from."""
    return way.trigger in OPEN and way.catches is None and not way.aside


def same_choice(net: Net, name: str) -> bool:
    """Make one way of several that lead from a choice to the same merge."""
    if net.hubs[name].gate is not Gate.ONE:
        return False
    ways = [w for w in net.out_of(name) if mergeable(w) and net.hubs[w.target].gate is Gate.ONE]
    for _, same in groupby(sorted(ways, key=lambda w: w.target), key=lambda w: w.target):
        first, *others = same
        if others:
            load = first.load
            for other in others:
                load = load.either(other.load)
            trigger = Trigger.GO if Trigger.GO in {w.trigger for w in (first, *others)} else None
            net.replace(
                [first, *others], replace(first, load=load, trigger=trigger or first.trigger)
            )
            return True
    return False


def same_branches(net: Net, name: str) -> bool:
    """Make one way of all the branches between a split and its own join."""
    gate, ways = net.hubs[name].gate, net.out_of(name)
    if gate is Gate.ONE or len(ways) < 2 or len({way.target for way in ways}) > 1:  # noqa: PLR2004 - branches
        return False
    target = ways[0].target
    fits = {(Gate.ALL, Gate.ALL), (Gate.ALL, Gate.SOME), (Gate.SOME, Gate.SOME)}
    if target == name or (gate, net.hubs[target].gate) not in fits:
        return False
    if len(net.into[target]) != len(ways) or not all(way.waited_for for way in ways):
        return False
    first, *others = ways
    load = first.load
    for other in others:
        load = load.both(other.load) if gate is Gate.ALL else load.either(other.load)
    net.replace(ways, replace(first, load=load))
    return True


def detour(net: Net, name: str) -> bool:
    """Take a way that leads back to where it began into the load of its hub."""
    hub = net.hubs[name]
    ways = net.out_of(name)
    back = [way for way in ways if way.target == name and mergeable(way)]
    if hub.gate is not Gate.ONE or not back or not all(map(mergeable, ways)):
        return False
    if len(back) == len(ways):
        return False
    for way in back:
        hub.load = hub.load.perhaps(way.load)
    net.remove([way.id for way in back])
    return True


def fuse(net: Net, name: str) -> bool:
    """Make one hub of a merge and of the choice that follows it."""
    hub = net.hubs[name]
    if hub.gate is not Gate.ONE or not plain(hub) or len(net.out[name]) != 1:
        return False
    way = net.out_of(name)[0]
    after = net.hubs[way.target]
    if way.target in {name, net.start} or way.trigger is not Trigger.GO or way.aside:
        return False
    if after.gate is not Gate.ONE or not plain(after) or len(net.into[after.id]) != 1:
        return False
    ways = net.out_of(after.id)
    before = hub.load.then(way.load)
    if not ways or (before.waits and not all(w.trigger is Trigger.GO for w in ways)):
        return False
    hub.load = before.then(after.load)
    net.remove([way.id])
    for one in ways:
        net.replace([one], replace(one, source=name))
    net.drop(after.id)
    return True
