"""A server that is killed between any two steps loses nothing and repeats nothing."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.store.cases import Case
from engine.store.letters import Letter
from tests.plots import Ending, Teller, plain_disclosure, third_party_objects
from tests.reliability.house import House
from tests.reliability.teller import Application, BetweenSteps

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "plot", [plain_disclosure, third_party_objects], ids=lambda plot: plot.__name__
)
def test_an_application_goes_on_behind_every_kill(house: House, plot: Callable[[Teller], Ending]):
    house.inline = False
    application = Application(house, BetweenSteps())
    ending = plot(application)
    with house.records() as session:
        case = session.get_one(Case, application.case_id)
        assert (case.open, case.result) == (False, ending.result)
        codes = session.scalars(select(Letter.code).where(Letter.status == "issued")).all()
    assert {ending.letter, *ending.other_letters} <= set(codes)
    assert house.kills >= 12
