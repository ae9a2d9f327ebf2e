"""What was filled in can be read back, in the words of the form."""

import pytest

from engine.cases.history import timeline
from engine.cases.labels import RecordNotFound, record_of
from tests import answers
from tests.conftest import Desk
from tests.plots import registered, searched
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")


def test_a_search_record_is_read_back_with_its_department_and_its_documents(office: Desk):
    story = Story(office, moment("2026-03-02"))
    registered(story, channel="in_person", date="2026-03-02")
    story.do("clerk", "formal_review", **answers.CLEAR)
    searched(story, "2026-03-02", answers.FOUND)
    line = next(each for each in timeline(story.office(), story.case_id) if "规划科" in each.what)
    assert line.filled
    said = dict(record_of(story.office(), story.case_id, line.seq).answers)
    assert said["检索词"] == "农村公路、养护计划"
    assert any("示交〔2025〕7号" in answer for answer in said.values())
    assert "found" not in said.values()  # the words of the form, not its codes


def test_a_record_that_is_not_there_is_said_so(office: Desk):
    story = Story(office, moment("2026-03-02")).receive()
    with pytest.raises(RecordNotFound):
        record_of(story.office(), story.case_id, 999)
