"""Query codes: what an applicant copies from a receipt can be read in one way only."""

import pytest
from sqlalchemy import select

from engine.cases.numbers import UNMISTAKABLE, query_code, typed_code
from engine.store.cases import Case
from tests.conftest import MOMENT, Desk
from tests.story import Story


def test_a_code_has_no_character_that_is_read_as_another():
    drawn = {character for _ in range(200) for character in query_code() if character != "-"}
    assert drawn == set(UNMISTAKABLE)
    assert drawn.isdisjoint("0O1ILUu")
    assert not any(character.islower() for character in drawn)


def test_codes_differ_and_stand_in_groups_of_four():
    codes = {query_code() for _ in range(500)}
    assert len(codes) == 500
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(4, 4, 4, 4)}


def test_a_code_may_be_typed_small_wide_or_run_on():
    code = "K7QD-4M2X-9HTR-WB3E"
    wide = "Ｋ７ＱＤ－４ｍ２ｘ－９ＨＴＲ－ＷＢ３Ｅ"  # noqa: RUF001
    run_on = "K7QD4M2X9HTRWB3E"
    for typed in (code, code.lower(), " k7qd 4m2x 9htr wb3e ", run_on, wide):
        assert typed_code(typed) == code


@pytest.mark.usefixtures("deployed")
def test_every_case_has_such_a_code(office: Desk):
    Story(office, MOMENT).receive()
    for code in office.session.scalars(select(Case.query_code)):
        assert code == typed_code(code)
        assert set(code) <= set(UNMISTAKABLE) | {"-"}
