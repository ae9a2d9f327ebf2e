"""Ten applications carried through the acts, on both databases, without a browser."""

from collections.abc import Callable

import pytest

from engine.cases.history import first_broken_link
from engine.documents import text_of
from engine.store.events import events_of
from tests.conftest import Desk
from tests.plots import PLOTS, Ending, Teller
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
BEGINNING = moment("2024-01-02")


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)
def test_an_application_is_carried_lawfully(office: Desk, plot: Callable[[Teller], Ending]):
    story = Story(office, BEGINNING)
    ending = plot(story)
    assert not story.case.open, story.open_nodes()
    assert story.case.result == ending.result
    if ending.reply_due is not None:
        assert story.clock().reply_due == ending.reply_due
    letter = story.letters()[ending.letter]
    assert letter.status == "issued"
    check_text("".join(text_of(letter.html).split()), ending.contains, ending.lacks)
    for code, words in ending.other_letters.items():
        check_text("".join(text_of(story.letters()[code].html).split()), words, ())
    assert first_broken_link(story.office("auditor"), story.case_id) is None
    assert events_of(office.session, story.case_id)


def check_text(text: str, contains: tuple[str, ...], lacks: tuple[str, ...]) -> None:
    assert [words for words in contains if words not in text] == [], text
    assert [words for words in lacks if words in text] == [], text
