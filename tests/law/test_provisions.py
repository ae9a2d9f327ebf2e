"""The words of the Regulations, and which places of the law there are."""

import pytest

from engine.checking.passages import places_in
from engine.law.articles import Instrument, chinese_numeral, regulations
from engine.law.letters import LETTERS
from engine.law.provisions import exists, number_of, provisions, words_of
from engine.law.replies import Reply

REGULATIONS = Instrument.REGULATIONS.title


@pytest.mark.parametrize("number", [1, 10, 14, 20, 36, 99, 100, 110, 163, 1005, 1260])
def test_a_number_is_read_as_articles_are_numbered(number: int):
    assert number_of(chinese_numeral(number)) == number


def test_the_operative_articles_are_there_in_their_words():
    assert {2, 10, *range(13, 18), 27, *range(29, 43)} <= provisions().keys()
    assert words_of(36, None, 4) == "经检索没有所申请公开信息的，告知申请人该政府信息不存在；"
    assert (words_of(16, 2, None) or "").startswith(
        "行政机关在履行行政管理职能过程中形成的讨论记录"
    )
    assert words_of(18, None, None) is None


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ((16, 2, None), True),
        ((16, 3, None), False),
        ((29, 2, 3), True),
        ((29, 1, 1), False),
        ((36, None, 7), True),
        ((36, None, 8), False),
        ((56, None, None), True),
        ((57, None, None), False),
    ],
)
def test_a_place_exists_or_does_not(place: tuple[int, int | None, int | None], there: bool):  # noqa: FBT001
    assert exists(REGULATIONS, *place) is there


def test_of_an_instrument_that_is_not_kept_nothing_is_said():
    assert exists("中华人民共和国招标投标法", 22, None, None) is None


def test_every_place_the_catalogues_cite_exists():
    cited = {str(regulations(33, 2))}
    cited |= {article for reply in Reply for article in reply.value.articles}
    cited |= {article for letter in LETTERS.values() for article in letter.articles}
    places = [place for text in cited for place in places_in(text)]
    assert len(places) >= len(cited)
    assert [
        place
        for place in places
        if exists(place.title, place.article, place.paragraph, place.item) is not True
    ] == []
