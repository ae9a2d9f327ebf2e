"""What reviewers remark on passages of a draft, and what is answered; only ever added to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class Remark(Base):
    """One entry of a thread: a remark (批注), an answer to it, or that it has been dealt with.

    A draft that is written anew is another row, so a remark names the letter by its case, code
    and party, and the passage by its words and what stood around them, never by a position.
    """

    __tablename__ = "letter_remark"
    __table_args__ = (Index("ix_letter_remark_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("letter_remark.id"))
    kind: Mapped[str]
    code: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(Moment)  # which draft was read
    quote: Mapped[str] = mapped_column(default="")
    before: Mapped[str] = mapped_column("words_before", default="")
    after: Mapped[str] = mapped_column("words_after", default="")
    start: Mapped[int] = mapped_column(default=0)  # where it stood, in characters
    words: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column("written_at", Moment)
