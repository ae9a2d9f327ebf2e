"""The clock as it would stand: a simulator that keeps nothing."""

from datetime import date

import pytest

from engine.cases import clocks
from tests.conftest import Desk
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")


def test_a_supposed_consultation_ahead_moves_the_last_day_and_is_not_kept(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    supposed = {"type": "third_party_consult", "party": "甲", "sent": "2026-03-04"}
    moved = clocks.what_if(story.office(), story.case_id, [supposed | {"replied": "2026-03-06"}])
    assert moved.reply_due == date(2026, 4, 1)
    assert moved.excluded_workdays == 2
    assert story.clock().reply_due == date(2026, 3, 30)


def test_a_supposed_extension_adds_its_working_days(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    day = "2026-03-02"
    extension = {"type": "extension", "approved": day, "notified": day, "workdays": 10}
    moved = clocks.what_if(story.office(), story.case_id, [extension])
    assert moved.reply_due == date(2026, 4, 14)
