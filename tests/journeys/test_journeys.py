"""Ten applications carried by hand through a real Chromium, from the counter to the PDF."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.journeys.conftest import Journey
from tests.plots import PLOTS, Ending, Teller

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORKED = Path(__file__).parents[1] / "law" / "statutory_cases.json"


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)
def test_an_application_is_carried_through_the_browser(
    journey: Journey, plot: Callable[[Teller], Ending]
):
    ending = plot(journey)
    case = journey.case()
    assert not case.open
    assert case.result == ending.result
    letter = journey.letter(ending.letter)
    assert [words for words in ending.contains if words not in letter] == [], letter
    assert [words for words in ending.lacks if words in letter] == [], letter
    for code, expected in ending.other_letters.items():
        text = journey.letter(code)
        assert [words for words in expected if words not in text] == [], text
    if ending.reply_due is not None:
        agrees_with_the_worked_case(journey, ending)


def agrees_with_the_worked_case(journey: Journey, ending: Ending) -> None:
    """The page that explains the clock shows the date of the worked case."""
    cases = json.loads(WORKED.read_text(encoding="utf-8"))["cases"]
    expected = next(each for each in cases if each["id"] == ending.worked_case)["expected"]
    if "reply_due" in expected and ending.worked_case != "E05":
        assert ending.reply_due == date.fromisoformat(expected["reply_due"])
    shown = journey.page("clerk", "clock").inner_text("main")
    due = ending.reply_due
    assert due is not None
    assert f"{due.year}年{due.month}月{due.day}日" in "".join(shown.split())
