"""The case an evidence bundle is made from, read once, and the files that may be bound into it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import select

from engine.cases.evidence_matter import Material, Piece
from engine.cases.facts import reading_of
from engine.cases.files import attachments_of
from engine.cases.labels import Record, records_of
from engine.cases.letters import LetterRow, letters_of
from engine.documents.inserting import INSERTABLE
from engine.documents.volume import VolumePlan
from engine.law.reading import Reading
from engine.office import Office
from engine.store.cases import Attachment, Blob, Case
from engine.store.chain import first_broken
from engine.store.events import CaseEvent, digest_of

MOST_BYTES = 100 * 1024 * 1024
"""What the files bound into one bundle may weigh together; the others are handed over as files."""


@dataclass
class Source:
    """A case, its plan and its records; `bound` remembers each file that has its place."""

    office: Office
    case: Case
    plan: VolumePlan
    events: tuple[CaseEvent, ...]
    room: int  # bytes that files may still weigh
    bound: dict[str, str] = field(default_factory=dict)  # SHA-256 → the title it stands under

    @cached_property
    def reading(self) -> Reading:
        """How the clock stands."""
        return reading_of(self.office, self.case)

    @cached_property
    def verdict(self) -> str:
        """Whether the chain of the records is whole, in a sentence."""
        broken = first_broken(self.events, digest_of)
        if broken is None:
            return f"经核验，共{len(self.events)}条记录前后相连，未发现改动。"
        return f"经核验，第{broken.seq}条记录与其校验值不符，可能在记录之后被改动。"

    @cached_property
    def records(self) -> list[Record]:
        """Everything that was filled in."""
        return records_of(self.office, self.case.id)

    @cached_property
    def letters(self) -> list[LetterRow]:
        """The letters that were signed, in the order in which they were made."""
        rows = letters_of(self.office, self.case.id)
        return [row for row in rows if row.letter.pdf_sha256 is not None]

    @cached_property
    def files(self) -> dict[str, Attachment]:
        """The files of the case by their keys, as answers keep them."""
        return {str(each.id): each for each in attachments_of(self.office, self.case.id)}

    def content_of(self, sha256: str) -> bytes:
        """Give the bytes of a file."""
        return self.office.session.get_one(Blob, sha256).content

    def attached(self, file: Attachment, origin: str) -> Piece:
        """Take in a file of the case."""
        kept = (file.filename, file.media_type, file.sha256)
        return self.material(kept, origin, file.added_at.date())

    def material(self, file: tuple[str, str, str], origin: str, on: date | None) -> Piece:
        """Take in a file (name, media type, SHA-256), or say why it is not bound."""
        name, media_type, sha256 = file
        reason = self._why_not(media_type, sha256)
        if reason:
            return Piece(name, origin, on, Material(media_type, sha256, reason=reason))
        content = self.content_of(sha256)
        self.room -= len(content)
        self.bound[sha256] = name
        return Piece(name, origin, on, Material(media_type, sha256, content))

    def _why_not(self, media_type: str, sha256: str) -> str:
        if sha256 in self.bound:
            return f"与本卷“{self.bound[sha256]}”为同一文件，不重复装订"
        if media_type not in INSERTABLE:
            return "该格式不能装订"
        size = self.office.session.scalar(select(Blob.size).where(Blob.sha256 == sha256)) or 0
        if size > self.room:
            return f"装入后本卷的材料超过{MOST_BYTES >> 20}兆字节"
        return ""
