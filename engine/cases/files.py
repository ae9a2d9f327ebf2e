"""Files of a case: hostile until proven otherwise, kept once, served as downloads only."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from engine.cases import access
from engine.errors import OfficeError
from engine.forms import Form, file_answers
from engine.office import Office
from engine.store.cases import Attachment, Blob, Case

MOST_BYTES = 20 * 1024 * 1024
"""A larger scan is better split; the limit is shown beside the field."""

MOST_UNPACKED = 200 * 1024 * 1024
"""What an office document may unpack to, summed over its parts, before it is opened."""

HELD = "held:"
"""Before the key of a document of the register, where its file is meant and no file of the case."""

OUTSIDE_REVISION = "outside_revision"
"""The kind of a file that is a draft somebody outside has edited: nobody's evidence."""

_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}
_MAGIC = {"jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


class UploadRefused(OfficeError):
    """A file cannot be taken; the form that carried it is shown again with the reason."""

    code = "upload_refused"
    message = "文件不能接收。请更换后重新上传。"


class FileTooLarge(UploadRefused):
    """The file is larger than the limit."""

    code = "file_too_large"
    message = "文件“{name}”有{size}兆字节，超过上限{most}兆字节。请压缩或拆分后重新上传。"


class FileKindRefused(UploadRefused):
    """Only documents and pictures are taken."""

    code = "file_kind_refused"
    message = "不接受文件“{name}”：只能上传{kinds}格式。请转换格式后重新上传。"


class FileBroken(UploadRefused):
    """The content is not what the name says, or does more than a document should."""

    code = "file_broken"
    message = (
        "文件“{name}”的内容与格式不符，或者含有脚本、嵌入程序等内容，不能接收。"
        "请另存为普通文档后重新上传。"
    )


class FileNotFound(OfficeError):
    """No such file, or not for this person."""

    code = "file_not_found"
    message = "没有找到该文件。请从案件页的“材料与文书”重新打开。"


@dataclass(frozen=True)
class Upload:
    """A file as it came in: the name its sender gave it, and its bytes."""

    name: str
    content: bytes


def with_uploads(raw: Mapping[str, object], files: Mapping[str, list[Upload]]) -> dict[str, object]:
    """Put the files that were sent beside what was ticked at the same questions."""
    sent: dict[str, object] = dict(raw)
    for name, uploads in files.items():
        ticked = raw.get(name) or []
        sent[name] = [*(ticked if isinstance(ticked, list) else [ticked]), *uploads]
    return sent


def keep_uploads(office: Office, case: Case, form: Form, answers: dict[str, Any]) -> None:
    """Keep the files in checked answers with the case; their keys take their places."""
    for key, given in file_answers(form, answers):
        given[:] = [
            attach(office, case, key, each).id if isinstance(each, Upload) else each
            for each in given
        ]


def attach(office: Office, case: Case, kind: str, upload: Upload) -> Attachment:
    """Check an upload and keep it with the case.

    Raises:
        FileTooLarge, FileKindRefused, FileBroken: it is not to be trusted.
    """
    name, media_type = examine(upload)
    attachment = Attachment(
        case_id=case.id,
        kind=kind,
        filename=name,
        media_type=media_type,
        sha256=keep(office, upload.content),
        added_by=office.actor.name,
        added_at=office.at,
    )
    office.session.add(attachment)
    office.session.flush()
    return attachment


def examine(upload: Upload) -> tuple[str, str]:
    """Give an upload's safe name and its media type."""
    name = re.sub(r"[^\w.()（）〔〕《》\- ]", "_", upload.name.replace("\\", "/").split("/")[-1])[
        -120:
    ]
    if len(upload.content) > MOST_BYTES:
        size, most = len(upload.content) >> 20, MOST_BYTES >> 20
        raise FileTooLarge(name=name, size=size, most=most)
    ending = name.rpartition(".")[2].lower()
    if ending not in _KINDS:
        raise FileKindRefused(name=name, kinds="、".join(sorted(_KINDS)))
    if not _is_sound(ending, upload.content):
        raise FileBroken(name=name)
    return name, _KINDS[ending]


def media_type_of(name: str) -> str:
    """Give the media type of a file that has been examined, by its name."""
    return _KINDS[name.rpartition(".")[2].lower()]


def problems_of(files: Mapping[str, list[Upload]]) -> dict[str, list[str]]:
    """Say of each file field what cannot be taken, so that its form can be shown again."""
    problems: dict[str, list[str]] = {}
    for field, uploads in files.items():
        for upload in uploads:
            try:
                examine(upload)
            except UploadRefused as refusal:
                problems.setdefault(field, []).append(str(refusal))
    return problems


def _is_sound(ending: str, content: bytes) -> bool:
    match ending:
        case "pdf":
            return _sound_pdf(content)
        case "docx" | "xlsx":
            return _sound_office(content)
        case "txt":
            return _sound_text(content)
        case _:
            return content.startswith(_MAGIC[ending])


def _sound_pdf(content: bytes) -> bool:
    """Open the PDF and refuse one that acts by itself or carries other files."""
    if not content.startswith(b"%PDF-"):
        return False
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            names: Any = pdf.Root.get("/Names", {})
            acts = "/JavaScript" in names or "/EmbeddedFiles" in names
            return not acts and "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root
    except pikepdf.PdfError:
        return False


def _sound_office(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            large = sum(part.file_size for part in parts) > MOST_UNPACKED
            macro = any("vbaProject" in part.filename for part in parts)
            typed = any(part.filename == "[Content_Types].xml" for part in parts)
            return typed and not large and not macro
    except zipfile.BadZipFile:
        return False


def _sound_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def keep(office: Office, content: bytes) -> str:
    """Keep a file's content once, under its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    session = office.session
    if session.scalar(select(Blob.size).where(Blob.sha256 == sha256)) is None:
        with suppress(IntegrityError), session.begin_nested():  # another keeps it at this moment
            session.execute(insert(Blob).values(sha256=sha256, size=len(content), content=content))
    return sha256


def attachments_of(office: Office, case_id: int) -> list[Attachment]:
    """List the files of a case in the order in which they came."""
    access.case_of(office, case_id)
    rows = select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id)
    return list(office.session.scalars(rows))


def content_of(office: Office, attachment_id: int) -> tuple[Attachment, bytes]:
    """Give a file that the actor may see, with its bytes.

    Raises:
        FileNotFound: there is none, or not for this person.
    """
    attachment = office.session.get(Attachment, attachment_id)
    if attachment is None:
        raise FileNotFound
    access.case_of(office, attachment.case_id)
    return attachment, office.session.get_one(Blob, attachment.sha256).content
