"""A draft goes out for comment; what comes back is kept with the case and changes nothing."""

import io

import docx
import pytest

from engine.cases.evidence import gather
from engine.cases.files import Upload, attach, attachments_of
from engine.cases.revisions import (
    NotADraftAnyMore,
    NotAWordFile,
    export_word,
    receive_revision,
    revisions_of,
)
from engine.documents import WordRefused, read_word
from engine.store.events import events_of
from tests import answers
from tests.cases.test_draft_texts import returned
from tests.conftest import Desk
from tests.story import Story

__all__ = ["returned"]
pytestmark = pytest.mark.usefixtures("deployed")


def edited(content: bytes, before: str, after: str) -> bytes:
    """Edit a document as somebody with Word would."""
    document = docx.Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        if before in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(before, after)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_what_comes_back_is_set_beside_the_draft_and_never_takes_its_place(returned: Story):
    letter = returned.letters()["F09"]
    page = letter.html
    name, content = export_word(returned.office(), letter.id)
    assert name == "政府信息不予公开告知书（草稿第2稿）.docx"
    back = edited(content, "公开可能影响", "公开后会严重影响")
    receive_revision(returned.office(), letter.id, Upload("修改意见.docx", back), "县司法局")
    (revision,) = revisions_of(returned.office(), letter.id)
    assert (revision.draft, revision.row.note) == ("第2稿", "县司法局")
    assert revision.lines.changes == 1
    added = [w.words for p in revision.lines.paragraphs for w in p if w.kind == "added"]
    assert any("后会严重" in words for words in added)
    assert returned.letters()["F09"].html == page
    (file,) = attachments_of(returned.office(), returned.case_id)
    assert (file.kind, file.filename) == ("outside_revision", "修改意见.docx")
    returned.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    returned.do("head", "sign", **answers.APPROVE)
    assert "严重影响" not in returned.letters()["F09"].html


def test_that_a_draft_went_out_and_came_back_is_on_the_record(returned: Story, office: Desk):
    letter = returned.letters()["F09"]
    _, content = export_word(returned.office(), letter.id)
    receive_revision(returned.office(), letter.id, Upload("a.docx", content), "")
    told = [e.summary for e in events_of(office.session, returned.case_id) if "稿" in e.summary]
    assert told[-2:] == [
        "导出《政府信息不予公开告知书》第2稿（Word）",
        "收到《政府信息不予公开告知书》第2稿的外部修改稿",
    ]
    assert not revisions_of(returned.office(), letter.id)[0].lines.changes


def test_what_came_back_is_no_evidence_that_the_applicant_sent(returned: Story):
    letter = returned.letters()["F09"]
    _, content = export_word(returned.office(), letter.id)
    attach(returned.office(), returned.case, "attachments", Upload("补充说明.docx", content))
    receive_revision(returned.office(), letter.id, Upload("修改意见.docx", content), "")
    dossier = gather(returned.office(), returned.case_id, "行政复议答复")
    titles = [piece.title for section in dossier.sections for piece in section.pieces]
    assert "补充说明.docx" in titles
    assert "修改意见.docx" not in titles


@pytest.mark.parametrize("name", ["修改稿.docm", "修改稿.doc", "修改稿.pdf", "修改稿"])
def test_only_a_plain_word_document_comes_back(returned: Story, name: str):
    letter = returned.letters()["F09"]
    _, content = export_word(returned.office(), letter.id)
    with pytest.raises(NotAWordFile):
        receive_revision(returned.office(), letter.id, Upload(name, content), "")
    with pytest.raises(WordRefused):
        receive_revision(returned.office(), letter.id, Upload("a.docx", b"PK"), "")
    assert not attachments_of(returned.office(), returned.case_id)


def test_a_signed_letter_neither_goes_out_nor_takes_anything_in(returned: Story):
    returned.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    _, content = export_word(returned.office(), returned.letters()["F09"].id)
    assert read_word(content)
    returned.do("head", "sign", **answers.APPROVE)
    letter = returned.letters()["F09"]
    with pytest.raises(NotADraftAnyMore):
        export_word(returned.office(), letter.id)
    with pytest.raises(NotADraftAnyMore):
        receive_revision(returned.office(), letter.id, Upload("a.docx", content), "")
