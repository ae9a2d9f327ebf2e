"""A server or worker that is killed in the middle of a step has done it wholly or not at all.

Every press of a button and every pass of the worker is struck at a moment chosen by the seed:
before one of its statements, before or after its commit, while it prints, or by the clock.
Whoever pressed presses the same form again; after every death and every step all the
invariants of `tests.reliability.invariants` are checked.
"""

import random
from collections.abc import Callable

import pytest

from engine.store.cases import Case
from tests.plots import (
    Ending,
    Teller,
    fee_unpaid,
    joint_producer_is_silent,
    returned_by_reviewer,
    third_party_objects,
)
from tests.reliability.house import House
from tests.reliability.teller import Application, DuringSteps

pytestmark = pytest.mark.slow

PLOTS = (third_party_objects, fee_unpaid, returned_by_reviewer, joint_producer_is_silent)
"""In the order of their days: one house lives through all of them."""

ON_POSTGRESQL = (joint_producer_is_silent,)
FEWEST_KILLS = {"sqlite": 40, "postgresql": 10}


def test_a_killed_step_happens_once_or_not_at_all(house: House, database_kind: str):
    plots = PLOTS if database_kind == "sqlite" else ON_POSTGRESQL
    for number, plot in enumerate(plots):
        carry(house, plot, seed=number)
        print(house.kills, house.at)
    print(house.kills, "kills")
    assert house.kills >= FEWEST_KILLS[database_kind]


def carry(house: House, plot: Callable[[Teller], Ending], seed: int) -> None:
    application = Application(house, DuringSteps(random.Random(seed)))
    ending = plot(application)
    with house.records() as session:
        case = session.get_one(Case, application.case_id)
        assert (case.open, case.result) == (False, ending.result)
