"""Seals on letters (用印): what is put to which letter, how, by whom; and the keys that sign."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class LetterSeal(Base):
    """The seal a signed letter bears or waits for; a letter without a row bears none.

    Kind and provider are those of the agency's settings on the day of signature. An electronic
    seal is appended to the frozen PDF: `pdf_sha256` is the whole, which begins with it.
    """

    __tablename__ = "letter_seal"
    __table_args__ = (Index("ix_letter_seal_waiting", "provider", "sealed_at"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    kind: Mapped[str]
    provider: Mapped[str]
    sealed_at: Mapped[datetime | None] = mapped_column(Moment)
    sealed_by: Mapped[str] = mapped_column(default="")
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"), index=True)
    problem: Mapped[str] = mapped_column(default="")  # why the last attempt failed


class SealCertificate(Base):
    """A certificate of the agency for one of its seals; its key is sealed by the vault."""

    __tablename__ = "seal_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    kind: Mapped[str]
    certificate: Mapped[str]  # PEM
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)
