"""The register of documents the agency holds (本机关文件目录), searched before every answer."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class HeldDocument(Base):
    """One document: `attribute` is 主动公开 (published), 依申请公开 or 不予公开 (withheld)."""

    __tablename__ = "held_document"
    __table_args__ = (Index("ix_held_document_list", "agency_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    made_by: Mapped[str] = mapped_column(default="")
    attribute: Mapped[str]
    attribute_reason: Mapped[str] = mapped_column(default="")
    public_way: Mapped[str] = mapped_column(default="")
    pages: Mapped[int | None]
    body: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    filename: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
