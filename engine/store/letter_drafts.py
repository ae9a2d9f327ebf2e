"""What a letter said each time it was drafted, and what came back of a draft from outside."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class LetterText(Base):
    """The text of one draft, paragraph by paragraph; only ever added to.

    A draft that is written anew takes the place of the former, whose row goes; this stays. The
    drafts of one letter are those of its case, party and code, or the code that took its place.
    """

    __tablename__ = "letter_text"
    __table_args__ = (Index("ix_letter_text_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    letter_id: Mapped[int]  # as the row of the draft was numbered; the row itself may be gone
    code: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    paragraphs: Mapped[list[Any]]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(Moment)


class OutsideRevision(Base):
    """A draft that somebody outside has edited (外部修改稿): a document of the case, no more."""

    __tablename__ = "outside_revision"
    __table_args__ = (Index("ix_outside_revision_text", "text_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("letter_text.id"))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    paragraphs: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(Moment)
