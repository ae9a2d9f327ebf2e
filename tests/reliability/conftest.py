"""Houses with servers and workers that can be killed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.reliability.house import House, Nursery, furnish
from tests.story import moment

BEGINNING = moment("2024-01-02")

OpenHouse = Callable[[], House]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def house(
    nursery: Nursery,
    databases: Databases,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    url = databases.fresh("deployed")
    furnish(url, tmp_path / "data")
    nursery.learn(url, tmp_path_factory.mktemp("nursery"))
    house = House(nursery, tmp_path / "data", url, BEGINNING)
    yield house
    house.leave()
    databases.drop(url)
