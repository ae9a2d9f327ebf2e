"""Fresh databases for tests: a template is built once, each test gets a copy of it."""

import itertools
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.postgres import Cluster

Build = Callable[[str], None]
"""Fills the empty database at an address."""


class Databases(Protocol):
    """A kind of database on which the suite runs."""

    def fresh(self, template: str) -> str:
        """Give the address of a new copy of `template`."""

    def drop(self, url: str) -> None:
        """Throw a copy away."""


@dataclass
class SqliteFiles:
    """SQLite: a template is a file, a copy is a copy."""

    folder: Path
    builds: Mapping[str, Build]
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def fresh(self, template: str) -> str:
        """Copy the template's file; it has no log beside it, since nobody has it open."""
        original = self.folder / f"{template}.sqlite3"
        if not original.exists():
            draft = self.folder / f"{template}.draft.sqlite3"
            self.builds[template](f"sqlite:///{draft}")
            draft.rename(original)
        copy = self.folder / f"copy{next(self._numbers)}.sqlite3"
        shutil.copyfile(original, copy)
        return f"sqlite:///{copy}"

    def drop(self, url: str) -> None:
        """Remove the file and what lies beside it."""
        path = Path(url.removeprefix("sqlite:///"))
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()


@dataclass
class PostgresDatabases:
    """PostgreSQL: CREATE DATABASE … TEMPLATE …."""

    cluster: Cluster
    builds: Mapping[str, Build]
    _built: set[str] = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def fresh(self, template: str) -> str:
        """Copy the template's database."""
        if template not in self._built:
            self.builds[template](self.cluster.create(template))
            self._built.add(template)
        return self.cluster.create(f"copy{next(self._numbers)}", template)

    def drop(self, url: str) -> None:
        """Drop the copy."""
        self.cluster.drop(url.rpartition("/")[2])
