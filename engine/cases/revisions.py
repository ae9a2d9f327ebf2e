"""A draft sent out for comment as a Word document, and what comes back of it (外部修改稿).

What comes back is a document of the case, read and set beside the draft. It never becomes the
text of the letter: whoever drafts takes up by the form what the law leaves room for.
"""

from dataclasses import dataclass

from sqlalchemy import select

from engine.cases import access
from engine.cases.draft_texts import Redline, redline, texts_of
from engine.cases.files import OUTSIDE_REVISION, Upload, attach
from engine.cases.letters import LetterNotFound, letter_in_hand, letter_of
from engine.cases.sitting import hold
from engine.documents import read_word, write_word
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.cases import Attachment, Case
from engine.store.events import Entry, Recorder, append
from engine.store.letter_drafts import LetterText, OutsideRevision
from engine.store.letters import Letter

MOST_NOTED = 500


class NotADraftAnyMore(OfficeError):
    """Only a draft goes out for comment."""

    code = "not_a_draft_any_more"
    message = "《{title}》已经签发，不再导出或者接收修改稿。确有错误的，应当依规定更正或者撤销。"


class NotAWordFile(OfficeError):
    """What comes back must be a .docx."""

    code = "not_a_word_file"
    message = "请上传 .docx 格式的修改稿；启用宏的文档（.docm）和其他格式不予接收。"


class NoteTooLong(OfficeError):
    """The note says where the file comes from; it is no letter."""

    code = "note_too_long"
    message = "来源说明超过{most}字，未作保存。请精简后重新提交。"


@dataclass(frozen=True)
class Revision:
    """What came back, the file it came as, and how it differs from the draft that went out."""

    row: OutsideRevision
    file: Attachment
    draft: str
    lines: Redline


def export_word(office: Office, letter_id: int) -> tuple[str, bytes]:
    """Give a draft as a Word document with its name; that it went out is on the record.

    Raises:
        LetterNotFound: no such letter, or not for this person.
        NotADraftAnyMore: it is signed.
    """
    letter, case = _draft(office, letter_id)
    count = max(1, len(texts_of(office, letter)))
    heading = f"草稿　{case.number}　第{count}稿　供修改参考，不作为正式文书"
    content = write_word(letter.html, heading, letter.drafted_at)
    _record(office, letter, f"导出《{letter.title}》第{count}稿（Word）")
    return f"{letter.title}（草稿第{count}稿）.docx", content


def receive_revision(
    office: Office, letter_id: int, upload: Upload | None, note: str
) -> OutsideRevision:
    """Keep with the case what came back of a draft; the draft stays as it is.

    Raises:
        LetterNotFound: no such letter, or not for this person.
        NotADraftAnyMore: it is signed.
        NotAWordFile, WordRefused, UploadRefused: the file is not to be trusted.
    """
    letter, case = _draft(office, letter_id)
    if upload is None or not upload.name.lower().endswith(".docx"):
        raise NotAWordFile
    if len(note) > MOST_NOTED:
        raise NoteTooLong(most=MOST_NOTED)
    paragraphs = read_word(upload.content)
    letter = _still_a_draft(letter_in_hand(office, letter_id))
    kept = texts_of(office, letter)
    if not kept:
        raise LetterNotFound
    row = OutsideRevision(
        text_id=kept[-1].id,
        attachment_id=attach(office, case, OUTSIDE_REVISION, upload).id,
        paragraphs=list(paragraphs),
        note=note.strip(),
        received_by=office.actor.name,
        received_at=office.at,
    )
    office.session.add(row)
    office.session.flush()
    _record(office, letter, f"收到《{letter.title}》第{len(kept)}稿的外部修改稿")
    return row


def revisions_of(office: Office, letter_id: int) -> tuple[Revision, ...]:
    """List what came back of the drafts of a letter, newest first.

    Raises:
        LetterNotFound: no such letter, or not for this person.
    """
    kept = {text.id: text for text in texts_of(office, letter_of(office, letter_id))}
    names = {key: f"第{number}稿" for number, key in enumerate(kept, start=1)}
    rows = office.session.execute(
        select(OutsideRevision, Attachment)
        .join(Attachment, Attachment.id == OutsideRevision.attachment_id)
        .where(OutsideRevision.text_id.in_(kept))
        .order_by(OutsideRevision.id.desc())
    )
    return tuple(
        Revision(row, file, names[row.text_id], _against(kept[row.text_id], row))
        for row, file in rows
    )


def _against(text: LetterText, row: OutsideRevision) -> Redline:
    return redline(text.paragraphs, row.paragraphs)


def _draft(office: Office, letter_id: int) -> tuple[Letter, Case]:
    access.require(office, Permission.WORK)
    access.require(office, Permission.READ_CASE)  # a department asked on a case sees no letters
    letter = _still_a_draft(letter_of(office, letter_id))
    return letter, office.session.get_one(Case, letter.case_id)


def _still_a_draft(letter: Letter) -> Letter:
    if letter.status != "draft":
        raise NotADraftAnyMore(title=letter.title)
    return letter


def _record(office: Office, letter: Letter, words: str) -> None:
    hold(office, letter.case_id)
    actor = office.actor
    entry = Entry("letter:outside", office.today, words)
    append(office.session, letter.case_id, entry, Recorder(actor.id, actor.name, office.at))
