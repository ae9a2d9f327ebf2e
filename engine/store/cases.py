"""Applications, those who made them, and the files they sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.instances import FIRST_STAGE, ProcessInstance
from engine.store.tables import Base, Moment


class Applicant(Base):
    """Who applied (申请人); identity numbers are sealed, and letters carry only the name."""

    __tablename__ = "applicant"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    id_type: Mapped[str] = mapped_column(default="")
    id_number_sealed: Mapped[bytes | None]
    org_code: Mapped[str] = mapped_column(default="")
    contact: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Case(Base):
    """One application and all that follows from it.

    `due_on`, `clock_state` and `open` are caches of what the clock and the process instance
    say; `cases.projection` is their only writer. Where the case stands is read from `place`.
    """

    __tablename__ = "disclosure_case"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        Index("ix_case_list", "agency_id", "id"),
        Index("ix_case_open_due", "agency_id", "open", "due_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    number: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_case.id"))
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True)
    channel: Mapped[str]
    subject: Mapped[str]
    content: Mapped[str]
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)  # form, way, help wanted
    tags: Mapped[list[Any]] = mapped_column(default=list)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    query_code: Mapped[str] = mapped_column(unique=True)
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    clock_state: Mapped[str] = mapped_column(default="not_started")
    open: Mapped[bool] = mapped_column(default=True)
    result: Mapped[str | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)

    applicant: Mapped[Applicant] = relationship(lazy="joined")
    place: Mapped[ProcessInstance | None] = relationship(lazy="joined", viewonly=True)

    @property
    def stage(self) -> str:
        """The furthest of the five links that is open (接收、登记、办理、调查、答复)."""
        return self.place.stage if self.place else FIRST_STAGE

    @property
    def position(self) -> str:
        """The names of the open steps (当前环节)."""
        return self.place.position if self.place else ""

    @property
    def updated_at(self) -> datetime:
        """When the case was last acted on."""
        return self.place.changed_at if self.place else self.created_at


class Blob(Base):
    """File content, kept once under its SHA-256."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Attachment(Base):
    """A file that belongs to a case: what came in, or evidence of an act."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    kind: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    added_by: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(Moment)
