"""Letters (文书), their numbers (文号) and their service (送达)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import NEVER_REUSED, Base, Moment


class Letter(Base):
    """One letter, from draft to frozen PDF.

    `status` is draft, numbered (signed, its PDF being printed), issued, or how it was
    withdrawn: void (作废), revoked (撤销), corrected (更正). Once numbered neither values nor
    HTML change; the PDF is the print of that HTML, and stays when the letter is withdrawn.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "series", "sequence"),
        Index("ix_letter_status", "status"),
        Index("ix_letter_number", "number"),
        Index("ix_letter_pdf_sha256", "pdf_sha256"),
        Index("ix_letter_pdf_identifier", "pdf_identifier"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    code: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    step_key: Mapped[str] = mapped_column(default="")  # the step that issued it
    title: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    number: Mapped[str | None]
    year: Mapped[int | None]
    series: Mapped[str | None]
    sequence: Mapped[int | None]
    content: Mapped[dict[str, Any]]  # the plain values it was made from
    html: Mapped[str]
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    pdf_sm3: Mapped[str | None]
    pdf_identifier: Mapped[str | None]  # what the PDF calls itself, which a changed copy keeps
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))


class NumberSeries(Base):
    """The last number drawn of a series: gap-free, since it is drawn inside the act."""

    __tablename__ = "number_series"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Delivery(Base):
    """How and when a letter was served, with its evidence (国办公开办函〔2016〕235号)."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    method: Mapped[str]
    sent_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    tracking_no: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[Any]] = mapped_column(default=list)  # the keys of files of the case
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class VerificationAttempt(Base):
    """One question about a letter that did not match, and the address it came from."""

    __tablename__ = "verification_attempt"
    __table_args__ = (Index("ix_verification_attempt_address", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
