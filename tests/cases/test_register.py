"""文号登记簿: what was numbered stands there in its order, and a missing number is noticed."""

import pytest

from engine.cases.access import NotAllowed
from engine.cases.register import RegisterQuery, read_register, series_of, years_of
from engine.store.agencies import Agency
from engine.store.cases import Case
from engine.store.letters import Letter
from engine.store.seals import LetterSeal
from tests.conftest import MOMENT, Desk
from tests.story import Story, moment
from tests.withdrawal import receive_twice

pytestmark = pytest.mark.usefixtures("deployed")
READERS = ("manager", "auditor", "legal_reviewer")


def of_2026(office: Desk, series: str | None = None, before: int | None = None):
    return read_register(office("auditor"), RegisterQuery(2026, series, before))


def test_every_number_stands_in_the_register_the_latest_first(office: Desk):
    cases = [Story(office, MOMENT).receive().case.number for _ in range(3)]
    rows = of_2026(office, "回").rows
    assert [row.letter.number for row in rows] == [f"示政办回〔2026〕{n}号" for n in (3, 2, 1)]
    assert [row.case.number for row in rows] == cases[::-1]
    (series,) = series_of(office("auditor"), 2026)
    assert (series.name, series.last, series.latest) == ("回", 3, "示政办回〔2026〕3号")
    assert (series.withdrawn, series.missing) == (0, ())


def test_a_void_number_stays_with_its_reason(office: Desk):
    receive_twice(office).do("head", "decide", manner="void", reason="重复制作")
    second, first = of_2026(office, "回").rows
    assert (first.letter.status, first.letter.withdrawn_reason) == ("void", "重复制作")
    assert (second.letter.sequence, second.letter.status) == (2, "issued")
    (series,) = series_of(office("auditor"), 2026)
    assert (series.last, series.withdrawn, series.missing) == (2, 1, ())


def test_a_corrected_letter_stands_beside_its_successor(office: Desk):
    story = receive_twice(office)
    story.do("head", "decide", manner="corrected", reason="收到日期有误", replaced="是")
    second, first = of_2026(office).rows
    assert first.replaced_by is second.letter


def test_a_letter_that_was_taken_out_of_the_records_is_missed(office: Desk):
    for _ in range(3):
        Story(office, MOMENT).receive()
    letter = office.session.query(Letter).filter_by(sequence=2).one()
    office.session.delete(office.session.get_one(LetterSeal, letter.id))
    office.session.flush()
    office.session.delete(letter)
    office.commit()
    (series,) = series_of(office("auditor"), 2026)
    assert series.missing == (2,)


def test_each_year_begins_anew(office: Desk):
    Story(office, moment("2025-12-30")).receive()
    Story(office, MOMENT).receive()
    assert years_of(office("auditor")) == [2026, 2025]
    assert [row.letter.number for row in of_2026(office).rows] == ["示政办回〔2026〕1号"]


def test_a_long_register_goes_on_on_the_next_page(office: Desk):
    for _ in range(3):
        Story(office, MOMENT).receive()
    query = RegisterQuery(2026, "回")
    first = read_register(office("auditor"), query, most=2)
    assert ([row.letter.sequence for row in first.rows], first.next) == ([3, 2], 2)
    rest = read_register(office("auditor"), RegisterQuery(2026, "回", first.next), most=2)
    assert ([row.letter.sequence for row in rest.rows], rest.next) == ([1], None)


def test_another_agency_has_a_register_of_its_own(office: Desk):
    Story(office, MOMENT).receive()
    other: Agency = office.other_agency()
    office.person("auditor").agency_id = other.id
    assert (years_of(office("auditor")), of_2026(office).rows) == ([], ())
    assert office.session.query(Case).count() == 1


@pytest.mark.parametrize("who", ["registrar", "clerk", "department", "administrator"])
def test_the_register_is_for_those_who_watch_over_the_letters(office: Desk, who: str):
    for reader in READERS:
        assert years_of(office(reader)) == []
    with pytest.raises(NotAllowed, match="查阅文号登记簿"):
        read_register(office(who), RegisterQuery(2026))
