"""A scope as a net of hubs and ways, on which the token game is played.

A hub takes a token in and sends it on: a gateway, or anything else (which is a choice with
one way out, or several if events sit at its edge). What happens on a way or at a hub is its
load: the elements passed, at once or with somebody waiting in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from engine.soundness.scopes import Event

Run = tuple[str, ...]
"""Elements and flows, in the order in which a case passes them."""


class Gate(StrEnum):
    """How tokens come in and go out."""

    ONE = "one"  # each token by itself, and by one way
    ALL = "all"  # a parallel gateway
    SOME = "some"  # an inclusive gateway


class Trigger(StrEnum):
    """When a way out of a hub can be taken."""

    GO = "go"  # when the hub is done
    EVENT = "event"  # while it waits, by something that comes from outside
    RAISED = "raised"  # by what is thrown inside it
    NEVER = "never"  # by nothing from outside


class Last(StrEnum):
    """What the end of a path does."""

    NO = ""
    END = "end"
    TERMINATE = "terminate"
    RAISE = "raise"  # an error that the scope does not catch itself


@dataclass(frozen=True)
class Load:
    """What is passed: at once (`quick`), or with a wait after `until` and before `rest`."""

    quick: Run | None = ()
    until: Run | None = None
    rest: Run = ()
    members: frozenset[str] = frozenset()
    people: tuple[str, ...] = ()

    def then(self, other: "Load") -> "Load":
        """Pass one after the other."""
        quick = None if self.quick is None or other.quick is None else self.quick + other.quick
        until, rest = self.until, self.rest + other.shortest
        if until is None and other.until is not None and self.quick is not None:
            until, rest = self.quick + other.until, other.rest
        return Load(quick, until, rest, self.members | other.members, self.people + other.people)

    def either(self, other: "Load") -> "Load":
        """Pass one or the other."""
        quick = min((r for r in (self.quick, other.quick) if r is not None), key=len, default=None)
        waits = [one for one in (self, other) if one.until is not None]
        slow = min(waits, key=lambda one: len(one.shortest), default=self)
        return Load(
            quick,
            slow.until,
            slow.rest,
            self.members | other.members,
            self.people + other.people,
        )

    def both(self, other: "Load") -> "Load":
        """Pass both side by side."""
        quick = None if self.quick is None or other.quick is None else self.quick + other.quick
        slow, also = (self, other) if self.until is not None else (other, self)
        until = None if slow.until is None else slow.until
        return Load(
            quick,
            until,
            slow.rest + also.shortest,
            self.members | other.members,
            self.people + other.people,
        )

    def perhaps(self, other: "Load") -> "Load":
        """Pass this, and once more after a detour, if need be."""
        if self.until is not None or other.until is None or self.quick is None:
            until, rest = self.until, self.rest
        else:
            until, rest = self.quick + other.until, other.rest + self.quick
        members = self.members | other.members
        return Load(self.quick, until, rest, members, self.people + other.people)

    @property
    def waits(self) -> bool:
        """Tell whether somebody can be waited for here."""
        return self.until is not None

    @property
    def shortest(self) -> Run:
        """Give the shortest way through."""
        return self.quick if self.quick is not None else (self.until or ()) + self.rest


@dataclass
class Way:
    """A way from one hub to another."""

    id: str
    source: str
    target: str
    came_by: str  # the element a join tells its tokens apart by
    load: Load
    trigger: Trigger = Trigger.GO
    catches: Event | None = None  # what is thrown in the same scope and opens the way
    waited_for: bool = True  # by a parallel join: False of a way that starts it anew
    aside: bool = False  # taken while the hub goes on waiting
    default: bool = False  # taken when no other way is


@dataclass
class Hub:
    """Where ways meet."""

    id: str
    gate: Gate
    load: Load
    last: Last = Last.NO
    throws: Event | None = None  # what is waited for in the same scope


@dataclass
class Net:
    """The hubs and ways of a scope."""

    start: str
    hubs: dict[str, Hub] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the ways."""
        self.out: dict[str, list[str]] = {name: [] for name in self.hubs}
        self.into: dict[str, list[str]] = {name: [] for name in self.hubs}
        for way in self.ways.values():
            self.out[way.source].append(way.id)
            self.into[way.target].append(way.id)

    def out_of(self, hub: str) -> list[Way]:
        """List the ways out of a hub."""
        return [self.ways[name] for name in self.out[hub]]

    def into_hub(self, hub: str) -> list[Way]:
        """List the ways into a hub."""
        return [self.ways[name] for name in self.into[hub]]

    def remove(self, names: Iterable[str]) -> None:
        """Take ways out."""
        for name in names:
            way = self.ways.pop(name)
            self.out[way.source].remove(name)
            self.into[way.target].remove(name)

    def replace(self, old: list[Way], new: Way) -> None:
        """Put one way in the place of others, where the first of them stood."""
        at = self.out[new.source].index(old[0].id) if old[0].source == new.source else 0
        self.remove([way.id for way in old])
        self.ways[new.id] = new
        self.out[new.source].insert(at, new.id)
        self.into[new.target].append(new.id)

    def drop(self, hub: str) -> None:
        """Take a hub out that has no ways any longer."""
        del self.hubs[hub], self.out[hub], self.into[hub]

    def joins(self, hub: str) -> bool:
        """Tell whether tokens wait for one another at a hub."""
        return self.hubs[hub].gate is not Gate.ONE and len(self.into[hub]) > 1
