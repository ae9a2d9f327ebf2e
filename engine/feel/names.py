"""Which names an expression reads from its context, and which it binds itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

INPUT: Final = "?"


@dataclass
class Frame:
    """Names bound by a loop, filter or context; `by_item` if an item may bind others too."""

    bound: set[str]
    by_item: bool = False
    used: set[str] = field(default_factory=set)


class NamesRead:
    """The names seen so far: free for certain, with their paths, or perhaps entries of an item."""

    def __init__(self) -> None:
        """Begin outside all loops."""
        self.free: set[str] = set()
        self.paths: set[str] = set()
        self.of_items: set[str] = set()
        self._frames: list[Frame] = []

    @contextmanager
    def within(self, frame: Frame) -> Iterator[Frame]:
        """Read the names inside a loop, filter or context."""
        self._frames.append(frame)
        yield frame
        self._frames.pop()

    def see(self, chain: list[str]) -> None:
        """Note that `a.b.c` is read."""
        name = chain[0]
        by_item = False
        for frame in reversed(self._frames):
            frame.used.add(name)
            if name in frame.bound:
                return
            by_item = by_item or frame.by_item
        if name == INPUT:
            return
        if by_item:
            self.of_items.add(name)
        else:
            self.free.add(name)
            self.paths.add(".".join(chain))
