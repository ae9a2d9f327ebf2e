"""Who was only asked to search sees no letter, whatever address they type."""

from collections.abc import Callable

import pytest

from engine.cases.access import NotAllowed, case_of
from engine.cases.files import Upload
from engine.cases.remarks import Kind, remark, respond
from engine.cases.revisions import export_word, receive_revision
from engine.cases.sealing import record_stamp
from engine.office import Office
from engine.store.instances import OpenTask
from tests.cases.test_draft_texts import returned
from tests.story import Story

__all__ = ["returned"]
pytestmark = pytest.mark.usefixtures("deployed")

ACTS: dict[str, Callable[[Office, Story], object]] = {
    "take the draft away": lambda office, told: export_word(office, told.letters()["F09"].id),
    "send a draft in": lambda office, told: receive_revision(
        office, told.letters()["F09"].id, Upload("a.docx", b""), ""
    ),
    "remark on it": lambda office, told: remark(office, told.letters()["F09"].id, "公开", 0, "改"),
    "record its seal": lambda office, told: record_stamp(office, told.letters()["R02"].id),
}


@pytest.fixture
def asked(returned: Story) -> Story:
    """Ask a department to search once more while the draft waits for its review."""
    returned.desk.session.add(
        OpenTask(
            agency_id=returned.desk.agency_id,
            case_id=returned.case_id,
            step_key="again",
            node_id="search_record",
            name="检索",
            stage="investigate",
            form_key="search_record",
            role="department",
            department_id=returned.department("department"),
            since=returned.at,
        )
    )
    returned.desk.session.flush()
    return returned


def test_a_department_that_was_asked_neither_takes_nor_judges_nor_seals_a_letter(asked: Story):
    reviewer, department = asked.office("legal_reviewer"), asked.office("department")
    made = remark(reviewer, asked.letters()["F09"].id, "公开", 0, "请改。")
    assert case_of(department, asked.case_id)
    for act in ACTS.values():
        with pytest.raises(NotAllowed, match="查阅案件"):
            act(department, asked)
    with pytest.raises(NotAllowed, match="查阅案件"):
        respond(department, made.id, Kind.SETTLED, "")
